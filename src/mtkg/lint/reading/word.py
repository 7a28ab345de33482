"""Word files by python-docx: a paragraph is a line, a character of its text a column."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
_HELP: Final = "save it from Word as .docx"


def _declares(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part begins with a document type declaration."""
    with archive.open(name) as part:
        return b"<!DOCTYPE" in part.read(4096).replace(b"\0", b"")


def open_word(name: str, data: bytes) -> WordFile:
    """The file in *data*; raises `UsageError` where it is no Word file, or far too large unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
                raise UsageError(
                    f"{name}: unpacks to more than {_MOST_UNPACKED // 1_000_000} MB",
                    help="save it without pictures, or lint its text alone",
                )
            declares = [n for n in names if n.endswith((".xml", ".rels")) and _declares(archive, n)]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, zlib.error) as error:
        raise UsageError(f"{name}: no Word file (.docx): {error}", help=_HELP) from error
    if "[Content_Types].xml" not in names or not any(n.startswith("word/") for n in names):
        raise UsageError(f"{name}: a zip archive, but no Word file", help=_HELP)
    if declares:
        # The standard forbids it (ECMA-376 part 2, 8.2.5), and only an attack needs it.
        raise UsageError(f"{name}: {declares[0]} declares entities of its own", help=_HELP)
    import docx  # noqa: PLC0415 - takes a fifth of a second

    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:
        raise UsageError(
            f"{name}: a Word file that cannot be opened: {error}", help=_HELP
        ) from error


_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_AROUND_RUNS: Final = frozenset(
    f"{_W}{name}"
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple",
                 "customXml", "bdo", "dir")
)  # fmt: skip
_BLANKS: Final = frozenset(f"{_W}{name}" for name in ("tab", "br", "cr", "ptab"))
_UNSEEN: Final = tuple(f"{_W}{name}" for name in ("vanish", "strike", "dstrike"))
_OFF: Final = frozenset(["0", "false", "off"])
_ADDRESS: Final = re.compile(r'HYPERLINK\s+"([^"]+)"')


@dataclass(frozen=True, slots=True)
class WordLine:
    """
    A paragraph of a Word file: of the body, a table cell, a text box, or a note.

    *element* is its ``w:p``. A comment on a note or text box goes to the run of the body that
    carries it, *anchor*, as Word knows no comments within them.
    """

    element: Any
    anchor: Any = None
    note: str | None = None


def lines_of(word: WordFile) -> list[WordLine]:
    """Every paragraph in the order of the file, then footnotes and endnotes."""
    body = word.element.body
    found = [
        WordLine(element, next(_around_box(element), None))
        for element in body.iter(f"{_W}p")
        if not any(above.tag == _FALLBACK for above in element.iterancestors())
    ]
    for kind in ("footnote", "endnote"):
        marks = {
            mark.get(f"{_W}id"): mark.getparent() for mark in body.iter(f"{_W}{kind}Reference")
        }
        for number, element in _notes(word, kind):
            if number in marks:
                found.append(WordLine(element, marks[number], f"{kind} {number}"))
    return found


def _around_box(paragraph: Any) -> Iterator[Any]:
    """The runs of the body that the text box around *paragraph* hangs on, outermost first."""
    above = list(paragraph.iterancestors())
    boxes = [e for e in above if e.tag == f"{_W}txbxContent"]
    if boxes:
        yield from reversed([e for e in boxes[-1].iterancestors() if e.tag == f"{_W}r"])


def _notes(word: WordFile, kind: str) -> Iterator[tuple[str, Any]]:
    from docx.oxml.parser import parse_xml  # noqa: PLC0415

    for relation in word.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(f"/{kind}s"):
            continue
        for note in parse_xml(relation.target_part.blob).iter(f"{_W}{kind}"):
            if note.get(f"{_W}type") in (None, "normal"):
                for paragraph in note.iter(f"{_W}p"):
                    yield note.get(f"{_W}id"), paragraph


def runs_of(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """
    The runs of a ``w:p`` with the text that each shows, as it reads with all changes accepted.

    Breaks and tabs are one blank each; what is struck out or hidden is not shown.
    """
    for child in paragraph:
        if child.tag == f"{_W}r":
            yield child, _shown(child)
        elif child.tag in _AROUND_RUNS:
            yield from runs_of(child)


def _shown(run: Any) -> str:
    for name in _UNSEEN:
        for mark in run.iterfind(f"{_W}rPr/{name}"):
            if mark.get(f"{_W}val") not in _OFF:
                return ""
    parts = []
    for child in run:
        if child.tag == f"{_W}t":
            parts.append("".join(" " if c in _LINE_ENDS else c for c in child.text or ""))
        elif child.tag in _BLANKS:
            parts.append(" ")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


_LINE_ENDS: Final = "\n\r\t\v\f\x85\u2028\u2029"


def read_word(name: str, data: bytes) -> Document:
    """The article in *data*; raises `UsageError`."""
    word = open_word(name, data)
    try:
        found = lines_of(word)
    except Exception as error:
        raise UsageError(
            f"{name}: a Word file whose notes cannot be read: {error}", help=_HELP
        ) from error
    styles = {style.style_id: (style.name or "").lower() for style in word.styles}
    lines: list[str] = []
    blocks: list[Block] = []
    notes: dict[str, str] = {}
    offset = 0
    section = ""
    references = False
    for line in found:
        text = "".join(shown for _, shown in runs_of(line.element))
        lines.append(text)
        builder = BlockBuilder()
        builder.add(text, offset)
        builder.links += _links(word, line)
        style = line.element.find(f"{_W}pPr/{_W}pStyle")
        zone = _zone(styles.get(style.get(f"{_W}val"), "") if style is not None else "")
        block = builder.build(zone, section)
        offset += len(text) + 1
        if block is None or "mtkg-ignore" in text:
            continue
        if zone is Zone.HEADING:
            section = text.strip()
            references = is_reference_heading(section)
        if line.note and block.citations:
            notes[line.note] = " ".join(block.citations)
        if (references and not line.note) or line.note in notes:
            block = replace(block, zone=Zone.REFERENCES)
        blocks.append(block)
    source = "\n".join(lines)
    cited = tuple(
        replace(b, links=tuple(notes.get(link, link) for link in b.links)) for b in blocks
    )
    return Document(name, "docx", source, cited, {}, tuple(suppressions_in(source)))


def _links(word: WordFile, line: WordLine) -> list[str]:
    """Addresses that the paragraph links to, and the notes it refers to, as ``footnote 1``."""
    found = []
    for link in line.element.iter(f"{_W}hyperlink"):
        relation = word.part.rels.get(link.get(f"{_R}id"))
        if relation is not None and relation.is_external and not line.note:
            found.append(relation.target_ref)
    for code in line.element.iter(f"{_W}instrText"):
        found += _ADDRESS.findall(code.text or "")
    for kind in ("footnote", "endnote"):
        for mark in line.element.iter(f"{_W}{kind}Reference"):
            found.append(f"{kind} {mark.get(f'{_W}id')}")
    return found


def _zone(style: str) -> Zone:
    if style.startswith(("heading", "title", "subtitle")):
        return Zone.HEADING
    if "quote" in style:
        return Zone.QUOTE
    if "bibliography" in style:
        return Zone.REFERENCES
    return Zone.ITEM if style.startswith("list") else Zone.PROSE
