"""
What the checker makes of its word lists and of a graph, kept from one run to the next.

Word lists, phrases and names take longer to make ready than most articles take to read. They are
made once for each state of the checker's own files, and of the graph, and left in the user's cache
folder under a name that tells that state; files there may be deleted at any time. Where nothing can
be kept, or what is there cannot be read, they are made anew.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path
from typing import Final, TypeVar

Value = TypeVar("Value")

_HERE: Final = Path(__file__).parent
_KEPT: Final = 4
"""How many states of one value are kept: those of a few releases or environments."""


def cache_folder() -> Path | None:
    """Where values are kept: the user's cache folder, None where there is none."""
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mtkg" / "lint"
    except RuntimeError:
        return None


def prepared(name: str, make: Callable[[], Value], *, of: str = "") -> Value:
    """
    The value that *make* makes, from an earlier run if it was made there; it is never changed.

    It depends on the checker's own files, and on what *of* is the digest of.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    path = folder / f"{name}-{digest_of(f'{_state()} {of}')}"
    kept = _own_bytes(path)
    if kept is not None:
        with contextlib.suppress(Exception), _without_collection():  # damaged: made anew
            value: Value = pickle.loads(kept)  # noqa: S301 - the user's own file
            return value
    value = make()
    keep(path, lambda partial: partial.write_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)))
    return value


def _own_bytes(path: Path) -> bytes | None:
    """What the file holds; None where there is none, or where it is someone else's."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        if sys.platform == "win32" or os.fstat(file.fileno()).st_uid == os.getuid():
            return file.read()
    return None


def kept(make: Callable[[], Value]) -> Callable[[], Value]:
    """`functools.cache` that lasts from one run to the next, for what takes no arguments."""

    @cache
    @wraps(make)
    def value() -> Value:
        return prepared(make.__name__, make)

    return value


def keep(path: Path, write: Callable[[Path], object]) -> None:
    """Have *write* make *path*, whole or not at all, and delete old states of the same value."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            write(partial)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        name = path.name.rpartition("-")[0]
        states = sorted(path.parent.glob(f"{name}-*"), key=lambda p: -p.stat().st_mtime)
        for old in states[_KEPT:]:
            old.unlink(missing_ok=True)


def digest_of(said: str) -> str:
    """A name for the state that *said* describes."""
    return hashlib.sha256(said.encode()).hexdigest()[:24]


@cache
def _state() -> str:
    """What the values are made with: the interpreter, and the checker's code and word lists."""
    sums = hashlib.sha256(sys.implementation.cache_tag.encode())
    for path in sorted([*_HERE.glob("*.py"), *_HERE.rglob("*.yaml")]):
        sums.update(path.name.encode() + path.read_bytes())
    return sums.hexdigest()


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """A value of many parts is read in half the time while nothing looks for garbage."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()
