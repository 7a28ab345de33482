"""
Inline Markdown as clean text, with the offset of every character.

markdown-it gives lines for blocks and nothing for what is inside them, so the inside is read here:
escapes, entities, code, links, pictures, emphasis, deletions and tags
(https://spec.commonmark.org/0.31.2/). Every step goes forward, so that no text takes long.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

from mtkg.lint.reading.document import HIDDEN, BlockBuilder

_INLINE: Final = re.compile(
    r"""(?P<escape>\\(?P<escaped>[!-/:-@\[-`{-~]))
    |(?P<code>`+)
    |(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<comment><!--)
    |(?P<auto><(?P<address>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>)
    |(?P<tag></?[A-Za-z][^<>]*>)
    |(?P<note>\[\^[^\]\s]{1,200}\])
    |(?P<image>!\[)
    |(?P<open>\[)
    |(?P<close>\])
    |(?P<struck>~~)
    |(?P<marks>\*+|_+)
    """,
    re.VERBOSE,
)
_SPECIAL: Final = re.compile(r"[\\`&<!\[\]*~_]")
_TARGET: Final = re.compile(
    r"""\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*))
        (?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)""",
    re.VERBOSE,
)
_LABEL: Final = re.compile(r"\[(?P<label>[^\[\]]{0,999})\]")


class Placed:
    """The text of a block whose lines stand at *sources* in the author's file."""

    def __init__(self, lines: Sequence[str], sources: Sequence[int]) -> None:
        self.text = "\n".join(lines)
        self._sources = sources
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def source(self, offset: int) -> int:
        """Where the character at *offset* stands in the file."""
        line = min(bisect_right(self._starts, offset), len(self._sources)) - 1
        return self._sources[line] + offset - self._starts[line]

    def literal(self, builder: BlockBuilder, start: int, end: int) -> None:
        """Append what stands between two offsets; a line end is a blank."""
        while start < end:
            line = bisect_right(self._starts, start) - 1
            stop = min(end, self._starts[line + 1] - 1)
            builder.add(self.text[start:stop], self._sources[line] + start - self._starts[line])
            if stop < end:
                here = self._sources[line] + stop - self._starts[line]
                builder.add(" ", here, self._sources[line + 1] - here)
            start = stop + 1

    def replaced(self, builder: BlockBuilder, by: str, start: int, end: int) -> None:
        """Append *by* for what stands between two offsets."""
        here = self.source(start)
        builder.add(by, here, self.source(end - 1) + 1 - here)


def add_inline(builder: BlockBuilder, placed: Placed, references: Mapping[str, str]) -> None:
    """Append *placed* to *builder* as prose; *references* are link labels with their addresses."""
    text = placed.text
    if not _SPECIAL.search(text):
        placed.literal(builder, 0, len(text))
        return
    reading = _Inline(text, references)
    done = at = 0
    while match := _INLINE.search(text, at):
        start = match.start()
        at, kept = reading.take(match)
        if kept is None:
            continue
        placed.literal(builder, done, start)
        if kept:
            placed.replaced(builder, kept, start, at)
        done = at
    placed.literal(builder, done, len(text))
    builder.links += reading.links


class _Inline:
    """What each mark of one block means."""

    def __init__(self, text: str, references: Mapping[str, str]) -> None:
        self.links: list[str] = []
        self._text = text
        self._ticks = _runs_of_ticks(text)
        self._closers = _links(text, references) if "[" in text else {}
        self._ends = {closer: (end, link) for closer, end, link in self._closers.values()}

    def take(self, match: re.Match[str]) -> tuple[int, str | None]:
        """Where reading goes on, and what stands for the mark: None where it is text itself."""
        text, start, end = self._text, match.start(), match.end()
        match match.lastgroup:
            case "escaped" | "escape":
                return end, match["escaped"]
            case "code":
                close = self._ticks.get(start)
                return (close, HIDDEN) if close else (end, None)
            case "entity":
                return end, html.unescape(match["entity"]) or " "
            case "comment":
                stop = text.find("-->", end)
                return (stop + 3, "") if stop >= 0 else (len(text), "")
            case "auto" | "address":
                self.links.append(match["address"])
                return end, ""
            case "note":
                self.links.append(match["note"])
                return end, ""
            case "image" if end - 1 in self._closers:
                return self._closers[end - 1][1], HIDDEN
            case "open" if start in self._closers:
                return end, ""
            case "close" if start in self._ends:
                stop, address = self._ends[start]
                self.links.append(address)
                return stop, ""
            case "struck":
                stop = text.find("~~", end)
                return (stop + 2, HIDDEN) if stop >= 0 else (end, "")
            case "tag":
                return end, " " if match["tag"].lower().startswith("<br") else ""
            case "marks" if _is_emphasis(text, start, end):
                return end, ""
            case _:
                return end, None


def _runs_of_ticks(text: str) -> dict[int, int]:
    """Where each code span begins, and where it ends."""
    runs = [match.span() for match in re.finditer("`+", text)]
    following: dict[int, int] = {}
    last: dict[int, int] = {}
    for start, end in reversed(runs):
        size = end - start
        if size in last:
            following[start] = last[size]
        last[size] = end
    return following


def _links(text: str, references: Mapping[str, str]) -> dict[int, tuple[int, int, str]]:
    """Bracket that opens a link or picture → (the one that closes it, the link's end, address)."""
    waiting: list[int] = []
    found: dict[int, tuple[int, int, str]] = {}
    for match in re.finditer(r"\\.|[\[\]]", text, re.DOTALL):
        if match.group() == "[":
            waiting.append(match.start())
        elif match.group() == "]" and waiting:
            opener, closer = waiting.pop(), match.start()
            end = closer + 1
            if target := _TARGET.match(text, end):
                address = target["angled"] if target["angled"] is not None else target["target"]
                found[opener] = (closer, target.end(), address)
                continue
            label = _LABEL.match(text, end)
            name = label["label"] if label and label["label"] else text[opener + 1 : closer][:999]
            address = references.get(" ".join(name.split()).casefold(), "")
            if address or (label and text[opener + 1 : opener + 2] != "^"):
                found[opener] = (closer, label.end() if label else end, address)
    return found


def _is_emphasis(text: str, start: int, end: int) -> bool:
    """Whether a run of ``*`` or ``_`` touches a word, and is no lone mark or snake_case."""
    before, after = text[start - 1 : start], text[end : end + 1]
    left, right = before.strip() != "", after.strip() != ""
    if text[start] == "_" and before.isalnum() and after.isalnum():
        return False
    return left or right
