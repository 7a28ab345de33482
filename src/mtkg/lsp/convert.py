"""Between our positions (characters, from 1) and the protocol's (UTF-16 units, from 0)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lsprotocol import types as lsp

from mtkg.model.diagnostics import Diagnostic, Fix, Position, Severity
from mtkg.turtle.tokens import Lines

_SEVERITY: Final = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}


def to_lsp(position: Position, lines: Lines) -> lsp.Position:
    """
    The protocol's position for one of ours.

    >>> to_lsp(Position(1, 3), Lines("𝄞ab"))
    Position(line=0, character=3)
    """
    before = lines.line(position.line)[: position.column - 1]
    return lsp.Position(max(position.line - 1, 0), _units(before))


def from_lsp(position: lsp.Position, lines: Lines) -> Position:
    """Our position for one of the protocol's."""
    line = lines.line(position.line + 1)
    units = 0
    for column, character in enumerate(line, start=1):
        if units >= position.character:
            return Position(position.line + 1, column)
        units += _units(character)
    return Position(position.line + 1, len(line) + 1)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def to_range(start: Position, end: Position, lines: Lines) -> lsp.Range:
    """A range, never empty where there is a character to underline."""
    return lsp.Range(to_lsp(start, lines), to_lsp(max(start, end), lines))


def to_diagnostic(
    diagnostic: Diagnostic, lines: Lines, texts: Mapping[str, Lines]
) -> lsp.Diagnostic:
    """A finding as an editor shows it; advice stands under the message."""
    message = diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else "")
    related = [
        lsp.DiagnosticRelatedInformation(
            lsp.Location(
                Path(other.file).absolute().as_uri(),
                to_range(other.start, other.start, texts.get(other.file, lines)),
            ),
            other.message,
        )
        for other in diagnostic.related
    ]
    return lsp.Diagnostic(
        to_range(diagnostic.start, diagnostic.end, lines),
        message,
        severity=_SEVERITY[diagnostic.severity],
        code=diagnostic.code,
        source="mtkg",
        related_information=related or None,
    )


def to_action(
    diagnostic: Diagnostic, fix: Fix, uri: str, shown: lsp.Diagnostic, lines: Lines
) -> lsp.CodeAction:
    """A fix as an editor offers it; safe ones are preferred."""
    edits = [lsp.TextEdit(to_range(edit.start, edit.end, lines), edit.text) for edit in fix.edits]
    return lsp.CodeAction(
        f"{diagnostic.code}: {fix.title}",
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[shown],
        is_preferred=fix.safe,
        edit=lsp.WorkspaceEdit(changes={uri: edits}),
    )
