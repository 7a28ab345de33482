"""One finding, one line: for scrolling, and for editors that read ``file:line:column``."""

from __future__ import annotations

from mtkg.reporters.report import Report


def write(report: Report) -> str:
    """``file:line:column CODE name  message``, and a last line that counts."""
    lines = [
        f"{d.file}:{d.start.line}:{d.start.column} {d.code} {d.name}  {' '.join(d.message.split())}"
        for d in report.diagnostics
    ]
    return "\n".join([*lines, *report.notes, report.sentence]) + "\n"
