"""
OWL 2 axioms in RDF, put into the normal forms of `mtkg.build.forms`.

Every normal axiom keeps the RDF triple of the OWL axiom it came from as its origin, so that a
finding can point at a file and line. What OWL says and the forms do not is listed as `OutsideEl`,
never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

from mtkg.build.expressions import (
    And,
    Expr,
    ExpressionReader,
    Named,
    Not,
    Or,
    Other,
    Some,
    combined,
    individual,
    structure,
)
from mtkg.build.forms import (
    FRESH,
    NOTHING,
    THING,
    Axiom,
    Chain,
    Conjunction,
    Disjoint,
    Domain,
    ExistsLeft,
    ExistsRight,
    Inhabited,
    Origin,
    Range,
    SubClass,
    SubRelation,
    Union,
    is_fresh,
    origins,
    probe,
    restriction,
)

__all__ = [
    "FRESH",
    "NOTHING",
    "THING",
    "Axiom",
    "Chain",
    "Conjunction",
    "Disjoint",
    "Domain",
    "ExistsLeft",
    "ExistsRight",
    "Inhabited",
    "NormalOntology",
    "Origin",
    "OutsideEl",
    "Range",
    "RdfAxiom",
    "SubClass",
    "SubRelation",
    "Union",
    "is_fresh",
    "normalise",
    "origins",
    "probe",
    "restriction",
    "triples_of",
]

RdfAxiom: TypeAlias = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class OutsideEl:
    """
    An OWL axiom that the normal forms do not cover, and why.

    ``partly`` tells that its EL part, or the part of a union that `Union` describes, is covered.
    """

    origin: RdfAxiom
    reason: str
    partly: bool = False


@dataclass(frozen=True, slots=True)
class NormalOntology:
    """What `normalise` gives: the axioms, the names declared, and what EL cannot say."""

    axioms: tuple[Axiom, ...]
    classes: frozenset[str]
    relations: frozenset[str]
    outside_el: tuple[OutsideEl, ...]


_CHARACTERISTICS: Final = {
    OWL.FunctionalProperty: "a functional relation",
    OWL.InverseFunctionalProperty: "an inverse functional relation",
    OWL.SymmetricProperty: "a symmetric relation",
    OWL.AsymmetricProperty: "an asymmetric relation",
    OWL.ReflexiveProperty: "a reflexive relation",
    OWL.IrreflexiveProperty: "an irreflexive relation",
}
_AXIOM_NODES: Final[dict[URIRef, tuple[URIRef | None, str]]] = {
    OWL.AllDisjointProperties: (OWL.members, "disjoint relations"),
    OWL.AllDifferent: (None, "individuals told to differ"),
    OWL.NegativePropertyAssertion: (None, "a link denied between individuals"),
}
_PLAIN_PREDICATES: Final = {
    OWL.inverseOf: "an inverse relation",
    OWL.propertyDisjointWith: "disjoint relations",
    OWL.hasKey: "a key (owl:hasKey)",
    OWL.sameAs: "individuals told to be the same",
    OWL.differentFrom: "individuals told to differ",
}


class _Normaliser:
    """Collects the normal axioms of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.reader = ExpressionReader(graph)
        self.axioms: dict[Axiom, None] = {}
        self.outside: dict[OutsideEl, None] = {}
        self.classes = self._declared(OWL.Class)
        self.relations = self._declared(OWL.ObjectProperty)

    def _declared(self, kind: URIRef) -> set[str]:
        found = self.graph.subjects(RDF.type, kind)
        return {str(node) for node in found if isinstance(node, URIRef)} - {THING, NOTHING}

    def emit(self, axiom: Axiom) -> None:
        self.axioms[axiom] = None

    def leave_out(self, origin: RdfAxiom, reason: str, *, partly: bool = False) -> None:
        self.outside[OutsideEl(origin, reason, partly)] = None

    # --- left and right sides ---

    def left(self, expr: Expr, origin: RdfAxiom, target: str | None = None) -> str | None:
        """Emit axioms so that *expr* is under the name returned; None where EL cannot."""
        if isinstance(expr, Named):
            if target is None:
                return expr.name
            self.emit(SubClass(expr.name, target, origin))
            return target
        name = target or structure(expr)
        match expr:
            case And(parts):
                names = [self.left(part, origin) for part in parts]
                known = tuple(part for part in names if part is not None)
                if len(known) < len(names):
                    return None
                self.emit(Conjunction(known, name, origin))
            case Or(parts):
                found = [self.left(part, origin, name) for part in parts]
                if None in found:
                    return None
            case Some(relation, inner):
                filler = self.left(inner, origin)
                if filler is None:
                    return None
                self.emit(ExistsLeft(relation, filler, name, origin))
            case Not():
                self.leave_out(origin, "a complement on the left", partly=True)
                return None
            case Other(reason):
                self.leave_out(origin, reason, partly=True)
                return None
        return name

    def right(self, sub: str, expr: Expr, origin: RdfAxiom) -> None:
        """Emit axioms that say: every *sub* is *expr*."""
        match expr:
            case Named(name):
                self.emit(SubClass(sub, name, origin))
            case And(parts):
                for part in parts:
                    self.right(sub, part, origin)
            case Or():
                self.emit(SubClass(sub, self.right_name(expr, origin), origin))
            case Some(relation, filler):
                filler_name = self.right_name(filler, origin)
                self.emit(ExistsRight(sub, relation, filler_name, origin))
            case Not(part):
                if (other := self.left(part, origin)) is not None:
                    self.emit(Disjoint(sub, other, origin))
            case Other(reason):
                self.leave_out(origin, reason, partly=True)

    def right_name(self, expr: Expr, origin: RdfAxiom) -> str:
        """A name under which everything is *expr*."""
        if isinstance(expr, Named):
            return expr.name
        name = structure(expr)
        if isinstance(expr, Or):
            parts = tuple(self.right_name(part, origin) for part in expr.parts)
            self.emit(Union(name, parts, origin))
            self.leave_out(origin, "a union on the right", partly=True)
            for part, part_name in zip(expr.parts, parts, strict=True):
                if not isinstance(part, Named):
                    self.left(part, origin, part_name)
        else:
            self.right(name, expr, origin)
        return name

    # --- axioms ---

    def class_axioms(self) -> None:
        graph = self.graph
        for sub, sup in graph.subject_objects(RDFS.subClassOf):
            self.inclusion(sub, sup, (sub, RDFS.subClassOf, sup))
        for a, b in graph.subject_objects(OWL.equivalentClass):
            origin = (a, OWL.equivalentClass, b)
            self.inclusion(a, b, origin)
            self.inclusion(b, a, origin)
        for a, b in graph.subject_objects(OWL.disjointWith):
            self.disjoint([a, b], (a, OWL.disjointWith, b))
        for node in graph.subjects(RDF.type, OWL.AllDisjointClasses):
            if (members := graph.value(node, OWL.members)) is not None:
                self.disjoint(self.reader.members(members), (node, OWL.members, members))
        for a, parts in graph.subject_objects(OWL.disjointUnionOf):
            origin = (a, OWL.disjointUnionOf, parts)
            nodes = self.reader.members(parts)
            union = combined(Or, [self.reader.expr(node) for node in nodes])
            self.right(str(a), union, origin)
            self.left(union, origin, str(a))
            self.disjoint(nodes, origin)
        self.named_expressions()

    def named_expressions(self) -> None:
        """A class that carries the expression itself: ``:A owl:complementOf :B`` (legacy form)."""
        for predicate in (OWL.intersectionOf, OWL.unionOf, OWL.complementOf, OWL.oneOf):
            for node, value in self.graph.subject_objects(predicate):
                if isinstance(node, URIRef):
                    reason = "an expression given a name without owl:equivalentClass"
                    self.leave_out((node, predicate, value), reason)

    def inclusion(self, sub: Node, sup: Node, origin: RdfAxiom) -> None:
        if str(sub) == NOTHING or str(sup) == THING:
            return
        if isinstance(sub, URIRef):
            self.right(str(sub), self.reader.expr(sup), origin)
            return
        expr = self.reader.expr(sub)
        if isinstance(sup, URIRef):
            self.left(expr, origin, str(sup))
        elif (name := self.left(expr, origin)) is not None:
            self.right(name, self.reader.expr(sup), origin)

    def disjoint(self, nodes: list[Node], origin: RdfAxiom) -> None:
        names = [self.left(self.reader.expr(node), origin) for node in nodes]
        known = [name for name in names if name is not None]
        for i, first in enumerate(known):
            for second in known[i + 1 :]:
                self.emit(Disjoint(first, second, origin))

    def relation_axioms(self) -> None:
        handlers: dict[URIRef, Callable[[Node, Node, RdfAxiom], None]] = {
            RDFS.subPropertyOf: self.sub_relation,
            OWL.equivalentProperty: self.equivalent_relation,
            OWL.propertyChainAxiom: self.chain,
            RDFS.domain: partial(self.domain_or_range, Domain),
            RDFS.range: partial(self.domain_or_range, Range),
        }
        for predicate, handler in handlers.items():
            for sub, value in self.graph.subject_objects(predicate):
                if sub not in self.reader.data and isinstance(sub, URIRef):
                    handler(sub, value, (sub, predicate, value))
        for node in self.graph.subjects(RDF.type, OWL.TransitiveProperty):
            name = str(node)
            self.emit(Chain(name, name, name, (node, RDF.type, OWL.TransitiveProperty)))

    def sub_relation(self, sub: Node, sup: Node, origin: RdfAxiom) -> None:
        if not isinstance(sup, URIRef):
            self.leave_out(origin, "an inverse relation")
        else:
            self.emit(SubRelation(str(sub), str(sup), origin))

    def equivalent_relation(self, a: Node, b: Node, origin: RdfAxiom) -> None:
        for sub, sup in ((a, b), (b, a)):
            self.sub_relation(sub, sup, origin)

    def chain(self, sup: Node, parts: Node, origin: RdfAxiom) -> None:
        steps = self.reader.members(parts)
        if not steps or not all(isinstance(step, URIRef) for step in steps):
            self.leave_out(origin, "an inverse relation in a chain")
            return
        names = [str(step) for step in steps]
        if len(names) == 1:
            self.emit(SubRelation(names[0], str(sup), origin))
        while len(names) > 2:
            joined = f"{FRESH}chain({names[0]},{names[1]})"
            self.emit(Chain(names[0], names[1], joined, origin))
            names[:2] = [joined]
        if len(names) == 2:
            self.emit(Chain(names[0], names[1], str(sup), origin))

    def domain_or_range(
        self, form: type[Domain | Range], relation: Node, cls: Node, origin: RdfAxiom
    ) -> None:
        expr = self.reader.expr(cls)
        for part in expr.parts if isinstance(expr, And) else (expr,):
            if isinstance(part, Other | Not):
                reason = part.reason if isinstance(part, Other) else "a complement as a domain"
                self.leave_out(origin, reason)
            else:
                self.emit(form(str(relation), self.right_name(part, origin), origin))

    def assertions(self) -> None:
        """Individuals: each becomes a class of its own that has a member."""
        for node, cls in self.graph.subject_objects(RDF.type):
            if isinstance(node, URIRef) and (str(cls) in self.classes or isinstance(cls, BNode)):
                origin = (node, RDF.type, cls)
                name = individual(str(node))
                self.emit(Inhabited(name, origin))
                self.right(name, self.reader.expr(cls), origin)
        for relation in self.relations:
            predicate = URIRef(relation)
            for sub, value in self.graph.subject_objects(predicate):
                if isinstance(sub, URIRef) and isinstance(value, URIRef):
                    origin = (sub, predicate, value)
                    self.emit(Inhabited(individual(str(sub)), origin))
                    pair = individual(str(sub)), individual(str(value))
                    self.emit(ExistsRight(pair[0], relation, pair[1], origin))

    def uncovered(self) -> None:
        """Axioms of kinds that no normal form covers."""
        graph = self.graph
        for kind, reason in _CHARACTERISTICS.items():
            for node in graph.subjects(RDF.type, kind):
                if node not in self.reader.data:
                    self.leave_out((node, RDF.type, kind), reason)
        for predicate, reason in _PLAIN_PREDICATES.items():
            for a, b in graph.subject_objects(predicate):
                if a not in self.reader.data:
                    self.leave_out((a, predicate, b), reason)
        for kind, (members_at, reason) in _AXIOM_NODES.items():
            for node in graph.subjects(RDF.type, kind):
                members = graph.value(node, members_at) if members_at else None
                if members_at and members:
                    self.leave_out((node, members_at, members), reason)
                else:
                    self.leave_out((node, RDF.type, kind), reason)
        self.ranges_of_chains()

    def ranges_of_chains(self) -> None:
        """
        EL asks that a chain's last relation imply the range of the relation it gives.

        OWL 2 Profiles, section 2.2.6. Where it does not hold, a clash is still found (see
        `saturation`), but not every subclass.
        """
        ranges: dict[str, dict[str, RdfAxiom]] = {}
        for axiom in self.axioms:
            if isinstance(axiom, Range) and isinstance(axiom.origin, tuple):
                ranges.setdefault(axiom.relation, {})[axiom.cls] = axiom.origin
        for axiom in tuple(self.axioms):
            if isinstance(axiom, Chain) and axiom.second != axiom.sup:
                known = ranges.get(axiom.second, {})
                for cls, origin in ranges.get(axiom.sup, {}).items():
                    if cls not in known and not is_fresh(axiom.sup):
                        self.leave_out(origin, "a range that a chain does not imply", partly=True)


