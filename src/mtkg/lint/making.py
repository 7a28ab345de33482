"""Make a diagnostic of a rule, at a place of the author's file."""

from __future__ import annotations

from mtkg.lint.reading.document import Document, Lines
from mtkg.lint.rulebook import own_rules
from mtkg.model.diagnostics import Diagnostic, Fix, Related, Severity


def at(
    document: Document,
    lines: Lines,
    code: str,
    span: tuple[int, int],
    message: str,
    *,
    severity: Severity | None = None,
    fixes: tuple[Fix, ...] = (),
    cite: tuple[str, ...] = (),
    help: str | None = None,
    term: str | None = None,
    related: tuple[Related, ...] = (),
) -> Diagnostic:
    """A finding of the rule *code* between the source offsets *span*."""
    rule = own_rules()[code]
    return Diagnostic(
        code=code,
        name=rule.name,
        severity=severity or rule.severity,
        message=message,
        file=document.name,
        start=lines.position(span[0]),
        end=lines.position(span[1]),
        related=related,
        fixes=fixes,
        cite=cite,
        help=help or rule.help,
        term=term,
    )
