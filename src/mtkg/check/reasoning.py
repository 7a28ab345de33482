"""What follows from the axioms of the world, worked out once for all checks that ask."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from rdflib import Graph
from rdflib.term import BNode, IdentifiedNode, Literal, URIRef

from mtkg.build.axioms import Domain, NormalOntology, Range, normalise
from mtkg.build.files import Layer
from mtkg.build.saturation import Closure, saturate
from mtkg.check import names as n
from mtkg.check.world import Fact, World
from mtkg.model.vocabulary import KINDS, MTKG, OWL

_LOGICAL: Final = frozenset(
    {
        n.SUBCLASS,
        n.EQUIVALENT,
        n.DISJOINT,
        n.MEMBERS,
        n.DOMAIN,
        n.RANGE,
        n.SUBPROPERTY,
        n.INVERSE,
        n.EQUIVALENT_PROPERTY,
        n.PROPERTY_DISJOINT,
        n.ON_PROPERTY,
    }
)
_LOGICAL_TYPES: Final = frozenset(
    {n.FUNCTIONAL, n.INVERSE_FUNCTIONAL, n.SYMMETRIC, n.ASYMMETRIC, n.IRREFLEXIVE, n.INDIVIDUAL}
)


class Reasoning:
    """Axioms in normal form and their closures; each is made when first asked for."""

    def __init__(self, world: World) -> None:
        self.world = world

    @cached_property
    def axiom_facts(self) -> list[Fact]:
        """
        The facts that can be axioms: everything but claims, sources and evidence lines.

        Expressions without end are left out; KG103 reports them.
        """
        records = {
            fact.subject for kind in n.RECORDS for fact in self.world.instances.get(kind, ())
        }
        endless = self.world.endless
        return [
            fact
            for fact in self.world.facts
            if fact.document.layer is Layer.CORE
            and fact.owner not in records
            and fact.subject not in endless
            and fact.object not in endless
            and not n.is_record(str(fact.owner))
        ]

    @property
    def states_axioms(self) -> bool:
        """Whether anything here is more than an annotation or a declaration."""
        return any(
            fact.predicate in _LOGICAL or (fact.predicate == n.A and fact.object in _LOGICAL_TYPES)
            for fact in self.axiom_facts
        )

    @cached_property
    def _by_triple(self) -> dict[tuple[object, ...], Fact]:
        """Every axiom triple with the fact that states it; a draft's where a draft does."""
        return {fact.statement[:3]: fact for fact in self.axiom_facts}

    def fact_of(self, axiom: tuple[object, ...]) -> Fact | None:
        """The fact that states *axiom*, a triple; None where none does."""
        return self._by_triple.get(axiom)

    @cached_property
    def graph(self) -> Graph:
        """The axioms as one rdflib graph; texts that only describe are left out."""
        graph = Graph(bind_namespaces="none")
        for fact in self.axiom_facts:
            if not isinstance(fact.object, Literal) or self._is_logical(fact.predicate):
                graph.add(fact.statement[:3])
        return graph

    def _is_logical(self, predicate: URIRef) -> bool:
        return str(predicate).startswith(OWL) or self.world.is_a(predicate, n.DATA_PROPERTY)

    @cached_property
    def ontology(self) -> NormalOntology:
        """The axioms in normal form."""
        return normalise(self.graph)

    @cached_property
    def closure(self) -> Closure:
        """Everything that follows from the axioms."""
        return saturate(self.ontology.axioms)

    @cached_property
    def kinds(self) -> Closure:
        """
        What follows without domains and ranges.

        A restriction with a domain makes its subject a member of that domain, whatever it is; the
        question whether it *is* of that kind must not be answered by the restriction itself.
        """
        return saturate(
            axiom for axiom in self.ontology.axioms if not isinstance(axiom, Domain | Range)
        )

    def kind_of(self, term: IdentifiedNode) -> str | None:
        """The local name of the kind that *term* stands under, None for none."""
        return self._kinds.get(str(term))

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {name: kind for kind in KINDS for name in self.kinds.subclasses(f"{MTKG}{kind}")}

    def ends(self, relation: IdentifiedNode, predicate: URIRef) -> list[URIRef]:
        """The classes of a relation's domain or range; several are a choice (a union)."""
        found: list[URIRef] = []
        for fact in self.world.of(relation, predicate):
            if isinstance(fact.object, URIRef):
                found.append(fact.object)
            elif isinstance(fact.object, BNode):
                for union in self.world.of(fact.object, n.UNION):
                    members = (item for item, _ in self.world.list_of(union.object))
                    found += [member for member in members if isinstance(member, URIRef)]
        return found

    def is_one_of(self, term: IdentifiedNode, classes: list[URIRef]) -> bool:
        """Whether *term* is entailed to be under one of *classes*; true where there are none."""
        return not classes or any(self.kinds.is_subclass(str(term), str(c)) for c in classes)
