"""What is counted right, wrong and missed, on made-up annotations (guideline.md)."""

from __future__ import annotations

import pytest

from mtkg.rules.figures import Alarms, Count
from tests.corpus.made_up import EASES, LOWERS, article, claim, expected, reported, said
from tools.measuring.answers import Answer, Named, Reported, Said
from tools.measuring.claims import score_claims, score_terms
from tools.measuring.corpus import Claim, Expected, Term
from tools.measuring.tally import Tally
from tools.measuring.verdicts import score_clean, score_verdicts

ERROR, INFO, WARNING = "error", "info", "warning"


def claims(annotated: tuple[Claim, ...], found: tuple[Said, ...]) -> Tally:
    tally = Tally()
    score_claims(tally, article(claims=annotated), Answer(said=found))
    return tally


def verdicts(
    wanted: tuple[Expected, ...],
    found: tuple[Reported, ...],
    *,
    annotated: tuple[Claim, ...] = (),
    now: dict[str, str] | None = None,
) -> tuple[Tally, Alarms]:
    tally = Tally()
    made = article(claims=annotated, verdicts=wanted)
    return tally, score_verdicts(tally, made, Answer(reported=found), now or {})


def test_a_mention_is_right_in_its_exact_place_and_of_its_term() -> None:
    tally = Tally()
    annotated = article(
        terms=(Term(0, 7, frozenset({"Massage"})), Term(14, 18, frozenset({"Pain"})))
    )
    found = (Named(0, 7, frozenset({"Massage"})), Named(8, 18, frozenset({"Pain"})))
    score_terms(tally, annotated, Answer(named=found))

    assert tally["terms"] == Count(right=1, wrong=1, missed=1)


def test_a_mention_outside_the_annotated_sentences_counts_for_nothing() -> None:
    tally = Tally()
    score_terms(tally, article(), Answer(named=(Named(400, 407, frozenset({"Massage"})),)))

    assert not tally["terms"]


def test_a_claim_is_right_with_any_tuple_that_the_annotation_allows() -> None:
    assert claims((claim(EASES, LOWERS),), (said(LOWERS),))["tuples"] == Count(right=1)


def test_the_tuple_read_from_the_text_is_what_counts_and_not_that_of_the_graph() -> None:
    tally = claims((claim(LOWERS),), (said(EASES, chosen=LOWERS),))

    assert tally["tuples"] == Count(wrong=1, missed=1)
    assert tally["tuples as judged"] == Count(right=1)


def test_labels_are_counted_of_shared_claims_only() -> None:
    tally = claims(
        (claim(EASES, polarity="denied", certainty="hedged"),),
        (said(EASES, certainty="hedged"), said(LOWERS, polarity="denied")),
    )

    assert tally["polarity"] == Count(wrong=1)
    assert tally["denials"] == Count(missed=1)
    assert tally["certainty"] == Count(right=1)


def test_of_two_claims_with_one_tuple_the_one_with_the_same_comparison_goes_first() -> None:
    tally = claims(
        (claim(EASES), claim(EASES, compared="Exercise", certainty="hedged")),
        (said(EASES, compared="Exercise", certainty="hedged"), said(EASES)),
    )

    assert tally["comparison"] == Count(right=2)
    assert tally["certainty"] == Count(right=2)


def test_a_finding_is_right_by_code_and_its_severity_is_told_apart() -> None:
    tally, _ = verdicts((expected(("TX301", WARNING)),), (reported("TX301", INFO),))

    assert tally["TX301"] == Count(right=1)
    assert tally["severity"] == Count(wrong=1)


def test_an_alternative_is_just_as_right() -> None:
    either = expected(("TX303", WARNING), ("TX204", ERROR))
    tally, _ = verdicts((either,), (reported("TX204", ERROR),))

    assert tally["TX204"] == Count(right=1)
    assert not tally["TX303"]
    assert tally["errors"] == Count(right=1)


def test_a_finding_too_many_is_wrong_and_one_too_few_is_missed() -> None:
    tally, _ = verdicts((expected(("TX204", ERROR)),), (reported("TX302"),))

    assert tally["TX302"] == Count(wrong=1)
    assert tally["TX204"] == tally["errors"] == Count(missed=1)


def test_nothing_is_counted_where_the_answer_is_open() -> None:
    tally, _ = verdicts((expected(("unscored", "")),), (reported("TX204", ERROR),))

    assert tally.names == []


def test_a_verdict_whose_claim_has_changed_its_status_counts_for_nothing() -> None:
    of = claim(of="massage-eases-pain", status="mixed")
    wanted = (expected(("TX301", INFO), of=of),)

    stale, _ = verdicts(wanted, (), annotated=(of,), now={"massage-eases-pain": "supported"})
    fresh, _ = verdicts(wanted, (), annotated=(of,), now={"massage-eases-pain": "mixed"})

    assert not stale["TX301"]
    assert fresh["TX301"] == Count(missed=1)


@pytest.mark.parametrize("certainty", ["question", "condition", "attributed"])
def test_on_what_is_asked_or_reported_only_more_than_info_is_wrong(certainty: str) -> None:
    soft = (claim(certainty=certainty),)
    quiet, _ = verdicts((), (reported("TX305", INFO),), annotated=soft)
    loud, alarms = verdicts((), (reported("TX302", WARNING),), annotated=soft)

    assert not quiet["TX305"]
    assert loud["TX302"] == Count(wrong=1)
    assert alarms.alarms == 1


def test_an_uncited_effect_that_is_not_annotated_counts_for_nothing() -> None:
    tally, alarms = verdicts((), (reported("TX501", INFO),))

    assert not tally["TX501"]
    assert alarms == Alarms(0, 3)


def test_a_sentence_with_a_verdict_adds_no_words_without_a_fault() -> None:
    _, alarms = verdicts((expected(("TX301", INFO)),), (reported("TX302"),))

    assert alarms == Alarms(0, 0)


def test_codes_of_whole_articles_are_compared_by_article() -> None:
    tally = Tally()
    made = article(of_article=(expected(("TX401", WARNING)),))
    score_verdicts(tally, made, Answer(reported=(reported("TX402", INFO, at=900),)), {})

    assert tally["TX401"] == Count(missed=1)
    assert tally["TX402"] == Count(wrong=1)


def test_in_a_clean_text_warnings_and_grave_codes_are_false_alarms() -> None:
    tally = Tally()
    found = (
        reported("TX305", INFO),
        reported("TX102", INFO),
        reported("TX103", WARNING),
        reported("TX204", ERROR),
    )

    assert score_clean(tally, "clean.md", Answer(reported=found, words=500)) == Alarms(2, 500)
    assert tally["TX305"] == tally["TX204"] == tally["errors"] == Count(wrong=1)
    assert not tally["TX102"]
    assert len(tally.misses) == 3
