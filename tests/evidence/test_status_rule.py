"""The status rule of docs/status.md, on lines made for the purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkg.model.claims import Direction, EvidenceLine, Source, Status, StudyDesign
from mtkg.model.status import derive_verdict, line_weight

REVIEW = StudyDesign("SystematicReview", "systematic review", 1)
TRIAL = StudyDesign("RandomizedControlledTrial", "randomized controlled trial", 2)
LABORATORY = StudyDesign("ControlledLaboratoryStudy", "controlled laboratory study", 3)
SERIES = StudyDesign("CaseSeries", "case series", 4)
OPINION = StudyDesign("NarrativeReview", "narrative review", 5)


def line(
    name: str,
    direction: str,
    design: StudyDesign | None = TRIAL,
    *,
    year: int = 2020,
    directness: str = "direct",
    population: str | None = "patients",
) -> EvidenceLine:
    return EvidenceLine(
        id=name,
        claim="the-claim",
        source=Source(id=f"source-of-{name}", label=name, year=year),
        direction=Direction(direction),
        study_design=design,
        directness=directness,
        population=population,
    )


def status(*lines: EvidenceLine) -> str:
    return derive_verdict("empirical", lines).status.value


# For each status: the lines that give it, the one taken away, and the status without it.
FLIPS = {
    "established": (
        [line("r1", "supports", REVIEW), line("r2", "supports", REVIEW), line("t1", "supports")],
        "t1",
        "supported",
    ),
    "supported": (
        [line("t1", "supports"), line("t2", "supports", directness="indirect")],
        "t1",
        "mixed",
    ),
    "mixed": ([line("t1", "supports"), line("t2", "disputes")], "t1", "disputed"),
    "disputed": (
        [line("r1", "disputes", REVIEW), line("l1", "supports", LABORATORY)],
        "r1",
        "supported",
    ),
    "insufficient": (
        [line("r1", "inconclusive", REVIEW), line("t1", "supports")],
        "r1",
        "supported",
    ),
    "unassessed": ([], None, None),
}


@pytest.mark.parametrize("expected", FLIPS)
def test_one_line_taken_away_flips_each_status(expected: str) -> None:
    lines, removed, without = FLIPS[expected]

    assert status(*lines) == expected
    if removed:
        assert status(*(one for one in lines if one.id != removed)) == without


def test_a_first_line_ends_unassessed() -> None:
    assert status() == "unassessed"
    assert status(line("t1", "supports")) == "supported"


def test_theory_animals_cadavers_models_and_opinion_alone_are_insufficient() -> None:
    background = [
        line("o", "supports", OPINION, population=None),
        line("a", "supports", TRIAL, population="animals"),
        line("c", "supports", REVIEW, population="cadavers"),
        line("m", "disputes", LABORATORY, population="model"),
        line("s", "supports", SERIES),
        line("n", "supports", None),
    ]

    verdict = derive_verdict("empirical", background)

    assert verdict.status is Status.INSUFFICIENT
    assert verdict.decided_by == ("a", "c", "m", "n", "o", "s")


def test_support_from_a_neighboring_question_alone_is_mixed() -> None:
    assert status(line("r", "supports", REVIEW, directness="indirect")) == "mixed"


@pytest.mark.parametrize("direction", ["supports", "disputes", "mixed"])
def test_less_than_one_direct_laboratory_study_takes_no_side(direction: str) -> None:
    near = line("l", direction, LABORATORY, directness="indirect")

    assert status(near) == "insufficient"
    assert derive_verdict("empirical", [near]).decided_by == ("l",)


def test_controlled_research_on_a_neighboring_question_disputes() -> None:
    assert status(line("t", "disputes", TRIAL, directness="indirect")) == "disputed"


def test_a_review_outweighs_a_laboratory_study() -> None:
    assert status(line("r", "supports", REVIEW), line("l", "disputes", LABORATORY)) == "supported"


def test_a_review_ten_years_later_halves_an_older_opposite_one() -> None:
    old = line("old", "supports", REVIEW, year=2012)
    new = line("new", "disputes", REVIEW, year=2023)

    assert line_weight(old, [old, new]) == 2
    assert line_weight(new, [old, new]) == 4
    assert line_weight(old, [old, replace(new, source=replace(new.source, year=2021))]) == 4


def test_a_weaker_or_less_direct_study_dates_nothing() -> None:
    old = line("old", "supports", REVIEW, year=2000)

    assert line_weight(old, [old, line("trial", "disputes", TRIAL, year=2023)]) == 4
    near = line("near", "disputes", REVIEW, year=2023, directness="indirect")
    assert line_weight(old, [old, near]) == 4


def test_a_definition_is_established_whatever_the_lines_say() -> None:
    verdict = derive_verdict("definitional", [line("r", "disputes", REVIEW)])

    assert (verdict.status, verdict.decided_by) == (Status.ESTABLISHED, ())


def test_the_heaviest_line_is_named_first() -> None:
    verdict = derive_verdict(
        "empirical", [line("a", "supports", LABORATORY), line("b", "supports", REVIEW)]
    )

    assert verdict.decided_by == ("b", "a")
    assert verdict.reason == "controlled studies mostly agree: weight 5 for, 0 against"


def test_the_worked_examples_in_docs_come_out_as_written() -> None:
    old = line("old", "supports", REVIEW, year=2012)
    new = line("new", "disputes", REVIEW, year=2023)
    newer = line("newer", "disputes", REVIEW, year=2024)
    rats = [line(f"rat{n}", "supports", LABORATORY, population="animals") for n in range(4)]

    assert status(line("near", "supports", REVIEW, directness="indirect")) == "mixed"
    assert status(line("r", "supports", REVIEW), line("l", "disputes", LABORATORY)) == "supported"
    assert status(old, new) == "mixed"
    assert status(old, new, newer) == "disputed"
    assert status(line("t", "supports"), line("r", "inconclusive", REVIEW)) == "insufficient"
    assert status(*rats) == "insufficient"


lines_of_evidence = st.builds(
    line,
    st.uuids().map(str),
    st.sampled_from([direction.value for direction in Direction]),
    st.sampled_from([REVIEW, TRIAL, LABORATORY, SERIES, OPINION, None]),
    year=st.integers(1965, 2026),
    directness=st.sampled_from(["direct", "indirect"]),
    population=st.sampled_from(
        ["patients", "healthy people", "animals", "cadavers", "model", None]
    ),
)
evidence = st.lists(lines_of_evidence, max_size=8)


@given(evidence.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines))))
def test_the_order_of_lines_never_matters(
    pair: tuple[list[EvidenceLine], list[EvidenceLine]],
) -> None:
    lines, shuffled = pair

    assert derive_verdict("empirical", lines) == derive_verdict("empirical", shuffled)


@given(evidence, lines_of_evidence)
def test_a_line_of_a_retracted_source_is_as_good_as_none(
    lines: list[EvidenceLine], extra: EvidenceLine
) -> None:
    retracted = replace(extra, source=replace(extra.source, retracted=True))

    assert derive_verdict("empirical", [*lines, retracted]) == derive_verdict("empirical", lines)


@given(evidence, lines_of_evidence)
def test_a_supporting_line_never_makes_a_claim_disputed(
    lines: list[EvidenceLine], extra: EvidenceLine
) -> None:
    before = derive_verdict("empirical", lines).status
    after = derive_verdict(
        "empirical", [*lines, replace(extra, direction=Direction.SUPPORTS)]
    ).status

    assert after is not Status.DISPUTED or before is Status.DISPUTED


@given(evidence, lines_of_evidence)
def test_a_disputing_line_never_makes_a_claim_supported(
    lines: list[EvidenceLine], extra: EvidenceLine
) -> None:
    stronger = {Status.ESTABLISHED, Status.SUPPORTED}
    before = derive_verdict("empirical", lines).status
    after = derive_verdict(
        "empirical", [*lines, replace(extra, direction=Direction.DISPUTES)]
    ).status

    assert after not in stronger or before in stronger


@given(evidence)
def test_what_decides_is_among_the_lines_and_comes_with_a_reason(
    lines: list[EvidenceLine],
) -> None:
    verdict = derive_verdict("empirical", lines)

    assert set(verdict.decided_by) <= {one.id for one in lines}
    assert bool(verdict.decided_by) == bool(lines)
    assert verdict.reason
