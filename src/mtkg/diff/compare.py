"""Compare two builds term by term and claim by claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from mtkg.graph import Graph
from mtkg.model.claims import Claim, EvidenceLine
from mtkg.model.links import Link
from mtkg.model.terms import Term

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Changed:
    """One property of a term or claim that differs: what it was, what it is."""

    id: str
    label: str
    what: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class LineChange:
    """An evidence line that came, went or changed; ``decided`` if the new status rests on it."""

    id: str
    change: str
    direction: str
    source: str
    finding: str | None
    decided: bool


@dataclass(frozen=True, slots=True)
class Flip:
    """A claim whose status changed, and the evidence lines behind it."""

    id: str
    statement: str
    old: str
    new: str
    reason: str
    lines: tuple[LineChange, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two builds; each tuple sorted by id."""

    old_release: str
    new_release: str
    terms_added: tuple[Term, ...]
    terms_removed: tuple[Term, ...]
    terms_retired: tuple[Term, ...]
    terms_changed: tuple[Changed, ...]
    claims_added: tuple[Claim, ...]
    claims_removed: tuple[Claim, ...]
    claims_changed: tuple[Changed, ...]
    status_changed: tuple[Flip, ...]
    links_gained: tuple[Link, ...]
    links_lost: tuple[Link, ...]
    axioms_added: tuple[str, ...] | None = None
    axioms_removed: tuple[str, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the two builds say the same."""
        return not any(
            getattr(self, name)
            for name in self.__slots__
            if name not in {"old_release", "new_release"}
        )


def compare(old: Graph, new: Graph) -> Difference:
    """What *new* says differently from *old*."""
    both_terms = [(old.terms[i], new.terms[i]) for i in sorted(old.terms.keys() & new.terms.keys())]
    both_claims = [
        (old.claims[i], new.claims[i]) for i in sorted(old.claims.keys() & new.claims.keys())
    ]
    old_links = {link.triple: link for link in old.links}
    new_links = {link.triple: link for link in new.links}
    return Difference(
        old_release=old.release,
        new_release=new.release,
        terms_added=_only(new.terms, old.terms),
        terms_removed=_only(old.terms, new.terms),
        terms_retired=tuple(b for a, b in both_terms if b.deprecated and not a.deprecated),
        terms_changed=tuple(c for a, b in both_terms for c in _term_changes(a, b)),
        claims_added=_only(new.claims, old.claims),
        claims_removed=_only(old.claims, new.claims),
        claims_changed=tuple(c for a, b in both_claims for c in _claim_changes(a, b)),
        status_changed=tuple(
            _flip(a, b) for a, b in both_claims if a.verdict.status != b.verdict.status
        ),
        links_gained=_only(new_links, old_links),
        links_lost=_only(old_links, new_links),
    )


def _only(here: Mapping[Any, _T], there: Mapping[Any, _T]) -> tuple[_T, ...]:
    return tuple(here[key] for key in sorted(here.keys() - there.keys()))


def _term_changes(old: Term, new: Term) -> Iterable[Changed]:
    yield from _differing(
        new.id,
        new.label,
        {
            "label": (old.label, new.label),
            "definition": (old.definition, new.definition),
            "parents": (_joined(old.parents), _joined(new.parents)),
            "synonyms": (_joined(old.synonyms), _joined(new.synonyms)),
            "domain": (_joined(old.domain), _joined(new.domain)),
            "range": (_joined(old.range), _joined(new.range)),
        },
    )


def _claim_changes(old: Claim, new: Claim) -> Iterable[Changed]:
    yield from _differing(
        new.id,
        new.statement,
        {
            "statement": (old.statement, new.statement),
            "subject": (old.subject, new.subject),
            "relation": (old.relation, new.relation),
            "object": (old.object, new.object),
            "polarity": (old.polarity, new.polarity),
            "reach": (old.reach, new.reach),
            "type": (old.type, new.type),
            "stated in": (old.stated_in, new.stated_in),
        },
    )


def _differing(
    name: str, label: str, pairs: Mapping[str, tuple[object, object]]
) -> Iterable[Changed]:
    for what, (before, after) in pairs.items():
        if before != after:
            yield Changed(name, label, what, _text(before), _text(after))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _joined(names: Iterable[str]) -> str | None:
    return ", ".join(sorted(names)) or None


def _flip(old: Claim, new: Claim) -> Flip:
    before = {line.id: line for line in old.evidence}
    after = {line.id: line for line in new.evidence}
    lines = [_line(after[i], "added", new) for i in sorted(after.keys() - before.keys())]
    lines += [_line(before[i], "removed", old) for i in sorted(before.keys() - after.keys())]
    lines += [
        _line(after[i], f"was {before[i].direction}", new)
        for i in sorted(before.keys() & after.keys())
        if _weight(before[i]) != _weight(after[i])
    ]
    return Flip(
        id=new.id,
        statement=new.statement,
        old=old.verdict.status.value,
        new=new.verdict.status.value,
        reason=new.verdict.reason,
        lines=tuple(lines),
    )


def _weight(line: EvidenceLine) -> tuple[object, ...]:
    """The parts of a line that a status can rest on."""
    design = line.study_design.id if line.study_design else None
    retracted = line.source.retracted
    return (line.direction, design, line.directness, line.population, line.source.id, retracted)


def _line(line: EvidenceLine, change: str, claim: Claim) -> LineChange:
    return LineChange(
        id=line.id,
        change=change,
        direction=line.direction.value,
        source=line.source.label,
        finding=line.finding,
        decided=line.id in claim.verdict.decided_by,
    )
