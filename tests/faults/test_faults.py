"""
Every faulty draft is found at its line, and nothing else is; every near miss is left alone.

A draft's first lines say what must be found, as ``# expect: KG304 13``. Drop a file into the folder
of its code, or into ``pass/`` below it, and it is a test.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mtkg.check.run import Checker, Options
from mtkg.check.sources import Draft
from mtkg.resources import data_dir
from mtkg.rules import all_rules

FOLDER = Path(__file__).parent
EXPECT = re.compile(r"^# expect: (?P<code>[A-Z]{2}\d{3}) (?P<line>\d+)$", re.MULTILINE)
FAULTY = sorted(p for p in FOLDER.rglob("*.ttl") if "pass" not in p.relative_to(FOLDER).parts)
HARMLESS = sorted((FOLDER / "pass").rglob("*.ttl"))
# What no single draft can show has its tests in tests/check.
ELSEWHERE = {"KG445", "KG501", "KG502", "KG601", "KG901", "KG902"}


def name(path: Path) -> str:
    return path.relative_to(FOLDER).with_suffix("").as_posix()


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(data_dir("ontology"), Options(hermit=False))


@pytest.fixture(scope="module")
def with_hermit() -> Checker:
    return Checker(data_dir("ontology"), Options(hermit=True))


def found(checker: Checker, path: Path) -> list[tuple[str, int]]:
    draft = Draft(name(path), path.read_text(encoding="utf-8"), path)
    outcome = checker.check_drafts([draft])
    elsewhere = [d for d in outcome.diagnostics if d.file != draft.name]
    assert not elsewhere
    return sorted((d.code, d.start.line) for d in outcome.diagnostics)


@pytest.mark.parametrize("path", FAULTY, ids=name)
def test_a_faulty_draft_is_found_at_its_line_and_nothing_else_is(
    path: Path, checker: Checker, with_hermit: Checker
) -> None:
    text = path.read_text(encoding="utf-8")
    expected = sorted((m["code"], int(m["line"])) for m in EXPECT.finditer(text))
    assert expected, "a faulty draft says what is expected of it"

    judge = with_hermit if "HermiT" in text else checker

    assert found(judge, path) == expected


@pytest.mark.parametrize("path", HARMLESS, ids=name)
def test_a_near_miss_is_left_alone(path: Path, checker: Checker) -> None:
    assert found(checker, path) == []


def test_every_check_has_a_draft_it_finds_and_a_near_miss_it_leaves_alone() -> None:
    codes = {rule.code for rule in all_rules() if rule.code.startswith("KG")} - ELSEWHERE

    assert {path.parent.name for path in FAULTY} == codes
    assert {path.parent.name for path in HARMLESS} == codes


def test_the_corpus_is_large_and_no_two_drafts_differ_only_in_names() -> None:
    shapes = [shape(path.read_text(encoding="utf-8")) for path in FAULTY]

    assert len(FAULTY) >= 120
    assert len(set(shapes)) == len(shapes)


def shape(text: str) -> str:
    """A draft with every name of its own taken out: what is left is its structure and its texts."""
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    declared = set(re.findall(r"^((?:mtkg|claim|source|evidence):[\w-]+) a ", body, re.MULTILINE))
    for own in sorted(declared, key=len, reverse=True):
        body = body.replace(own, "OWN")
    return body
