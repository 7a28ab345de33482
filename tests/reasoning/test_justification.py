"""Why something follows: minimal sets of axioms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkg.build import axioms as ax
from mtkg.build.axioms import normalise
from mtkg.build.hermit import oracle
from mtkg.build.justification import (
    Goal,
    Inconsistent,
    Justifier,
    Related,
    Subsumption,
    Unsatisfiable,
    justify,
    justify_with,
    quick_xplain,
    thinned,
)
from mtkg.build.saturation import saturate
from mtkg.build.wording import words
from tests.reasoning.naive import CLASSES, RELATIONS, normal_axioms
from tests.reasoning.owl import read, x

_c = st.sampled_from(CLASSES)
goals: st.SearchStrategy[Goal] = st.one_of(
    st.builds(Subsumption, _c, _c),
    st.builds(Related, _c, st.sampled_from(RELATIONS), _c),
    st.builds(Unsatisfiable, _c),
)
_extra = st.lists(
    st.one_of(
        st.builds(lambda r, c: ("range", r, c), st.sampled_from(RELATIONS), _c),
        st.builds(lambda a, b, c: ("union", a, b, c), _c, _c, _c),
    ),
    max_size=3,
)


def with_extra(axioms: list[ax.Axiom], extra: list[tuple[str, ...]]) -> list[ax.Axiom]:
    """*axioms* two to an origin, with ranges and unions on the right."""
    made = [replace(axiom, origin=number // 2) for number, axiom in enumerate(axioms)]
    for number, (form, *fields) in enumerate(extra):
        origin = ("extra", number)
        if form == "range":
            made.append(ax.Range(fields[0], fields[1], origin))
        else:
            name = f"_:or({fields[1]},{fields[2]})"
            made.append(ax.Union(name, (fields[1], fields[2]), origin))
            made.append(ax.SubClass(fields[0], name, origin))
    return made


def holds(axioms: list[ax.Axiom], goal: Goal, origins: frozenset[ax.Origin]) -> bool:
    return goal.holds(saturate(a for a in axioms if a.origin in origins))


@settings(deadline=None, max_examples=300)
@given(normal_axioms, _extra, goals)
def test_each_justification_suffices_and_none_of_its_axioms_can_go(
    axioms: list[ax.Axiom], extra: list[tuple[str, ...]], goal: Goal
) -> None:
    axioms = with_extra(axioms, extra)
    found = justify(axioms, goal, limit=4)
    assert bool(found) is goal.holds(saturate(axioms))
    for justification in found:
        assert holds(axioms, goal, justification)
        for origin in justification:
            assert not holds(axioms, goal, justification - {origin})
    assert len(set(found)) == len(found)


@settings(deadline=None, max_examples=60)
@given(normal_axioms, _extra, goals)
def test_with_a_high_limit_every_justification_is_found(
    axioms: list[ax.Axiom], extra: list[tuple[str, ...]], goal: Goal
) -> None:
    axioms = with_extra(axioms[:13], extra[:1])
    origins = ax.origins(axioms)
    sufficing = [
        frozenset(some)
        for size in range(len(origins) + 1)
        for some in combinations(origins, size)
        if holds(axioms, goal, frozenset(some))
    ]
    minimal = {s for s in sufficing if not any(other < s for other in sufficing)}
    assert set(justify(axioms, goal, limit=1000)) == minimal


def test_the_limit_bounds_how_many_are_looked_for() -> None:
    ways = [
        axiom
        for middle in "BCDE"
        for axiom in (ax.SubClass("A", middle, f"1{middle}"), ax.SubClass(middle, "F", middle))
    ]
    goal = Subsumption("A", "F")
    assert [len(justify(ways, goal, limit=n)) for n in (1, 3, 9)] == [1, 3, 4]


def test_an_axiom_is_in_or_out_as_a_whole() -> None:
    axioms = [
        ax.SubClass("A", "B", "both"),
        ax.SubClass("B", "C", "both"),
        ax.SubClass("C", "D", "last"),
    ]
    assert justify(axioms, Subsumption("A", "D")) == [frozenset({"both", "last"})]


def test_the_shorter_derivation_gives_way_to_the_smaller_set() -> None:
    axioms = [
        ax.SubClass("A", "B", "first"),
        ax.SubClass("B", "D", "second"),
        *(ax.SubClass(a, b, "first") for a, b in ("AC", "CE", "ED")),
    ]
    assert justify(axioms, Subsumption("A", "D")) == [frozenset({"first"})]


def test_a_chain_is_found_whichever_of_its_steps_comes_first() -> None:
    axioms: list[ax.Axiom] = [
        ax.ExistsRight("A", "early", "X", 1),
        ax.ExistsRight("X", "s", "Z", 2),
        *(ax.SubClass(a, b, a) for a, b in ("AB", "BC", "CD", "DE")),
        ax.ExistsRight("E", "r", "X", 3),
        ax.Chain("r", "s", "t", 4),
    ]
    assert justify(axioms, Related("A", "t", "Z")) == [frozenset({2, 3, 4, *"ABCD"})]


def test_what_does_not_follow_has_no_justification_and_what_always_holds_an_empty_one() -> None:
    axioms = [ax.SubClass("A", "B", 1)]
    assert justify(axioms, Subsumption("B", "A")) == []
    assert justify(axioms, Subsumption("B", "B")) == [frozenset()]
    assert justify(axioms, Subsumption("B", ax.THING)) == [frozenset()]


def test_an_inconsistency_is_traced_to_the_member_and_the_clash() -> None:
    graph = read(
        ":A a owl:Class ; rdfs:subClassOf :B, :C . :B a owl:Class ; owl:disjointWith :C ."
        " :it a :A . :other a :B . :C a owl:Class ; rdfs:subClassOf :D ."
    )
    (found,) = justify(normalise(graph).axioms, Inconsistent(), limit=5)
    assert sorted(words(o, graph, lambda i: i[9:]) for o in found) == [  # type: ignore[arg-type]
        "every A is a B",
        "every A is a C",
        "it is an A",
        "nothing is both a B and a C",
    ]


def test_hermit_can_be_the_oracle_where_an_axiom_is_outside_el() -> None:
    graph = read(
        ":r a owl:ObjectProperty . :A a owl:Class ; rdfs:subClassOf :E,"
        " [ a owl:Restriction ; owl:onProperty :r ; owl:someValuesFrom :B ],"
        " [ a owl:Restriction ; owl:onProperty :r ; owl:allValuesFrom :C ] ."
        " :B a owl:Class ; owl:disjointWith :C . :C a owl:Class . :E a owl:Class ."
    )
    normal = normalise(graph)
    assert not saturate(normal.axioms).unsatisfiable()
    candidates = [*ax.origins(normal.axioms), *(out.origin for out in normal.outside_el)]
    suffices = oracle(graph, lambda found: x("A") in found.unsatisfiable)
    (found,) = justify_with(suffices, candidates)  # type: ignore[arg-type]
    assert sorted(words(o, graph, lambda i: i[9:]) for o in found) == [  # type: ignore[arg-type]
        "every A r a B",
        "every A r nothing but a C",
        "nothing is both a B and a C",
    ]


@given(st.sets(st.integers(0, 60), max_size=6), st.integers(0, 60))
def test_division_and_thinning_find_just_the_items_needed(needed: set[int], more: int) -> None:
    items = range(61 + more)
    assert set(quick_xplain(items, lambda some: needed <= set(some))) == needed
    assert set(thinned(items, lambda some: needed <= set(some))) == needed


@pytest.mark.parametrize("needed", [{3}, {3, 700}])
def test_division_asks_few_questions(needed: set[int]) -> None:
    asked: list[int] = []

    def holds_for(some: Sequence[int]) -> bool:
        asked.append(len(some))
        return needed <= set(some)

    quick_xplain(range(1000), holds_for)
    assert len(asked) < 50


def test_a_justifier_answers_many_goals() -> None:
    justifier = Justifier([ax.SubClass("A", "B", 1), ax.ExistsRight("B", "r", "C", 2)])
    assert justifier.justify(Subsumption("A", "B")) == [frozenset({1})]
    assert justifier.justify(Related("A", "r", "C")) == [frozenset({1, 2})]
