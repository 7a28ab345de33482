"""What follows from a set of axioms, by saturation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from mtkg.build import axioms as ax
from mtkg.build.axioms import normalise
from mtkg.build.hermit import classify
from mtkg.build.saturation import Closure, entailed_pairs, saturate
from tests.reasoning.naive import CLASSES, RELATIONS, Naive, normal_axioms
from tests.reasoning.owl import Statement, graph_of, ontologies, read, x

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"

KINDS = """
:Technique a owl:Class . :Mechanism a owl:Class . :Effect a owl:Class . :Tissue a owl:Class .
[] a owl:AllDisjointClasses ; owl:members ( :Technique :Mechanism :Effect :Tissue ) .
:Fascia a owl:Class ; rdfs:subClassOf :Tissue .
:Gating a owl:Class ; rdfs:subClassOf :Mechanism .
:Relief a owl:Class ; rdfs:subClassOf :Effect .
:engages a owl:ObjectProperty ; rdfs:domain :Technique ; rdfs:range :Mechanism .
:leadsTo a owl:ObjectProperty ;
    rdfs:domain [ a owl:Class ; owl:unionOf ( :Mechanism :Effect ) ] ;
    rdfs:range [ a owl:Class ; owl:unionOf ( :Effect :Mechanism ) ] .
