"""
What OWL 2 DL does not allow, and reasoners pass over.

The conditions are those of "OWL 2 Structural Specification", sections 3 (ontology documents),
5.8.1 (typing constraints) and 11 (global restrictions), as far as they can be broken in Turtle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rdflib.term import BNode, IdentifiedNode, Literal, URIRef

from mtkg.check import names as n
from mtkg.check.findings import a, finding, related
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import DEEPEST, Fact, World
from mtkg.model.diagnostics import Diagnostic
from mtkg.model.vocabulary import OWL, RDFS, XSD, contract

_KIND_WORDS: Final = {
    n.OBJECT_PROPERTY: "object property",
    n.DATA_PROPERTY: "data property",
    n.ANNOTATION_PROPERTY: "annotation property",
}
_FILLERS: Final = (n.SOME, n.ALL, n.HAS_VALUE, n.HAS_SELF, *n.CARDINALITIES)
_QUALIFIED: Final = frozenset(n.CARDINALITIES[3:])
_CLASS_VALUED: Final = frozenset({n.SUBCLASS, n.EQUIVALENT, n.DISJOINT, n.COMPLEMENT})
_NEEDS_SIMPLE: Final = {
    n.FUNCTIONAL: "functional",
    n.INVERSE_FUNCTIONAL: "inverse functional",
    n.ASYMMETRIC: "asymmetric",
    n.IRREFLEXIVE: "irreflexive",
}
_DATATYPE: Final = URIRef(f"{RDFS}Datatype")
_BUILT_IN: Final = (OWL, RDFS, XSD, "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
# Dates have a code of their own, KG303.
DATES: Final = frozenset(
    URIRef(XSD + name) for name in ("date", "dateTime", "gYear", "gYearMonth", "time")
)


def punning(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG103: one IRI declared as two kinds of property, or as class and datatype."""
    del reasoning
    for subject, types in world.types.items():
        clashing = [kind for kind in n.PROPERTY_TYPES if kind in types]
        words = [_KIND_WORDS[kind] for kind in clashing]
        if {n.CLASS, _DATATYPE} <= types:
            clashing, words = [n.CLASS, _DATATYPE], ["class", "datatype"]
        if len(clashing) < 2:
            continue
        facts = [fact for fact in world.of(subject, n.A) if fact.object in clashing]
        yield finding(
            "KG103",
            f"{contract(str(subject))} is declared as {' and as '.join(a(w) for w in words)}; "
            "OWL 2 DL allows one of them",
            facts[-1].object_place,
            term=subject,
            related=related(facts[0].object_place, "the other declaration"),
            help="remove one of the declarations; HermiT would not complain",
        )


