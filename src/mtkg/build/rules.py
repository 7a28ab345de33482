"""
Normal axioms as rules over numbers: which set of classes flows into which.

Classes are numbered, and so are edges: an edge is a relation with a target, and stands for "has
the relation to some of the target". `mtkg.build.saturation` runs the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Final, TypeVar

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
    Inhabited,
    Range,
    SubClass,
    SubRelation,
    Union,
)

_T = TypeVar("_T", bound=Hashable)

TOP: Final = 0
BOTTOM: Final = 1


class Rules:
    """The axioms as rules over numbers: which set flows into which."""

    def __init__(self, axioms: Iterable[Axiom]) -> None:
        self.numbers: dict[str, int] = {THING: TOP, NOTHING: BOTTOM}
        self.names: list[str] = [THING, NOTHING]
        self.supers: defaultdict[int, list[int]] = defaultdict(list)
        self.conjunctions: defaultdict[int, list[tuple[tuple[int, ...], int]]] = defaultdict(list)
        self.left: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        self.edges: dict[tuple[str, int], int] = {}
        self.edge_list: list[tuple[str, int]] = []
        self.has: defaultdict[int, list[int]] = defaultdict(list)
        self.super_relations: defaultdict[str, list[str]] = defaultdict(list)
        self.chains: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self.disjoint: defaultdict[int, list[int]] = defaultdict(list)
        self.complements: dict[int, int] = {}
        self.unions: dict[int, tuple[int, ...]] = {}
        self.inhabited = 0
        self._exists: list[tuple[int, str, str]] = []
        self._ranges: defaultdict[str, list[int]] = defaultdict(list)
        forms = self._forms()
        for axiom in axioms:
            forms[type(axiom)](axiom)  # type: ignore[operator]
        self._complete()

    def number(self, name: str) -> int:
        """The number of the class *name*, a new one if it has none."""
        found = self.numbers.get(name)
        if found is None:
            found = self.numbers[name] = len(self.names)
            self.names.append(name)
        return found

    # --- one method for each form of axiom ---

    def _forms(self) -> dict[type[Axiom], object]:
        return {
            SubClass: self._sub_class,
            Conjunction: self._conjunction,
            ExistsRight: self._exists_right,
            ExistsLeft: self._exists_left,
            Disjoint: self._disjoint,
            Union: self._union,
            SubRelation: self._sub_relation,
            Chain: self._chain,
            Domain: self._domain,
            Range: self._range,
            Inhabited: self._inhabited,
        }

    def _sub_class(self, axiom: SubClass) -> None:
        self.supers[self.number(axiom.sub)].append(self.number(axiom.sup))

    def _conjunction(self, axiom: Conjunction) -> None:
        operands = tuple({self.number(name) for name in axiom.operands})
        self.meet(operands, self.number(axiom.sup))

    def _exists_right(self, axiom: ExistsRight) -> None:
        self._exists.append((self.number(axiom.sub), axiom.relation, axiom.filler))
        self.number(axiom.filler)

    def _exists_left(self, axiom: ExistsLeft) -> None:
        self.left[self.number(axiom.filler)].append((axiom.relation, self.number(axiom.sup)))

    def _disjoint(self, axiom: Disjoint) -> None:
        self.apart(self.number(axiom.first), self.number(axiom.second))

    def _union(self, axiom: Union) -> None:
        disjuncts = tuple({self.number(name) for name in axiom.disjuncts})
        self.unions[self.number(axiom.name)] = disjuncts

    def _sub_relation(self, axiom: SubRelation) -> None:
        self.super_relations[axiom.sub].append(axiom.sup)

    def _chain(self, axiom: Chain) -> None:
        self.chains[axiom.second].append((axiom.first, axiom.sup))

    def _domain(self, axiom: Domain) -> None:
        self.left[TOP].append((axiom.relation, self.number(axiom.cls)))

    def _range(self, axiom: Range) -> None:
        self._ranges[axiom.relation].append(self.number(axiom.cls))

    def _inhabited(self, axiom: Inhabited) -> None:
        self.inhabited |= 1 << self.number(axiom.cls)

    # --- rules ---

    def meet(self, operands: tuple[int, ...], target: int) -> None:
        """What is in all *operands* is in *target*."""
        if len(operands) == 1:
            self.supers[operands[0]].append(target)
            return
        if target == BOTTOM and len(operands) == 2:
            self.apart(*operands)
            return
        for operand in operands:
            self.conjunctions[operand].append((operands, target))

    def apart(self, first: int, second: int) -> None:
        """Nothing is in both."""
        if first == second:
            self.supers[first].append(BOTTOM)
            return
        for operand in (first, second):
            self.conjunctions[operand].append(((first, second), BOTTOM))
        self.disjoint[first].append(second)
        self.disjoint[second].append(first)

    def complement(self, number: int) -> int:
        """A class that holds what is found disjoint with the class *number*."""
        if number not in self.complements:
            self.complements[number] = self.number(f"_:not({self.names[number]})")
            disjuncts = self.unions.get(number)
            if disjuncts:
                self.meet(tuple(map(self.complement, disjuncts)), self.complements[number])
        return self.complements[number]

    def _complete(self) -> None:
        """The rules that need to have seen every axiom."""
        for union, disjuncts in tuple(self.unions.items()):
            for disjunct in disjuncts:
                self.supers[disjunct].append(union)
                others = tuple(self.complement(d) for d in disjuncts if d != disjunct)
                self.meet((union, *others), disjunct)
            self.meet((union, *map(self.complement, disjuncts)), BOTTOM)
        relations = self._relations()
        ranges = self._inherited_ranges()
        if self.chains:
            for relation, classes in self._ranges.items():
                for cls in classes:
                    self.left[self.complement(cls)].append((relation, BOTTOM))
        self.left[BOTTOM].extend((relation, BOTTOM) for relation in sorted(relations))
        for sub, relation, filler in self._exists:
            target = self._filler(relation, filler, ranges.get(relation, ()))
            self.has[sub].append(self._edge(relation, target))
        self._spread_edges()

    def _relations(self) -> set[str]:
        return (
            {relation for _, relation, _ in self._exists}
            | {sup for sups in self.super_relations.values() for sup in sups}
            | {sup for pairs in self.chains.values() for _, sup in pairs}
        )

    def _inherited_ranges(self) -> dict[str, tuple[int, ...]]:
        """For each relation its own range and those of the relations above it."""
        if not self._ranges:
            return {}
        found: dict[str, tuple[int, ...]] = {}
        for relation in {relation for _, relation, _ in self._exists}:
            above = _reach([relation], lambda r: self.super_relations.get(r, ()))
            classes = {cls for r in above for cls in self._ranges.get(r, ())}
            if classes:
                found[relation] = tuple(sorted(classes))
        return found

    def _filler(self, relation: str, filler: str, ranges: tuple[int, ...]) -> int:
        number = self.numbers[filler]
        if not ranges:
            return number
        told = _reach([number], lambda n: self.supers.get(n, ()))
        missing = [cls for cls in ranges if cls not in told]
        if not missing:
            return number
        node = self.number(f"_:range({relation},{filler})")
        if node not in self.supers:
            self.supers[node] = [number, *missing]
        return node

    def _edge(self, relation: str, target: int) -> int:
        key = (relation, target)
        found = self.edges.get(key)
        if found is None:
            found = self.edges[key] = len(self.edge_list)
            self.edge_list.append(key)
        return found

    def _spread_edges(self) -> None:
        """Every edge that sub-relations and chains could ever give, so that none is made later."""
        if not self.super_relations and not self.chains:
            return
        onward: defaultdict[str, set[str]] = defaultdict(set)
        for sub, sups in self.super_relations.items():
            onward[sub].update(sups)
        for second, pairs in self.chains.items():
            onward[second].update(sup for _, sup in pairs)
        spread = {r: _reach([r], lambda r: onward.get(r, ())) for r in sorted(onward)}
        for relation, target in tuple(self.edge_list):
            for above in spread.get(relation, ()):
                self._edge(above, target)


def _reach(start: Iterable[_T], onward: Callable[[_T], Iterable[_T]]) -> dict[_T, None]:
    """Everything reached from *start* by *onward*, in the order found, *start* included."""
    seen = dict.fromkeys(start)
    todo = list(seen)
    while todo:
        for item in onward(todo.pop()):
            if item not in seen:
                seen[item] = None
                todo.append(item)
    return seen
