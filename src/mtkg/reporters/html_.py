"""Findings as one page that needs nothing else: no script, no other host."""

from __future__ import annotations

from importlib import resources
from typing import Any

from jinja2 import Environment

from mtkg.model.diagnostics import Diagnostic
from mtkg.reporters.report import Report
from mtkg.rules import rule


def write(report: Report) -> str:
    """The page, grouped by file."""
    text = resources.files("mtkg.reporters").joinpath("report.html.j2").read_text("utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
    files: dict[str, list[dict[str, Any]]] = {}
    for diagnostic in report.diagnostics:
        files.setdefault(diagnostic.file, []).append(_entry(report, diagnostic))
    codes = sorted({diagnostic.code for diagnostic in report.diagnostics})
    return template.render(
        files=files,
        sentence=report.sentence,
        notes=report.notes,
        rules=[rule(code) for code in codes],
    )


def _entry(report: Report, diagnostic: Diagnostic) -> dict[str, Any]:
    lines = report.lines(diagnostic.file)
    number = diagnostic.start.line
    line = lines[number - 1] if 1 <= number <= len(lines) else ""
    first = diagnostic.start.column - 1
    same = diagnostic.end.line == number
    last = max(diagnostic.end.column - 1, first + 1) if same else len(line)
    return {
        "diagnostic": diagnostic,
        "before": line[:first],
        "marked": line[first:last],
        "after": line[last:],
    }
