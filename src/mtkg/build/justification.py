"""
Minimal justifications: the smallest sets of axioms from which something follows.

One is found by tracing a derivation and leaving out, one by one, what it can do without; where
tracing does not reach (unions), by QuickXplain (Junker, AAAI 2004) on the part of the ontology
that the subject of the goal can reach. Further ones by a hitting-set tree (Reiter 1987; Kalyanpur
et al., ISWC 2007). An axiom is known by its origin and is in or out as a whole.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from mtkg.build.forms import (
    NOTHING,
    THING,
    Axiom,
    Inhabited,
    Origin,
)
from mtkg.build.modules import reachable
from mtkg.build.saturation import Closure, saturate
from mtkg.build.tracing import AxiomIndex, Trace

_T = TypeVar("_T", bound=Hashable)

MOST_BRANCHES: Final = 2_000
"""Branches of the hitting-set tree that are looked at before the search for more gives up."""


@dataclass(frozen=True, slots=True)
class Subsumption:
    """Every ``sub`` is a ``sup``."""

    sub: str
    sup: str

    def holds(self, closure: Closure) -> bool:
        """Whether the goal follows."""
        return closure.is_subclass(self.sub, self.sup)


@dataclass(frozen=True, slots=True)
class Related:
    """Every ``sub`` has ``relation`` to some ``filler``."""

    sub: str
    relation: str
    filler: str

    def holds(self, closure: Closure) -> bool:
        """Whether the goal follows."""
        return closure.related(self.sub, self.relation, self.filler)


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """Nothing can be a ``sub``."""

    sub: str

    def holds(self, closure: Closure) -> bool:
        """Whether the goal follows."""
        return not closure.is_satisfiable(self.sub)


@dataclass(frozen=True, slots=True)
class Inconsistent:
    """The ontology has no model."""

    def holds(self, closure: Closure) -> bool:
        """Whether the goal follows."""
        return closure.inconsistent


Goal: TypeAlias = Subsumption | Related | Unsatisfiable | Inconsistent


class Justifier:
    """Justifications from one set of axioms; make it once for many goals."""

    def __init__(self, axioms: Iterable[Axiom]) -> None:
        numbers: dict[Origin, int] = {}
        self._axioms: list[tuple[Axiom, int]] = [
            (axiom, numbers.setdefault(axiom.origin, len(numbers))) for axiom in axioms
        ]
        self._origins: list[Origin] = list(numbers)
        self._by_origin: defaultdict[int, list[Axiom]] = defaultdict(list)
        for axiom, number in self._axioms:
            self._by_origin[number].append(axiom)
        self._index = AxiomIndex(self._axioms)

    def justify(self, goal: Goal, limit: int = 1) -> list[frozenset[Origin]]:
        """
        Up to *limit* minimal sets of origins, each of which suffices for *goal*, smallest first.

        Empty where *goal* does not follow; one empty set where it follows from nothing.
        """
        found = minimal_sets(lambda excluded: self._one(goal, excluded), limit)
        return [frozenset(self._origins[number] for number in numbers) for numbers in found]

    def _one(self, goal: Goal, excluded: Collection[int]) -> frozenset[int] | None:
        traced = self._trace(goal, excluded)
        if traced is not None:
            return frozenset(thinned(sorted(traced), lambda some: self._holds(goal, some)))
        axioms = [(axiom, number) for axiom, number in self._axioms if number not in excluded]
        part = reachable(axioms, self._start(goal))
        candidates = sorted({number for _, number in part})
        if not self._holds(goal, candidates):
            return None
        return frozenset(quick_xplain(candidates, lambda some: self._holds(goal, some)))

    def _start(self, goal: Goal) -> set[str]:
        if isinstance(goal, Inconsistent):
            return {axiom.cls for axiom, _ in self._axioms if isinstance(axiom, Inhabited)}
        return {goal.sub}

    def _holds(self, goal: Goal, numbers: Iterable[int]) -> bool:
        return goal.holds(
            saturate(axiom for number in numbers for axiom in self._by_origin[number])
        )

    def _trace(self, goal: Goal, excluded: Collection[int]) -> set[int] | None:
        trace = Trace(self._index, excluded)
        match goal:
            case Subsumption(sub, sup):
                return set() if sup == THING else trace.find(sub, sup)
            case Related(sub, relation, filler):
                return trace.find_related(sub, relation, filler)
            case Unsatisfiable(sub):
                return trace.find(sub, NOTHING)
            case Inconsistent():
                return None


def justify(axioms: Iterable[Axiom], goal: Goal, limit: int = 1) -> list[frozenset[Origin]]:
    """`Justifier.justify` for a single goal."""
    return Justifier(axioms).justify(goal, limit)


def justify_with(
    holds: Callable[[Sequence[_T]], bool], candidates: Iterable[_T], limit: int = 1
) -> list[frozenset[_T]]:
    """
    The same with another reasoner: *holds* tells whether some of *candidates* suffice.

    *holds* must be monotone: what suffices still does with more added.
    """
    everything = list(dict.fromkeys(candidates))

    def one(excluded: Collection[_T]) -> frozenset[_T] | None:
        left = [candidate for candidate in everything if candidate not in excluded]
        return frozenset(quick_xplain(left, holds)) if holds(left) else None

    return minimal_sets(one, limit)


def thinned(items: Sequence[_T], holds: Callable[[Sequence[_T]], bool]) -> list[_T]:
    """A minimal part of *items* that holds, by leaving out one after another: n calls."""
    kept = list(items)
    for item in items:
        without = [other for other in kept if other != item]
        if holds(without):
            kept = without
    return kept


def quick_xplain(items: Sequence[_T], holds: Callable[[Sequence[_T]], bool]) -> list[_T]:
    """
    A minimal part of *items* that holds, by division: about 2·k·log2(n/k) + 2·k calls.

    *items* as a whole must hold. Junker, "QuickXplain: Preferred explanations and relaxations for
    over-constrained problems", AAAI 2004.
    """

    def divide(background: list[_T], added: Sequence[_T], part: Sequence[_T]) -> list[_T]:
        if added and holds(background):
            return []
        if len(part) == 1:
            return list(part)
        half = len(part) // 2
        first, second = part[:half], part[half:]
        from_second = divide([*background, *first], first, second)
        from_first = divide([*background, *from_second], from_second, first)
        return from_first + from_second

    if not items or holds([]):
        return []
    return divide([], [], items)


def minimal_sets(
    one: Callable[[Collection[_T]], frozenset[_T] | None], limit: int
) -> list[frozenset[_T]]:
    """
    Up to *limit* minimal sets, smallest first, by a hitting-set tree.

    *one* gives a minimal set that avoids some items, or None where there is none.
    """
    found: dict[frozenset[_T], None] = {}
    seen: set[frozenset[_T]] = {frozenset()}
    queue: deque[frozenset[_T]] = deque(seen)
    dead: list[frozenset[_T]] = []
    while queue and len(found) < limit and len(seen) < MOST_BRANCHES:
        excluded = queue.popleft()
        if any(end <= excluded for end in dead):
            continue
        known = next((s for s in found if not s & excluded), None)
        current = known if known is not None else one(excluded)
        if current is None:
            dead.append(excluded)
            continue
        found[current] = None
        for item in current:
            branch = excluded | {item}
            if branch not in seen:
                seen.add(branch)
                queue.append(branch)
    return sorted(found, key=len)
