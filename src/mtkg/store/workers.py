"""
A pool of query workers that can be killed: each query has a deadline, and the queue an end.

The server asks; `mtkg.store.mother` forks the workers and ends them. A worker killed at its
deadline, or for a client that went away, is replaced at once.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import mtkg
from mtkg.errors import Busy, GraphUnavailable, LimitReached, TimedOut
from mtkg.store import wire
from mtkg.store.answer import Answer, Question
from mtkg.store.worker import Worker

_log = logging.getLogger("mtkg.workers")
_RESTART_S: Final = 0.5
_FROM_DISK: Final = frozenset(("release", "files", "disk"))


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """How many workers, how many queries may wait for one, and megabytes of memory for each."""

    workers: int = 2
    queue: int = 32
    memory_mb: int = 2048


class WorkerPool:
    """
    Answers questions in worker processes over the store that *source* names.

    *source* is ``{"release": folder}``, ``{"files": […]}``, ``{"disk": folder, "digest": …}``, or
    ``{"digest": …}`` with the data itself as N-Quads in *quads*. Where a digest stands beside a
    folder or files, and these hold something else by now, the workers are given what *quads* gives.
    """

    def __init__(
        self,
        source: Mapping[str, Any],
        limits: PoolLimits,
        quads: Callable[[], bytes] | None = None,
    ) -> None:
        self._source = {**source, "memory_mb": limits.memory_mb}
        self._limits = limits
        self._quads = quads
        self._numbers = count(1)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._mother: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._closing = False
        self.fault: GraphUnavailable | None = None
        self.ready = asyncio.Event()
        self._settled = asyncio.Event()
        self._quiet = asyncio.Event()
        self.replaced = 0
        self.digest = ""

    def start(self) -> None:
        """Begin to load; questions wait until the first worker is there."""
        self._keeper = asyncio.create_task(self._keep(), name="mother of query workers")

    @property
    def running(self) -> int:
        """Queries being answered now."""
        return len(self._busy)

    @property
    def waiting(self) -> int:
        """Queries that wait for a worker."""
        return len(self._waiting)

    async def run(self, question: Question, timeout_s: float) -> Answer:
        """
        The answer to *question*.

        Raises `TimedOut` at the deadline, `Busy` where the queue is full or no worker came free
        in time, `LimitReached` where the worker ran out of memory, and what `answer` raises.
        Cancelling the call kills the query.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_s
        worker = self._idle.pop() if self._idle else await self._next(timeout_s)
        self._busy.add(worker)
        reply = worker.ask(wire.pack_question(question))
        alarm = loop.call_at(deadline, _ring, reply, timeout_s)
        try:
            payload = await reply
        except (asyncio.CancelledError, TimedOut):
            self._replace(worker)
            raise
        except ConnectionError as error:
            self._lost(worker)
            raise LimitReached(
                "the query's worker died, most likely for want of memory",
                limit=self._limits.memory_mb,
                help=f"ask for less: a query may use {self._limits.memory_mb} megabytes",
            ) from error
        finally:
            alarm.cancel()
            self._busy.discard(worker)
            if not self._busy and not self._waiting:
                self._quiet.set()
        self._free(worker)
        return wire.unpack_answer(payload)

    async def loaded(self, digest: str) -> bool:
        """Whether the store, once loaded, is the one of *digest*; ``fault`` says why it is none."""
        await self._settled.wait()
        return self.fault is None and self.digest == digest

    async def drain(self, timeout_s: float) -> None:
        """Wait until no query runs or waits, then close."""
        if self._busy or self._waiting:
            self._quiet.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._quiet.wait(), timeout_s)
        await self.close()

    async def close(self) -> None:
        """End every worker and their mother."""
        self._closing = True
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
        self._end_mother()
        for future in self._waiting:
            if not future.done():
                future.set_exception(Busy("the service is stopping", retry_after=5))
        self._waiting.clear()

    async def _next(self, timeout_s: float) -> Worker:
        """A worker, waited for in the queue."""
        if self.fault is not None:
            raise self.fault
        if len(self._waiting) >= self._limits.queue:
            raise Busy(
                f"{len(self._busy)} queries run and {len(self._waiting)} wait",
                help="try again a little later",
                retry_after=2,
            )
        place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            return await asyncio.wait_for(place, timeout_s)
        except TimeoutError as error:
            raise Busy(
                f"no worker came free within {timeout_s:g} seconds",
                help="try again a little later",
                retry_after=2,
            ) from error
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._free(place.result())
            raise
        finally:
            with suppress(ValueError):
                self._waiting.remove(place)

    def _free(self, worker: Worker) -> None:
        if worker.gone:
            self._lost(worker)
            return
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(worker)
                return
        self._idle.append(worker)

    def _replace(self, worker: Worker) -> None:
        """Kill *worker*, whatever it does, and have another."""
        if self._control is not None:
            with suppress(OSError):
                self._control.send(wire.CONTROL.pack(wire.KILL, worker.number))
        self._lost(worker)

    def _lost(self, worker: Worker) -> None:
        if worker.counted:
            worker.counted = False
            worker.close()
            self.replaced += 1
            if worker.control is self._control:
                self._spawn()

    def _gone(self, worker: Worker) -> None:
        """A worker closed its connection; one that is busy is dealt with by who waits for it."""
        if worker not in self._idle:
            return
        self._idle.remove(worker)
        if worker.answered:
            self._lost(worker)
        else:
            # One that dies before its first question would be followed by others at once.
            asyncio.get_running_loop().call_later(_RESTART_S, self._lost, worker)

    def _spawn(self) -> None:
        control = self._control
        if control is None or self._closing:
            return
        ours, theirs = socket.socketpair()
        number = next(self._numbers)
        try:
            socket.send_fds(control, [wire.CONTROL.pack(wire.SPAWN, number)], [theirs.fileno()])
        except OSError:
            ours.close()
            return
        finally:
            theirs.close()
        ours.setblocking(False)  # noqa: FBT003
        worker = Worker(number, control, self._gone)
        task = asyncio.create_task(self._connect(worker, ours))
        worker.connecting = task

    async def _connect(self, worker: Worker, ours: socket.socket) -> None:
        await asyncio.get_running_loop().create_connection(lambda: worker, sock=ours)
        self._free(worker)

    async def _keep(self) -> None:
        """Keep a mother: start her, and start another when she dies."""
        while True:
            try:
                await self._start_mother()
                if self._mother is not None:
                    await asyncio.to_thread(self._mother.wait)
                _log.error("the mother of the query workers died; starting another")
            except GraphUnavailable as error:
                self._fail(error)
            self.ready.clear()
            self._end_mother()
            await asyncio.sleep(_RESTART_S)

    async def _start_mother(self) -> None:
        given = "digest" in self._source and not self._source.keys() & _FROM_DISK
        said = {} if given else await self._mother_of(self._source)
        if self._quads is not None and said.get("digest") != self._source.get("digest"):
            self._end_mother()
            source = {k: v for k, v in self._source.items() if k not in _FROM_DISK}
            said = await self._mother_of(source, await asyncio.to_thread(self._quads))
        if "error" in said:
            raise GraphUnavailable(str(said["error"]), help=said.get("help"))
        self.fault = None
        self.digest = str(said.get("digest", ""))
        for _ in range(self._limits.workers):
            self._spawn()
        self.ready.set()
        self._settled.set()

    async def _mother_of(
        self, source: Mapping[str, Any], quads: bytes | None = None
    ) -> dict[str, Any]:
        """Start a mother; what she says of her loading."""
        control, theirs = socket.socketpair()
        command = [
            sys.executable,
            "-m",
            "mtkg.store.mother",
            json.dumps(source),
            str(theirs.fileno()),
        ]
        with theirs:
            self._mother = await asyncio.to_thread(_launch, command, theirs.fileno())
        self._control = control
        return await asyncio.to_thread(_introduce, self._mother, quads)

    def _fail(self, error: GraphUnavailable) -> None:
        self.fault = error
        self._settled.set()
        _log.error("the query workers cannot start: %s", error)
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_exception(error)

    def _end_mother(self) -> None:
        for worker in self._idle:
            worker.counted = False
            worker.close()
        self._idle.clear()
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._mother is not None:
            self._mother.kill()
            self._mother.wait()
            for pipe in (self._mother.stdin, self._mother.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            self._mother = None


def _ring(reply: asyncio.Future[bytes], timeout_s: float) -> None:
    if not reply.done():
        reply.set_exception(
            TimedOut(
                f"the query was stopped after {timeout_s:g} s",
                limit=timeout_s,
                help="ask for less, or for more time with timeout=",
            )
        )


def _launch(command: list[str], descriptor: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  # our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=[descriptor],
        start_new_session=True,
        env=_environment(),
    )


def _introduce(mother: subprocess.Popen[bytes], quads: bytes | None) -> dict[str, Any]:
    """Hand the data over, if any, and hear how loading went."""
    with suppress(BrokenPipeError):
        if mother.stdin is not None:
            if quads is not None:
                mother.stdin.write(quads)
            mother.stdin.close()
    line = mother.stdout.readline() if mother.stdout is not None else b""
    try:
        said = json.loads(line)
    except ValueError:
        return {"error": "the process that loads the graph for queries ended early"}
    return said if isinstance(said, dict) else {"error": "no answer"}


def _environment() -> dict[str, str]:
    """The environment with our own package importable, however this process found it."""
    root = str(Path(mtkg.__file__).resolve().parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
