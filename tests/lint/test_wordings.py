"""Terms in everyday words: as acts, as states that things come to be in, as what stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mtkg.graph import Graph
from mtkg.lint.expressions import expression
from mtkg.lint.idioms import idioms_of
from mtkg.lint.reading import read_text
from mtkg.lint.run import Linter

WORDINGS = Path(__file__).parent / "wordings.yaml"


@pytest.fixture(scope="module")
def reading(release_graph: Graph) -> Linter:
    return Linter(release_graph)


def _said(linter: Linter, text: str) -> set[str]:
    return {
        ("not " if statement.wording.denied else "") + str(triple)
        for read in linter.lint(read_text("a.md", text, "markdown")).sentences
        for statement in (*(judged.statement for judged in read.judged), *read.unheard)
        for triple in statement.readings
    }


def _wordings() -> list[tuple[str, str]]:
    data = yaml.safe_load(WORDINGS.read_text(encoding="utf-8"))
    return [(text, said) for said, texts in data.items() for text in texts]


@pytest.mark.parametrize(("text", "expected"), _wordings())
def test_everyday_words_say_the_term(reading: Linter, text: str, expected: str) -> None:
    assert expected in _said(reading, text)


@pytest.mark.parametrize(
    "text",
    [
        "Massage is popular with people whose muscles are loose.",
        "Massage is given where the back is stiff.",
        "A torn artery is not a matter for massage.",
        "Massage therapists like warm hands and loose clothes.",
        "A massage costs less than a new heart rate monitor.",
        "Massage and the pulse of the city go well together.",
        "After a massage the towels are soft and the room is calm.",
    ],
)
def test_a_state_that_nothing_brings_about_is_no_effect(reading: Linter, text: str) -> None:
    assert not [said for said in _said(reading, text) if "intendedEffect" in said]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Massage leaves cortisol unchanged.", "not RelaxationMassage engages CortisolReduction"),
        (
            "Massage does not leave cortisol unchanged.",
            "RelaxationMassage engages CortisolReduction",
        ),
        (
            "After a massage, blood pressure stays the same.",
            "not RelaxationMassage intendedEffect LoweredBloodPressure",
        ),
        (
            "After manual therapy the back is no longer stiff.",
            "ManualTherapy intendedEffect ReducedStiffness",
        ),
    ],
)
def test_what_stays_as_it_was_is_denied(reading: Linter, text: str, expected: str) -> None:
    assert expected in _said(reading, text)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Massage raises your blood pressure.", "BloodFlowIncrease"),
        ("Dry needling may ease muscle pain.", "MuscleRelaxation"),
        ("Manual therapy restores biomechanical balance.", "ImprovedBalance"),
        ("After soft tissue mobilization the shoulders feel looser.", "ImprovedTissueMobility"),
    ],
)
def test_a_noun_is_not_cut_out_of_a_longer_one(reading: Linter, text: str, cut: str) -> None:
    assert not [said for said in _said(reading, text) if said.endswith(cut)]


def test_every_idiom_is_well_formed_and_of_a_term(release_graph: Graph) -> None:
    finder = idioms_of()
    for phrase in finder.all_phrases():
        expression(phrase.pattern)
    assert {idiom.term for idiom in finder.meanings()} <= set(release_graph.terms)
