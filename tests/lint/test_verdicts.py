"""A verdict does not hang on how a sentence is typed, and every finding stands on its words."""

from __future__ import annotations

import json

import pytest

from mtkg.graph import Graph
from mtkg.lint.fixing import apply_fixes
from mtkg.lint.outputs.annotation import collection
from mtkg.lint.outputs.margin import margin
from mtkg.lint.outputs.schema_org import page
from mtkg.lint.run import Outcome
from tests.lint.conftest import Lint

PLAIN = "Manual therapy improves joint alignment."
SAME = [
    "Manual *therapy* improves joint **alignment**.",
    "Man**ual ther**apy improves joint alignment.",
    "Manual\ntherapy improves\njoint alignment.",
    "Manual therapies improve joint alignment.",
    "Joint alignment is improved by manual therapy.",
    "Manual&nbsp;therapy improves joint&#32;alignment.",
    "Manual therapy can improve joint alignment.",
    "Manual therapy improves the joint-alignment.",
]
SPELLED = [
    ("Joint mobilization does not reduce pain.", "Joint mobilisation does not reduce pain."),
    ("Manual therapy clears metabolic waste.", "Manual therapy clears out metabolic waste."),
]


def _codes(outcome: Outcome) -> list[str]:
    return sorted(d.code for d in outcome.diagnostics)


@pytest.mark.parametrize("text", SAME)
def test_emphasis_breaks_plural_passive_and_entities_change_no_verdict(
    lint: Lint, text: str
) -> None:
    assert _codes(lint(text)) == _codes(lint(PLAIN)) == ["TX301"]


@pytest.mark.parametrize(("one", "other"), SPELLED)
def test_spelling_changes_no_verdict(lint: Lint, one: str, other: str) -> None:
    assert _codes(lint(one)) == _codes(lint(other)) != []


@pytest.mark.parametrize(
    "text",
    [
        "Manual therapy may improve joint alignment.",
        "Manual therapy does not improve joint alignment.",
        "There is no evidence that manual therapy improves joint alignment.",
        "It is a myth that manual therapy improves joint alignment.",
        "Does manual therapy improve joint alignment?",
        "> Manual therapy improves joint alignment.",
        "`Manual therapy improves joint alignment.`",
        "The massage chair improves joint alignment.",
        "We look forward to a joint effort, and to your release notes.",
    ],
)
def test_hedges_denials_questions_and_quotations_are_left_alone(lint: Lint, text: str) -> None:
    assert _codes(lint(text)) == []


def test_a_finding_covers_its_words_in_the_authors_file(lint: Lint) -> None:
    outcome = lint("Hello.\n\nSee: Manual *therapy* improves joint alignment.\n")
    (found,) = outcome.diagnostics
    assert (found.start.line, found.start.column) == (3, 6)
    assert (found.end.line, found.end.column) == (3, 47)


def test_a_reason_suppresses_and_its_lack_does_not(lint: Lint) -> None:
    reasoned = lint(f"<!-- mtkg-ignore TX301: quoted from the old page -->\n\n{PLAIN}")
    bare = lint(f"<!-- mtkg-ignore TX301 -->\n\n{PLAIN}")
    assert _codes(reasoned) == [] and reasoned.suppressed == 1
    assert _codes(bare) == ["TX301", "TX902"]


def test_only_safe_fixes_are_applied_and_no_other_byte_changes(lint: Lint) -> None:
    text = f"We offer joint mobs.\r\n\r\n{PLAIN}\t\r\n"
    outcome = lint(text)
    fixed, count = apply_fixes(text, outcome.diagnostics)
    assert count <= 1
    assert fixed.replace("joint mobilizations", "joint mobs") == text


def test_outputs_carry_every_finding(lint: Lint, pinned: Graph) -> None:
    outcome = lint(f"# A <b>title</b>\n\n{PLAIN}\n")
    made = collection([outcome])
    quote = made["first"]["items"][0]["target"]["selector"][0]["exact"]
    assert made["total"] == 1 and quote == PLAIN[:-1]
    assert "TX301" in margin(pinned, outcome)
    assert json.dumps(page(pinned, outcome)).count("ManualTherapy") == 1
