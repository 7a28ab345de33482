"""The article's blocks, cut where findings begin and end and where terms are first named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mtkg.lint.reading.document import HIDDEN, Block, Lines

if TYPE_CHECKING:
    from mtkg.lint.run import Outcome

_MOST_HIDDEN: Final = 60


@dataclass(frozen=True, slots=True)
class Part:
    """
    A stretch of text over which nothing changes.

    *findings* are the numbers of those that cover it, *closes* of those that end with it, counted
    from 1 as in ``outcome.diagnostics``; *term* is the term that is named here first.
    """

    text: str
    findings: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()
    term: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A block in its parts; *findings* begin in it, *terms* are named in it first."""

    zone: str
    parts: tuple[Part, ...]
    findings: tuple[int, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    number: int = 0
    term: str | None = None


def passages(outcome: Outcome) -> tuple[Passage, ...]:
    """Every block in order. A finding that lies in no block is in no passage."""
    lines = Lines(outcome.document.source)
    places = [
        _Span(lines.offset(d.start), lines.offset(d.end), number)
        for number, d in enumerate(outcome.diagnostics, start=1)
    ]
    mentions: dict[int, list[_Span]] = {}
    seen: set[str] = set()
    for read, mention in outcome.mentions:
        if mention.is_named and mention.term not in seen:
            seen.add(mention.term)
            tokens = read.sentence.tokens
            a, b = tokens[mention.first].start, tokens[mention.last - 1].end
            span = _Span(read.start + a, read.start + b, term=mention.term)
            mentions.setdefault(id(read.block), []).append(span)
    return tuple(
        _passage(outcome.document.source, block, places, mentions.get(id(block), []))
        for block in outcome.document.blocks
    )


def _passage(source: str, block: Block, places: list[_Span], terms: list[_Span]) -> Passage:
    start, end = block.source_start(0), block.source_end(len(block.text))
    marks = []
    for place in places:
        if start <= place.start < end:
            a = min(block.clean_offset(place.start), len(block.text) - 1)
            b = min(max(a + 1, block.clean_offset(place.end)), len(block.text))
            marks.append(_Span(a, b, place.number))
    return Passage(
        zone=block.zone.value,
        parts=_parts(source, block, marks, terms),
        findings=tuple(mark.number for mark in marks),
        terms=tuple(term.term for term in terms if term.term),
    )


def _parts(source: str, block: Block, marks: list[_Span], terms: list[_Span]) -> tuple[Part, ...]:
    # A name that a finding cuts through is left plain: two halves of a link are no link.
    whole = [
        term
        for term in terms
        if not any(term.start < cut < term.end for mark in marks for cut in (mark.start, mark.end))
    ]
    cuts = sorted({0, len(block.text), *(c for s in (*marks, *whole) for c in (s.start, s.end))})
    parts = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        parts.append(
            Part(
                text=_shown(source, block, a, b),
                findings=tuple(m.number for m in marks if m.start <= a < m.end),
                closes=tuple(m.number for m in marks if m.end == b),
                term=next((t.term for t in whole if t.start == a), None),
            )
        )
    return tuple(parts)


def _shown(source: str, block: Block, start: int, end: int) -> str:
    """The text from *start* to *end*; what is no prose, a piece of code, as the source has it."""
    text = block.text[start:end]
    if HIDDEN not in text:
        return text
    shown = []
    for offset, character in enumerate(text, start=start):
        if character == HIDDEN:
            at, after = block.source_start(offset), block.source_end(offset + 1)
            hidden = " ".join(source[at:after].split())
            shown.append(hidden if len(hidden) <= _MOST_HIDDEN else f"{hidden[:_MOST_HIDDEN]}…")
        else:
            shown.append(character)
    return "".join(shown)
