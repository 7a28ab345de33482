"""The parts of the language server that need no editor."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp
from rdflib.term import URIRef

from mtkg.lsp.completing import complete
from mtkg.lsp.convert import from_lsp, to_lsp
from mtkg.lsp.judges import judge_of
from mtkg.lsp.knowledge import Candidate, Knowledge, read_draft
from mtkg.model.diagnostics import Position
from mtkg.resources import data_dir
from mtkg.turtle.tokens import Lines

NAMES = [
    Candidate("mtkg:JointCapsule", "joint capsule", "class", "Sleeve around a joint."),
    Candidate("mtkg:JointMobilization", "joint mobilization", "class", None),
    Candidate("mtkg:appliedTo", "applied to", "relation", None),
    Candidate("source:pickar-2002", "Neurophysiological effects", "source", None),
]


def names(before: str) -> list[str]:
    return [candidate.curie for candidate in complete(before, NAMES).names]


def test_a_name_is_completed_by_its_beginning() -> None:
    assert names("    rdfs:subClassOf mtkg:JointM") == ["mtkg:JointMobilization"]


def test_a_name_is_completed_by_a_word_of_its_label() -> None:
    assert names("  mtkg:claimObject capsule") == ["mtkg:JointCapsule"]


def test_the_property_says_which_sort_is_wanted() -> None:
    assert names("    mtkg:claimRelation mtkg:") == ["mtkg:appliedTo"]
    assert names("    mtkg:statedIn ") == ["source:pickar-2002"]


def test_nothing_is_completed_inside_texts_and_comments() -> None:
    assert names('    skos:definition "joint') == []
    assert names("# joint") == []


@given(st.text(alphabet="aé𝄞 \n", max_size=30), st.data())
def test_positions_survive_the_way_to_the_protocol_and_back(text: str, data: st.DataObject) -> None:
    lines = Lines(text)
    line = data.draw(st.integers(1, len(lines)))
    column = data.draw(st.integers(1, len(lines.line(line)) + 1))

    assert from_lsp(to_lsp(Position(line, column), lines), lines) == Position(line, column)


def test_columns_of_the_protocol_count_utf16_units() -> None:
    assert to_lsp(Position(1, 3), Lines("𝄞ab")) == lsp.Position(0, 3)


def test_a_kind_of_file_that_no_one_judges_has_no_judge() -> None:
    assert judge_of(Path("a.png"), Knowledge(data_dir("ontology"))) is None


def test_hover_on_a_term_gives_label_definition_and_place() -> None:
    knowledge = Knowledge(data_dir("ontology"))
    draft = read_draft(Path("draft.ttl"), "")

    said = knowledge.hover(URIRef("https://w3id.org/mtkg/JointMobilization"), draft)

    assert said is not None
    assert said.startswith("**joint mobilization** · `mtkg:JointMobilization` · class")
    assert "Kind of: manual therapy" in said


def test_hover_on_an_unknown_name_says_nothing() -> None:
    knowledge = Knowledge(data_dir("ontology"))

    assert knowledge.hover(URIRef("https://w3id.org/mtkg/Nope"), read_draft(Path("d"), "")) is None
