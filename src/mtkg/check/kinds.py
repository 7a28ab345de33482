"""
Whether a claim or a restriction links what its relation can link.

Closed world: an end must be *entailed* to be of the relation's domain or range. Denied and disputed
claims are judged like any other: what is denied must at least make sense.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rdflib.term import BNode, IdentifiedNode, Literal, URIRef

from mtkg.build.axioms import Axiom, probe
from mtkg.build.saturation import saturate
from mtkg.check import names as n
from mtkg.check.findings import a, either, finding, related
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import Fact, World
from mtkg.model.diagnostics import Diagnostic, Place, Related
from mtkg.model.vocabulary import MTKG, contract, local_name

_SAME_KIND: Final = frozenset({n.SUBCLASS, n.PART_OF, n.DISTINCT_FROM})
_INTERVENTION: Final = URIRef(f"{MTKG}Intervention")
_QUALIFIER_KINDS: Final = {
    URIRef(f"{MTKG}combinedWith"): _INTERVENTION,
    URIRef(f"{MTKG}comparedWith"): _INTERVENTION,
}


@dataclass(frozen=True)
class _Link:
    """Subject, relation and object with the places to blame each by."""

    subject: IdentifiedNode
    relation: URIRef
    object: IdentifiedNode
    subject_place: Place
    object_place: Place
    owner: IdentifiedNode


def claims(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG304 for every claim whose parts are there to be judged."""
    fitting: list[_Link] = []
    for claim in world.claims:
        for fact in world.of(claim, n.CLAIM_RELATION):
            if not _is_relation(world, fact):
                yield finding(
                    "KG304",
                    f"{world.label(fact.object)} is no relation",
                    fact.object_place,
                    term=claim,
                    help="name one of the relations, such as mtkg:engages or mtkg:appliedTo",
                )
        link = _link(world, claim)
        if link is not None:
            found = list(_judge(world, reasoning, link))
            yield from found
            if not found:
                fitting.append(link)
        yield from _qualifiers(world, reasoning, claim)
    yield from _impossible(world, reasoning, fitting)


def _is_relation(world: World, fact: Fact) -> bool:
    relation = fact.object
    if relation == n.SUBCLASS:
        return True
    # What is declared nowhere is KG102's to report.
    return not isinstance(relation, Literal) and (
        world.is_a(relation, n.OBJECT_PROPERTY) or relation not in world.types
    )


def _link(world: World, claim: URIRef) -> _Link | None:
    subjects, relations, objects = (
        world.of(claim, p) for p in (n.CLAIM_SUBJECT, n.CLAIM_RELATION, n.CLAIM_OBJECT)
    )
    if not (len(subjects) == len(relations) == len(objects) == 1):
        return None
    subject, relation, target = subjects[0].object, relations[0].object, objects[0].object
    if not (isinstance(subject, URIRef) and isinstance(target, URIRef)):
        return None
    if subject not in world.types or target not in world.types:
        return None
    if not isinstance(relation, URIRef) or not _is_relation(world, relations[0]):
        return None
    places = subjects[0].object_place, objects[0].object_place
    return _Link(subject, relation, target, *places, claim)


