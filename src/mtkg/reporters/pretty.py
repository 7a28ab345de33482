"""Findings for a person at a terminal: an excerpt of the source, carets, and what to do."""

from __future__ import annotations

from typing import Final

from mtkg.model.diagnostics import Diagnostic, Severity
from mtkg.reporters.report import Report

_COLOR: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WIDEST: Final = 120


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
    first = diagnostic.start.column - 1
    last = diagnostic.end.column - 1 if diagnostic.end.line == number else len(text)
    shown, cut = _window(text, first, last)
    first, last = first - cut, min(last - cut, len(shown))
    return [
        f" {gutter} |",
        f" {number} | {shown}",
        f" {gutter} | {' ' * first}{_paint('^' * max(1, last - first), tint, color=color)}",
    ]


def _window(text: str, first: int, last: int) -> tuple[str, int]:
    """What to show of a line, cut at words, and how far its characters have moved left."""
    if len(text) <= _WIDEST:
        return text, 0
    around = max(_WIDEST - (last - first), 40) // 2
    start = min(max(0, first - around), len(text) - _WIDEST)
    if start > 0:
        blank = text.find(" ", start, max(first, start))
        start = blank + 1 if blank >= 0 else start
    stop = start + _WIDEST
    if stop < len(text):
        blank = text.rfind(" ", min(last, stop), stop)
        stop = blank if blank > start else stop
    before, after = "… " if start else "", " …" if stop < len(text) else ""
    return f"{before}{text[start:stop]}{after}", start - len(before)
