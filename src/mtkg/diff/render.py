"""A difference as Markdown for people and as JSON for programs."""

from __future__ import annotations

from importlib import resources
from typing import Any

from jinja2 import Environment

from mtkg.diff.compare import Changed, Difference, Flip
from mtkg.model.claims import Claim
from mtkg.model.links import Link
from mtkg.model.terms import Term


def to_markdown(difference: Difference) -> str:
    """A report with one section for each kind of change that occurred."""
    text = resources.files("mtkg.diff").joinpath("report.md.j2").read_text("utf-8")
    # Markdown, not HTML: nothing is to be escaped.
    environment = Environment(
        autoescape=False,  # noqa: S701
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(text).render(d=difference)


def to_json(difference: Difference) -> dict[str, Any]:
    """The same as a tree of plain values."""
    found: dict[str, Any] = {
        "old": difference.old_release,
        "new": difference.new_release,
        "terms": {
            "added": [_term(term) for term in difference.terms_added],
            "removed": [_term(term) for term in difference.terms_removed],
            "retired": [_term(term) for term in difference.terms_retired],
            "changed": [_changed(change) for change in difference.terms_changed],
        },
        "claims": {
            "added": [_claim(claim) for claim in difference.claims_added],
            "removed": [_claim(claim) for claim in difference.claims_removed],
            "changed": [_changed(change) for change in difference.claims_changed],
            "status_changed": [_flip(flip) for flip in difference.status_changed],
        },
        "links": {
            "gained": [_link(link) for link in difference.links_gained],
            "lost": [_link(link) for link in difference.links_lost],
        },
    }
    if difference.axioms_added is not None and difference.axioms_removed is not None:
        found["axioms"] = {
            "added": list(difference.axioms_added),
            "removed": list(difference.axioms_removed),
        }
    return found


def _term(term: Term) -> dict[str, Any]:
    return {
        "id": term.id,
        "label": term.label,
        "kind": term.kind,
        "replaced_by": term.replaced_by,
    }


def _changed(change: Changed) -> dict[str, Any]:
    return {"id": change.id, "what": change.what, "old": change.old, "new": change.new}


def _claim(claim: Claim) -> dict[str, Any]:
    return {"id": claim.id, "statement": claim.statement, "status": claim.verdict.status.value}


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "id": flip.id,
        "statement": flip.statement,
        "old": flip.old,
        "new": flip.new,
        "reason": flip.reason,
        "lines": [
            {
                "id": line.id,
                "change": line.change,
                "direction": line.direction,
                "source": line.source,
                "finding": line.finding,
                "decided": line.decided,
            }
            for line in flip.lines
        ],
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "subject": link.subject,
        "relation": link.relation,
        "object": link.object,
        "status": link.status.value,
        "derived": link.is_derived,
    }
