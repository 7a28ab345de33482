"""
Contradictions among the axioms, with smallest sets of axioms that cause them, in words.

The EL saturation finds and explains what lies within OWL 2 EL, in milliseconds; HermiT judges the
whole. What HermiT alone finds is explained with HermiT as oracle (`mtkg.check.beyond_el`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from rdflib.term import URIRef

from mtkg.build.axioms import (
    THING,
    Conjunction,
    Domain,
    ExistsLeft,
    ExistsRight,
    Range,
    RdfAxiom,
    SubClass,
    Union,
    is_fresh,
)
from mtkg.build.forms import Origin
from mtkg.build.hermit import Classification
from mtkg.build.justification import Goal, Inconsistent, Justifier, Subsumption, Unsatisfiable
from mtkg.build.wording import words
from mtkg.check import names as n
from mtkg.check.beyond_el import Explainer
from mtkg.check.findings import finding
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import Fact
from mtkg.model.diagnostics import Diagnostic, Place, Related
from mtkg.model.vocabulary import MTKG

Sets = list[frozenset[Origin]]


class Logic:
    """The logical findings of one world; *limit* is how many justifications each may carry."""

    def __init__(self, reasoning: Reasoning, limit: int, hermit: Classification | None) -> None:
        self.reasoning = reasoning
        self.world = reasoning.world
        self.limit = limit
        self.hermit = hermit
        self._justifier: Justifier | None = None

    def findings(self) -> Iterator[Diagnostic]:
        """KG201, or KG202 and KG203."""
        closure = self.reasoning.closure
        if closure.inconsistent or (self.hermit is not None and not self.hermit.consistent):
            yield self._inconsistent()
            return
        yield from self._unsatisfiable()
        yield from self._cycles()

    # --- the three findings ---

    def _inconsistent(self) -> Diagnostic:
        if self.reasoning.closure.inconsistent:
            sets = self._justify(Inconsistent())
        else:
            sets = Explainer(self.reasoning).inconsistent()
        return self._explained("KG201", "the ontology has no model", sets, None)

    def _unsatisfiable(self) -> Iterator[Diagnostic]:
        found = set(self.reasoning.closure.unsatisfiable())
        if self.hermit is not None:
            found |= self.hermit.unsatisfiable
        found.discard(THING)
        roots = self._roots(found)
        for name in sorted(roots):
            sets = (
                self._justify(Unsatisfiable(name))
                if name in self.reasoning.closure.unsatisfiable()
                else Explainer(self.reasoning).unsatisfiable(name)
            )
            fallen = len(found) - len(roots)
            message = f"{self._label(name)} can have no member"
            more = f" (and {fallen} more fall with it)" if fallen and len(roots) == 1 else ""
            if fallen and len(roots) > 1:
                more = f" (and {fallen} more fall with these {len(roots)})"
            yield self._explained("KG202", message + more, sets, name)

    def _roots(self, found: set[str]) -> set[str]:
        """Those that do not fall merely because they are under, or need some of, another."""
        if len(found) < 2:
            return found
        falls: dict[str, set[str]] = {name: set() for name in found}
        for axiom in self.reasoning.ontology.axioms:
            if isinstance(axiom, SubClass | ExistsRight) and axiom.sub in found:
                above = axiom.sup if isinstance(axiom, SubClass) else axiom.filler
                if above in found and above != axiom.sub:
                    falls[axiom.sub].add(above)
        roots = {name for name, above in falls.items() if not above}
        return roots or {min(found)}

    def _cycles(self) -> Iterator[Diagnostic]:
        closure = self.reasoning.closure
        declared = {
            frozenset((str(f.subject), str(f.object))) for f in self.world.having(n.EQUIVALENT)
        }
        done: set[str] = set()
        for fact in self.world.having(n.SUBCLASS):
            if fact.subject == fact.object:
                say = f"{self.world.label(fact.subject)} is declared a subclass of itself"
                yield finding("KG203", say, fact.object_place, term=fact.subject)
        for name in sorted(self._in_doubt()):
            if name in done or not name.startswith(MTKG) or not closure.is_satisfiable(name):
                continue
            same = {s for s in closure.equivalents(name) if s.startswith(MTKG)}
            same |= self._same_by_hermit(name)
            same = {other for other in same if frozenset((name, other)) not in declared}
            if same:
                done |= same | {name}
                yield self._cycle(name, same)

    def _in_doubt(self) -> set[str]:
        """
        The classes that can be the same as another: an end of a told step that also holds the
        other way round, and what members are derived for (definitions, domains, ranges).
        """
        closure = self.reasoning.closure
        found: set[str] = set()
        for axiom in self.reasoning.ontology.axioms:
            if isinstance(axiom, SubClass):
                if closure.is_subclass(axiom.sup, axiom.sub):
                    found |= {axiom.sub, axiom.sup}
            elif isinstance(axiom, Conjunction | ExistsLeft):
                found.add(axiom.sup)
            elif isinstance(axiom, Domain | Range):
                found.add(axiom.cls)
            elif isinstance(axiom, Union):
                found |= {axiom.name, *axiom.disjuncts}
        if self.hermit is not None:
            found |= {sub for sub, sup in self.hermit.pairs if (sup, sub) in self.hermit.pairs}
        return {name for name in found if not is_fresh(name)}

    def _same_by_hermit(self, name: str) -> set[str]:
        if self.hermit is None:
            return set()
        pairs = self.hermit.pairs
        return {
            sup
            for sub, sup in pairs
            if sub == name and (sup, name) in pairs and sup.startswith(MTKG)
        }

    def _cycle(self, name: str, same: Iterable[str]) -> Diagnostic:
        group = [name, *sorted(same)]
        origins: set[Origin] = set()
        for other in group[1:]:
            for goal in (Subsumption(name, other), Subsumption(other, name)):
                for found in self._justify(goal, limit=1):
                    origins |= found
        labels = [self._label(one) for one in group]
        message = f"{', '.join(labels[:-1])} and {labels[-1]} turn out to be the same class"
        return self._explained("KG203", message, [frozenset(origins)] if origins else [], name)

    # --- justifications in words ---

    def _justify(self, goal: Goal, limit: int | None = None) -> Sets:
        if self._justifier is None:
            self._justifier = Justifier(self.reasoning.ontology.axioms)
        return self._justifier.justify(goal, limit or self.limit)

    def _explained(self, code: str, message: str, sets: Sets, name: str | None) -> Diagnostic:
        located = [[self._located(origin) for origin in self._ordered(found)] for found in sets]
        related: list[Related] = []
        for number, axioms in enumerate(located, start=1):
            mark = f"{number}. " if len(located) > 1 else ""
            related += [
                Related(fact.object_place.file, fact.object_place.start, mark + text)
                for text, fact in axioms
                if fact is not None
            ]
        if located and located[0]:
            message += ": " + "; ".join(text for text, _ in located[0])
        if len(located) > 1:
            message += f" (and for {len(located) - 1} more reasons)"
        return finding(
            code,
            message,
            self._place(located, name),
            term=URIRef(name) if name else None,
            related=related,
            help="take one of these axioms back or change it" if related else None,
        )

    def _ordered(self, origins: Iterable[Origin]) -> list[Origin]:
        """
        The draft's axioms first, and of these the one that completes the contradiction.

        That is the one written last; a link, restriction or definition before a plain parent, and a
        parent before a type, since a term is given its place first and says the wrong thing then.
        """
        located = [(origin, self._fact(origin)) for origin in origins]
        known = [(origin, fact) for origin, fact in located if fact is not None]
        known.sort(key=lambda pair: (pair[1].document.file, pair[1].object_place.start))
        drafted = [pair for pair in known if pair[1].document.draft] or known
        best = max((_weight(fact) for _, fact in drafted), default=0)
        culprit = next((pair for pair in reversed(drafted) if _weight(pair[1]) == best), None)
        known.sort(key=lambda pair: (pair is not culprit, not pair[1].document.draft))
        return [origin for origin, _ in known] + [o for o, fact in located if fact is None]

    def _fact(self, origin: Origin) -> Fact | None:
        if isinstance(origin, tuple) and len(origin) == 3:
            return self.reasoning.fact_of(origin)
        return None

    def _located(self, origin: Origin) -> tuple[str, Fact | None]:
        text = words(cast(RdfAxiom, origin), self.reasoning.graph, self._label)
        return text, self._fact(origin)

    def _place(self, located: list[list[tuple[str, Fact | None]]], name: str | None) -> Place:
        for axioms in located:
            for _, fact in axioms:
                if fact is not None:
                    return fact.object_place
        known = self.world.place(URIRef(name)) if name else None
        return known or Place(self.world.documents[-1].file)

    def _label(self, iri: str) -> str:
        return self.world.label(URIRef(iri))


def _weight(fact: Fact) -> int:
    """How much an axiom looks like the wrong one among several of a draft."""
    if fact.predicate == n.A:
        return 0
    return 1 if fact.predicate == n.SUBCLASS and isinstance(fact.object, URIRef) else 2
