"""Markdown: blocks from markdown-it, front matter and code left out, every character placed."""

from __future__ import annotations

import re
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
from mtkg.lint.reading.inline import add_inline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT: Final = re.compile(
    r"\A(?:\ufeff)?---[ \t]*(?:\r\n?|\n)(?P<body>.*?)(?:\r\n?|\n)(?:---|\.\.\.)[ \t]*(?=\r|\n|\Z)",
    re.DOTALL,
)
_PAIR: Final = re.compile(r"^([A-Za-z_-]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only Markdown pays for it

    return MarkdownIt("commonmark").enable("table").disable(["inline"])


def read_markdown(name: str, source: str) -> Document:
    """The article *source*; reading Markdown cannot fail."""
    front = _FRONT.match(source)
    meta = front_matter(front["body"]) if front else {}
    text = source
    if front:
        # Blank lines in its place keep every line number.
        text = re.sub(r"[^\r\n]", " ", source[: front.end()]) + source[front.end() :]
    reader = _Reader(source)
    for token in _parser().parse(text):
        reader.take(token)
    return Document(
        name, "markdown", source, tuple(reader.blocks), meta, tuple(suppressions_in(source))
    )


def front_matter(body: str) -> dict[str, str]:
    """The plain ``key: value`` lines of YAML front matter; nothing else of it is used."""
    return {key.lower(): value.strip("\"'") for key, value in _PAIR.findall(body)}


class _Reader:
    """Walks over markdown-it's flat tokens."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = Lines(source)
        self.blocks: list[Block] = []
        self._section = ""
        self._reference_level = 0
        self._quotes = 0
        self._items = 0
        self._heading = 0
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
            case "inline" if token.map is not None:
                self._inline(token.content, token.map[0])
            case _:
                pass

    def _inline(self, content: str, first: int) -> None:
        builder = BlockBuilder()
        for number, line in enumerate(content.split("\n"), start=first):
            start = self._find(line, number)
            if start is None:
                continue
            if number > first:
                end = self._lines.ends[number - 1]
                builder.add(" ", end, self._lines.starts[number] - end)
            add_inline(builder, line.rstrip().removesuffix("\\"), start)
        self._close(builder)

    def _find(self, line: str, number: int) -> int | None:
        """Where *line* of a block stands in the source; cells of a table stand in one line."""
        if number >= len(self._lines.starts):
            return None
        begin, end = self._lines.starts[number], self._lines.ends[number]
        if self._row[0] == number:
            begin = self._row[1]
        found = self._source.find(line, begin, end)
        if found < 0:
            found = self._source.find(line.strip(), begin, end)
        if found < 0:
            return None
        self._row = (number, found + len(line))
        return found

    def _close(self, builder: BlockBuilder) -> None:
        zone = Zone.ITEM if self._items else Zone.PROSE
        if self._heading:
            zone = Zone.HEADING
        if self._quotes:
            zone = Zone.QUOTE
        block = builder.build(zone, self._section)
        if block is None:
            return
        if zone is Zone.HEADING:
            self._section = block.text.strip()
            if is_reference_heading(self._section):
                self._reference_level = self._heading
            elif self._reference_level and self._heading <= self._reference_level:
                self._reference_level = 0
        if self._reference_level:
            block = Block(block.text, block.pieces, Zone.REFERENCES, block.section, block.links)
        self.blocks.append(block)
