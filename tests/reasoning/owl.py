"""Random small EL ontologies as plain tuples, and the OWL in RDF that says the same."""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

CLASSES = "ABCDEFG"
RELATIONS = "rst"

Expr: TypeAlias = str | tuple[str, object, object]
Statement: TypeAlias = tuple[str, object, object]

PREFIXES = """
@prefix : <http://x/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def read(turtle: str) -> Graph:
    """An ontology from Turtle, with the usual prefixes; ``:`` is http://x/."""
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def x(name: str) -> str:
    """The IRI of a name of `read`'s."""
    return f"http://x/{name}"


_names = st.sampled_from(CLASSES)
_relations = st.sampled_from(RELATIONS)
expressions: st.SearchStrategy[Expr] = st.recursive(
    _names,
    lambda inner: st.one_of(
        st.tuples(st.just("and"), inner, inner), st.tuples(st.just("some"), _relations, inner)
    ),
    max_leaves=3,
)
statements: st.SearchStrategy[Statement] = st.one_of(
    st.tuples(st.just("sub"), expressions, expressions),
    st.tuples(st.just("sub"), _names, expressions),
    st.tuples(st.just("sub"), _names, expressions),
    st.tuples(st.just("same"), _names, expressions),
    st.tuples(st.just("apart"), _names, _names),
    st.tuples(st.just("not"), _names, expressions),
    st.tuples(st.just("domain"), _relations, _names),
    st.tuples(st.just("range"), _relations, _names),
    st.tuples(st.just("under"), _relations, _relations),
)
ontologies = st.lists(statements, min_size=2, max_size=14)


def graph_of(statements_: list[Statement], prefix: str) -> Graph:
    """The OWL for *statements_*, every name within the namespace *prefix*."""
    return _Writer(prefix).write(statements_)


class _Writer:
    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.graph = Graph()

    def iri(self, name: object) -> URIRef:
        return URIRef(f"{self.prefix}{name}")

    def node(self, expr: object) -> Node:
        if isinstance(expr, str):
            return self.iri(expr)
        assert isinstance(expr, tuple)
        form, first, second = expr
        node = BNode()
        if form == "some":
            self.graph.add((node, RDF.type, OWL.Restriction))
            self.graph.add((node, OWL.onProperty, self.iri(first)))
            self.graph.add((node, OWL.someValuesFrom, self.node(second)))
        else:
            items = BNode()
            Collection(self.graph, items, [self.node(first), self.node(second)])
            self.graph.add((node, RDF.type, OWL.Class))
            self.graph.add((node, OWL.intersectionOf, items))
        return node

    def write(self, statements_: list[Statement]) -> Graph:
        for name in CLASSES:
            self.graph.add((self.iri(name), RDF.type, OWL.Class))
        for name in RELATIONS:
            self.graph.add((self.iri(name), RDF.type, OWL.ObjectProperty))
        predicates = {
            "sub": RDFS.subClassOf,
            "same": OWL.equivalentClass,
            "apart": OWL.disjointWith,
            "domain": RDFS.domain,
            "range": RDFS.range,
            "under": RDFS.subPropertyOf,
        }
        for form, first, second in statements_:
            if form == "not":
                node = BNode()
                self.graph.add((node, RDF.type, OWL.Class))
                self.graph.add((node, OWL.complementOf, self.node(second)))
                self.graph.add((self.node(first), RDFS.subClassOf, node))
            else:
                self.graph.add((self.node(first), predicates[form], self.node(second)))
        return self.graph
