"""The graph and the drafts, taken together: every triple with the file it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from rdflib.term import BNode, IdentifiedNode, Literal, URIRef

from mtkg.build.files import Layer
from mtkg.check import names as n
from mtkg.model.diagnostics import Place
from mtkg.model.vocabulary import contract, local_name
from mtkg.turtle import PositionedGraph, Statement
from mtkg.turtle.reader import Node

DEEPEST: Final = 60
"""How deep class expressions may nest."""


@dataclass(frozen=True)
class Document:
    """One file: what it says, what it is for, and whether it is what was asked about."""

    graph: PositionedGraph
    layer: Layer
    draft: bool = False

    @property
    def file(self) -> str:
        """The name findings call the file by."""
        return self.graph.file


class Fact(NamedTuple):
    """A triple and the document it was read from."""

    document: Document
    statement: Statement

    @property
    def subject(self) -> IdentifiedNode:
        """The triple's subject."""
        return self.statement.subject

    @property
    def predicate(self) -> URIRef:
        """The triple's predicate."""
        return self.statement.predicate

    @property
    def object(self) -> Node:
        """The triple's object."""
        return self.statement.object

    @property
    def owner(self) -> IdentifiedNode:
        """The subject of the statement that the triple is part of."""
        return self.statement.owner

    @property
    def object_place(self) -> Place:
        """Where the object stands."""
        return self.document.graph.object_place(self.statement)

    @property
    def predicate_place(self) -> Place:
        """Where the predicate stands."""
        return self.document.graph.predicate_place(self.statement)

    @property
    def subject_place(self) -> Place:
        """Where the subject stands."""
        return self.document.graph.subject_place(self.statement)

    @property
    def block_place(self) -> Place:
        """Where the statement starts that the triple is part of."""
        return self.document.graph.token_place(self.statement.block)


