"""Checks wait their turn: one keeps a processor busy, and the other is for queries."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from mtkg.errors import Busy

T = TypeVar("T")

_WAITING: Final = 8


class Desk:
    """One for each kind of check; *what* is the plural of what waits."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def turn(self, work: Callable[[], T]) -> T:
        """What *work* gives, in a thread of its own; raises `Busy` where too many wait already."""
        if self._waiting >= _WAITING:
            raise Busy(f"other {self._what} are being checked", retry_after=5)
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1
