"""
Explanations for what only HermiT finds.

Every question costs a start of HermiT, about half a second, so few are asked: first which axioms of
the draft are needed, then, where the part of the graph that bears on it is small, which of those.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from rdflib.term import URIRef

from mtkg.build.axioms import RdfAxiom, triples_of
from mtkg.build.forms import Origin
from mtkg.build.hermit import Classification, oracle
from mtkg.build.justification import quick_xplain
from mtkg.check.reasoning import Reasoning
from mtkg.errors import ReasonerFailed

_BUDGET_S: Final = 12.0
_SMALL: Final = 24


class _OutOfTimeError(Exception):
    """The budget for questions to HermiT is spent."""


class Explainer:
    """Sets of axioms that suffice for something HermiT found, as small as the budget allows."""

    def __init__(self, reasoning: Reasoning) -> None:
        self._reasoning = reasoning
        self._until = time.monotonic() + _BUDGET_S
        ontology = reasoning.ontology
        origins = [axiom.origin for axiom in ontology.axioms]
        outside = [left.origin for left in ontology.outside_el]
        self._axioms = [
            origin for origin in dict.fromkeys([*origins, *outside]) if isinstance(origin, tuple)
        ]

    def inconsistent(self) -> list[frozenset[Origin]]:
        """Why there is no model; empty where HermiT had no time to say."""
        return self._explain(lambda found: not found.consistent, self._axioms)

    def unsatisfiable(self, name: str) -> list[frozenset[Origin]]:
        """Why nothing can be a *name*; empty where HermiT had no time to say."""

        def follows(found: Classification) -> bool:
            return not found.consistent or name in found.unsatisfiable

        return self._explain(follows, self._about(name))

    def _about(self, name: str) -> list[RdfAxiom]:
        """The axioms that speak of *name*, or of something such an axiom brings in."""
        mentioned = {axiom: self._names(axiom) for axiom in self._axioms}
        names, taken = {name}, set()
        while True:
            new = [
                axiom
                for axiom, (subject, _) in mentioned.items()
                if axiom not in taken and (subject is None or subject in names)
            ]
            grown = set(names)
            for axiom in new:
                subject, others = mentioned[axiom]
                if subject is not None or others & names:
                    taken.add(axiom)
                    grown |= others
            if grown == names:
                return [axiom for axiom in self._axioms if axiom in taken]
            names = grown

    def _names(self, axiom: RdfAxiom) -> tuple[str | None, set[str]]:
        graph = self._reasoning.graph
        found = {
            str(node)
            for triple in triples_of(graph, axiom)
            for node in (triple[0], triple[2])
            if isinstance(node, URIRef)
        }
        for triple in triples_of(graph, axiom):
            if str(triple[1]).endswith("#onProperty"):
                found.add(str(triple[2]))
        return (str(axiom[0]) if isinstance(axiom[0], URIRef) else None), found

    def _explain(
        self, follows: Callable[[Classification], bool], axioms: Sequence[RdfAxiom]
    ) -> list[frozenset[Origin]]:
        suffices = self._limited(oracle(self._reasoning.graph, follows))
        drafted = [axiom for axiom in axioms if self._is_drafted(axiom)]
        graph = [axiom for axiom in axioms if not self._is_drafted(axiom)]
        found: list[RdfAxiom] = drafted
        try:
            if not suffices(axioms):
                return []
            if drafted:
                found = quick_xplain(drafted, lambda some: suffices([*graph, *some]))
            if len(graph) <= _SMALL or not drafted:
                fixed = found if drafted else []
                needed = quick_xplain(graph, lambda some: suffices([*fixed, *some]))
                found = [*fixed, *needed]
        except (_OutOfTimeError, ReasonerFailed):
            # What has been narrowed down so far is still a true, if not a smallest, answer.
            pass
        return [frozenset(found)] if found else []

    def _is_drafted(self, axiom: RdfAxiom) -> bool:
        fact = self._reasoning.fact_of(axiom)
        return fact is not None and fact.document.draft

    def _limited(
        self, suffices: Callable[[Sequence[RdfAxiom]], bool]
    ) -> Callable[[Iterable[RdfAxiom]], bool]:
        known: dict[frozenset[RdfAxiom], bool] = {}

        def ask(axioms: Iterable[RdfAxiom]) -> bool:
            some = list(axioms)
            key = frozenset(some)
            if key not in known:
                if time.monotonic() > self._until:
                    raise _OutOfTimeError
                known[key] = suffices(some)
            return known[key]

        return ask
