"""An article as its checker sees it: blocks of clean text, each character with its source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mtkg.model.diagnostics import Position

HIDDEN: Final = "\ufffc"
"""Stands in clean text for what is no prose: code, a picture."""

INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens and joiners: they stand within a word and are not seen."""

_ODD: Final = re.compile(rf"[{INVISIBLE}]|[^\S\r\n]{{2,}}")
# Blanks that do not break, and their hyphen, count as the plain ones: a character for a character.
_PLAIN: Final = {
    **dict.fromkeys(map(ord, "\t\u00a0\u202f\u2007\u2009\u200a"), " "),
    0x2011: "-",
    **dict.fromkeys(map(ord, INVISIBLE), None),
}
_LINE_END: Final = re.compile(r"\r\n?|\n")
_REFERENCE: Final = re.compile(
    r"10\.\d{4,9}/[^\s<>\"'\])},;]+"
    r"|https?://[^\s<>\"'\])]+"
    r"|\bPMID:?\s*\d+"
    r"|\[-?@\w[\w:.#$%&+?~/-]*"
    r"|\[\^?\d+(?:\s*[,–-]\s*\d+)*\]"
    r"|\((?:[^()]*?[A-Z][\w’'-]+(?: et al\.?| and [A-Z]\w+| & [A-Z]\w+)?,? (?:19|20)\d\d[a-z]?[^()]*)\)"
)
_REFERENCE_HEADING: Final = re.compile(
    r"^\W*(?:\d+\.?\s*)?(?:references?|bibliography|literature(?: cited)?|sources|works cited"
    r"|further reading|citations)\W*$",
    re.IGNORECASE,
)


class Zone(StrEnum):
    """What kind of text a block is; only prose, items and headings are the author's statements."""

    PROSE = "prose"
    ITEM = "item"
    HEADING = "heading"
    QUOTE = "quote"
    REFERENCES = "references"


@dataclass(frozen=True, slots=True)
class Piece:
    """*length* characters of clean text from *clean* on, written in the source from *source* on."""

    clean: int
    source: int
    length: int
    width: int

    @property
    def is_literal(self) -> bool:
        """Whether the source has the same characters, and not an entity for them."""
        return self.length == self.width


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or cell: clean text, and where each character came from."""

    text: str
    pieces: tuple[Piece, ...]
    zone: Zone = Zone.PROSE
    section: str = ""
    links: tuple[str, ...] = ()

    def source_start(self, offset: int) -> int:
        """The source offset of the clean character at *offset*."""
        piece = self._piece(offset)
        return piece.source + (min(offset - piece.clean, piece.length) if piece.is_literal else 0)

    def source_end(self, offset: int) -> int:
        """The source offset after the clean character before *offset*."""
        piece = self._piece(max(offset - 1, 0))
        if piece.is_literal:
            return piece.source + min(offset - piece.clean, piece.length)
        return piece.source + piece.width

    def clean_offset(self, source: int) -> int:
        """The offset in the clean text of what stands at or after the source offset *source*."""
        for piece in self.pieces:
            if source < piece.source + piece.width:
                inside = max(0, source - piece.source)
                return piece.clean + (inside if piece.is_literal else 0)
        return len(self.text)

    def _piece(self, offset: int) -> Piece:
        found = bisect_right(self.pieces, offset, key=lambda piece: piece.clean)
        return self.pieces[max(found - 1, 0)]

    @property
    def citations(self) -> tuple[str, ...]:
        """DOIs, addresses and reference marks in the block."""
        return (*self.links, *_references(self.text))


@lru_cache(maxsize=100)
def _references(text: str) -> tuple[str, ...]:
    """The references of a paragraph: each of its sentences asks for them."""
    return tuple(match.group() for match in _REFERENCE.finditer(text))


@dataclass(frozen=True, slots=True)
class Suppression:
    """``mtkg-ignore CODES: reason``, for the block that starts after *offset*, or the whole file."""

    codes: tuple[str, ...]
    reason: str
    start: int
    end: int
    whole_file: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """An article: its source as text, and the blocks that hold prose, in order."""

    name: str
    form: str
    source: str
    blocks: tuple[Block, ...]
    meta: Mapping[str, str] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()

    @property
    def words(self) -> int:
        """Words in the author's own prose."""
        return sum(len(block.text.split()) for block in self.blocks if is_own(block))


