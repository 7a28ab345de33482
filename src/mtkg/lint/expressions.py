"""
Regular expressions, compiled as they are needed.

PCRE2 compiles the phrases of the lexicon some thirty times as fast as `re`, which matters because
an article meets hundreds of them for the first time. Where PCRE2 has no build, `re` gives the same
hits (``tests/lint/test_expressions.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Protocol

__all__ = ["Expression", "Found", "expression"]


class Found(Protocol):
    """A match: of `re` and of PCRE2 alike."""

    def start(self) -> int:
        """Where it begins."""

    def end(self) -> int:
        """Where it ends."""

    def span(self, group: str, /) -> tuple[int, int]:
        """Where a group stands."""

    def group(self) -> str:
        """The text."""

    def groupdict(self) -> dict[str, str | None]:
        """The text of every named group."""


class Expression(Protocol):
    """A compiled expression."""

    def search(self, text: str, at: int, /) -> Found | None:
        """The first match from *at* on."""

    def finditer(self, text: str, /) -> Iterator[Found]:
        """Every match that overlaps no other."""


def _compiler() -> Callable[[str], Expression]:
    try:
        import pcre2  # noqa: PLC0415 - absent on platforms that it has no build for
    except ImportError:
        return re.compile
    # Most phrases are looked for a few times only: compiling to machine code does not pay.
    return lambda pattern: pcre2.compile(pattern, jit=False)


expression: Callable[[str], Expression] = _compiler()
"""Compiles a pattern."""
