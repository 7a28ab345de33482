"""Class expressions of OWL 2, read from RDF as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from mtkg.build.forms import FRESH, NOTHING, THING


@dataclass(frozen=True, slots=True)
class Named:
    """A class by its IRI."""

    name: str


@dataclass(frozen=True, slots=True)
class And:
    """What is all of the parts."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What is any of the parts."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """What has the relation to some of the filler."""

    relation: str
    filler: Expr


@dataclass(frozen=True, slots=True)
class Not:
    """What is not the part."""

    part: Expr


@dataclass(frozen=True, slots=True)
class Other:
    """An expression outside EL and unions, and why."""

    reason: str


Expr: TypeAlias = Named | And | Or | Some | Not | Other

_NOT_EL: Final = {
    OWL.allValuesFrom: "a restriction with only (owl:allValuesFrom)",
    OWL.hasValue: "a restriction to an individual (owl:hasValue)",
    OWL.hasSelf: "a restriction to itself (owl:hasSelf)",
    OWL.cardinality: "an exact number (owl:cardinality)",
    OWL.maxCardinality: "a largest number (owl:maxCardinality)",
    OWL.minCardinality: "a smallest number (owl:minCardinality)",
    OWL.qualifiedCardinality: "an exact number (owl:qualifiedCardinality)",
    OWL.maxQualifiedCardinality: "a largest number (owl:maxQualifiedCardinality)",
    OWL.minQualifiedCardinality: "a smallest number (owl:minQualifiedCardinality)",
    OWL.oneOf: "a list of individuals (owl:oneOf)",
    OWL.onDataRange: "a restriction on data values",
    OWL.onProperties: "a restriction on data values",
}


def structure(expr: Expr) -> str:
    """A name for *expr*, equal for expressions of equal structure."""
    match expr:
        case Named(name):
            return name
        case And(parts):
            return f"{FRESH}and({','.join(map(structure, parts))})"
        case Or(parts):
            return f"{FRESH}or({','.join(map(structure, parts))})"
        case Some(relation, filler):
            return f"{FRESH}some({relation},{structure(filler)})"
        case Not(part):
            return f"{FRESH}not({structure(part)})"
        case Other(reason):
            return f"{FRESH}other({reason})"


def individual(iri: str) -> str:
    """The fresh class name under which an individual takes part in reasoning."""
    return f"{FRESH}one({iri})"


def combined(kind: type[And | Or], parts: list[Expr]) -> Expr:
    """An intersection or union, flattened; of one part it is that part."""
    flat: dict[Expr, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, kind) else (part,)))
    if not flat:
        return Named(THING if kind is And else NOTHING)
    return next(iter(flat)) if len(flat) == 1 else kind(tuple(sorted(flat, key=structure)))


class ExpressionReader:
    """Reads the class expressions of one graph; ``data`` are its data and annotation properties."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.data = {
            node
            for kind in (OWL.DatatypeProperty, OWL.AnnotationProperty)
            for node in graph.subjects(RDF.type, kind)
        } - set(graph.subjects(RDF.type, OWL.ObjectProperty))

    def members(self, node: Node) -> list[Node]:
        """The members of an RDF list."""
        return list(Collection(self.graph, node))

    def expr(self, node: Node) -> Expr:
        """The class expression at *node*; `Other` for what EL and unions cannot say."""
        if isinstance(node, URIRef):
            return Named(str(node))
        if isinstance(node, Literal):
            return Other("a literal in place of a class")
        graph = self.graph
        if (parts := graph.value(node, OWL.intersectionOf)) is not None:
            return combined(And, [self.expr(part) for part in self.members(parts)])
        if (parts := graph.value(node, OWL.unionOf)) is not None:
            return combined(Or, [self.expr(part) for part in self.members(parts)])
        if (part := graph.value(node, OWL.complementOf)) is not None:
            return Not(self.expr(part))
        if (filler := graph.value(node, OWL.someValuesFrom)) is not None:
            return self.restriction(graph.value(node, OWL.onProperty), filler)
        for predicate, reason in _NOT_EL.items():
            if graph.value(node, predicate) is not None:
                return Other(reason)
        return Other("an expression of unknown kind")

    def restriction(self, relation: Node | None, filler: Node) -> Expr:
        """An existential restriction on a relation that is neither inverse nor on data."""
        if relation in self.data:
            return Other("a restriction on data values")
        if not isinstance(relation, URIRef):
            return Other("a restriction on an inverse relation")
        return Some(str(relation), self.expr(filler))
