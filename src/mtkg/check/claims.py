"""What is wrong between claims, their sources and their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rdflib.term import URIRef

from mtkg.check import names as n
from mtkg.check.findings import finding, related
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import Fact, World
from mtkg.model.diagnostics import Diagnostic, Severity
from mtkg.turtle.reader import Node

_DENIED: Final = "denied"
Key = tuple[Node | None, Node | None, Node | None, frozenset[tuple[URIRef, Node]]]


def _key(world: World, claim: URIRef) -> Key:
    """What a claim says, apart from who says it and whether it holds."""
    qualifiers = frozenset(
        (fact.predicate, fact.object)
        for fact in world.by_subject[claim]
        if fact.predicate in n.QUALIFIERS
    )
    return (
        world.value(claim, n.CLAIM_SUBJECT),
        world.value(claim, n.CLAIM_RELATION),
        world.value(claim, n.CLAIM_OBJECT),
        qualifiers,
    )


def _is_denied(world: World, claim: URIRef) -> bool:
    return str(world.value(claim, n.POLARITY)) == _DENIED


def contradictions(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG302: affirmed and denied, or denied against an axiom."""
    told: dict[Key, list[URIRef]] = {}
    for claim in world.claims:
        key = _key(world, claim)
        if None in key[:3]:
            continue
        found = [
            _contradiction(world, claim, other)
            for other in told.get(key, ())
            if _is_denied(world, claim) != _is_denied(world, other)
        ]
        yield from found
        told.setdefault(key, []).append(claim)
        known = any(diagnostic.severity is Severity.ERROR for diagnostic in found)
        if _is_denied(world, claim) and not key[3] and not known:
            yield from _against_axiom(world, reasoning, claim, key)


def _contradiction(world: World, claim: URIRef, other: URIRef) -> Diagnostic:
    sources = [{f.object for f in world.of(c, n.STATED_IN)} for c in (claim, other)]
    same = sources[0] & sources[1]
    place = world.place(claim)
    assert place is not None
    if same:
        who = world.label(next(iter(same)))
        message = f"{who} is said to affirm and to deny that {_says(world, claim)}"
    else:
        message = f"sources differ on whether {_says(world, claim)}"
    return finding(
        "KG302",
        message,
        place,
        term=claim,
        severity=Severity.ERROR if same else Severity.INFO,
        related=related(world.place(other), f"the other claim: {world.label(other)}"),
        help="take the polarity or the source of one of them down anew" if same else None,
    )


def _says(world: World, claim: URIRef) -> str:
    parts = (n.CLAIM_SUBJECT, n.CLAIM_RELATION, n.CLAIM_OBJECT)
    return " ".join(world.label(world.value(claim, part)) for part in parts)


def _against_axiom(
    world: World, reasoning: Reasoning, claim: URIRef, key: Key
) -> Iterator[Diagnostic]:
    subject, relation, target, _ = (str(part) for part in key)
    closure = reasoning.closure
    if subject == target or not closure.is_satisfiable(subject):
        return
    if relation == str(n.SUBCLASS):
        entailed = closure.is_subclass(subject, target)
    else:
        entailed = closure.related(subject, relation, target)
    place = world.place(claim)
    if entailed and place:
        yield finding(
            "KG302",
            f"denies what the ontology says by its axioms: {_says(world, claim)}",
            place,
            term=claim,
            related=related(world.declaration(URIRef(subject)), f"{world.label(URIRef(subject))}"),
            help="what is true by definition cannot be denied by a source; one of them is wrong",
        )


def without_evidence(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG306: a published statement that no evidence line speaks to."""
    del reasoning
    graded = {fact.object for fact in world.having(n.EVIDENCE_FOR)}
    for claim in world.claims:
        if claim in graded or str(world.value(claim, _CLAIM_KIND)) == "definitional":
            continue
        published = [
            fact.object
            for fact in world.of(claim, n.STATED_IN)
            if isinstance(fact.object, URIRef) and _is_publication(world, fact.object)
        ]
        place = world.place(claim)
        if published and place:
            yield finding(
                "KG306",
                f"no evidence line speaks to “{world.label(claim)}”, which "
                f"{world.label(published[0])} states",
                place,
                term=claim,
                help="add an evidence line for what the source found",
            )


_CLAIM_KIND: Final = URIRef(str(n.CLAIM_SUBJECT).replace("claimSubject", "claimType"))


def _is_publication(world: World, source: URIRef) -> bool:
    return any(world.of(source, predicate) for predicate in (n.DOI, n.PMID, n.JOURNAL))


def reversed_direction(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG307: `leadsTo` from an effect back to a mechanism, or both ways."""
    affirmed: dict[tuple[Node | None, Node | None], URIRef] = {}
    for claim in world.claims:
        if world.value(claim, n.CLAIM_RELATION) != n.LEADS_TO or _is_denied(world, claim):
            continue
        start, end = world.value(claim, n.CLAIM_SUBJECT), world.value(claim, n.CLAIM_OBJECT)
        place = world.place(claim)
        if place is None or start is None or end is None or start == end:
            continue
        if (other := affirmed.get((end, start))) is not None:
            yield finding(
                "KG307",
                f"{world.label(start)} leads to {world.label(end)}, and the other way round",
                place,
                term=claim,
                related=related(world.place(other), "the opposite claim"),
                help="keep the direction that the source gives, or use two different terms",
            )
        elif _kind(reasoning, start) == "Effect" and _kind(reasoning, end) == "Mechanism":
            yield finding(
                "KG307",
                f"leads from the effect {world.label(start)} back to the mechanism "
                f"{world.label(end)}",
                place,
                term=claim,
                help="chains run from mechanisms to effects; exchange subject and object?",
            )
        affirmed.setdefault((start, end), claim)


def _kind(reasoning: Reasoning, node: Node) -> str | None:
    return reasoning.kind_of(node) if isinstance(node, URIRef) else None


def retracted(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG308: counting on a source that its journal has withdrawn."""
    del reasoning
    withdrawn = {
        f.subject for f in world.having(n.RETRACTED) if str(f.object).lower() in {"true", "1"}
    }
    for predicate in (n.STATED_IN, n.FROM_SOURCE):
        for fact in world.having(predicate):
            if fact.object in withdrawn:
                yield _retracted(world, fact)


def _retracted(world: World, fact: Fact) -> Diagnostic:
    return finding(
        "KG308",
        f"counts on {world.label(fact.object)}, which is retracted",
        fact.object_place,
        term=fact.owner,
        help="replace the source, or remove the line",
    )
