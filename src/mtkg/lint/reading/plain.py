"""Plain text: paragraphs, headings and lists told by blank lines, length and punctuation."""

from __future__ import annotations

import re
from typing import Final

from mtkg.lint.reading.document import (
    Block,
    BlockBuilder,
    Document,
    Lines,
    Zone,
    is_reference_heading,
    suppressions_in,
)

_LONG: Final = 100
"""Characters above which a line is a paragraph of its own: nobody wraps so late."""
_HEADING: Final = 70
_WRAPPED: Final = 88
_TELLING: Final = 60
"""Lines shorter than this tell nothing of how a text is wrapped."""
_ROOM: Final = 15
"""Characters that a wrapped line seldom leaves free."""
_BULLET: Final = re.compile(r"[ \t]*(?:[-*•–◦‣]|\d{1,2}[.)])[ \t]+")


def read_plain(name: str, source: str) -> Document:
    """The article *source*, one block a paragraph, item or heading."""
    lines = Lines(source)
    texts = [source[a:b] for a, b in zip(lines.starts, lines.ends, strict=True)]
    blocks: list[Block] = []
    section = ""
    in_references = False
    for first, last in _groups(texts):
        builder = BlockBuilder()
        bullet = _BULLET.match(texts[first])
        for number in range(first, last):
            if number > first:
                end = lines.ends[number - 1]
                builder.add(" ", end, lines.starts[number] - end)
            cut = len(texts[number]) - len(texts[number].lstrip())
            if number == first and bullet:
                cut = bullet.end()
            builder.add(texts[number][cut:].rstrip(), lines.starts[number] + cut)
        zone = Zone.ITEM if bullet else Zone.PROSE
        if not bullet and last == first + 1 and _is_heading(texts, first):
            zone = Zone.HEADING
        block = builder.build(zone, section)
        if block is None:
            continue
        if zone is Zone.HEADING:
            section = block.text.strip()
            in_references = is_reference_heading(section)
        if in_references:
            block = Block(block.text, block.pieces, Zone.REFERENCES, block.section, block.links)
        blocks.append(block)
    return Document(name, "text", source, tuple(blocks), {}, tuple(suppressions_in(source)))


def _groups(texts: list[str]) -> list[tuple[int, int]]:
    """Ranges of lines that make one block each."""
    groups: list[tuple[int, int]] = []
    start: int | None = None
    for number, text in enumerate(texts):
        blank = not text.strip() or "mtkg-ignore" in text
        if start is not None and (blank or _starts_new(texts, number)):
            groups.append((start, number))
            start = None
        if not blank and start is None:
            start = number
    if start is not None:
        groups.append((start, len(texts)))
    return groups


def _starts_new(texts: list[str], number: int) -> bool:
    """Whether the line does not carry on the one before it."""
    before, line = texts[number - 1].rstrip(), texts[number]
    if _is_broken_off(texts, number):
        return True
    if _BULLET.match(line) or len(before) > _LONG or len(line.rstrip()) > _LONG:
        return True
    return len(before) < 45 and not before.endswith((",", "–", "-")) and line[:1].isupper()


def _is_broken_off(texts: list[str], number: int) -> bool:
    """
    Whether the line before was ended by its author, as in a chat: the next word had room in it.

    Lines that are wrapped at a width end where the next word would have gone over it.
    """
    first, last = number, number
    while first > 0 and texts[first - 1].strip():
        first -= 1
    while last < len(texts) and texts[last].strip():
        last += 1
    lengths = [len(text.rstrip()) for text in texts[first:last]]
    width = max(lengths)
    if width > _WRAPPED:
        return True
    words = [len(texts[i].split()[0]) for i in range(first + 1, last)]
    room = [width - size - word - 1 for size, word in zip(lengths, words, strict=False)]
    return width > _TELLING and sum(r > _ROOM for r in room) * 2 >= len(room)


def _is_heading(texts: list[str], number: int) -> bool:
    line = texts[number].strip()
    if len(line) > _HEADING or line.endswith((".", "!", ",", ";", ":", "…", '"', "”")):
        return False
    follows = any(text.strip() for text in texts[number + 1 :])
    return follows and line[:1].isupper()
