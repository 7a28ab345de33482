"""
Turtle's tokens, as the grammar of RDF 1.1 Turtle, section 6.5, has them.

One compiled pattern finds every token; offsets are kept, and lines are worked out from offsets
only when someone asks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from mtkg.model.diagnostics import Position

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_PREFIX = f"(?:[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?)?"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = f"(?:(?:[{_BASE}_0-9:]|{_PLX})(?:[{_CHARS}:]++|{_PLX}|\\.++(?=[{_CHARS}:]|{_PLX}))*+)?"
_ESCAPE = r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"

TOKEN: Final = re.compile(
    rf"""
    (?P<space>(?:[ \t\r\n\ufeff]++|\#[^\n]*+)++)
  | (?P<name>{_PREFIX}:{_LOCAL})
  | (?P<punct>[.;,\[\]()](?![0-9])|[;,\[\]()])
  | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
  | (?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]++|{_ESCAPE}))*+\"\"\"
             |\'\'\'(?:\'{{0,2}}(?:[^\'\\]++|{_ESCAPE}))*+\'\'\'
             |"(?!"")(?:[^"\\\n\r]++|{_ESCAPE})*+"
             |'(?!'')(?:[^'\\\n\r]++|{_ESCAPE})*+')
  | (?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:[{_BASE}_0-9](?:[{_CHARS}.]*[{_CHARS}])?)
  | (?P<number>[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+
             |[0-9]*\.[0-9]+|[0-9]+))
  | (?P<caret>\^\^)
  | (?P<word>[A-Za-z]+)
  | (?P<bad>.)
    """,
    re.VERBOSE | re.DOTALL,
)

END: Final = "end"


class Lines:
    """Turns offsets into positions and back, for one text."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def position(self, offset: int) -> Position:
        """The line and column of the character at *offset*."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def offset(self, position: Position) -> int:
        """The offset of *position*, kept inside the text."""
        line = min(max(position.line, 1), len(self._starts))
        return min(self._starts[line - 1] + max(position.column, 1) - 1, len(self.text))

    def line(self, number: int) -> str:
        """The text of line *number*, without its end of line; empty past the last."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def __len__(self) -> int:
        return len(self._starts)


class Tokens:
    """The tokens of *text* from *offset* on, blanks left out, an ``end`` token last."""

    __slots__ = ("ends", "kinds", "starts", "values")

    def __init__(self, text: str, offset: int = 0) -> None:
        kinds: list[str] = []
        values: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for match in TOKEN.finditer(text, offset):
            kind = match.lastgroup
            if kind == "space":
                continue
            value = match.group()
            kinds.append(value if kind == "punct" else kind or "bad")
            values.append(value)
            start, end = match.span()
            starts.append(start)
            ends.append(end)
            if kind == "bad":
                # Nothing after a character that starts no token can be trusted.
                break
        stop = ends[-1] if ends else offset
        self.kinds = [*kinds, END]
        self.values = [*values, ""]
        self.starts = [*starts, stop]
        self.ends = [*ends, stop]
