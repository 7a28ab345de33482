"""Making a finding: the code's name and severity come from its rule."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib.term import IdentifiedNode, URIRef

from mtkg.model.diagnostics import Diagnostic, Edit, Fix, Place, Related, Severity
from mtkg.rules import rule


def finding(
    code: str,
    message: str,
    place: Place,
    *,
    term: IdentifiedNode | None = None,
    severity: Severity | None = None,
    related: Iterable[Related] = (),
    fixes: Iterable[Fix] = (),
    cite: Iterable[str] = (),
    help: str | None = None,
) -> Diagnostic:
    """A diagnostic of *code* at *place*; *term* is whom waivers and baselines know it by."""
    known = rule(code)
    return Diagnostic(
        code=code,
        name=known.name,
        severity=severity or known.severity,
        message=message,
        file=place.file,
        start=place.start,
        end=max(place.start, place.end),
        related=tuple(related),
        fixes=tuple(fixes),
        cite=tuple(cite),
        help=help,
        term=str(term) if isinstance(term, URIRef) else None,
    )


def related(place: Place | None, message: str) -> tuple[Related, ...]:
    """One related place, or none where the place is not known."""
    return (Related(place.file, place.start, message),) if place else ()


def replacing(title: str, place: Place, text: str, *, safe: bool) -> Fix:
    """A fix that puts *text* in the place of what stands at *place*."""
    return Fix(title, (Edit(place.start, place.end, text),), safe)


def a(label: str) -> str:
    """
    *label* with the indefinite article it takes.

    >>> a("effect"), a("tissue")
    ('an effect', 'a tissue')
    """
    return f"{'an' if label[:1].lower() in 'aeiou' else 'a'} {label}"


def either(labels: Iterable[str]) -> str:
    """
    The labels joined as a choice.

    >>> either(["mechanism", "effect"])
    'a mechanism or an effect'
    """
    return " or ".join(a(label) for label in labels) or "anything"
