"""HTML by the standard library's parser, which tells the place of everything it meets."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Final

from mtkg.lint.reading.document import (
    Block,
    BlockBuilder,
    Document,
    Zone,
    is_reference_heading,
    suppressions_in,
)

_UNSEEN: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "code",
        "pre",
        "kbd",
        "samp",
        "svg",
        "math",
        "head",
        "textarea",
        "select",
        "button",
        "iframe",
        "object",
    ]
)
_QUOTES: Final = frozenset({"blockquote", "q"})
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "data",
    ]
)
_VOID: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_BLANK: Final = re.compile(r"\s+")


def read_html(name: str, source: str) -> Document:
    """The article *source*; broken HTML is read as browsers do, as far as it goes."""
    reader = _Reader(source)
    reader.feed(source)
    reader.close()
    reader.flush()
    return Document(
        name, "html", source, tuple(reader.blocks), reader.meta, tuple(suppressions_in(source))
    )


class _Reader(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        # The parser counts lines by "\n" alone.
        self._starts = [0, *(m.end() for m in re.finditer("\n", source))]
        self._source = source
        self.blocks: list[Block] = []
        self.meta: dict[str, str] = {}
        self._builder = BlockBuilder()
        self._unseen: list[str] = []
        self._quotes = 0
        self._heading = 0
        self._item = 0
        self._section = ""
        self._references = 0
        self._pending = False

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            values = dict(attrs)
            if values.get("name") and values.get("content"):
                self.meta[str(values["name"]).lower()] = str(values["content"])
        if tag in _UNSEEN:
            self._unseen.append(tag)
            return
        if self._unseen:
            return
        if tag == "a":
            target = dict(attrs).get("href")
            if target:
                self._builder.links.append(target)
        if tag == "br":
            self._blank(self._offset())
            return
        if tag in _QUOTES:
            if tag == "blockquote":
                self.flush()
            self._quotes += 1
            return
        if tag in _INLINE or tag == "img":
            return
        self.flush()
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = int(tag[1])
        if tag == "li":
            self._item += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen and self._unseen.pop() != tag:
                pass
            return
        if self._unseen or tag in _INLINE or tag in _VOID:
            return
        if tag == "q":
            self._quotes = max(0, self._quotes - 1)
            return
        self.flush()
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = 0
        if tag == "li":
            self._item = max(0, self._item - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        start = self._offset()
        done = 0
        for match in _BLANK.finditer(data):
            self._builder.add(data[done : match.start()], start + done)
            self._blank(start + match.start(), match.end() - match.start())
            done = match.end()
        self._builder.add(data[done:], start + done)

    def _blank(self, at: int, width: int = 1) -> None:
        if not self._builder.ends_blank:
            self._builder.add(" ", at, width)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        if self._unseen:
            return
        start = self._offset()
        width = len(written) + (
            self._source[start + len(written) : start + len(written) + 1] == ";"
        )
        text = html.unescape(f"{written};")
        if text in ("\xad", "\u200b"):
            return
        if text.isspace():
            self._blank(start, width)
        else:
            self._builder.add(text[:1] if len(text) > 1 else text, start, width)

    def flush(self) -> None:
        """End the block under way."""
        zone = Zone.ITEM if self._item else Zone.PROSE
        if self._heading:
            zone = Zone.HEADING
        if self._quotes:
            zone = Zone.QUOTE
        block = self._builder.build(zone, self._section)
        self._builder = BlockBuilder()
        if block is None:
            return
        if zone is Zone.HEADING:
            self._section = block.text.strip()
            if is_reference_heading(self._section):
                self._references = self._heading
            elif self._references and self._heading <= self._references:
                self._references = 0
        if self._references:
            block = Block(block.text, block.pieces, Zone.REFERENCES, block.section, block.links)
        self.blocks.append(block)