def restrictions(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG304 for ``C subClassOf (relation some D)``, also inside a logical definition."""
    for fact in world.having(n.SOME):
        link = _restricted(world, fact)
        if link is not None:
            yield from _judge(world, reasoning, link, may_be_itself=True)


def _restricted(world: World, fact: Fact) -> _Link | None:
    relation = world.value(fact.subject, n.ON_PROPERTY)
    owner, target = fact.owner, fact.object
    if not isinstance(relation, URIRef) or not world.is_a(relation, n.OBJECT_PROPERTY):
        return None
    if not (isinstance(owner, URIRef) and isinstance(target, URIRef)):
        return None
    if not world.is_a(owner, n.CLASS) or not world.is_a(target, n.CLASS):
        return None
    if not _says_of_owner(world, fact.subject, owner):
        return None
    return _Link(owner, relation, target, fact.block_place, fact.object_place, owner)


def _says_of_owner(world: World, node: IdentifiedNode, owner: URIRef) -> bool:
    """Whether the restriction *node* holds of *owner* itself, not of something it links to."""
    users = [f for f in world.by_subject[owner] if f.object == node]
    if users:
        return users[0].predicate in (n.SUBCLASS, n.EQUIVALENT)
    for fact in world.by_subject[owner]:
        if fact.predicate in (n.EQUIVALENT, n.SUBCLASS) and isinstance(fact.object, BNode):
            for both in world.of(fact.object, n.INTERSECTION):
                if any(item == node for item, _ in world.list_of(both.object)):
                    return True
    return False


def _judge(
    world: World, reasoning: Reasoning, link: _Link, *, may_be_itself: bool = False
) -> Iterator[Diagnostic]:
    if link.subject == link.object and not may_be_itself:
        say = f"links {world.label(link.subject)} to itself"
        yield finding("KG304", say, link.object_place, term=link.owner)
        return
    domain = reasoning.ends(link.relation, n.DOMAIN)
    range_ = reasoning.ends(link.relation, n.RANGE)
    fits_subject = reasoning.is_one_of(link.subject, domain)
    fits_object = reasoning.is_one_of(link.object, range_)
    if fits_subject and fits_object:
        if link.relation in _SAME_KIND:
            yield from _same_kind(world, reasoning, link)
        return
    blamed = link.subject if not fits_subject else link.object
    kind = reasoning.kind_of(blamed)
    what = a(world.label(URIRef(MTKG + kind))) if kind else "under none of the kinds"
    ends = [either(world.label(c) for c in classes) for classes in (domain, range_)]
    side = n.DOMAIN if not fits_subject else n.RANGE
    yield finding(
        "KG304",
        f"{_name(world, link.relation)} links {ends[0]} to {ends[1]}, but {world.label(blamed)} "
        f"is {what}",
        link.subject_place if not fits_subject else link.object_place,
        term=link.owner,
        related=_side(world, link.relation, side),
        help=_advice(world, reasoning, link, domain, range_),
    )


def _name(world: World, relation: URIRef) -> str:
    return "a subclass step" if relation == n.SUBCLASS else world.label(relation)


def _side(world: World, relation: URIRef, side: URIRef) -> tuple[Related, ...]:
    facts = world.of(relation, side)
    word = "domain" if side == n.DOMAIN else "range"
    place = facts[0].object_place if facts else None
    return related(place, f"{word} of {local_name(relation)}")


def _advice(
    world: World,
    reasoning: Reasoning,
    link: _Link,
    domain: list[URIRef],
    range_: list[URIRef],
) -> str:
    if reasoning.is_one_of(link.object, domain) and reasoning.is_one_of(link.subject, range_):
        return "are subject and object exchanged?"
    fitting = [
        local_name(other)
        for other in world.terms_of(n.OBJECT_PROPERTY)
        if other != link.relation
        and other not in _SAME_KIND
        and (ends := reasoning.ends(other, n.DOMAIN))
        and reasoning.is_one_of(link.subject, ends)
        and (ends := reasoning.ends(other, n.RANGE))
        and reasoning.is_one_of(link.object, ends)
    ]
    if fitting:
        return f"did you mean {', '.join(sorted(fitting)[:4])}?"
    return "no relation links two such terms; is the term in its right place in the hierarchy?"


def _same_kind(world: World, reasoning: Reasoning, link: _Link) -> Iterator[Diagnostic]:
    kinds = [reasoning.kind_of(end) for end in (link.subject, link.object)]
    if kinds[0] == kinds[1] or None in kinds:
        return
    words = [a(world.label(URIRef(f"{MTKG}{kind}"))) for kind in kinds]
    yield finding(
        "KG304",
        f"{_name(world, link.relation)} links two terms of one kind, but "
        f"{world.label(link.subject)} is {words[0]} and {world.label(link.object)} is {words[1]}",
        link.object_place,
        term=link.owner,
    )


def _qualifiers(world: World, reasoning: Reasoning, claim: URIRef) -> Iterator[Diagnostic]:
    for predicate, kind in _QUALIFIER_KINDS.items():
        for fact in world.of(claim, predicate):
            value = fact.object
            if not isinstance(value, URIRef) or value not in world.types:
                continue
            if not reasoning.is_one_of(value, [kind]):
                found = reasoning.kind_of(value)
                what = a(world.label(URIRef(MTKG + found))) if found else "under none of the kinds"
                yield finding(
                    "KG304",
                    f"{contract(predicate)} names {a(world.label(kind))}, but "
                    f"{world.label(value)} is {what}",
                    fact.object_place,
                    term=claim,
                )


def _impossible(world: World, reasoning: Reasoning, links: list[_Link]) -> Iterator[Diagnostic]:
    """The second net: nothing could be a subject that has the relation to the object."""
    probes: dict[str, _Link] = {}
    axioms: list[Axiom] = list(reasoning.ontology.axioms)
    closure = reasoning.closure
    for link in links:
        parts = str(link.subject), str(link.object)
        if link.relation == n.SUBCLASS or not all(closure.is_satisfiable(part) for part in parts):
            continue
        name = f"_:probe({link.owner})"
        probes[name] = link
        axioms += probe(name, parts[0], str(link.relation), parts[1], str(link.owner))
    if not probes:
        return
    probed = saturate(axioms)
    for name, link in probes.items():
        if not probed.is_satisfiable(name):
            yield finding(
                "KG304",
                f"nothing can be {a(world.label(link.subject))} that "
                f"{_name(world, link.relation)} {a(world.label(link.object))}",
                link.object_place,
                term=link.owner,
                help="the axioms about its two ends exclude each other",
            )
