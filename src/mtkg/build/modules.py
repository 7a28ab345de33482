"""The part of an ontology that can bear on what follows about some classes."""

from __future__ import annotations

from collections.abc import Iterable

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


def reachable(axioms: Iterable[tuple[Axiom, int]], start: set[str]) -> list[tuple[Axiom, int]]:
    """
    The axioms set off, directly or through others, by the names in *start*.

    Everything that follows about *start* follows from them alone (Suntisrivaraporn 2008,
    reachability-based modules). Each axiom comes with a number, which is passed on.
    """
    names = {*start, THING, NOTHING}
    inside: list[tuple[Axiom, int]] = []
    waiting = list(axioms)
    while True:
        left: list[tuple[Axiom, int]] = []
        for pair in waiting:
            needs, gives = _signature(pair[0])
            if any(set(need) <= names for need in needs):
                inside.append(pair)
                names.update(gives)
            else:
                left.append(pair)
        if len(left) == len(waiting):
            return inside
        waiting = left


def _signature(axiom: Axiom) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """The sets of names any of which sets *axiom* off, and the names it then brings in."""
    found: tuple[list[tuple[str, ...]], tuple[str, ...]]
    match axiom:
        case SubClass(sub, sup) | SubRelation(sub, sup):
            found = [(sub,)], (sup,)
        case Conjunction(operands, sup):
            found = [operands], (sup,)
        case ExistsRight(sub, relation, filler):
            found = [(sub,)], (relation, filler)
        case ExistsLeft(relation, filler, sup):
            found = [(relation, filler)], (sup,)
        case Disjoint(first, second):
            found = [(first,), (second,)], ()
        case Union(name, disjuncts):
            found = [(name,), *((part,) for part in disjuncts)], (name, *disjuncts)
        case Chain(first, second, sup):
            found = [(first, second)], (sup,)
        case Domain(relation, cls) | Range(relation, cls):
            found = [(relation,)], (cls,)
        case Inhabited(cls):
            found = [(cls,)], ()
    return found
