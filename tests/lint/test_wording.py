"""Polarity and certainty are read from the words around a claim, whichever claim it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkg.graph import Graph
from mtkg.lint.certainty import Certainty
from mtkg.lint.run import Linter, Outcome
from mtkg.lint.stating import Statement
from tests.lint.conftest import Lint

HERE = Path(__file__).parent
# Technique, third person and base form of what it does, and the tuple.
CLAIMS = [
    ("manual therapy", "reduces", "reduce", "pain", "intendedEffect PainReduction"),
    ("massage", "lowers", "lower", "cortisol", "engages CortisolReduction"),
    (
        "joint mobilization",
        "improves",
        "improve",
        "joint mobility",
        "intendedEffect IncreasedJointMobility",
    ),
    ("foam rolling", "breaks up", "break up", "adhesions", "engages AdhesionBreakdown"),
    ("dry needling", "eases", "ease", "neck pain", "addresses NeckPain"),
    (
        "spinal manipulation",
        "puts",
        "put",
        "the spine back in line",
        "intendedEffect ImprovedJointAlignment",
    ),
]
AFFIRMED, DENIED = False, True
WORDINGS = [
    ("{S} {does} {it}.", AFFIRMED, "plain"),
    ("{S} can {do} {it}.", AFFIRMED, "plain"),
    ("{S} also helps to {do} {it}.", AFFIRMED, "plain"),
    ("Studies have shown that {s} {does} {it}.", AFFIRMED, "plain"),
    ("{S} may {do} {it}.", AFFIRMED, "hedged"),
    ("{S} might {do} {it}.", AFFIRMED, "hedged"),
    ("{S} could {do} {it}.", AFFIRMED, "hedged"),
    ("{S} is thought to {do} {it}.", AFFIRMED, "hedged"),
    ("{S} is said to {do} {it}.", AFFIRMED, "hedged"),
    ("{S} seems to {do} {it}.", AFFIRMED, "hedged"),
    ("{S} often {does} {it}.", AFFIRMED, "hedged"),
    ("Perhaps {s} {does} {it}.", AFFIRMED, "hedged"),
    ("In some people, {s} {does} {it}.", AFFIRMED, "hedged"),
    ("A small trial suggests that {s} {does} {it}.", AFFIRMED, "hedged"),
    ("{S} is used to {do} {it}.", AFFIRMED, "hedged"),
    ("Whether {s} {does} {it} is still debated.", AFFIRMED, "hedged"),
    ("It is unclear whether {s} {does} {it}.", AFFIRMED, "hedged"),
    ("{S} always {does} {it}.", AFFIRMED, "boosted"),
    ("{S} is guaranteed to {do} {it}.", AFFIRMED, "boosted"),
    ("{S} is proven to {do} {it}.", AFFIRMED, "boosted"),
    ("It is a fact that {s} {does} {it}.", AFFIRMED, "boosted"),
    ("{S} {does} {it}, without exception.", AFFIRMED, "boosted"),
    ("Does {s} {do} {it}?", AFFIRMED, "question"),
    ("Can {s} {do} {it}?", AFFIRMED, "question"),
    ("If {s} {does} {it}, we should see it on a scan.", AFFIRMED, "condition"),
    ("Some people say that {s} {does} {it}.", AFFIRMED, "attributed"),
    ("It is widely believed, though the data are thin, that {s} {does} {it}.", AFFIRMED, "attributed"),
    ("Supposedly {s} {does} {it}.", AFFIRMED, "attributed"),
    ("{S} does not {do} {it}.", DENIED, "plain"),
    ("{S} doesn’t {do} {it}.", DENIED, "plain"),
    ("{S} cannot {do} {it}.", DENIED, "plain"),
    ("{S} will not {do} {it}.", DENIED, "plain"),
    ("{S} fails to {do} {it}.", DENIED, "plain"),
    ("{S} failed to {do} {it}.", DENIED, "plain"),
    ("There is no evidence that {s} {does} {it}.", DENIED, "plain"),
    ("It is a myth that {s} {does} {it}.", DENIED, "plain"),
    ("It is not true that {s} {does} {it}.", DENIED, "plain"),
    ("{S} has not been shown to {do} {it}.", DENIED, "plain"),
    ("{S} has never been shown to {do} {it}.", DENIED, "plain"),
    ("No trial has shown that {s} {does} {it}.", DENIED, "plain"),
    ("Nobody has shown that {s} {does} {it}.", DENIED, "plain"),
    ("Neither rest nor {s} {does} {it}.", DENIED, "plain"),
    ("No {s} {does} {it}.", DENIED, "plain"),
    ("Contrary to what you may read, {s} {does} not {do} {it}.", DENIED, None),
    ("There is little evidence that {s} {does} {it}.", DENIED, "hedged"),
    ("{S} is unlikely to {do} {it}.", DENIED, "hedged"),
    ("{S} does not always {do} {it}.", AFFIRMED, "hedged"),
    ("{S} not only {does} {it}, it is cheap too.", AFFIRMED, "plain"),
    ("No doubt {s} {does} {it}.", AFFIRMED, "boosted"),
]  # fmt: skip


def _said(template: str, claim: tuple[str, str, str, str, str]) -> str:
    technique, does, do, it, _ = claim
    return template.format(S=technique.capitalize(), s=technique, does=does, do=do, it=it)


def _found(outcome: Outcome, tuple_: str) -> list[Statement]:
    return [
        judged.statement
        for read in outcome.sentences
        for judged in read.judged
        if any(tuple_ in str(triple) for triple in judged.statement.readings)
    ]


@pytest.mark.parametrize(("template", "denied", "certainty"), WORDINGS)
def test_a_wording_is_read_the_same_for_every_claim(
    lint: Lint, template: str, denied: bool, certainty: str | None
) -> None:
    for claim in CLAIMS:
        text = _said(template, claim)
        statements = _found(lint(text), claim[4])
        assert statements, text
        wording = statements[0].wording
        assert wording.denied == denied, text
        if certainty is not None:
            assert wording.certainty is Certainty(certainty), text


FRONTS = ["", "In our view, ", "As a rule of thumb, ", "For many people, ", "Today, ", "At rest, "]
TAILS = ["", " in adults", " after a few weeks", " during the day", ", among other things"]
PLAIN = [w for w in WORDINGS if w[2] in ("plain", "hedged", "boosted") and w[0].startswith("{S}")]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CLAIMS), st.sampled_from(PLAIN), st.sampled_from(FRONTS), st.sampled_from(TAILS)
)
def test_what_stands_around_a_sentence_never_turns_its_polarity(
    linter: Linter,
    claim: tuple[str, str, str, str, str],
    wording: tuple[str, bool, str],
    front: str,
    tail: str,
) -> None:
    from mtkg.lint.reading import read_text

    text = _said(wording[0], claim)
    text = f"{front}{text[0].lower() if front else text[0]}{text[1:-1]}{tail}."
    for statement in _found(linter.lint(read_text("a.md", text, "markdown")), claim[4]):
        assert statement.wording.denied == wording[1], text


def _sentences() -> list[tuple[str, list[str]]]:
    data = yaml.safe_load((HERE / "sentences.yaml").read_text(encoding="utf-8"))
    return [next(iter(entry.items())) for entries in data.values() for entry in entries]


@pytest.mark.parametrize(
    ("text", "expected"), _sentences(), ids=lambda v: v if isinstance(v, str) else ""
)
def test_an_ordinary_sentence_says_these_tuples_and_no_others(
    lint: Lint, text: str, expected: list[str]
) -> None:
    got = set()
    for read in lint(text).sentences:
        # Of what the pinned claims do not speak of, nothing is heard, and yet it is read.
        for statement in (*(judged.statement for judged in read.judged), *read.unheard):
            wording = statement.wording
            level = "" if wording.certainty is Certainty.PLAIN else f" {wording.certainty.value}"
            got.add(f"{'not ' if wording.denied else ''}{statement.triple}{level}")
    assert got == set(expected)


@pytest.mark.parametrize("path", sorted((HERE / "near_misses").iterdir()), ids=lambda p: p.name)
def test_everyday_words_and_careful_sentences_are_left_alone(
    linter: Linter, pinned: Graph, path: Path
) -> None:
    from mtkg.lint.reading import read_file

    assert [d for d in linter.lint(read_file(path)).diagnostics if d.code != "TX103"] == []
