"""Apply safe fixes to an article, and leave every other byte as it was."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from mtkg.lint.reading import encoding_of
from mtkg.lint.reading.document import Lines
from mtkg.model.diagnostics import Diagnostic


def apply_fixes(text: str, diagnostics: Iterable[Diagnostic]) -> tuple[str, int]:
    """*text* with the safe fixes applied, and how many were; of overlapping ones only the first."""
    lines = Lines(text)
    taken: list[tuple[int, int, str]] = []
    count = 0
    for diagnostic in diagnostics:
        safe = next((fix for fix in diagnostic.fixes if fix.safe), None)
        if safe is None:
            continue
        spans = [(lines.offset(e.start), lines.offset(e.end), e.text) for e in safe.edits]
        if any(a < d and c < b for a, b, _ in spans for c, d, _ in taken):
            continue
        taken += spans
        count += 1
    for start, end, new in sorted(taken, reverse=True):
        text = text[:start] + new + text[end:]
    return text, count


def write_back(path: Path, text: str) -> None:
    """Replace the file in one step, with its mode and the encoding it was read in."""
    mode = path.stat().st_mode
    with path.open("rb") as file:
        mark, encoding = encoding_of(file.read(4))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as made:
            made.write(mark + text.encode(encoding))
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