"""


def some(relation: str, filler: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty :{relation} ; owl:someValuesFrom {filler} ]"


def closure_of(turtle: str) -> Closure:
    return saturate(normalise(read(turtle)).axioms)


# Without shrinking: every try starts a JVM.
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
@given(st.lists(ontologies, min_size=40, max_size=40))
def test_saturation_and_hermit_agree_on_small_el_ontologies(
    many: list[list[Statement]],
) -> None:
    together = Graph()
    for number, statements in enumerate(many):
        together += graph_of(statements, f"http://o{number}/")
    normal = normalise(together)
    assert not normal.outside_el
    closure = saturate(normal.axioms)
    found = classify(together)
    assert closure.inconsistent is not found.consistent
    assert closure.unsatisfiable() == found.unsatisfiable
    assert set(entailed_pairs(closure)) == found.pairs


@settings(deadline=None, max_examples=300)
@given(normal_axioms)
def test_saturation_agrees_with_the_plain_rules_on_chains_and_transitivity(
    axioms: list[ax.Axiom],
) -> None:
    mentioned = [ax.SubClass(name, ax.THING, name) for name in CLASSES]
    closure, naive = saturate([*axioms, *mentioned]), Naive(axioms)
    for a in CLASSES:
        assert closure.is_satisfiable(a) is not naive.impossible(a)
        assert closure.superclasses(a) & set(CLASSES) == {
            b for b in CLASSES if naive.is_subclass(a, b)
        }
        for r in RELATIONS:
            expected = {b for b in CLASSES if naive.related(a, r, b)}
            assert closure.points_to(a, r) & set(CLASSES) == expected
            assert {b for b in CLASSES if closure.related(a, r, b)} == expected
    for r in RELATIONS:
        for b in CLASSES:
            pointing = {a for a in CLASSES if naive.related(a, r, b)}
            assert closure.pointing_to(r, b) & set(CLASSES) == pointing


@settings(deadline=None)
@given(normal_axioms, st.randoms())
def test_the_order_of_axioms_makes_no_difference(axioms: list[ax.Axiom], random: object) -> None:
    shuffled = list(axioms)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = saturate(axioms), saturate(shuffled)
    assert set(entailed_pairs(one)) == set(entailed_pairs(two))
    assert one.unsatisfiable() == two.unsatisfiable()


def test_a_chain_whose_first_step_repeats_reaches_every_later_effect() -> None:
    chain = (
        ":mayProduce owl:propertyChainAxiom ( :engages :leadsTo ), ( :mayProduce :leadsTo ) ."
        f":JM a owl:Class ; rdfs:subClassOf :Technique, {some('engages', ':A')} ."
        f":A a owl:Class ; rdfs:subClassOf :Mechanism, {some('leadsTo', ':B')} ."
        f":B a owl:Class ; rdfs:subClassOf :Mechanism, {some('leadsTo', ':Relief')} ."
    )
    closure = closure_of(KINDS + ":mayProduce a owl:ObjectProperty . " + chain)
    assert {x("B"), x("Relief")} <= closure.points_to(x("JM"), x("mayProduce"))
    assert x("A") not in closure.points_to(x("JM"), x("mayProduce"))


@pytest.mark.parametrize(
    "claim",
    [
        f":Bad a owl:Class ; rdfs:subClassOf {some('engages', ':Fascia')} .",
        f":Bad a owl:Class ; rdfs:subClassOf :Fascia, {some('engages', ':Gating')} .",
        f":Bad a owl:Class ; rdfs:subClassOf :Technique, {some('leadsTo', ':Relief')} .",
        f":Bad a owl:Class ; rdfs:subClassOf {some('leadsTo', ':Fascia')} .",
        f":Bad a owl:Class ; rdfs:subClassOf {some('leadsTo', some('engages', ':Gating'))} .",
        ":Bad a owl:Class ; rdfs:subClassOf :Gating, [ owl:unionOf ( :Effect :Tissue ) ] .",
        ":Bad a owl:Class ; rdfs:subClassOf :Gating, [ owl:complementOf :Mechanism ] .",
    ],
)
def test_what_links_the_wrong_kinds_can_have_no_member(claim: str) -> None:
    assert closure_of(KINDS + claim).unsatisfiable() == {x("Bad")}


@pytest.mark.parametrize(
    "claim",
    [
        f":Good a owl:Class ; rdfs:subClassOf {some('engages', ':Gating')} .",
        f":Good a owl:Class ; rdfs:subClassOf :Gating, {some('leadsTo', ':Relief')} .",
        f":Good a owl:Class ; rdfs:subClassOf :Relief, {some('leadsTo', ':Gating')} .",
        ":Good a owl:Class ; rdfs:subClassOf [ owl:unionOf ( :Effect :Tissue ) ] .",
    ],
)
def test_what_links_the_right_kinds_can(claim: str) -> None:
    assert not closure_of(KINDS + claim).unsatisfiable()


def test_a_class_that_points_to_an_impossible_one_is_impossible() -> None:
    turtle = (
        f":Bad a owl:Class ; rdfs:subClassOf :Tissue, :Effect . :s a owl:ObjectProperty ."
        f":Near a owl:Class ; rdfs:subClassOf {some('s', ':Bad')} ."
        f":Far a owl:Class ; rdfs:subClassOf {some('s', ':Near')} ."
        f":Below a owl:Class ; rdfs:subClassOf :Far ."
    )
    closure = closure_of(KINDS + turtle)
    assert closure.unsatisfiable() == {x("Bad"), x("Near"), x("Far"), x("Below")}
    assert not closure.inconsistent


def test_an_individual_of_an_impossible_class_makes_the_ontology_inconsistent() -> None:
    bad = KINDS + ":Bad a owl:Class ; rdfs:subClassOf :Tissue, :Effect ."
    assert not closure_of(bad).inconsistent
    assert closure_of(bad + ":it a :Bad .").inconsistent


def test_a_filler_is_placed_in_the_range_of_its_relation_and_of_those_above() -> None:
    turtle = (
        ":engages rdfs:subPropertyOf :involves . :involves a owl:ObjectProperty ;"
        " rdfs:range :Process . :Process a owl:Class . :Any a owl:Class ."
        f":JM a owl:Class ; rdfs:subClassOf {some('engages', ':Any')} ."
        f":Grouped a owl:Class . [] owl:intersectionOf ( :Technique"
        f" {some('engages', '[ owl:intersectionOf ( :Any :Mechanism :Process ) ]')} ) ;"
        " rdfs:subClassOf :Grouped ."
    )
    closure = closure_of(KINDS + turtle)
    assert closure.is_subclass(x("JM"), x("Grouped"))
    assert not closure.is_subclass(x("Any"), x("Mechanism"))


def test_a_union_on_the_left_places_each_of_its_parts() -> None:
    closure = closure_of(
        KINDS + ":Change a owl:Class ; owl:equivalentClass [ owl:unionOf ( :Effect :Gating ) ] ."
    )
    assert {x("Effect"), x("Gating"), x("Relief")} <= closure.subclasses(x("Change"))
    assert x("Fascia") not in closure.subclasses(x("Change"))


def test_a_union_on_the_right_is_under_what_all_its_parts_are_under() -> None:
    closure = closure_of(
        KINDS
        + ":Mechanism rdfs:subClassOf :Process . :Effect rdfs:subClassOf :Process ."
        + ":Any a owl:Class ; rdfs:subClassOf [ owl:unionOf ( :Effect :Mechanism ) ] ."
        + ":Left a owl:Class ; rdfs:subClassOf :Any, [ owl:complementOf :Effect ] ."
    )
    assert closure.is_subclass(x("Any"), x("Process"))
    assert not closure.is_subclass(x("Any"), x("Mechanism"))
    assert closure.is_subclass(x("Left"), x("Mechanism"))


def test_a_part_of_a_union_that_is_disjoint_with_the_others_is_the_last_one() -> None:
    closure = closure_of(
        KINDS
        + ":Any a owl:Class ; rdfs:subClassOf [ owl:unionOf ( :Effect :Mechanism :Tissue ) ] ."
        + ":NoTissue a owl:Class ; owl:disjointWith :Tissue . :NoEffect owl:disjointWith :Effect ."
        + ":Left a owl:Class ; rdfs:subClassOf :Any, :NoTissue, :NoEffect ."
    )
    assert closure.is_subclass(x("Left"), x("Mechanism"))


def test_a_chain_into_the_wrong_range_makes_its_start_impossible() -> None:
    closure = closure_of(
        KINDS
        + ":brings a owl:ObjectProperty ; rdfs:range :Effect ;"
        + " owl:propertyChainAxiom ( :engages :leadsTo ) ."
        + f":JM a owl:Class ; rdfs:subClassOf {some('engages', ':A')} ."
        + f":A a owl:Class ; rdfs:subClassOf :Mechanism, {some('leadsTo', ':Gating')} ."
    )
    assert closure.unsatisfiable() == {x("JM")}


def test_a_probe_tells_about_a_claim_and_leaves_the_rest_alone() -> None:
    core = normalise(read(KINDS)).axioms
    probes = [
        *ax.probe("_:good", x("Technique"), x("engages"), x("Gating"), "a"),
        *ax.probe("_:bad", x("Technique"), x("engages"), x("Fascia"), "b"),
    ]
    closure = saturate([*core, *probes])
    assert closure.is_satisfiable("_:good")
    assert not closure.is_satisfiable("_:bad")
    assert not closure.unsatisfiable()


def test_parents_are_the_nearest_classes_and_equals_are_none() -> None:
    closure = closure_of(
        ":A rdfs:subClassOf :B, :C . :B rdfs:subClassOf :C . :B owl:equivalentClass :B2 ."
    )
    assert closure.parents(x("A")) == {x("B"), x("B2")}
    assert closure.equivalents(x("B")) == {x("B2")}
    assert closure.parents(x("C")) == {ax.THING}


def test_a_name_no_axiom_mentions_is_a_class_of_its_own() -> None:
    closure = closure_of(KINDS)
    assert closure.subclasses(x("New")) == {x("New")}
    assert closure.superclasses(x("New")) == {x("New"), ax.THING}
    assert closure.points_to(x("New"), x("engages")) == frozenset()
    assert not closure.related(x("New"), x("engages"), x("Gating"))


def test_hermit_and_saturation_agree_on_the_core() -> None:
    files = [*ONTOLOGY.glob("*.ttl"), *ONTOLOGY.glob("modules/*.ttl")]
    if not files:
        pytest.skip("the ontology has no modules yet")
    core = Graph()
    for file in files:
        core.parse(file, format="turtle")
    normal = normalise(core)
    closure, found = saturate(normal.axioms), classify(core)
    assert found.consistent is not closure.inconsistent
    assert closure.unsatisfiable() == found.unsatisfiable
    ours = {pair for pair in entailed_pairs(closure) if set(pair) <= normal.classes}
    assert ours == found.pairs
