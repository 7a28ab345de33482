"""
The mother of the query workers: loads the store once, and forks a worker whenever asked.

Run as ``python -m mtkg.store.mother SOURCE CONTROL``. A process of its own, with one thread, so
that forking is safe; workers share her memory, so that one costs a few megabytes and starts in
milliseconds. She and they end with the server, however that ends.
"""

from __future__ import annotations

import array
import contextlib
import ctypes
import gc
import json
import os
import resource
import selectors
import signal
import socket
import sys
from pathlib import Path
from typing import Any, Final, NoReturn

import pyoxigraph as ox

from mtkg.errors import LimitReached, MtkgError
from mtkg.store import wire
from mtkg.store.answer import answer
from mtkg.store.confined import confine
from mtkg.store.embedded import EmbeddedStore

_PR_SET_PDEATHSIG: Final = 1
_MEGABYTE: Final = 1024 * 1024
# A worker that has grown by this much is replaced: allocators seldom give memory back.
_GROWTH_MB: Final = 192
_LOWEST_FREE: Final = 4


def main() -> None:
    """Load, say so on standard output as one line of JSON, and serve until the server is gone."""
    source: dict[str, Any] = json.loads(sys.argv[1])
    control = socket.socket(fileno=int(sys.argv[2]))
    _end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if "disk" in source:
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        store = None if "disk" in source else load(source)
    except MtkgError as error:
        _say({"error": error.message, "help": error.help})
        raise SystemExit(3) from None
    digest = source["digest"] if store is None else store.digest
    _say({"digest": digest, "triples": 0 if store is None else len(store)})
    gc.collect()
    gc.freeze()
    _serve(control, source, store)


def load(source: dict[str, Any]) -> EmbeddedStore:
    """The store that *source* names: a release folder, files, or N-Quads on standard input."""
    if "release" in source:
        return EmbeddedStore.from_release(Path(source["release"]))
    if "files" in source:
        return EmbeddedStore.from_files(source["files"])
    engine = ox.Store()
    engine.bulk_load(sys.stdin.buffer, ox.RdfFormat.N_QUADS)
    return EmbeddedStore(engine, str(source["digest"]))


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _serve(control: socket.socket, source: dict[str, Any], store: EmbeddedStore | None) -> None:
    children: dict[int, int] = {}
    wakeup, alarm = socket.socketpair()
    for end in (wakeup, alarm):
        end.setblocking(False)  # noqa: FBT003
    signal.set_wakeup_fd(alarm.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    selector = selectors.DefaultSelector()
    selector.register(control, selectors.EVENT_READ)
    selector.register(wakeup, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fileobj is wakeup:
                with contextlib.suppress(BlockingIOError):
                    wakeup.recv(4096)
                _bury(children)
                continue
            order = _order(control)
            if order is None:
                for pid in children.values():
                    os.kill(pid, signal.SIGKILL)
                return
            operation, number, connection = order
            if operation == wire.KILL and number in children:
                os.kill(children[number], signal.SIGKILL)
            elif operation == wire.SPAWN and connection is not None:
                children[number] = _fork(connection, source, store)
                os.close(connection)


def _order(control: socket.socket) -> tuple[bytes, int, int | None] | None:
    """The next order: what, which worker, and the descriptor that came along."""
    descriptors = array.array("i")
    data, ancillary, _, _ = control.recvmsg(
        wire.CONTROL.size, socket.CMSG_LEN(descriptors.itemsize)
    )
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(content[: descriptors.itemsize])
    if len(data) < wire.CONTROL.size:
        return None
    operation, number = wire.CONTROL.unpack(data)
    return operation, number, descriptors[0] if descriptors else None


def _bury(children: dict[int, int]) -> None:
    with contextlib.suppress(ChildProcessError):
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            for number in [n for n, child in children.items() if child == pid]:
                del children[number]


def _fork(connection: int, source: dict[str, Any], store: EmbeddedStore | None) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _end_with_parent()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _work(_only(connection), source, store)
        status = 0
    finally:
        os._exit(status)


def _only(connection: int) -> socket.socket:
    """The connection as descriptor 3; every other one closed, standard ones on the null device."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    if connection != _LOWEST_FREE - 1:
        os.dup2(connection, _LOWEST_FREE - 1)
    os.closerange(_LOWEST_FREE, 1 << 16)
    return socket.socket(fileno=_LOWEST_FREE - 1)


def _work(connection: socket.socket, source: dict[str, Any], store: EmbeddedStore | None) -> None:
    limit_mb = int(source.get("memory_mb", 0))
    _limit_memory(limit_mb)
    if store is None:
        store = EmbeddedStore.from_disk(Path(source["disk"]), str(source["digest"]))
    confine(store.folder, _LOWEST_FREE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    start = _resident_mb()
    while (payload := wire.read_frame(connection)) is not None:
        wire.write_frame(connection, _reply(store.engine, payload, limit_mb))
        if _resident_mb() - start > _GROWTH_MB:
            return


def _reply(engine: ox.Store, payload: bytes, limit_mb: int) -> bytes:
    try:
        return wire.pack_answer(answer(engine, wire.unpack_question(payload)))
    except MtkgError as error:
        return wire.pack_error(error)
    except MemoryError:
        return wire.pack_error(out_of_memory(limit_mb))


def out_of_memory(limit_mb: int) -> LimitReached:
    """What a client hears of a query that needed more memory than a worker may have."""
    return LimitReached(
        f"the query needed more than the {limit_mb} megabytes of memory a query may use",
        limit=limit_mb,
        help="ask for less: fewer joins without a shared variable, or a LIMIT in a sub-select",
    )


def _limit_memory(megabytes: int) -> None:
    if not megabytes or sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _resident_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (_MEGABYTE if sys.platform == "darwin" else 1024)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _main() -> NoReturn:
    main()
    raise SystemExit(0)


if __name__ == "__main__":
    _main()
