"""Competency questions are asked of the graph as it is, and a changed answer is a finding."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mtkg.check.questions import check_questions
from mtkg.check.sources import read_graph
from mtkg.check.world import World
from mtkg.model.diagnostics import Diagnostic
from mtkg.resources import data_dir
from mtkg.settings import Settings

QUESTION = "against_fascial_glide.rq"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the ontology with a catalogue of a single question."""
    root = tmp_path_factory.mktemp("questions")
    shutil.copytree(data_dir("ontology"), root / "ontology")
    (root / "queries" / "questions").mkdir(parents=True)
    shutil.copy(data_dir("queries") / "questions" / QUESTION, root / "queries" / "questions")
    return root


def ask(folder: Path) -> list[Diagnostic]:
    ontology = folder / "ontology"
    world = World(document for _, document in read_graph(ontology).documents)
    return check_questions(ontology, world, Settings(), lambda _, name: name)


def test_a_question_with_its_answer_is_no_finding_and_what_none_touches_is_told(
    folder: Path,
) -> None:
    found = ask(folder)

    assert {d.code for d in found} == {"KG502"}
    messages = [d.message for d in found]
    assert "no competency question touches the kind participant" in messages
    assert "no competency question touches the relation applied to" in messages
    assert all(d.file.startswith("ontology/") for d in found)


def test_a_changed_answer_is_found_with_missing_and_extra_rows(folder: Path) -> None:
    file = folder / "queries" / "questions" / QUESTION
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("- source:chaudhry-2008", "- source:nobody-1900"), "utf-8")

    found = [d for d in ask(folder) if d.code == "KG501"]

    file.write_text(text, "utf-8")
    assert [(d.file, d.start.line) for d in found] == [(f"queries/questions/{QUESTION}", 1)]
    assert "missing source:nobody-1900; extra source:chaudhry-2008" in found[0].message


def test_a_question_that_cannot_be_read_is_a_syntax_error_at_its_line(folder: Path) -> None:
    file = folder / "queries" / "questions" / QUESTION
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("#+ persona: author", "#+ persona: [author"), "utf-8")

    found = ask(folder)

    file.write_text(text, "utf-8")
    assert [d.code for d in found] == ["KG101"]


def test_an_ontology_without_a_catalogue_beside_it_is_asked_nothing(tmp_path: Path) -> None:
    assert check_questions(tmp_path / "ontology", World([]), Settings()) == []
