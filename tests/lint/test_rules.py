"""Every rule's examples: each bad one is found, no good one is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mtkg.errors import UsageError
from mtkg.graph import Graph
from mtkg.lint.reading import read_text
from mtkg.lint.rulebook import FOLDER, LintRule, load_rules
from mtkg.lint.run import Linter
from mtkg.rules import rule as explained
from tests.lint.conftest import Lint

# Their examples cite publications, and only the release has evidence lines.
OF_RELEASE = {"TX502"}
RULES = load_rules(FOLDER)


def _cases(which: str) -> list[Any]:
    return [
        pytest.param(rule, text, id=f"{rule.code}-{which}-{number}")
        for rule in RULES
        if rule.code not in OF_RELEASE
        for number, text in enumerate(getattr(rule, which))
    ]


def _codes(lint: Lint, rule: LintRule, text: str) -> set[str]:
    select = (rule.code,) if rule.opt_in else ()
    return {d.code for d in lint(text, select=select).diagnostics}


@pytest.mark.parametrize(("rule", "text"), _cases("bad"))
def test_a_bad_example_is_found(lint: Lint, rule: LintRule, text: str) -> None:
    assert rule.code in _codes(lint, rule, text)


@pytest.mark.parametrize(("rule", "text"), _cases("good"))
def test_a_good_example_is_left_alone(lint: Lint, rule: LintRule, text: str) -> None:
    assert rule.code not in _codes(lint, rule, text)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.code}-{r.kind}")
def test_every_rule_is_explained_under_the_same_name(rule: LintRule) -> None:
    assert explained(rule.code).name == rule.name


def test_a_rule_with_two_examples_does_not_load(tmp_path: Path) -> None:
    (tmp_path / "C1.yaml").write_text(
        "{code: C1, name: x, severity: info, kind: phrase, message: m, any: [x], bad: [a, b], good: [c, d, e]}"
    )
    with pytest.raises(UsageError, match="2 bad examples"):
        load_rules(tmp_path)


def test_a_citation_that_argues_the_other_way_is_found(release_graph: Graph) -> None:
    linter = Linter(release_graph)
    (rule,) = (r for r in RULES if r.code == "TX502")

    def codes(text: str) -> set[str]:
        return {d.code for d in linter.lint(read_text("a.md", text, "markdown")).diagnostics}

    assert all("TX502" in codes(text) for text in rule.bad)
    assert not any("TX502" in codes(text) for text in rule.good)


def test_words_that_two_patterns_of_a_rule_match_are_one_finding(lint: Lint) -> None:
    found = lint("Massage is perfectly safe for everyone.").diagnostics

    assert [d.code for d in found if d.code == "TX303"] == ["TX303"]
