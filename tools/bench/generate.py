"""Generated ontologies of the graph's shape, for timing: trees, existentials, defined classes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from rdflib import OWL, RDF, RDFS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection

from mtkg.build.axioms import RdfAxiom

EX: Final = Namespace("https://example.org/generated/")
RELATIONS: Final = ("engages", "leadsTo", "mayProduce", "partOf", "appliedTo")


def ontology(classes: int, *, chains: bool, seed: int = 7) -> Graph:
    """
    An ontology of *classes* classes under five kinds, in trees with about eight under each.

    Two of five have an existential restriction, one in ten is defined by one. With *chains* there
    are three relation chains and a transitive relation.
    """
    rng = random.Random(seed)  # noqa: S311 - the same ontology at every run
    graph = Graph()
    kinds = {
        name: [EX[f"{name}{number}"] for number in range(classes // 5)]
        for name in ("Technique", "Mechanism", "Effect", "Tissue", "Condition")
    }
    for members in kinds.values():
        for number, cls in enumerate(members):
            graph.add((cls, RDF.type, OWL.Class))
            if number:
                graph.add((cls, RDFS.subClassOf, members[_parent(number, rng)]))
    graph += _disjoint([members[0] for members in kinds.values()])
    for triple in _relations(kinds, chains=chains):
        graph.add(triple)
    for sub, relation, filler in _restrictions(kinds, rng):
        graph.add((sub, RDFS.subClassOf, _some(graph, relation, filler)))
    for number, cls in enumerate(rng.sample(kinds["Technique"], classes // 10)):
        relation, fillers = (("engages", "Mechanism"), ("appliedTo", "Tissue"))[number % 2]
        node = _some(graph, relation, rng.choice(kinds[fillers]))
        graph.add((cls, OWL.equivalentClass, _and(graph, kinds["Technique"][0], node)))
    return graph


def _parent(number: int, rng: random.Random) -> int:
    return max(0, number // 8 - rng.randrange(2))


def _restrictions(
    kinds: dict[str, list[URIRef]], rng: random.Random
) -> Iterator[tuple[URIRef, str, URIRef]]:
    links = (
        ("Technique", "engages", "Mechanism"),
        ("Technique", "appliedTo", "Tissue"),
        ("Mechanism", "leadsTo", "Mechanism"),
        ("Mechanism", "leadsTo", "Effect"),
        ("Tissue", "partOf", "Tissue"),
    )
    for subject, relation, filler in links:
        subjects, fillers = kinds[subject], kinds[filler]
        for sub in rng.sample(subjects, len(subjects) * 2 // 5):
            at = subjects.index(sub)
            # Towards later classes, so that chains end.
            later = fillers[at + 1 :] if subject == filler else fillers
            if later:
                yield sub, relation, rng.choice(later)


def _relations(kinds: dict[str, list[URIRef]], *, chains: bool) -> Iterator[RdfAxiom]:
    ends = {
        "engages": ("Technique", "Mechanism"),
        "appliedTo": ("Technique", "Tissue"),
        "partOf": ("Tissue", "Tissue"),
    }
    for relation in RELATIONS:
        yield EX[relation], RDF.type, OWL.ObjectProperty
    for relation, (domain, range_) in ends.items():
        yield EX[relation], RDFS.domain, kinds[domain][0]
        yield EX[relation], RDFS.range, kinds[range_][0]
    if chains:
        yield EX.partOf, RDF.type, OWL.TransitiveProperty
        for steps, result in (
            (("engages", "leadsTo"), "mayProduce"),
            (("mayProduce", "leadsTo"), "mayProduce"),
            (("appliedTo", "partOf"), "appliedTo"),
        ):
            part = Graph()
            node = BNode()
            Collection(part, node, [EX[step] for step in steps])
            yield EX[result], OWL.propertyChainAxiom, node
            yield from part


def _disjoint(members: list[URIRef]) -> Graph:
    graph = Graph()
    node, items = BNode(), BNode()
    Collection(graph, items, list(members))
    graph.add((node, RDF.type, OWL.AllDisjointClasses))
    graph.add((node, OWL.members, items))
    return graph


def _some(graph: Graph, relation: str, filler: URIRef) -> BNode:
    node = BNode()
    graph.add((node, RDF.type, OWL.Restriction))
    graph.add((node, OWL.onProperty, EX[relation]))
    graph.add((node, OWL.someValuesFrom, filler))
    return node


def _and(graph: Graph, *parts: URIRef | BNode) -> BNode:
    node, items = BNode(), BNode()
    Collection(graph, items, list(parts))
    graph.add((node, RDF.type, OWL.Class))
    graph.add((node, OWL.intersectionOf, items))
    return node