def is_own(block: Block) -> bool:
    """Whether the author says it, and not a quoted or cited source."""
    return block.zone not in (Zone.QUOTE, Zone.REFERENCES)


def is_reference_heading(text: str) -> bool:
    """Whether a heading opens a list of references."""
    return bool(_REFERENCE_HEADING.match(text))


class BlockBuilder:
    """Collects the clean text of one block."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0
        self.links: list[str] = []

    def add(self, text: str, source: int, width: int | None = None) -> None:
        """Append *text*, found at *source* in *width* characters (its own length by default)."""
        if width is None and (odd := _ODD.search(text)):
            self._add_odd(text, source, odd)
            return
        text = text.translate(_PLAIN)
        if not text:
            return
        width = len(text) if width is None else width
        last = self._pieces[-1] if self._pieces else None
        if (
            last is not None
            and last.is_literal
            and width == len(text)
            and last.source + last.width == source
        ):
            self._pieces[-1] = Piece(
                last.clean, last.source, last.length + width, last.width + width
            )
        else:
            self._pieces.append(Piece(self._length, source, len(text), width))
        self._parts.append(text)
        self._length += len(text)

    def _add_odd(self, text: str, source: int, odd: re.Match[str]) -> None:
        """Append *text* without what nobody sees, and with one blank for several."""
        done = 0
        for match in (odd, *_ODD.finditer(text, odd.end())):
            self.add(text[done : match.start()], source + done)
            if match.group()[0] not in INVISIBLE:
                self.add(" ", source + match.start(), match.end() - match.start())
            done = match.end()
        self.add(text[done:], source + done)

    @property
    def ends_blank(self) -> bool:
        """Whether nothing stands yet, or a blank was last."""
        return not self._parts or self._parts[-1][-1:].isspace()

    def build(self, zone: Zone, section: str) -> Block | None:
        """The block, or None where it holds no letter."""
        text = "".join(self._parts)
        if not any(character.isalpha() for character in text):
            return None
        return Block(text, tuple(self._pieces), zone, section, tuple(self.links))


class Lines:
    """Offsets of a text as lines and columns, both from 1."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self.ends = [*(match.start() for match in _LINE_END.finditer(text)), len(text)]

    def position(self, offset: int) -> Position:
        """The line and column of *offset*."""
        line = bisect_right(self.starts, offset) - 1
        return Position(line + 1, offset - self.starts[line] + 1)

    def offset(self, position: Position) -> int:
        """The offset of *position*, within the text."""
        line = min(max(position.line, 1), len(self.starts)) - 1
        return min(self.starts[line] + position.column - 1, self.ends[line])


_SUPPRESS: Final = re.compile(
    r"(?P<all><!--\s*)?mtkg-ignore(?P<file>-file)?\b[ \t]*(?P<codes>[A-Za-z0-9, ]*)(?::(?P<reason>[^\r\n]*?))?"
    r"(?(all)\s*-->|[ \t]*(?=\r|\n|$))"
)


def suppressions_in(text: str, start: int = 0) -> list[Suppression]:
    """Every ``mtkg-ignore`` of *text*, whose first character is at *start* of the source."""
    if "mtkg-ignore" not in text:
        return []
    return [
        Suppression(
            codes=tuple(code.upper() for code in re.split(r"[,\s]+", m["codes"].strip()) if code),
            reason=(m["reason"] or "").strip(),
            start=start + m.start(),
            end=start + m.end(),
            whole_file=bool(m["file"]),
        )
        for m in _SUPPRESS.finditer(text)
    ]
