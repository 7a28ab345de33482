"""Shares, their intervals, and what is said of a rule."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mtkg.cli.lint import command as lint
from mtkg.cli.rule import command as explain
from mtkg.rules.figures import NOT_ANNOTATED, Count, Figures, Share, figures, parse
from tools.measuring import document


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe 1998, table I, method 3: the score method without continuity correction.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_score_interval(part: int, whole: int, low: float, high: float) -> None:
    assert Share(part, whole).interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000), st.data())
def test_an_interval_holds_its_share(whole: int, data: st.DataObject) -> None:
    share = Share(data.draw(st.integers(0, whole)), whole)
    low, high = share.interval

    assert share.value is not None
    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1


def test_of_nothing_there_is_no_share() -> None:
    assert Count().precision.value is None
    assert str(Count().recall) == "–"
    assert not Count()


@pytest.fixture
def made() -> Figures:
    return Figures(
        "measured", "2026-12-01", "abc", "0", 12, 327, {}, rules={"TX301": Count(3, 1, 2)}
    )


def test_a_rule_carries_its_own_figure(made: Figures) -> None:
    said = made.of_rule("TX301")

    assert said.startswith("Precision 0.750 (0.301–0.954), 3 of 4; recall 0.600")
    assert "measured part" in said and "2026-12-01" in said


def test_a_rule_without_a_case_says_so(made: Figures) -> None:
    assert made.of_rule("TX304") == "No case in the measured part."
    assert replace(made, part="tuning").of_rule("TX304") == "No case in the tuning part."


@pytest.mark.parametrize("code", sorted(NOT_ANNOTATED))
def test_a_rule_that_is_not_annotated_says_so(code: str, made: Figures) -> None:
    assert made.of_rule(code) == "Not annotated in the corpus, so not measured."


def test_figures_of_the_tuning_part_are_called_an_upper_bound(made: Figures) -> None:
    assert "upper bound" in replace(made, part="tuning").where
    assert "upper bound" not in made.where


def test_the_figures_in_docs_are_those_that_ship() -> None:
    text = document.PAGE.read_text(encoding="utf-8")

    assert document.renewed(figures(), text) == text, "run tools/rule_pages.py"


def test_the_command_that_explains_a_rule_gives_its_figure() -> None:
    text = CliRunner().invoke(explain, ["TX301"]).output
    data = json.loads(CliRunner().invoke(explain, ["TX301", "-O", "json"]).output)

    assert f"## Measured\n\n{figures().of_rule('TX301')}" in text
    assert data[0]["measured"] == figures().of_rule("TX301")


def test_a_rule_for_ontologies_has_no_figure() -> None:
    text = CliRunner().invoke(explain, ["KG304"]).output
    data = json.loads(CliRunner().invoke(explain, ["KG304", "-O", "json"]).output)

    assert "## Measured" not in text
    assert data[0]["measured"] is None


def test_statistics_say_how_far_to_trust_them(release_folder: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.md"
    article.write_text("Massage is perfectly safe and has no side effects.\n", encoding="utf-8")
    asked = [str(article), "--statistics", "--fail-on", "never", "--release", str(release_folder)]
    text = CliRunner().invoke(lint, asked).output
    data = json.loads(CliRunner().invoke(lint, [*asked, "-O", "json"]).output)

    for line in figures().lines():
        assert line in text
    assert parse(data["measured"]) == figures()
