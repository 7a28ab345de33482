"""Agreement of two annotators is counted as its docstring says, on made-up notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.annotator_agreement import (
    CORPUS,
    Agreement,
    Noted,
    Tuple3,
    compare,
    first_notes,
    kappa,
    kinds,
    pair,
    report,
    second_notes,
    share,
)

EASES: Tuple3 = ("Massage", "addresses", "Pain")
LOWERS: Tuple3 = ("Massage", "intendedEffect", "PainReduction")
HARMS: Tuple3 = ("Massage", "mayCause", "Bruising")


def noted(*tuples: Tuple3, polarity: str = "affirmed", certainty: str = "plain") -> Noted:
    return Noted(tuples, polarity, certainty)


def test_a_claim_is_shared_where_the_tuples_or_their_alternatives_meet() -> None:
    found = pair([noted(EASES, LOWERS)], [noted(LOWERS)])

    assert len(found.shared) == 1
    assert found.f1 == 1


def test_the_same_choice_goes_before_an_alternative() -> None:
    loose, exact = noted(EASES, LOWERS), noted(LOWERS, certainty="hedged")

    found = pair([loose, exact], [noted(LOWERS, certainty="hedged"), noted(EASES)])

    assert sorted(found.labels("certainty")) == [("hedged", "hedged"), ("plain", "plain")]


def test_each_claim_is_shared_at_most_once() -> None:
    found = pair([noted(EASES)], [noted(EASES), noted(EASES)])

    assert (len(found.shared), len(found.only_second)) == (1, 1)


def test_f1_is_twice_the_shared_by_all_that_was_noted() -> None:
    found = compare(
        {0: [noted(EASES), noted(HARMS)], 40: []}, {0: [noted(EASES)], 40: [noted(LOWERS)]}
    )

    assert found.f1 == pytest.approx(0.5)
    assert found.sentences == 2


def test_kappa_takes_chance_off_the_share() -> None:
    labels = [("a", "a")] * 4 + [("b", "b")] * 4 + [("a", "b"), ("b", "a")]

    assert share(labels) == pytest.approx(0.8)
    assert kappa(labels) == pytest.approx(0.6)


def test_kappa_is_one_where_both_use_one_label_only() -> None:
    assert kappa([("a", "a")] * 3) == 1


def test_a_place_that_is_no_sentence_is_an_error() -> None:
    with pytest.raises(ValueError, match="no sentence begins at"):
        compare({0: []}, {7: [noted(EASES)]})


def test_what_differs_is_counted_by_kind() -> None:
    shared = ((noted(EASES), noted(EASES, certainty="hedged")),)

    found = kinds(Agreement(shared, (), (noted(HARMS),)))

    assert found == {"certainty: plain / hedged": 1, "only the second: mayCause": 1}


def test_the_figures_in_the_docs_are_those_of_the_files() -> None:
    total = Agreement()
    for path in sorted((CORPUS / "agreement" / "second").glob("*.yaml")):
        total += compare(first_notes(CORPUS / "measured" / path.name), second_notes(path))
    page = Path(CORPUS / "agreement" / "README.md").read_text(encoding="utf-8")

    assert f"F1 {total.f1:.3f} ({len(total.shared)} shared" in page
    for name in ("polarity", "certainty"):
        labels = total.labels(name)
        assert f"{share(labels):.1%}".replace("%", " %") in page
        assert f"kappa {kappa(labels):.2f}" in page
    assert "327 sentences" in report(total) and "327 sentences" in page
    for other in (CORPUS / "guideline.md", CORPUS.parents[1] / "docs" / "lint.md"):
        assert f"F1 {total.f1:.3f}" in other.read_text(encoding="utf-8")
