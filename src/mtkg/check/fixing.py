"""Apply safe fixes, and leave every other byte as it was."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from mtkg.model.diagnostics import Diagnostic, Edit
from mtkg.turtle.tokens import Lines


def fixed(text: str, diagnostics: Iterable[Diagnostic]) -> tuple[str, int]:
    """
    *text* with the safe fixes of *diagnostics* applied, and how many were.

    Of fixes that touch the same place only the first is applied; the next run finds the other.
    """
    lines = Lines(text)
    taken: list[tuple[int, int, str]] = []
    count = 0
    for diagnostic in diagnostics:
        safe = next((fix for fix in diagnostic.fixes if fix.safe), None)
        if safe is None:
            continue
        spans = [_span(lines, edit) for edit in safe.edits]
        if any(_overlap(span, other) for span in spans for other in taken):
            continue
        taken += spans
        count += 1
    for start, end, new in sorted(taken, reverse=True):
        text = text[:start] + new + text[end:]
    return text, count


def _span(lines: Lines, edit: Edit) -> tuple[int, int, str]:
    return lines.offset(edit.start), lines.offset(edit.end), edit.text


def _overlap(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return (one[0] < other[1] and other[0] < one[1]) or one[:2] == other[:2]


def write_whole(path: Path, text: str) -> None:
    """Replace the file at *path* in one step, so that nobody ever sees half of it."""
    mode = path.stat().st_mode
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
