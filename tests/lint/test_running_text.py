"""Texts of several sentences: what pronouns, plain nouns and left-out subjects stand for."""

from __future__ import annotations

import pytest

from mtkg.graph import Graph
from mtkg.lint.reading import read_text
from mtkg.lint.run import Linter, Outcome
from mtkg.lint.words import sentences_of


@pytest.fixture(scope="module")
def reading(release_graph: Graph) -> Linter:
    return Linter(release_graph)


def _read(linter: Linter, text: str) -> Outcome:
    return linter.lint(read_text("a.md", text, "markdown"))


def _said(outcome: Outcome) -> list[str]:
    return [
        f"{'not ' if judged.statement.wording.denied else ''}{judged.statement.triple}"
        for read in outcome.sentences
        for judged in read.judged
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Manual therapy is what we offer. The new lamp is warm. It lowers blood pressure.",
        "Manual therapy is what we offer. The pulse setting moves lymph along.",
        "Beside massage we have taping, acupuncture and a sauna. It eases pain.",
        "A massage cheers her up. Her mother had a stroke at forty.",
        "Manual therapy brings the cord into a state in which it relearns movement.",
    ],
)
def test_what_may_stand_for_something_else_is_left_open(reading: Linter, text: str) -> None:
    outcome = _read(reading, text)

    assert _said(outcome) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Manual therapy eases neck pain. Manipulation of the neck is one kind. Serious harm is rare.",
            "ManualTherapy mayCause SeriousAdverseReaction",
        ),
        (
            "Joint mobilization is a kind of manual therapy. It is common to be sore for a day.",
            "ManualTherapy mayCause LocalSoreness",
        ),
        (
            "We offer manual therapy. Tell us if you take blood thinners.",
            "ManualTherapy cautionIn AnticoagulantUse",
        ),
        (
            "We offer manual therapy. Please let us know if you have osteoporosis.",
            "JointManipulation cautionIn Osteoporosis",
        ),
        (
            "We offer manual therapy. Before we treat your back we examine you.",
            "ManualTherapy requires ClinicalAssessment",
        ),
        (
            "Meet KneadWell, the foam roller for sore legs. KneadWell makes you more flexible.",
            "FoamRolling intendedEffect IncreasedRangeOfMotion",
        ),
        (
            "Cervicogenic headache starts in the neck. Manual therapy eases this kind of headache.",
            "ManualTherapy addresses CervicogenicHeadache",
        ),
        (
            "Neck pain is common. Manual therapy helps people with such pain.",
            "ManualTherapy addresses NeckPain",
        ),
        (
            "Massage lowers blood pressure and, to a lesser degree, heart rate.",
            "RelaxationMassage intendedEffect LoweredHeartRate",
        ),
        (
            "In elite athletes spinal manipulation raises ankle strength for an hour.",
            "SpinalManipulation intendedEffect ImprovedMuscleStrength",
        ),
        (
            "Calmer muscle spindles lead to less tension.",
            "MuscleSpindleDesensitization leadsTo ReducedMuscleTension",
        ),
        (
            "Is hands-on treatment better than exercise? For neck pain the two are about equal.",
            "ManualTherapy intendedEffect PainReduction",
        ),
        (
            "Foam rolling is no worse than stretching for range of motion.",
            "FoamRolling intendedEffect IncreasedRangeOfMotion",
        ),
        (
            "Trained hands take the strain off torn muscle.",
            "ManualTherapy engages MechanicalStressReduction",
        ),
        (
            "Head and eye exercises, known as sensorimotor training, ease neck pain.",
            "SensorimotorTraining addresses NeckPain",
        ),
        (
            "She uses massage to help people relax and joint mobilization to free stiff joints.",
            "JointMobilization intendedEffect IncreasedJointMobility",
        ),
        (
            "Manual therapy only helps if it is applied with precision.",
            "ManualTherapy requires Precision",
        ),
    ],
)
def test_what_a_text_takes_up_is_heard(reading: Linter, text: str, expected: str) -> None:
    assert expected in _said(_read(reading, text))