def normalise(graph: Graph) -> NormalOntology:
    """
    The axioms of an OWL 2 ontology in RDF, in normal form, in a stable order.

    Annotations, declarations and data properties carry no logic here and give nothing. Triples
    of individuals count as assertions when their class or relation is declared in *graph*.
    """
    work = _Normaliser(graph)
    work.class_axioms()
    work.relation_axioms()
    work.assertions()
    work.uncovered()
    return NormalOntology(
        axioms=tuple(sorted(work.axioms, key=_sort_key)),
        classes=frozenset(work.classes),
        relations=frozenset(work.relations),
        outside_el=tuple(sorted(work.outside, key=lambda out: (str(out.origin), out.reason))),
    )


def _sort_key(axiom: Axiom) -> tuple[object, ...]:
    """By form and content, not by origin: labels of blank nodes differ from run to run."""
    return type(axiom).__name__, *(getattr(axiom, field) for field in axiom.__slots__[:-1])


def triples_of(graph: Graph, origin: RdfAxiom) -> Iterator[RdfAxiom]:
    """The triples of one OWL axiom: its own and those of the blank nodes it is made of."""
    yield origin
    seen: set[Node] = set()
    todo = [node for node in (origin[0], origin[2]) if isinstance(node, BNode)]
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        for triple in graph.triples((node, None, None)):
            yield triple
            if isinstance(triple[2], BNode):
                todo.append(triple[2])