class World:
    """
    Every fact of the graph and the drafts, indexed; facts of drafts come last.

    Shapes take no part: they speak about the graph, not in it. Where drafts *adds_only*, that is
    take back no declaration, checks that look at one term or one triple at a time may look at
    `near_facts` and `near_terms` alone: the rest is as it was.
    """

    def __init__(self, documents: Iterable[Document], *, adds_only: bool = False) -> None:
        self.adds_only = adds_only
        self.documents = sorted(documents, key=lambda document: document.draft)
        self.facts: list[Fact] = []
        self.by_subject: dict[IdentifiedNode, list[Fact]] = {}
        self.by_predicate: dict[URIRef, list[Fact]] = {}
        self._by_both: dict[tuple[IdentifiedNode, URIRef], list[Fact]] = {}
        self.types: dict[IdentifiedNode, set[Node]] = {}
        self.instances: dict[Node, list[Fact]] = {}
        for document in self.documents:
            if document.layer is not Layer.SHAPES:
                self._take(document)

    def _take(self, document: Document) -> None:
        by_subject, by_predicate, by_both = self.by_subject, self.by_predicate, self._by_both
        for statement in document.graph.statements:
            fact = Fact(document, statement)
            self.facts.append(fact)
            by_subject.setdefault(statement.subject, []).append(fact)
            by_predicate.setdefault(statement.predicate, []).append(fact)
            by_both.setdefault(statement[:2], []).append(fact)
            if statement.predicate == n.A:
                self.types.setdefault(statement.subject, set()).add(statement.object)
                self.instances.setdefault(statement.object, []).append(fact)

    # --- looking up ---

    def of(self, subject: IdentifiedNode, predicate: URIRef) -> list[Fact]:
        """The facts with *subject* and *predicate*, in order."""
        return self._by_both.get((subject, predicate), [])

    def value(self, subject: IdentifiedNode, predicate: URIRef) -> Node | None:
        """The first value of *predicate* for *subject*."""
        return next((fact.object for fact in self.of(subject, predicate)), None)

    def having(self, predicate: URIRef) -> list[Fact]:
        """Every fact with *predicate*."""
        return self.by_predicate.get(predicate, [])

    def is_a(self, subject: Node | None, kind: URIRef) -> bool:
        """Whether *subject* is typed as *kind*, in so many words."""
        return isinstance(subject, IdentifiedNode) and kind in self.types.get(subject, ())

    def place(self, subject: IdentifiedNode) -> Place | None:
        """The first line of the block on *subject*: a draft's, where a draft speaks of it."""
        facts = self.by_subject.get(subject)
        if not facts:
            return None
        drafted = [fact for fact in facts if fact.document.draft]
        return (drafted or facts)[0].subject_place

    def declaration(self, subject: IdentifiedNode) -> Place | None:
        """Where *subject* is typed, else where its block starts."""
        typed = self.of(subject, n.A)
        return typed[0].subject_place if typed else self.place(subject)

    def list_of(self, head: Node) -> list[tuple[Node, Fact]]:
        """The items of a collection with the facts that place them."""
        items: list[tuple[Node, Fact]] = []
        seen: set[Node] = set()
        while isinstance(head, IdentifiedNode) and head != n.NIL and head not in seen:
            seen.add(head)
            items += [(fact.object, fact) for fact in self.of(head, n.FIRST)]
            head = self.value(head, n.REST) or n.NIL
        return items

    @cached_property
    def endless(self) -> frozenset[IdentifiedNode]:
        """
        Blank nodes that contain themselves, or nest deeper than `DEEPEST`, and what contains them.

        No reader of class expressions can come to an end with them. Being the next in a collection
        is no nesting.
        """
        inside = {
            node: [
                (fact.object, fact.predicate != n.REST)
                for fact in facts
                if isinstance(fact.object, BNode)
            ]
            for node, facts in self.by_subject.items()
            if isinstance(node, BNode)
        }
        return frozenset(node for node, height in _heights(inside).items() if height > DEEPEST)

    # --- what a draft can have changed ---

    @cached_property
    def near_facts(self) -> list[Fact]:
        """The facts a draft states, or all where a declaration is gone or the graph is checked."""
        if not self.adds_only:
            return self.facts
        return [fact for fact in self.facts if fact.document.draft]

    @cached_property
    def near(self) -> frozenset[IdentifiedNode] | None:
        """The subjects of those facts; None for all."""
        if not self.adds_only:
            return None
        return frozenset(fact.subject for fact in self.near_facts)

    def is_near(self, subject: IdentifiedNode) -> bool:
        """Whether *subject* may say something else than it did without the drafts."""
        return self.near is None or subject in self.near

    @cached_property
    def near_terms(self) -> list[URIRef]:
        """The live terms that a draft speaks of, or all."""
        return [term for term in self.live_terms if self.is_near(term)]

    def near_values(self, predicate: URIRef) -> list[Fact]:
        """The facts with *predicate* that a draft states, or all."""
        facts = self.having(predicate)
        return [f for f in facts if f.document.draft] if self.adds_only else facts

    # --- who is who ---

    @cached_property
    def terms(self) -> list[URIRef]:
        """Every class, relation, property and individual of ours, in order of appearance."""
        return [
            subject
            for subject, types in self.types.items()
            if isinstance(subject, URIRef) and n.is_term(subject) and types & n.TERM_TYPES
        ]

    @cached_property
    def live_terms(self) -> list[URIRef]:
        """The terms that are not obsolete."""
        return [term for term in self.terms if term not in self.deprecated]

    def terms_of(self, kind: URIRef) -> Iterator[URIRef]:
        """Our live terms of one type: classes, or object properties."""
        return (term for term in self.live_terms if kind in self.types[term])

    @cached_property
    def deprecated(self) -> frozenset[IdentifiedNode]:
        """What is marked as obsolete."""
        return frozenset(
            fact.subject
            for fact in self.having(n.DEPRECATED)
            if str(fact.object).lower() in {"true", "1"}
        )

    @cached_property
    def claims(self) -> list[URIRef]:
        """Every claim, in order of appearance."""
        return self._records(n.CLAIM_TYPE)

    @cached_property
    def sources(self) -> list[URIRef]:
        """Every source, in order of appearance."""
        return self._records(n.SOURCE_TYPE)

    @cached_property
    def evidence_lines(self) -> list[URIRef]:
        """Every evidence line, in order of appearance."""
        return self._records(n.EVIDENCE_TYPE)

    def _records(self, kind: URIRef) -> list[URIRef]:
        found = (f.subject for f in self.instances.get(kind, ()))
        return list(dict.fromkeys(s for s in found if isinstance(s, URIRef)))

    # --- words ---

    def label(self, node: Node | None) -> str:
        """How a message calls *node*: its label, else its local name, else what it is."""
        if node is None:
            return "nothing"
        if isinstance(node, Literal):
            return f"“{node}”"
        if isinstance(node, BNode):
            return "an unnamed expression"
        for predicate in (n.PREF, n.LABEL):
            values = [v for f in self.of(node, predicate) if isinstance(v := f.object, Literal)]
            english = [value for value in values if (value.language or "en").startswith("en")]
            if english or values:
                return str((english or values)[0])
        return local_name(node) if n.is_ours(node) else contract(str(node))


def _heights(inside: dict[BNode, list[tuple[BNode, bool]]]) -> dict[BNode, float]:
    """How many levels each node contains; infinite where it contains itself."""
    heights: dict[BNode, float] = {}
    under_way: set[BNode] = set()
    for start in inside:
        waiting = [start]
        while waiting:
            node = waiting[-1]
            if node in heights:
                waiting.pop()
                continue
            parts = inside.get(node, [])
            new = [part for part, _ in parts if part not in heights]
            if node not in under_way:
                under_way.add(node)
                loops = [part for part in new if part in under_way]
                heights.update(dict.fromkeys(loops, float("inf")))
                waiting += [part for part in new if part not in under_way]
                if new:
                    continue
            known = [heights.get(part, 0.0) + deeper for part, deeper in parts]
            heights[node] = max(known, default=0.0)
            waiting.pop()
    return heights
