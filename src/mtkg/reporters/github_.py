"""
Findings as workflow commands, which GitHub shows beside the changed lines.

Escapes are those of "Workflow commands for GitHub Actions": per cent, line ends, and in
properties colon and comma.
"""

from __future__ import annotations

from typing import Final

from mtkg.model.diagnostics import Diagnostic, Severity
from mtkg.reporters.report import Report

_COMMAND: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(report: Report) -> str:
    """One command a finding; nothing at all where there is none."""
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in report.diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    properties = {
        "file": diagnostic.file,
        "line": diagnostic.start.line,
        "endLine": max(diagnostic.end.line, diagnostic.start.line),
        "title": f"{diagnostic.code} {diagnostic.name}",
    }
    if diagnostic.end.line == diagnostic.start.line:
        # Columns mean something to GitHub only within one line.
        properties["col"] = diagnostic.start.column
        properties["endColumn"] = max(diagnostic.end.column, diagnostic.start.column)
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    message = diagnostic.message
    if diagnostic.help:
        message += f"\n{diagnostic.help}"
    return f"::{_COMMAND[diagnostic.severity]} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
