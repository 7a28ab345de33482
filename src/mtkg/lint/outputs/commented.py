"""The article as a Word file with its findings as comments."""

from __future__ import annotations

import io
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mtkg.lint.reading.document import Lines, Zone
from mtkg.lint.reading.word import WordLine, lines_of, open_word, runs_of
from mtkg.model.diagnostics import Diagnostic

if TYPE_CHECKING:
    from mtkg.lint.run import Outcome

_AUTHOR: Final = "mtkg lint"
_STYLES: Final = {Zone.HEADING: "Heading 2", Zone.ITEM: "List Bullet", Zone.QUOTE: "Quote"}


def commented(outcome: Outcome, data: bytes | None = None) -> bytes:
    """
    The bytes of a Word file.

    A Word article keeps its looks (*data*, or the file of its name, is what it was read from); any
    other form becomes a plain one, a paragraph a block. A comment covers the words that its finding
    is about.
    """
    if outcome.document.form == "docx":
        word = open_word(outcome.document.name, data or Path(outcome.document.name).read_bytes())
        lines = lines_of(word)
        for diagnostic in outcome.diagnostics:
            line = lines[min(diagnostic.start.line, len(lines)) - 1]
            _comment(word, _covered(line, diagnostic), diagnostic)
    else:
        word = _plain(outcome)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _plain(outcome: Outcome) -> Any:
    import docx  # noqa: PLC0415

    word = docx.Document()
    lines = Lines(outcome.document.source)
    places = [(lines.offset(d.start), lines.offset(d.end), d) for d in outcome.diagnostics]
    for block in outcome.document.blocks:
        paragraph = word.add_paragraph("", style=_STYLES.get(block.zone))
        text = "".join(c if c.isprintable() else " " for c in block.text)
        start, end = block.source_start(0), block.source_end(len(text))
        spans = [
            (first := block.clean_offset(a), max(first + 1, block.clean_offset(b)), d)
            for a, b, d in places
            if start <= a < end
        ]
        cuts = sorted({0, len(text), *(min(c, len(text)) for a, b, _ in spans for c in (a, b))})
        runs = {a: paragraph.add_run(text[a:b]) for a, b in zip(cuts, cuts[1:], strict=False)}
        for a, b, diagnostic in spans:
            _comment(word, [run for at, run in runs.items() if a <= at < b], diagnostic)
    return word


def _comment(word: Any, runs: list[Any], diagnostic: Diagnostic) -> None:
    if not runs:
        return
    text = f"{diagnostic.severity.value} {diagnostic.code} {diagnostic.name}: {diagnostic.message}"
    extra = [*([diagnostic.help] if diagnostic.help else []), *diagnostic.cite]
    said = "\n".join([text, *extra])
    said = "".join(c if c.isprintable() or c == "\n" else " " for c in said)
    word.add_comment(runs=runs, text=said, author=_AUTHOR, initials="m")


def _covered(line: WordLine, diagnostic: Diagnostic) -> list[Any]:
    """The runs of the body that a comment covers, cut so that they hold the finding's words."""
    from docx.text.run import Run  # noqa: PLC0415

    if line.anchor is not None:
        return [Run(line.anchor, line.anchor.getparent())]
    first, last = diagnostic.start.column - 1, diagnostic.end.column - 1
    if diagnostic.end.line != diagnostic.start.line:
        last = sum(len(text) for _, text in runs_of(line.element))
    _cut(line, first)
    _cut(line, last)
    found, at = [], 0
    for element, text in runs_of(line.element):
        if at < last and at + len(text) > first and text:
            found.append(Run(element, element.getparent()))
        at += len(text)
    return found


def _cut(line: WordLine, column: int) -> None:
    """Make a run end at *column*, where it is made of text and nothing else."""
    at = 0
    for element, text in runs_of(line.element):
        inside = column - at
        at += len(text)
        if not 0 < inside < len(text):
            continue
        parts = [child for child in element if not child.tag.endswith("}rPr")]
        if len(parts) != 1 or len(element.text) != len(text):
            return
        after = deepcopy(element)
        element.text, after.text = element.text[:inside], after.text[inside:]
        element.addnext(after)
        return
