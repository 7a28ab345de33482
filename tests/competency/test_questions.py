"""Competency questions: each gets its answer from the release, and none without its triple."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from mtkg.catalogue.coverage import coverage_page, touching
from mtkg.catalogue.questions import (
    Question,
    answer_of,
    failures,
    load_questions,
    read_question,
    shown,
)
from mtkg.errors import SyntaxProblem
from mtkg.graph import Graph
from mtkg.model.vocabulary import expand
from mtkg.store.embedded import EmbeddedStore

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = load_questions(ROOT / "queries" / "questions")

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)


@pytest.fixture(scope="module")
def copy(release_folder: Path) -> EmbeddedStore:
    """A store of the release that a test may take triples from, if it puts them back."""
    return EmbeddedStore.from_release(release_folder)


def test_there_are_at_least_sixty_questions_and_every_persona_asks() -> None:
    assert len(QUESTIONS) >= 60
    for persona in ("researcher", "author", "developer"):
        assert sum(q.persona == persona for q in QUESTIONS) >= 15, persona


def test_no_question_is_asked_twice() -> None:
    assert len({q.words for q in QUESTIONS}) == len(QUESTIONS)
    assert len({q.relies_on for q in QUESTIONS}) == len(QUESTIONS)


@each_question
def test_the_release_answers_the_question_as_the_sources_do(
    question: Question, release_store: EmbeddedStore
) -> None:
    assert answer_of(question, release_store) == question.expect


@each_question
def test_the_question_fails_without_its_triple(question: Question, copy: EmbeddedStore) -> None:
    removed = _quads(copy.engine, question.relies_on)
    assert removed, f"the graph does not hold {question.relies_on}"
    for quad in removed:
        copy.engine.remove(quad)
    try:
        found = failures(copy, [question])
    finally:
        copy.engine.extend(removed)

    assert [failure.question for failure in found] == [question]
    assert found[0].missing or found[0].extra


def _quads(store: ox.Store, triple: tuple[str, str, str]) -> list[ox.Quad]:
    subject, predicate, value = triple
    candidates = store.quads_for_pattern(_node(subject), _node(predicate), None)
    return [quad for quad in candidates if _is(quad.object, value)]


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name) or name)


def _is(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, value: str) -> bool:
    return not isinstance(term, ox.Triple) and shown(term) in (value, f"<{value}>")


def test_nothing_fails_on_the_release(release_store: EmbeddedStore) -> None:
    assert failures(release_store, QUESTIONS) == []


def test_a_failure_tells_missing_and_extra_rows(release_store: EmbeddedStore) -> None:
    question = next(q for q in QUESTIONS if q.name == "where_segmental_inhibition_occurs")
    other = Question(
        question.name,
        question.file,
        question.words,
        question.persona,
        question.written_from,
        frozenset({("mtkg:DorsalHorn",)}),
        question.relies_on,
        question.text,
    )

    (failure,) = failures(release_store, [other])

    assert failure.file == question.file
    assert failure.missing == (("mtkg:DorsalHorn",),)
    assert failure.extra == (("mtkg:SpinalCord",),)


def test_a_question_needs_a_question_mark_a_persona_and_rows_of_its_width(tmp_path: Path) -> None:
    text = QUESTIONS[0].file.read_text(encoding="utf-8")
    folder = tmp_path / "queries" / "questions"
    folder.mkdir(parents=True)
    file = folder / "changed.rq"

    for old, new, words in (
        ("persona: ", "persona: passer-by # ", "'passer-by' is not one of"),
        ("#+ expect:", "#+ expected:", "unknown key 'expected'"),
        ("#+ expect:\n", "#+ expect:\n#+   - [one, two]\n", "2 values expected in a row of 1"),
    ):
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(SyntaxProblem, match=words) as raised:
            read_question(file)
        assert raised.value.file == "queries/questions/changed.rq"


def test_the_coverage_page_is_the_one_that_questions_and_graph_make(release_graph: Graph) -> None:
    written = (ROOT / "docs" / "competency.md").read_text(encoding="utf-8")

    page = coverage_page(QUESTIONS, release_graph.terms, release_graph.claims)
    assert written == page, "run python -m tools.competency_page"


def test_questions_touch_every_kind_of_term(release_graph: Graph) -> None:
    terms = release_graph.terms
    touched = {n for each in touching(QUESTIONS, terms, release_graph.claims) for n in each.terms}

    kinds = {terms[name].kind for name in touched}
    assert kinds >= {term.kind for term in terms.values()} - {"Term"}
