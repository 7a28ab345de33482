"""HTML by the standard library's parser, which tells the place of everything it meets."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Final

from mtkg.lint.reading.document import (
    INVISIBLE,
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
        "title",
        # What is struck out is no longer said.
        "del",
        "s",
        "strike",
    ]
)
_IN_HEAD: Final = frozenset(
    ["base", "link", "meta", "noscript", "script", "style", "template", "title"]
)
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "small",
        "span",
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
    reader = _read(source)
    return Document(
        name, "html", source, tuple(reader.blocks), reader.meta, tuple(suppressions_in(source))
    )


def html_blocks(source: str) -> list[Block]:
    """The blocks of a piece of HTML."""
    return _read(source).blocks


def _read(source: str) -> _Reader:
    reader = _Reader(source)
    reader.feed(source[: _end(source)])
    reader.close()
    reader.flush()
    return reader


_OPENING: Final = re.compile(r"<(?:/?[A-Za-z]|[!?/])")
_REST_OF_TAG: Final = re.compile(
    r"""[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+>"""  # a quoted value may hold ">"
)
_RAW: Final = re.compile(r"<(script|style)\b", re.IGNORECASE)


def _end(source: str) -> int:
    """
    Where the last whole tag or comment of *source*, or the text after it, ends.

    A page that breaks off within one is read up to there, as browsers do; the parser would look
    for the missing end once for every "<" that follows, for minutes on a large file.
    """
    at = 0
    while match := _OPENING.search(source, at):
        start = match.start()
        at = _after(source, start)
        if at < 0:
            return start
        raw = _RAW.match(source, start)
        if raw:
            close = re.compile(f"</{raw[1]}", re.IGNORECASE).search(source, at)
            if close is None:
                return start
            at = close.start()
    return len(source)


def _after(source: str, start: int) -> int:
    """Where the tag or comment that begins at *start* ends; -1 for nowhere."""
    if source.startswith("<!--", start):
        if source.startswith((">", "->"), start + 4):
            return source.index(">", start) + 1
        end = source.find("-->", start + 4)
        return end + 3 if end >= 0 else -1
    tag = _REST_OF_TAG.match(source, start + 1) if source[start + 1] not in "!?" else None
    return tag.end() if tag else source.find(">", start) + 1 or -1


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
        if self._unseen == ["head"] and tag not in _IN_HEAD:
            self._unseen.clear()  # its end may be left out
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
        if tag == "q":
            self._mark("“")
            return
        if tag in _INLINE or tag == "img":
            return
        self.flush()
        self._heading = 0
        if tag == "blockquote":
            self._quotes += 1
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
            self._mark("”")
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

    def _mark(self, mark: str) -> None:
        """Stand for a tag that browsers show as *mark*."""
        start = self._offset()
        self._builder.add(mark, start, self._source.find(">", start) + 1 - start)

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
        if text in INVISIBLE:
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
