"""Whether a claim links what its relation can link, judged by what the core entails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mtkg.build.forms import Axiom, probe
from mtkg.build.saturation import Closure, saturate
from mtkg.model.claims import Claim
from mtkg.model.terms import Term
from mtkg.model.vocabulary import KINDS, MTKG, SUBCLASS

SAME_KIND = frozenset({SUBCLASS, "partOf", "distinctFrom"})
"""Relations whose two ends must stand under one kind."""

End = Literal["subject", "relation", "object"]


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A claim one end of which is not of the relation's domain or range, said in words."""

    claim: Claim
    end: End
    message: str
    help: str | None = None


def misplaced(
    claims: Iterable[Claim], terms: Mapping[str, Term], closure: Closure
) -> Iterator[Misplaced]:
    """
    Every claim, also a denied or disputed one, that its relation cannot state.

    Closed world: an end must be *entailed* to be of the relation's domain or range; that it could
    be is not enough. A claim with a value in place of an object is judged by its subject alone.
    """
    for claim in claims:
        found = _fault(claim, terms, closure)
        if found is not None:
            yield found


def _fault(claim: Claim, terms: Mapping[str, Term], closure: Closure) -> Misplaced | None:
    for end, name in (("subject", claim.subject), ("object", claim.object)):
        if name is not None and (name not in terms or terms[name].kind not in KINDS):
            say = f"{name or 'nothing'} is no term that a claim can be about"
            return Misplaced(claim, "subject" if end == "subject" else "object", say)
    if claim.relation != SUBCLASS and _relation(claim, terms) is None:
        return Misplaced(claim, "relation", f"{claim.relation or 'nothing'} is no relation")
    if claim.object is not None and claim.subject == claim.object:
        return Misplaced(claim, "object", f"links {terms[claim.subject].label} to itself")
    return _ends(claim, terms, closure) or _kinds(claim, terms)


def _relation(claim: Claim, terms: Mapping[str, Term]) -> Term | None:
    relation = terms.get(claim.relation)
    return relation if relation is not None and relation.kind == "Relation" else None


def _ends(claim: Claim, terms: Mapping[str, Term], closure: Closure) -> Misplaced | None:
    relation = _relation(claim, terms)
    if relation is None:
        return None
    subject_ok = _is_one_of(claim.subject, relation.domain, closure)
    if subject_ok and (claim.object is None or _is_one_of(claim.object, relation.range, closure)):
        return None
    end: End = "object" if subject_ok else "subject"
    name = claim.object if subject_ok else claim.subject
    assert name is not None
    kinds = relation.range if subject_ok else relation.domain
    message = (
        f"{relation.label} links {_either(relation.domain, terms)} to"
        f" {_either(relation.range, terms)}, but {terms[name].label} is"
        f" {_a(terms[terms[name].kind].label)}"
    )
    return Misplaced(claim, end, message, _advice(claim, relation, kinds, terms, closure))


def _advice(
    claim: Claim,
    relation: Term,
    kinds: tuple[str, ...],
    terms: Mapping[str, Term],
    closure: Closure,
) -> str:
    if claim.object is None:
        return f"name {_either(kinds, terms)} as subject"
    fits = [
        other.id
        for other in terms.values()
        if other.kind == "Relation"
        and other.id != relation.id
        and other.domain
        and _is_one_of(claim.subject, other.domain, closure)
        and _is_one_of(claim.object, other.range, closure)
    ]
    swapped = _is_one_of(claim.object, relation.domain, closure) and _is_one_of(
        claim.subject, relation.range, closure
    )
    if swapped:
        return "are subject and object exchanged?"
    return f"did you mean {', '.join(fits)}?" if fits else "no relation links two such terms"


def _kinds(claim: Claim, terms: Mapping[str, Term]) -> Misplaced | None:
    if claim.relation not in SAME_KIND or claim.object is None:
        return None
    subject, obj = terms[claim.subject], terms[claim.object]
    if subject.kind == obj.kind:
        return None
    message = (
        f"{claim.relation} links two terms of one kind, but {subject.label} is"
        f" {_a(terms[subject.kind].label)} and {obj.label} is {_a(terms[obj.kind].label)}"
    )
    return Misplaced(claim, "object", message)


def _is_one_of(name: str, kinds: tuple[str, ...], closure: Closure) -> bool:
    iri = f"{MTKG}{name}"
    return not kinds or any(closure.is_subclass(iri, f"{MTKG}{kind}") for kind in kinds)


def _either(kinds: tuple[str, ...], terms: Mapping[str, Term]) -> str:
    return " or ".join(_a(terms[kind].label if kind in terms else kind) for kind in kinds)


def _a(label: str) -> str:
    return f"{'an' if label[:1].lower() in 'aeiou' else 'a'} {label}"


def impossible(claims: Iterable[Claim], core: Iterable[Axiom]) -> list[Claim]:
    """
    Claims whose type probe, a class of what the claim says, can have no member.

    The second net under `misplaced`: it finds clashes that domain and range alone do not show,
    works for disputed and denied claims too, and leaves the core as it is.
    """
    probes: dict[str, Claim] = {}
    axioms = list(core)
    for claim in claims:
        if claim.object is None:
            continue
        name = f"_:probe({claim.id})"
        subject, filler = f"{MTKG}{claim.subject}", f"{MTKG}{claim.object}"
        if claim.relation != SUBCLASS:
            axioms += probe(name, subject, f"{MTKG}{claim.relation}", filler, claim.iri)
            probes[name] = claim
    closure = saturate(axioms)
    return [claim for name, claim in probes.items() if not closure.is_satisfiable(name)]
