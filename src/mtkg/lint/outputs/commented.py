"""The article as a Word file with its findings as comments."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mtkg.lint.reading.document import Lines
from mtkg.lint.reading.word import open_word, paragraphs
from mtkg.model.diagnostics import Diagnostic

if TYPE_CHECKING:
    from mtkg.lint.run import Outcome

_AUTHOR: Final = "mtkg lint"


def commented(outcome: Outcome, data: bytes | None = None) -> bytes:
    """
    The bytes of a Word file.

    A Word article keeps its looks (*data*, or the file of its name, is what it was read from); any
    other form becomes a plain one, a paragraph a block. A comment covers the runs that its finding
    touches.
    """
    if outcome.document.form == "docx":
        word = open_word(outcome.document.name, data or Path(outcome.document.name).read_bytes())
        lines = list(paragraphs(word))
        for diagnostic in outcome.diagnostics:
            if diagnostic.start.line <= len(lines):
                _comment(word, lines[diagnostic.start.line - 1], diagnostic)
    else:
        word = _plain(outcome)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _plain(outcome: Outcome) -> Any:
    import docx  # noqa: PLC0415

    word = docx.Document()
    lines = Lines(outcome.document.source)
    for block in outcome.document.blocks:
        style = {"heading": "Heading 2", "item": "List Bullet", "quote": "Quote"}.get(
            block.zone.value
        )
        paragraph = word.add_paragraph("", style=style)
        text = "".join(c if c.isprintable() else " " for c in block.text)
        paragraph.add_run(text)
        start, end = block.source_start(0), block.source_end(len(block.text))
        for diagnostic in outcome.diagnostics:
            if start <= lines.offset(diagnostic.start) < end:
                _comment(word, paragraph, diagnostic)
    return word


def _comment(word: Any, paragraph: Any, diagnostic: Diagnostic) -> None:
    runs = _runs(paragraph, diagnostic.start.column - 1, diagnostic.end.column - 1)
    if not runs:
        runs = list(paragraph.runs)
    if not runs:
        return
    text = f"{diagnostic.severity.value} {diagnostic.code} {diagnostic.name}: {diagnostic.message}"
    extra = [*diagnostic.cite, *([diagnostic.help] if diagnostic.help else [])]
    said = "\n".join([text, *extra])
    said = "".join(c if c.isprintable() or c == "\n" else " " for c in said)
    word.add_comment(runs=runs, text=said, author=_AUTHOR, initials="m")


def _runs(paragraph: Any, start: int, end: int) -> list[Any]:
    found, at = [], 0
    for run in paragraph.runs:
        size = len(run.text)
        if at < end and at + size > start:
            found.append(run)
        at += size
    return found