@pytest.mark.parametrize(
    "text",
    [
        "Massage does a lot for her headaches, she says.",
        "Massage has been used for sore muscles for centuries.",
        "Do not let anyone crack your neck if you have had a stroke.",
        "Manual therapy has a small effect on neck pain.",
    ],
)
def test_what_is_treated_is_no_harm_of_the_treatment(reading: Linter, text: str) -> None:
    assert not [said for said in _said(_read(reading, text)) if "mayCause" in said]


def test_a_wide_effect_is_left_open_where_the_graph_knows_a_kind_of_it(reading: Linter) -> None:
    outcome = _read(reading, "Massage increases blood flow.")

    assert _said(outcome) == []
    (read,) = outcome.sentences
    assert str(read.unheard[0].triple) == "RelaxationMassage engages LocalBloodFlowIncrease"
    assert any("a kind of it may be meant" in reason for reason in read.abstained)


def test_what_no_finding_can_speak_to_is_counted_and_left_unsaid(reading: Linter) -> None:
    outcome = _read(reading, "Massage goes well with taping.")

    assert _said(outcome) == []
    assert outcome.statistics["abstained_because"]["no claim is known that would speak to it"] == 1


def test_a_quotation_that_the_next_sentence_contradicts_has_no_finding(reading: Linter) -> None:
    quoted = "“Foam rolling makes everyone stronger,” said the manager."

    alone = [d.code for d in _read(reading, quoted).diagnostics]
    contradicted = _read(reading, f"{quoted} Researchers disagree with him.")

    assert "TX204" in alone
    assert "TX204" not in [d.code for d in contradicted.diagnostics]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("my legs are wrecked. my coach says rest, is that true?", 2),
        ("Not at once, no. An aching back takes weeks.", 2),
        ("People book it, and so do I. Massage is popular.", 2),
        ("See no. 5 of the list.", 1),
        ("It was described by J. Smith, among others.", 1),
        ("Bring a towel, e.g. your own.", 1),
    ],
)
def test_sentences_end_where_their_authors_end_them(text: str, sentences: int) -> None:
    assert len(sentences_of(text)) == sentences


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("The evidence that massage lowers anxiety is weak.", "hedged"),
        ("There are those who say that massage lowers anxiety.", "attributed"),
        ("Massage lowers anxiety, and some people like it for other reasons.", "plain"),
        ("Massage makes people slightly less anxious.", "plain"),
    ],
)
def test_what_is_said_of_a_claim_tells_how_sure_it_is(
    reading: Linter, text: str, certainty: str
) -> None:
    (judged,) = [j for read in _read(reading, text).sentences for j in read.judged]

    assert judged.statement.wording.certainty == certainty


@pytest.mark.parametrize(
    "text",
    [
        "No amount of massage lowers anxiety.",
        "There is nothing to show that massage lowers anxiety.",
    ],
)
def test_what_nothing_shows_is_denied(reading: Linter, text: str) -> None:
    assert _said(_read(reading, text)) == ["not RelaxationMassage intendedEffect ReducedAnxiety"]


def test_what_something_else_did_is_denied(reading: Linter) -> None:
    said = _said(_read(reading, "It was not the massage that eased her pain."))

    assert said == ["not RelaxationMassage intendedEffect PainReduction"]


def test_another_name_for_what_is_released_is_no_second_object(reading: Linter) -> None:
    said = _said(_read(reading, "Dry needling releases endorphins, the body's own painkillers."))

    assert not [one for one in said if "ImprovedJointAlignment" in one]


def test_what_a_massage_is_booked_against_is_no_harm_of_it(reading: Linter) -> None:
    said = _said(_read(reading, "Say goodbye to aches and pains with a deep tissue massage."))

    assert not [one for one in said if "mayCause" in one]
