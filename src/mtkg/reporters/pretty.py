"""Findings for a person at a terminal: an excerpt of the source, carets, and what to do."""

from __future__ import annotations

from typing import Final

from mtkg.model.diagnostics import Diagnostic, Severity
from mtkg.reporters.report import Report

_COLOR: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WIDEST: Final = 160


def pretty(report: Report, *, color: bool) -> str:
    """Every finding as a block, then a line that counts them."""
    blocks = [_block(report, diagnostic, color=color) for diagnostic in report.diagnostics]
    total = _paint(report.sentence, "1", color=color)
    return "\n\n".join([*blocks, "\n".join([*report.notes, total])]) + "\n"


def _paint(text: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def _block(report: Report, diagnostic: Diagnostic, *, color: bool) -> str:
    tint = _COLOR[diagnostic.severity]
    head = _paint(f"{diagnostic.severity.value} {diagnostic.code}", f"1;{tint}", color=color)
    lines = [f"{head} {diagnostic.name}: {diagnostic.message}"]
    start = diagnostic.start
    lines.append(f"  --> {diagnostic.file}:{start.line}:{start.column}")
    lines += _excerpt(report.lines(diagnostic.file), diagnostic, tint, color=color)
    for related in diagnostic.related:
        place = f"{related.file}:{related.start.line}"
        lines.append(f"   - {place}  {related.message}")
    if diagnostic.cite:
        lines.append(f"   = cite: {', '.join(diagnostic.cite)}")
    if diagnostic.help:
        lines.append(f"   = help: {diagnostic.help}")
    for fix in diagnostic.fixes:
        lines.append(f"   = fix{'' if fix.safe else ' (unsafe)'}: {fix.title}")
    return "\n".join(lines)


def _excerpt(source: list[str], diagnostic: Diagnostic, tint: str, *, color: bool) -> list[str]:
    number = diagnostic.start.line
    if not 1 <= number <= len(source):
        return []
    width = len(str(number))
    gutter = " " * width
    text = source[number - 1].expandtabs(1)
    cut = max(0, diagnostic.start.column - _WIDEST // 2) if len(text) > _WIDEST else 0
    shown = text[cut : cut + _WIDEST]
    first = diagnostic.start.column - 1 - cut
    same_line = diagnostic.end.line == number
    last = diagnostic.end.column - 1 - cut if same_line else len(shown)
    carets = "^" * max(1, min(last, len(shown)) - first)
    return [
        f" {gutter} |",
        f" {number} | {shown}",
        f" {gutter} | {' ' * first}{_paint(carets, tint, color=color)}",
    ]
