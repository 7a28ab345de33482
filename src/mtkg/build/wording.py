"""OWL axioms in plain English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from mtkg.build.axioms import RdfAxiom
from mtkg.model.vocabulary import contract

LabelOf: TypeAlias = Callable[[str], str]
"""The label of a term by its IRI, as it reads inside a sentence: "joint mobilization"."""

_NUMBERS: Final = {
    OWL.cardinality: "exactly",
    OWL.qualifiedCardinality: "exactly",
    OWL.minCardinality: "at least",
    OWL.minQualifiedCardinality: "at least",
    OWL.maxCardinality: "at most",
    OWL.maxQualifiedCardinality: "at most",
}


def words(origin: RdfAxiom, graph: Graph, label_of: LabelOf) -> str:
    """
    One sentence, without capital or full stop, for the OWL axiom whose triple is *origin*.

    For example "every joint mobilization is a manual therapy", "nothing is both a tissue and a
    mechanism", "what engages anything is an intervention". *graph* holds the axiom's blank nodes.
    """
    return _Wording(graph, label_of).axiom(origin)


def article(noun: str) -> str:
    """
    *noun* with "a" or "an".

    >>> article("effect"), article("unit"), article("tissue")
    ('an effect', 'a unit', 'a tissue')
    """
    start = noun.casefold()
    vowel = start[:1] in tuple("aeiou") and not start.startswith(("uni", "use", "eu", "one"))
    return f"{'an' if vowel else 'a'} {noun}"


class _Wording:
    def __init__(self, graph: Graph, label_of: LabelOf) -> None:
        self.graph = graph
        self.label_of = label_of

    # --- axioms ---

    def axiom(self, origin: RdfAxiom) -> str:
        sub, predicate, value = origin
        handlers: dict[Node, Callable[[Node, Node], str]] = {
            RDFS.subClassOf: lambda a, b: f"every {self.noun(a)} {self.predicate(b)}",
            OWL.equivalentClass: self.definition,
            OWL.disjointWith: lambda a, b: self.disjoint([a, b]),
            OWL.members: lambda _, b: self.disjoint(self.members(b)),
            OWL.disjointUnionOf: self.division,
            RDFS.domain: lambda a, b: f"what {self.label(a)} anything {self.predicate(b)}",
            RDFS.range: lambda a, b: f"what anything {self.label(a)} {self.predicate(b)}",
            RDFS.subPropertyOf: self.sub_relation,
            OWL.propertyChainAxiom: self.chain,
            OWL.inverseOf: lambda a, b: f"“{self.label(a)}” is the inverse of “{self.label(b)}”",
            RDF.type: self.typed,
        }
        handler = handlers.get(predicate)
        if handler is None:
            return f"{self.label(sub)} {self.label(predicate)} {self.label(value)}"
        return handler(sub, value)

    def definition(self, cls: Node, value: Node) -> str:
        if isinstance(value, URIRef):
            return f"{self.noun(cls)} and {self.noun(value)} are the same"
        return f"{article(self.noun(cls))} is, by definition, {self.thing(value)}"

    def disjoint(self, nodes: list[Node]) -> str:
        names = [self.thing(node) for node in nodes]
        if len(names) == 2:
            return f"nothing is both {names[0]} and {names[1]}"
        return f"nothing is two of: {', '.join(names)}"

    def division(self, cls: Node, value: Node) -> str:
        kinds = " or ".join(self.thing(node) for node in self.members(value))
        return f"every {self.noun(cls)} is {kinds}, and only one of them"

    def sub_relation(self, sub: Node, sup: Node) -> str:
        return f"what {self.label(sub)} something also {self.label(sup)} it"

    def chain(self, sup: Node, steps: Node) -> str:
        path = " something that ".join(self.label(step) for step in self.members(steps))
        return f"what {path} another thing {self.label(sup)} that thing"

    def typed(self, sub: Node, kind: Node) -> str:
        if kind == OWL.TransitiveProperty:
            label = self.label(sub)
            return f"what {label} something that {label} another thing {label} that thing"
        names: dict[Node, str] = {
            OWL.SymmetricProperty: "holds in both directions",
            OWL.FunctionalProperty: "links to one thing at most",
            OWL.InverseFunctionalProperty: "links one thing at most to each",
            OWL.ReflexiveProperty: "links everything to itself",
            OWL.IrreflexiveProperty: "links nothing to itself",
            OWL.AsymmetricProperty: "never holds in both directions",
        }
        if kind in names:
            return f"“{self.label(sub)}” {names[kind]}"
        return f"{self.label(sub)} {self.predicate(kind)}"

    # --- class expressions ---

    def members(self, node: Node) -> list[Node]:
        return list(Collection(self.graph, node))

    def label(self, node: Node | None) -> str:
        if isinstance(node, URIRef):
            known = {OWL.Thing: "thing", OWL.Nothing: "impossible thing"}.get(node)
            return known or self.label_of(str(node)) or contract(str(node))
        inverse = self.graph.value(node, OWL.inverseOf) if isinstance(node, BNode) else None
        if inverse is not None:
            return f"is that which something {self.label(inverse)}:"
        return str(node)

    def noun(self, node: Node) -> str:
        """The name of a class, or words for an expression, to go behind an article."""
        if isinstance(node, BNode):
            return f"thing that {self.predicate(node)}"
        return self.label(node)

    def thing(self, node: Node) -> str:
        """A noun phrase with its article: "a technique that engages a mechanism"."""
        if not isinstance(node, BNode):
            return article(self.label(node))
        parts = self.graph.value(node, OWL.intersectionOf)
        if parts is not None:
            nodes = self.members(parts)
            named = [part for part in nodes if isinstance(part, URIRef)]
            head = " and ".join(self.thing(part) for part in named) or "something"
            rest = " and ".join(self.predicate(p) for p in nodes if isinstance(p, BNode))
            return f"{head} that {rest}" if rest else head
        union = self.graph.value(node, OWL.unionOf)
        if union is not None:
            return " or ".join(self.thing(part) for part in self.members(union))
        return f"something that {self.predicate(node)}"

    def predicate(self, node: Node) -> str:
        """Words that go behind a subject: "is a tissue", "engages a mechanism"."""
        if node == OWL.Nothing:
            return "cannot exist"
        if not isinstance(node, BNode):
            return f"is {self.thing(node)}"
        graph = self.graph
        if (other := graph.value(node, OWL.complementOf)) is not None:
            return f"is not {self.thing(other)}"
        if graph.value(node, OWL.onProperty) is not None:
            return self.restriction(node)
        if (members := graph.value(node, OWL.oneOf)) is not None:
            return f"is one of {', '.join(self.label(m) for m in self.members(members))}"
        return f"is {self.thing(node)}"

    def restriction(self, node: Node) -> str:
        graph = self.graph
        relation = self.label(graph.value(node, OWL.onProperty))
        if (filler := graph.value(node, OWL.someValuesFrom)) is not None:
            return f"{relation} {'something' if filler == OWL.Thing else self.thing(filler)}"
        if (filler := graph.value(node, OWL.allValuesFrom)) is not None:
            return f"{relation} nothing but {self.thing(filler)}"
        if (value := graph.value(node, OWL.hasValue)) is not None:
            return f"{relation} {value if isinstance(value, Literal) else self.label(value)}"
        if graph.value(node, OWL.hasSelf) is not None:
            return f"{relation} itself"
        for predicate, how in _NUMBERS.items():
            if (number := graph.value(node, predicate)) is not None:
                cls = graph.value(node, OWL.onClass)
                of = f" of what {self.predicate(cls)}" if cls is not None else ""
                return f"{relation} {how} {number}{of}"
        return f"{relation} something"
