"""Drafts and the graph: what is judged, and that nothing a user types ends in a stack trace."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtkg.check.folding import fold
from mtkg.check.run import Checker, Options
from mtkg.check.sources import Draft
from mtkg.check.world import World
from mtkg.resources import data_dir

FAULTS = Path(__file__).resolve().parents[1] / "faults"
DRAFTS = sorted(FAULTS.rglob("*.ttl"))
TEXTS = [path.read_text(encoding="utf-8") for path in DRAFTS]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(data_dir("ontology"), Options(hermit=False, justifications=1))


def found(checker: Checker, text: str) -> set[tuple[str, str, int]]:
    outcome = checker.check_drafts([Draft("draft.ttl", text)])
    return {(d.code, d.file, d.start.line) for d in outcome.diagnostics}


def test_looking_only_at_what_a_draft_adds_finds_what_looking_at_everything_finds(
    checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = random.Random(7).sample(TEXTS, 16)
    quick = [found(checker, text) for text in some]
    monkeypatch.setattr(
        World, "adds_only", property(lambda _: False, lambda *_: None), raising=False
    )

    assert [found(checker, text) for text in some] == quick


def test_two_drafts_are_judged_together(checker: Checker) -> None:
    prefix = (
        "@prefix mtkg: <https://w3id.org/mtkg/> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    one = Draft("one.ttl", prefix + "mtkg:A a owl:Class ; rdfs:subClassOf mtkg:B .")
    other = Draft("two.ttl", prefix + "mtkg:B a owl:Class ; rdfs:subClassOf mtkg:Tissue .")

    alone = checker.check_drafts([one]).diagnostics
    together = checker.check_drafts([one, other]).diagnostics

    assert "KG102" in {d.code for d in alone}
    assert "KG102" not in {d.code for d in together}


def test_an_empty_draft_is_fine(checker: Checker) -> None:
    assert found(checker, "") == set()


MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "double", "swap", "insert", "cut"]),
        st.floats(0, 1),
        st.floats(0, 1),
        st.sampled_from(
            [
                ".",
                ";",
                ",",
                "[",
                "]",
                "(",
                ")",
                '"',
                "'",
                "<",
                ">",
                "@en",
                "^^",
                "\\",
                "\n",
                "#",
                "a",
                "true",
                "1e9",
                "_:x",
                "mtkg:",
                "owl:Class",
                "rdfs:subClassOf",
                "owl:unionOf",
                "owl:complementOf",
                "owl:onProperty",
                "rdf:first",
                "\x00",
                "\ufffe",
                "𝄞",
                "[]",
                "()",
            ]
        ),
    ),
    min_size=1,
    max_size=6,
)


def mutated(text: str, changes: list[tuple[str, float, float, str]]) -> str:
    for what, where, length, token in changes:
        at = int(where * len(text))
        end = min(len(text), at + 1 + int(length * 30))
        if what == "delete":
            text = text[:at] + text[end:]
        elif what == "double":
            text = text[:end] + text[at:]
        elif what == "swap":
            text = text[:at] + text[at:end][::-1] + text[end:]
        elif what == "insert":
            text = text[:at] + f" {token} " + text[at:]
        else:
            text = text[:end]
    return text


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(TEXTS), MUTATIONS)
def test_mutated_turtle_is_judged_and_never_breaks_the_check(
    checker: Checker, text: str, changes: list[tuple[str, float, float, str]]
) -> None:
    changed = mutated(text, changes)

    outcome = checker.check_drafts([Draft("draft.ttl", changed)])

    lines = changed.count("\n") + 1
    for diagnostic in outcome.diagnostics:
        if diagnostic.file == "draft.ttl":
            assert 1 <= diagnostic.start.line <= lines
            assert diagnostic.start <= diagnostic.end


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joint Mobilisations", "joint-mobilization"),
        ("tumours", "tumor"),
        ("oedema", "edema"),
        ("centre of pressure", "center of pressure"),
        ("biopsies", "biopsy"),
        ("labelled nerve", "labeled nerve"),
    ],
)
def test_spellings_and_plurals_are_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bursa", "bursae"), ("massage", "message"), ("pelvis", "pelvi")]
)
def test_other_words_stay_other_words(one: str, other: str) -> None:
    assert fold(one) != fold(other)


ENDLESS = [
    pytest.param("_:l rdf:first mtkg:Tissue ; rdf:rest _:l .\n"
                 "mtkg:X rdfs:subClassOf [ owl:intersectionOf _:l ] .", id="collection"),
    pytest.param("_:e owl:unionOf ( _:e mtkg:Tissue ) . mtkg:X owl:equivalentClass _:e .",
                 id="union"),
    pytest.param("_:a owl:complementOf _:b . _:b owl:complementOf _:a . [] owl:members ( _:a ) .",
                 id="two in turn"),
    pytest.param("mtkg:X rdfs:subClassOf _:b0 .\n" + "".join(
        f"_:b{i} owl:onProperty mtkg:partOf ; owl:someValuesFrom _:b{i + 1} .\n"
        for i in range(3000)), id="very deep"),
]  # fmt: skip


@pytest.mark.parametrize("body", ENDLESS)
def test_expressions_without_end_are_findings_and_break_nothing(
    checker: Checker, body: str
) -> None:
    prefixes = (
        "@prefix mtkg: <https://w3id.org/mtkg/> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "mtkg:X a owl:Class .\n"
    )

    outcome = checker.check_drafts([Draft("draft.ttl", prefixes + body)])

    said = [d.message for d in outcome.diagnostics if d.code == "KG103"]
    assert any(message.startswith("an expression that contains itself") for message in said)