def endless(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG103: expressions that contain themselves, or nest too deep to be read."""
    del reasoning
    found = [f for f in world.facts if f.object in world.endless] if world.endless else []
    # What uses the expression is told; the expression's own parts would say the same again.
    used = [fact for fact in found if fact.owner not in world.endless]
    told: set[tuple[str, IdentifiedNode]] = set()
    for fact in used or found[:1]:
        mark = (fact.document.file, fact.owner)
        if mark not in told:
            told.add(mark)
            yield _profile(
                f"an expression that contains itself, or nests more than {DEEPEST} deep",
                fact,
                advice="it takes no part in the reasoning; give the inner part a name",
            )


def restrictions(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG103: restrictions that lack a part, have one too many, or restrict what cannot be."""
    del reasoning
    nodes = {f.subject: f for f in world.having(n.ON_PROPERTY)}
    for fact in world.instances.get(n.RESTRICTION, ()):
        nodes.setdefault(fact.subject, fact)
    for node, fact in nodes.items():
        facts = world.by_subject[node]
        properties = [f for f in facts if f.predicate == n.ON_PROPERTY]
        fillers = [f for f in facts if f.predicate in _FILLERS]
        if len(properties) != 1:
            what = "no owl:onProperty" if not properties else "more than one owl:onProperty"
            yield _profile(f"a restriction with {what}", fact, place_of="subject")
        elif len(fillers) != 1:
            what = "says nothing of its fillers" if not fillers else "restricts in two ways"
            advice = "add owl:someValuesFrom" if not fillers else "write two restrictions"
            yield _profile(f"a restriction that {what}", fact, place_of="subject", advice=advice)
        else:
            yield from _parts(world, properties[0], fillers[0], facts)


def _parts(world: World, on: Fact, filler: Fact, facts: list[Fact]) -> Iterator[Diagnostic]:
    types = world.types.get(on.object, set()) if isinstance(on.object, IdentifiedNode) else set()
    if isinstance(on.object, URIRef) and not n.is_ours(on.object) and not types:
        yield _profile(f"{contract(on.object)} is restricted and declared nowhere", on)
    elif types and not types & {n.OBJECT_PROPERTY, n.DATA_PROPERTY}:
        word = "an annotation property" if n.ANNOTATION_PROPERTY in types else "no relation"
        yield _profile(f"{contract(str(on.object))} is {word} and cannot be restricted", on)
    if filler.predicate in (n.SOME, n.ALL):
        yield from _class_value(world, filler, datatype_allowed=n.DATA_PROPERTY in types)
    elif filler.predicate in n.CARDINALITIES:
        value = filler.object
        if not (isinstance(value, Literal) and str(value).isdigit()):
            yield _profile("a cardinality that is not a whole number", filler)
        qualified = any(f.predicate in (n.ON_CLASS, URIRef(f"{OWL}onDataRange")) for f in facts)
        if qualified != (filler.predicate in _QUALIFIED):
            word = "needs" if not qualified else "cannot have"
            yield _profile(f"{contract(filler.predicate)} {word} owl:onClass", filler)


def class_positions(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG103: something other than a class where the axiom needs one."""
    del reasoning
    for predicate in _CLASS_VALUED:
        for fact in world.having(predicate):
            yield from _class_value(world, fact, datatype_allowed=False)
            subject = fact.subject
            known = world.types.get(subject, set())
            if isinstance(subject, URIRef) and known and n.CLASS not in known:
                say = f"{contract(subject)} is no class and stands in {contract(predicate)}"
                yield _profile(say, fact, place_of="subject")
    for predicate in (n.INTERSECTION, n.UNION):
        for fact in world.having(predicate):
            for _, item in world.list_of(fact.object):
                yield from _class_value(world, item, datatype_allowed=False)


def _class_value(world: World, fact: Fact, *, datatype_allowed: bool) -> Iterator[Diagnostic]:
    value = fact.object
    if isinstance(value, Literal):
        yield _profile(f"{contract(fact.predicate)} takes a class, not a text", fact)
        return
    if isinstance(value, BNode) or value in (n.THING, n.NOTHING):
        return
    types = world.types.get(value, set())
    if not types:
        if not n.is_ours(value) and not (datatype_allowed and str(value).startswith(_BUILT_IN)):
            yield _profile(
                f"{contract(value)} is used as a class and declared nowhere",
                fact,
                advice=f"declare it, as in `{contract(value)} a owl:Class .`",
            )
    elif not types & {n.CLASS, _DATATYPE, n.RESTRICTION}:
        kind = next((_KIND_WORDS[t] for t in n.PROPERTY_TYPES if t in types), "individual")
        yield _profile(f"{contract(value)} is {a(kind)} and stands where a class must", fact)


def simple_relations(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG103: transitive relations, or chains, where OWL 2 DL asks for a simple relation."""
    del reasoning
    composite = _composite(world)
    for fact in world.having(n.ON_PROPERTY):
        if fact.object not in composite:
            continue
        for other in world.by_subject[fact.subject]:
            if other.predicate in (*n.CARDINALITIES, n.HAS_SELF):
                yield _not_simple(world, fact, "a cardinality or owl:hasSelf", composite)
    for kind, word in _NEEDS_SIMPLE.items():
        for fact in world.instances.get(kind, ()):
            if fact.subject in composite:
                yield _not_simple(world, fact, f"{a(word)} relation", composite)
    for fact in world.having(n.PROPERTY_DISJOINT):
        if fact.subject in composite or fact.object in composite:
            yield _not_simple(world, fact, "disjoint relations", composite)


def _composite(world: World) -> dict[IdentifiedNode, Fact]:
    """Relations that are transitive, the result of a chain, or above such a one."""
    found = {fact.subject: fact for fact in world.instances.get(n.TRANSITIVE, ())}
    found |= {fact.subject: fact for fact in world.having(n.CHAIN)}
    moved = True
    while moved:
        moved = False
        for fact in world.having(n.SUBPROPERTY):
            sup = fact.object
            if fact.subject in found and isinstance(sup, URIRef) and sup not in found:
                found[sup] = fact
                moved = True
        for fact in world.having(n.INVERSE):
            for one, other in ((fact.subject, fact.object), (fact.object, fact.subject)):
                if one in found and isinstance(other, URIRef) and other not in found:
                    found[other] = fact
                    moved = True
    return found


def _not_simple(
    world: World, fact: Fact, where: str, composite: dict[IdentifiedNode, Fact]
) -> Diagnostic:
    name = fact.object if fact.object in composite else fact.subject
    assert isinstance(name, IdentifiedNode)
    why = composite[name]
    return _profile(
        f"{world.label(name)} is transitive or has a chain, so OWL 2 DL does not allow {where}",
        fact,
        also=why,
    )


def chain_order(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG103: chains that run in circles: a relation defined through itself (section 11.2)."""
    del reasoning
    below: dict[object, set[object]] = {}
    for fact in world.having(n.SUBPROPERTY):
        below.setdefault(fact.object, set()).add(fact.subject)
    steps_of: list[tuple[Fact, list[object]]] = []
    for fact in world.having(n.CHAIN):
        steps = [item for item, _ in world.list_of(fact.object)]
        inner: list[object] = list(steps)
        if inner == [fact.subject, fact.subject]:
            continue
        if inner and inner[0] == fact.subject:
            inner = inner[1:]
        elif inner and inner[-1] == fact.subject:
            inner = inner[:-1]
        steps_of.append((fact, inner))
        below.setdefault(fact.subject, set()).update(inner)
    for fact, parts in steps_of:
        for step in parts:
            if step == fact.subject or _reaches(below, step, fact.subject):
                say = f"a chain for {world.label(fact.subject)} that comes back to it"
                yield _profile(say, fact)
                break


def _reaches(below: dict[object, set[object]], start: object, goal: object) -> bool:
    waiting, seen = [start], set()
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting += below.get(here, ())
    return False


def values(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG103: literals their datatype does not allow; object properties with text as value."""
    del reasoning
    for fact in world.near_facts:
        value = fact.object
        if isinstance(value, Literal):
            if value.ill_typed and value.datatype not in DATES and value.datatype is not None:
                say = f"“{value}” is no value of {contract(str(value.datatype))}"
                yield _profile(say, fact)
            elif n.OBJECT_PROPERTY in world.types.get(fact.predicate, ()):
                yield _profile(f"{contract(fact.predicate)} links things, not texts", fact)
        elif n.DATA_PROPERTY in world.types.get(fact.predicate, ()):
            yield _profile(f"{contract(fact.predicate)} takes a value, not a thing", fact)


def links_between_classes(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG105: a relation used between classes, as if they were individuals."""
    del reasoning
    for predicate, facts in world.by_predicate.items():
        if n.OBJECT_PROPERTY not in world.types.get(predicate, ()):
            continue
        for fact in facts:
            if world.is_a(fact.subject, n.CLASS) and isinstance(fact.object, URIRef):
                yield finding(
                    "KG105",
                    f"{contract(predicate)} links the class {world.label(fact.subject)} as if it "
                    "were an individual; no reasoner relates that to its members",
                    fact.predicate_place,
                    term=fact.subject,
                    help="make it a claim, or a restriction where it is true by definition",
                )


def _profile(
    message: str,
    fact: Fact,
    *,
    place_of: str = "object",
    advice: str | None = None,
    also: Fact | None = None,
) -> Diagnostic:
    return finding(
        "KG103",
        message,
        fact.subject_place if place_of == "subject" else fact.object_place,
        term=fact.owner,
        related=related(also.object_place, "because of this axiom") if also else (),
        help=advice,
    )
