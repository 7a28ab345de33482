"""Markdown: blocks from markdown-it, front matter and code left out, every character placed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from mtkg.lint.reading.document import (
    Block,
    BlockBuilder,
    Document,
    Lines,
    Zone,
    is_reference_heading,
    suppressions_in,
)
from mtkg.lint.reading.html import html_blocks
from mtkg.lint.reading.inline import Placed, add_inline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT: Final = re.compile(
    r"\A\ufeff?(?:---[ \t]*(?:\r\n?|\n)(?P<yaml>.*?)(?:\r\n?|\n)(?:---|\.\.\.)"
    r"|\+\+\+[ \t]*(?:\r\n?|\n)(?P<toml>.*?)(?:\r\n?|\n)\+\+\+)[ \t]*(?=\r|\n|\Z)",
    re.DOTALL,
)
_PAIR: Final = re.compile(r"^([A-Za-z_-]+)[ \t]*[:=][ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
_NOTE: Final = re.compile(r"\[\^([^\]\s]+)\]:")


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only Markdown pays for it

    return MarkdownIt("commonmark").enable("table").disable(["inline"])


def read_markdown(name: str, source: str) -> Document:
    """The article *source*; reading Markdown cannot fail."""
    front = _FRONT.match(source)
    meta = front_matter(front["yaml"] or front["toml"] or "") if front else {}
    text = source
    if front:
        # Blank lines in its place keep every line number.
        text = re.sub(r"[^\r\n]", " ", source[: front.end()]) + source[front.end() :]
    found: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _parser().parse(text, found)
    links = {
        " ".join(label.split()).casefold(): link["href"]
        for label, link in found.get("references", {}).items()
    }
    reader = _Reader(source, links)
    for token in tokens:
        reader.take(token)
    blocks = _with_notes(reader.blocks, reader.notes | links)
    return Document(name, "markdown", source, blocks, meta, tuple(suppressions_in(source)))


def _with_notes(blocks: list[Block], notes: Mapping[str, str]) -> tuple[Block, ...]:
    """*blocks*, each with what its footnotes cite among its links."""

    def cited(block: Block) -> Block:
        marks = [link[1:-1].casefold() for link in block.links if link.startswith("[^")]
        more = tuple(notes[mark] for mark in marks if mark in notes)
        return replace(block, links=(*block.links, *more)) if more else block

    return tuple(cited(block) for block in blocks)


def front_matter(body: str) -> dict[str, str]:
    """The plain lines of front matter, YAML's or TOML's; nothing else of it is used."""
    return {key.lower(): value.strip("\"'") for key, value in _PAIR.findall(body)}


class _Reader:
    """Walks over markdown-it's flat tokens."""

    def __init__(self, source: str, references: Mapping[str, str]) -> None:
        self._source = source
        self._references = references
        self._lines = Lines(source)
        self.blocks: list[Block] = []
        self.notes: dict[str, str] = {}
        self._section = ""
        self._reference_level = 0
        self._quotes = 0
        self._items = 0
        self._heading = 0
        self._cells = False
        self._row = (-1, 0)

    def take(self, token: Token) -> None:
        match token.type:
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1
            case "list_item_open":
                self._items += 1
            case "list_item_close":
                self._items -= 1
            case "heading_open":
                self._heading = int(token.tag[1:])
            case "heading_close":
                self._heading = 0
            case "tr_open":
                self._cells = True
            case "tr_close":
                self._cells = False
            case "html_block" if token.map is not None:
                self._html(token.content, token.map[0])
            case "inline" if token.map is not None:
                self._inline(token.content, token.map[0])
            case _:
                pass

    def _inline(self, content: str, first: int) -> None:
        lines: list[str] = []
        sources: list[int] = []
        for number, line in enumerate(content.split("\n"), start=first):
            text, start = self._find(line.strip(), number)
            if start is not None:
                lines.append(text.removesuffix("\\"))
                sources.append(start)
        builder = BlockBuilder()
        add_inline(builder, Placed(lines, sources), self._references)
        self._close(builder, content)

    def _find(self, line: str, number: int) -> tuple[str, int | None]:
        """A line of a block as it is written, and where it stands in the source."""
        if number >= len(self._lines.starts):
            return line, None
        begin, end = self._lines.starts[number], self._lines.ends[number]
        if not self._cells:
            # What precedes it are marks of lists and quotations; what it says is the line's end.
            found = self._source.rfind(line, begin, end)
            return line, found if found >= 0 else None
        if self._row[0] == number:
            begin = self._row[1]
        for written in (line, line.replace("|", "\\|")):
            found = self._source.find(written, begin, end)
            if found >= 0:
                self._row = (number, found + len(written))
                return written, found
        return line, None

    def _html(self, content: str, first: int) -> None:
        """Read a block of HTML that stands in the article as it is."""
        start = self._lines.starts[first] if first < len(self._lines.starts) else -1
        if start < 0 or not self._source.startswith(content.rstrip("\n"), start):
            return
        for block in html_blocks(content):
            pieces = tuple(replace(p, source=p.source + start) for p in block.pieces)
            zone = Zone.QUOTE if self._quotes else block.zone
            if self._reference_level:
                zone = Zone.REFERENCES
            section = block.section or self._section
            self.blocks.append(Block(block.text, pieces, zone, section, block.links))

    def _close(self, builder: BlockBuilder, content: str) -> None:
        zone = Zone.ITEM if self._items else Zone.PROSE
        if self._heading:
            zone = Zone.HEADING
        if self._quotes:
            zone = Zone.QUOTE
        block = builder.build(zone, self._section)
        if block is None:
            return
        note = _NOTE.match(content)
        if note and block.citations:
            # A footnote that cites is an entry of a list of references.
            cited = [link for link in block.citations if link != f"[^{note[1]}]"]
            self.notes[f"^{note[1]}".casefold()] = " ".join(cited)
            if cited:
                block = replace(block, zone=Zone.REFERENCES)
        if zone is Zone.HEADING:
            self._section = block.text.strip()
            if is_reference_heading(self._section):
                self._reference_level = self._heading
            elif self._reference_level and self._heading <= self._reference_level:
                self._reference_level = 0
        if self._reference_level:
            block = Block(block.text, block.pieces, Zone.REFERENCES, block.section, block.links)
        self.blocks.append(block)
