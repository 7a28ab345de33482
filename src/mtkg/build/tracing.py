"""
One derivation of one goal, with the axioms it used.

Where the saturation answers for all classes at once and remembers nothing, the tracer follows
the classes that a goal's subject leads to, one at a time, remembers where each fact came from and
stops at the goal. What it finds is sufficient but may hold an axiom too many, and it does not
know the rules for unions: `mtkg.build.justification` makes up for both.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from typing import Final, TypeAlias

from mtkg.build.forms import (
    NOTHING,
    THING,
    Axiom,
    Chain,
    Conjunction,
    Disjoint,
    Domain,
    ExistsLeft,
    ExistsRight,
    Range,
    SubClass,
    SubRelation,
    Union,
)

Fact: TypeAlias = tuple[str, str] | tuple[str, str, str]
"""``(sub, sup)`` or ``(sub, relation, target)``."""

GOAL: Final = "_:goal"


class AxiomIndex:
    """Axioms by what sets them off. Origins are numbers, as given beside each axiom."""

    def __init__(self, axioms: Iterable[tuple[Axiom, int]]) -> None:
        self.above: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        self.meets: defaultdict[str, list[tuple[tuple[str, ...], str, int]]] = defaultdict(list)
        self.has: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
        self.left: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
        self.left_by_relation: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
        self.super_relations: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        self.by_first: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
        self.by_second: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
        self.ranges: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for axiom, origin in axioms:
            self._add(axiom, origin)

    def _add(self, axiom: Axiom, origin: int) -> None:
        if isinstance(axiom, SubRelation | Chain | Domain | Range):
            self._add_relation(axiom, origin)
        else:
            self._add_class(axiom, origin)

    def _add_class(self, axiom: Axiom, origin: int) -> None:
        match axiom:
            case SubClass(sub, sup):
                self.above[sub].append((sup, origin))
            case Conjunction(operands, sup):
                for operand in set(operands):
                    self.meets[operand].append((operands, sup, origin))
            case Disjoint(first, second):
                for operand in {first, second}:
                    self.meets[operand].append(((first, second), NOTHING, origin))
            case ExistsRight(sub, relation, filler):
                self.has[sub].append((relation, filler, origin))
            case ExistsLeft(relation, filler, sup):
                self._add_left(relation, filler, sup, origin)
            case Union(name, disjuncts):
                for disjunct in disjuncts:
                    self.above[disjunct].append((name, origin))

    def _add_relation(self, axiom: SubRelation | Chain | Domain | Range, origin: int) -> None:
        match axiom:
            case Domain(relation, cls):
                self._add_left(relation, THING, cls, origin)
            case Range(relation, cls):
                self.ranges[relation].append((cls, origin))
            case SubRelation(sub, sup):
                self.super_relations[sub].append((sup, origin))
            case Chain(first, second, sup):
                self.by_first[first].append((second, sup, origin))
                self.by_second[second].append((first, sup, origin))

    def _add_left(self, relation: str, filler: str, sup: str, origin: int) -> None:
        self.left[filler].append((relation, sup, origin))
        self.left_by_relation[relation].append((filler, sup, origin))


class Trace:
    """
    A search for one goal that leaves out the axioms whose origins are ``excluded``.

    Made for one call of `find` or `find_related`.
    """

    def __init__(self, index: AxiomIndex, excluded: Collection[int]) -> None:
        self.index = index
        self.excluded = excluded
        self.reasons: dict[Fact, tuple[tuple[int, ...], tuple[Fact, ...]]] = {}
        self.sups: defaultdict[str, set[str]] = defaultdict(set)
        self.edges_to: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        self.edges_from: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        self.queue: deque[Fact] = deque()
        self.told: dict[str, set[str]] = {}
        self.goal_left: tuple[str, str] | None = None

    def find(self, sub: str, sup: str) -> set[int] | None:
        """The origins of the axioms that derive *sub* under *sup*; None where it finds none."""
        goals = ((sub, sup), (sub, NOTHING))
        self._open(sub)
        while self.queue:
            fact = self.queue.popleft()
            if len(fact) == 2:
                if fact in goals:
                    return self._used(fact)
                self._follow_class(fact)
            else:
                self._follow_edge(fact)
        return None

    def find_related(self, sub: str, relation: str, filler: str) -> set[int] | None:
        """The same for *sub* having *relation* to some *filler*."""
        self.goal_left = (relation, filler)
        return self.find(sub, GOAL)

    def _used(self, goal: Fact) -> set[int]:
        """The origins at the leaves of the derivation of *goal*."""
        found: set[int] = set()
        seen = {goal}
        todo = [goal]
        while todo:
            origins, premises = self.reasons[todo.pop()]
            found.update(origins)
            for premise in premises:
                if premise not in seen:
                    seen.add(premise)
                    todo.append(premise)
        return found

    def _add(self, fact: Fact, origins: tuple[int, ...], premises: tuple[Fact, ...]) -> None:
        if fact in self.reasons or any(origin in self.excluded for origin in origins):
            return
        self.reasons[fact] = (origins, premises)
        self.queue.append(fact)

    def _open(self, name: str) -> None:
        """Start to follow the class *name*."""
        if (name, name) not in self.reasons:
            self._add((name, name), (), ())
            self._add((name, THING), (), ())

    def _follow_class(self, fact: Fact) -> None:
        sub, sup = fact[0], fact[1]
        index, sups = self.index, self.sups[sub]
        sups.add(sup)
        for above, origin in index.above.get(sup, ()):
            self._add((sub, above), (origin,), (fact,))
        for operands, above, origin in index.meets.get(sup, ()):
            if all(operand in sups for operand in operands):
                premises = tuple((sub, operand) for operand in operands)
                self._add((sub, above), (origin,), premises)
        for relation, filler, origin in index.has.get(sup, ()):
            if origin not in self.excluded:
                target = self._filler(relation, filler)
                self._add((sub, relation, target), (origin,), (fact,))
        self._follow_back(fact)

    def _follow_back(self, fact: Fact) -> None:
        """What a new fact about a class gives to those that point to it."""
        target, sup = fact[0], fact[1]
        if not self.edges_to.get(target):
            return
        for relation, above, origin in self.index.left.get(sup, ()):
            for source, by in self.edges_to[target]:
                if by == relation:
                    self._add((source, above), (origin,), ((source, by, target), fact))
        for source, by in self.edges_to[target]:
            if sup == NOTHING:
                self._add((source, NOTHING), (), ((source, by, target), fact))
            if self.goal_left == (by, sup):
                self._add((source, GOAL), (), ((source, by, target), fact))

    def _filler(self, relation: str, filler: str) -> str:
        """
        The class of what is a *filler* and in the range of *relation*, opened.

        A range that the filler is told to be in is left out: "is a mechanism" explains better
        than "is engaged by something, so it is a mechanism".
        """
        ranges = self._ranges(relation)
        if ranges:
            told = self._told(filler)
            ranges = [(cls, origins) for cls, origins in ranges if cls not in told]
        if not ranges:
            self._open(filler)
            return filler
        name = f"_:range({relation},{filler})"
        if (name, name) not in self.reasons:
            self._open(name)
            self._add((name, filler), (), ())
            for cls, origins in ranges:
                self._add((name, cls), origins, ())
        return name

    def _told(self, name: str) -> set[str]:
        """The classes that *name* is under by plain subclass steps."""
        known = self.told.get(name)
        if known is None:
            known = self.told[name] = {name}
            todo = [name]
            while todo:
                for above, origin in self.index.above.get(todo.pop(), ()):
                    if above not in known and origin not in self.excluded:
                        known.add(above)
                        todo.append(above)
        return known

    def _ranges(self, relation: str) -> list[tuple[str, tuple[int, ...]]]:
        """Ranges of *relation* and those above it, each with the origins that make it one."""
        index = self.index
        if not index.ranges:
            return []
        paths: dict[str, tuple[int, ...]] = {relation: ()}
        todo = deque([relation])
        while todo:
            current = todo.popleft()
            for above, origin in index.super_relations.get(current, ()):
                if above not in paths and origin not in self.excluded:
                    paths[above] = (*paths[current], origin)
                    todo.append(above)
        return [
            (cls, (*path, origin))
            for name, path in paths.items()
            for cls, origin in index.ranges.get(name, ())
            if origin not in self.excluded
        ]

    def _follow_edge(self, fact: Fact) -> None:
        source, relation, target = fact[0], fact[1], fact[-1]
        index = self.index
        self.edges_to[target].add((source, relation))
        self.edges_from[source].add((relation, target))
        known = self.sups[target]
        for above, origin in index.super_relations.get(relation, ()):
            self._add((source, above, target), (origin,), (fact,))
        for filler, above, origin in index.left_by_relation.get(relation, ()):
            if filler in known:
                self._add((source, above), (origin,), (fact, (target, filler)))
        if NOTHING in known:
            self._add((source, NOTHING), (), (fact, (target, NOTHING)))
        if self.goal_left and self.goal_left[0] == relation and self.goal_left[1] in known:
            self._add((source, GOAL), (), (fact, (target, self.goal_left[1])))
        for first, above, origin in index.by_second.get(relation, ()):
            for before, by in tuple(self.edges_to[source]):
                if by == first:
                    self._add((before, above, target), (origin,), ((before, by, source), fact))
        for second, above, origin in index.by_first.get(relation, ()):
            for by, after in tuple(self.edges_from[target]):
                if by == second:
                    self._add((source, above, after), (origin,), (fact, (target, by, after)))
