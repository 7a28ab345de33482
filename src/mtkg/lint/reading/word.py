"""Word files by python-docx: a paragraph is a line, a character of its text a column."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from mtkg.errors import UsageError
from mtkg.lint.reading.document import (
    Block,
    BlockBuilder,
    Document,
    Zone,
    is_reference_heading,
    suppressions_in,
)

if TYPE_CHECKING:
    from docx.document import Document as WordFile

_MOST_UNPACKED: Final = 200_000_000


def open_word(name: str, data: bytes) -> WordFile:
    """The file in *data*; raises `UsageError` where it is no Word file, or far too large unpacked."""
    help_ = "save it from Word as .docx"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
                raise UsageError(f"{name}: unpacks to more than {_MOST_UNPACKED // 1_000_000} MB")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UsageError(f"{name}: no Word file (.docx): {error}", help=help_) from error
    if "[Content_Types].xml" not in names or not any(n.startswith("word/") for n in names):
        raise UsageError(f"{name}: a zip archive, but no Word file", help=help_)
    import docx  # noqa: PLC0415 - takes a fifth of a second

    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:
        raise UsageError(
            f"{name}: a Word file that cannot be opened: {error}", help=help_
        ) from error


def paragraphs(word: WordFile) -> Iterator[Any]:
    """Every paragraph in order, those in table cells included, each once."""
    from docx.table import Table  # noqa: PLC0415
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    def inside(container: Any) -> Iterator[Any]:
        for part in container.iter_inner_content():
            if isinstance(part, Paragraph):
                yield part
            elif isinstance(part, Table):
                seen: set[int] = set()
                for row in part.rows:
                    for cell in row.cells:
                        if id(cell._tc) not in seen:  # noqa: SLF001 - merged cells come twice
                            seen.add(id(cell._tc))  # noqa: SLF001
                            yield from inside(cell)

    yield from inside(word)


def read_word(name: str, data: bytes) -> Document:
    """The article in *data*; raises `UsageError`."""
    word = open_word(name, data)
    lines: list[str] = []
    blocks: list[Block] = []
    offset = 0
    section = ""
    references = False
    for paragraph in paragraphs(word):
        # Breaks and tabs are one character each in Word, and one blank here.
        text = "".join(" " if c in "\n\r\t\v\f\x85\u2028\u2029" else c for c in paragraph.text)
        lines.append(text)
        builder = BlockBuilder()
        builder.add(text, offset)
        for link in paragraph.hyperlinks:
            builder.links.append(link.url or "")
        zone = _zone(paragraph)
        block = builder.build(zone, section)
        offset += len(text) + 1
        if block is None or "mtkg-ignore" in text:
            continue
        if zone is Zone.HEADING:
            section = text.strip()
            references = is_reference_heading(section)
        if references:
            block = Block(block.text, block.pieces, Zone.REFERENCES, block.section, block.links)
        blocks.append(block)
    source = "\n".join(lines)
    return Document(name, "docx", source, tuple(blocks), {}, tuple(suppressions_in(source)))


def _zone(paragraph: Any) -> Zone:
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    if style.startswith(("heading", "title", "subtitle")):
        return Zone.HEADING
    if "quote" in style:
        return Zone.QUOTE
    if "bibliography" in style:
        return Zone.REFERENCES
    return Zone.ITEM if style.startswith("list") else Zone.PROSE
