"""Classes and their place: orphans, obsolete ones in use, odd equivalences, names and habits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rdflib.term import BNode, IdentifiedNode, Literal, URIRef

from mtkg.build.axioms import Disjoint
from mtkg.check import names as n
from mtkg.check.findings import finding, related, replacing
from mtkg.check.labels import texts
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import Fact, World
from mtkg.model.diagnostics import Diagnostic
from mtkg.model.vocabulary import KINDS, MTKG, XSD, contract, local_name
from mtkg.turtle.reader import Node

_KINDS: Final = tuple(URIRef(MTKG + kind) for kind in KINDS)
_BOOLEAN: Final = URIRef(f"{XSD}boolean")
_FORMS: Final = {
    n.CLASS: (re.compile(r"[A-Z][A-Za-z0-9]*"), "classes are written UpperCamelCase"),
    n.OBJECT_PROPERTY: (re.compile(r"[a-z][A-Za-z0-9]*"), "relations are written lowerCamelCase"),
    n.ANNOTATION_PROPERTY: (
        re.compile(r"[a-z][A-Za-z0-9]*"),
        "properties are written lowerCamelCase",
    ),
}
_RECORD_FORM: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LEFTOVER: Final = re.compile(
    r"^(?:other|miscellaneous|misc|unspecified|unclassified|various|remaining)\b|\b(?:other|misc)$",
    re.I,
)
_JOINED: Final = re.compile(r"\b(?:and|or|and/or)\b", re.I)
_NOT_A_USE: Final = frozenset({n.REPLACED_BY})


def orphans(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG407: a class under no kind; KG434: a top class that is disjoint with nothing."""
    parents = {fact.object for fact in world.having(n.SUBCLASS)}
    disjoint = _disjoint_classes(reasoning)
    records = _record_classes(world)
    for term in world.terms_of(n.CLASS):
        place = world.declaration(term)
        if place is None or term in _KINDS or reasoning.kind_of(term) or term in records:
            continue
        if any(_is_unknown(world, fact.object) for fact in world.of(term, n.SUBCLASS)):
            # The misspelled parent is the fault, and is reported as KG102.
            continue
        yield finding(
            "KG407",
            f"{world.label(term)} stands under none of the kinds",
            place,
            term=term,
            help=f"say what it is a kind of, up to one of {', '.join(KINDS)}",
        )
        above = reasoning.kinds.superclasses(str(term)) - {str(term), str(n.THING)}
        if not above and term in parents and str(term) not in disjoint:
            yield finding(
                "KG434",
                f"{world.label(term)} is at the top of the hierarchy and disjoint with nothing",
                place,
                term=term,
                help="put it under one of the kinds, or state what it is disjoint with",
            )


def _is_unknown(world: World, node: Node) -> bool:
    return isinstance(node, URIRef) and n.is_ours(node) and node not in world.types


def _disjoint_classes(reasoning: Reasoning) -> set[str]:
    return {
        name
        for axiom in reasoning.ontology.axioms
        if isinstance(axiom, Disjoint)
        for name in (axiom.first, axiom.second)
    }


def _record_classes(world: World) -> set[IdentifiedNode]:
    """Classes of the records that make up claims, and classes that only have individuals."""
    members = {
        fact.object
        for kind in (n.INDIVIDUAL, *n.RECORDS)
        for other in world.instances.get(kind, ())
        for fact in world.of(other.subject, n.A)
    }
    return {*n.RECORDS, *(m for m in members if isinstance(m, URIRef) and m != n.CLASS)}


