"""Relations: domains and ranges, inverses, chains, characteristics, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rdflib.term import URIRef

from mtkg.check import names as n
from mtkg.check.findings import finding, related
from mtkg.check.labels import texts
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import Fact, World
from mtkg.model.diagnostics import Diagnostic
from mtkg.model.vocabulary import contract

_IS_A: Final = re.compile(
    r"^is(?:[\s_-]?an?)?$|^is[\s_-]?(?:a[\s_-]?)?(?:kind|type)[\s_-]?of$", re.IGNORECASE
)


def ends(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG435: no domain or range; KG436: several, which OWL intersects."""
    del reasoning
    for relation in world.terms_of(n.OBJECT_PROPERTY):
        missing = []
        for predicate, word in ((n.DOMAIN, "domain"), (n.RANGE, "range")):
            facts = world.of(relation, predicate)
            if not facts:
                missing.append(word)
            elif len({fact.object for fact in facts}) > 1:
                yield finding(
                    "KG436",
                    f"{world.label(relation)} has {len(facts)} {word}s, which hold all at once",
                    facts[-1].object_place,
                    term=relation,
                    related=related(facts[0].object_place, f"the first {word}"),
                    help="for a choice, write one owl:unionOf",
                )
        place = world.declaration(relation)
        if missing and place:
            say = f"{world.label(relation)} has no {' and no '.join(missing)}"
            yield finding("KG435", say, place, term=relation)


def names(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG431: a home-made “is a”."""
    del reasoning
    for relation in world.terms_of(n.OBJECT_PROPERTY):
        for fact, text in texts(world, relation, n.PREF, n.LABEL):
            if _IS_A.match(str(text).strip()):
                yield finding(
                    "KG431",
                    f"the relation “{text}” says what OWL has words for",
                    fact.object_place,
                    term=relation,
                    help="use rdfs:subClassOf, rdf:type or owl:sameAs",
                )
                break


def inverses(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG432: inverses whose ends do not fit; KG441: a relation that is its own inverse."""
    for fact in world.having(n.INVERSE):
        one, other = fact.subject, fact.object
        if not isinstance(one, URIRef) or not isinstance(other, URIRef):
            continue
        symmetric = world.is_a(one, n.SYMMETRIC) or world.is_a(other, n.SYMMETRIC)
        if one == other or symmetric:
            what = "its own inverse" if one == other else "symmetric and needs no inverse"
            yield finding(
                "KG441",
                f"{contract(one)} is {what}",
                fact.object_place,
                term=one,
                help="declare it as owl:SymmetricProperty, and no inverse",
            )
        else:
            yield from _wrong_inverse(world, reasoning, fact, one, other)


def _wrong_inverse(
    world: World, reasoning: Reasoning, fact: Fact, one: URIRef, other: URIRef
) -> Iterator[Diagnostic]:
    for mine, theirs, words in (
        (n.DOMAIN, n.RANGE, ("domain", "range")),
        (n.RANGE, n.DOMAIN, ("range", "domain")),
    ):
        left, right = reasoning.ends(one, mine), reasoning.ends(other, theirs)
        if left and right and set(left) != set(right):
            yield finding(
                "KG432",
                f"the {words[0]} of {contract(one)} is not the {words[1]} of its inverse "
                f"{contract(other)}",
                fact.object_place,
                term=one,
                related=related(
                    world.of(other, theirs)[0].object_place, f"{words[1]} of {contract(other)}"
                ),
            )
            return


def characteristics(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG442: symmetric or transitive, with ends that share nothing; KG443: chains of one."""
    for kind, word in ((n.SYMMETRIC, "symmetric"), (n.TRANSITIVE, "transitive")):
        for fact in world.instances.get(kind, ()):
            domain = reasoning.ends(fact.subject, n.DOMAIN)
            range_ = reasoning.ends(fact.subject, n.RANGE)
            kinds = [{reasoning.kind_of(c) or str(c) for c in side} for side in (domain, range_)]
            if domain and range_ and not kinds[0] & kinds[1]:
                yield finding(
                    "KG442",
                    f"{world.label(fact.subject)} is {word}, and its domain and range have "
                    "nothing in common",
                    fact.object_place,
                    term=fact.subject,
                )
    for fact in world.having(n.CHAIN):
        if len(world.list_of(fact.object)) < 2:
            yield finding(
                "KG443",
                f"the chain for {world.label(fact.subject)} has fewer than two relations",
                fact.object_place,
                term=fact.subject,
                help="write rdfs:subPropertyOf",
            )