def deprecated_in_use(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG405: an obsolete term in an axiom or a claim."""
    del reasoning
    if not world.deprecated:
        return
    for fact in world.facts:
        if fact.owner in world.deprecated or fact.predicate in _NOT_A_USE:
            continue
        for node, place in (
            (fact.object, fact.object_place),
            (fact.predicate, fact.predicate_place),
        ):
            if node in world.deprecated and isinstance(node, URIRef):
                new = world.value(node, n.REPLACED_BY)
                shown = contract(str(new)) if isinstance(new, URIRef) else None
                yield finding(
                    "KG405",
                    f"{world.label(node)} is obsolete",
                    place,
                    term=fact.owner,
                    related=related(world.place(node), "retired here"),
                    fixes=[replacing(f"use {shown}", place, shown, safe=False)] if shown else (),
                    help=f"use {shown}" if shown else "it names no replacement",
                )


def deprecation(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG412: ``owl:deprecated`` with a text; KG422: a successor of something not retired."""
    del reasoning
    for fact in world.having(n.DEPRECATED):
        value = fact.object
        if not (
            isinstance(value, Literal)
            and value.datatype == _BOOLEAN
            and str(value) in {"true", "false", "1", "0"}
        ):
            text = str(value).lower()
            yield finding(
                "KG412",
                f"owl:deprecated takes true or false, not {world.label(value)}",
                fact.object_place,
                term=fact.subject,
                fixes=[replacing(f"write {text}", fact.object_place, text, safe=True)]
                if text in {"true", "false"}
                else (),
            )
    for fact in world.having(n.REPLACED_BY):
        if isinstance(fact.subject, URIRef) and fact.subject not in world.deprecated:
            yield finding(
                "KG422",
                f"{world.label(fact.subject)} names a replacement and is not obsolete",
                fact.predicate_place,
                term=fact.subject,
                help="add `owl:deprecated true`, or remove dcterms:isReplacedBy",
            )


def equivalences(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG415, KG416, KG429, KG430, KG440: what is odd about ``owl:equivalentClass``."""
    del reasoning
    named: dict[IdentifiedNode, list[Fact]] = {}
    logical: dict[IdentifiedNode, list[Fact]] = {}
    for fact in world.having(n.EQUIVALENT):
        if isinstance(fact.object, URIRef):
            named.setdefault(fact.subject, []).append(fact)
        elif isinstance(fact.object, BNode):
            parts = world.of(fact.object, n.INTERSECTION)
            if parts:
                logical.setdefault(fact.subject, []).append(fact)
                yield from _genus(world, fact, parts[0])
            yield from _recursion(world, fact)
    for subject, facts in named.items():
        for fact in facts:
            if n.is_ours(str(subject)) and n.is_ours(str(fact.object)):
                yield finding(
                    "KG416",
                    f"{world.label(subject)} and {world.label(fact.object)} are declared the same",
                    fact.object_place,
                    term=subject,
                    help="keep one class and make the other's label its synonym",
                )
        if len(facts) > 1:
            say = f"{world.label(subject)} is declared equivalent to {len(facts)} named classes"
            yield finding("KG429", say, facts[-1].object_place, term=subject)
    for subject, facts in logical.items():
        if len(facts) > 1:
            yield finding(
                "KG430",
                f"{world.label(subject)} has {len(facts)} logical definitions",
                facts[-1].object_place,
                term=subject,
                related=related(facts[0].object_place, "the first"),
                help="join them in one intersection, or make one a subclass axiom",
            )


def _genus(world: World, fact: Fact, parts: Fact) -> Iterator[Diagnostic]:
    if not any(isinstance(item, URIRef) for item, _ in world.list_of(parts.object)):
        yield finding(
            "KG415",
            f"the logical definition of {world.label(fact.subject)} names no class to narrow",
            fact.object_place,
            term=fact.subject,
            help="put the nearest wider class into the intersection",
        )


def _recursion(world: World, fact: Fact) -> Iterator[Diagnostic]:
    inner = fact.statement
    for candidate in fact.document.graph.statements:
        inside = inner.at_object < candidate.at_object < inner.end
        if inside and candidate.object == fact.subject:
            yield finding(
                "KG440",
                f"{world.label(fact.subject)} occurs in its own logical definition",
                Fact(fact.document, candidate).object_place,
                term=fact.subject,
            )
            return


def habits(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG433, KG438: classes that join two things, or take what is left over."""
    del reasoning
    for term in world.terms_of(n.CLASS):
        for fact, text in texts(world, term, n.PREF):
            if _LEFTOVER.search(str(text)):
                say = f"“{text}” is a class for what is left over"
                yield finding("KG438", say, fact.object_place, term=term)
            elif _JOINED.search(str(text)):
                say = f"“{text}” names two things in one class"
                yield finding("KG433", say, fact.object_place, term=term)


def naming(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG439: names that are not in the form of their kind."""
    del reasoning
    for term in world.terms:
        for kind, (form, how) in _FORMS.items():
            if kind in world.types[term] and not form.fullmatch(local_name(term)):
                yield from _misnamed(world, term, how)
    for record in (*world.claims, *world.sources, *world.evidence_lines):
        if n.is_record(record) and not _RECORD_FORM.fullmatch(local_name(record)):
            yield from _misnamed(world, record, "records are named in lower case, with hyphens")


def _misnamed(world: World, term: URIRef, how: str) -> Iterator[Diagnostic]:
    place = world.declaration(term)
    if place:
        yield finding("KG439", f"{contract(term)} is an unusual name", place, term=term, help=how)
