"""
Competency questions: what the graph must be able to answer, each with the answer it must give.

A question is a ``.rq`` file in ``queries/questions``. Its head holds the question in words, who
asks it, the answer by IRI as the sources give it, and one triple without which the graph could not
give it. Questions are asked of a whole release with its default graph in place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtkg.catalogue.header import Head, read_head
from mtkg.catalogue.spec import projected, read_text
from mtkg.errors import SyntaxProblem
from mtkg.model.vocabulary import contract
from mtkg.resources import queries_dir
from mtkg.store.port import GraphStore, RdfTerm, Solutions
from mtkg.store.tokens import Kind, tokens

AnswerRow = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """
    One competency question.

    ``expect`` holds the rows of the answer, IRIs as CURIEs and literals as text, in no order.
    ``relies_on`` is a triple in the same writing; without it the answer is another.
    """

    name: str
    file: Path
    words: str
    persona: str
    written_from: str
    expect: frozenset[AnswerRow]
    relies_on: tuple[str, str, str]
    text: str

    @property
    def terms(self) -> frozenset[str]:
        """Local names of the ``mtkg:`` terms that the query, its answer or its triple speak of."""
        return self._named("mtkg:")

    @property
    def claims(self) -> frozenset[str]:
        """Local names of the claims that the query, its answer or its triple speak of."""
        return self._named("claim:")

    def _named(self, prefix: str) -> frozenset[str]:
        named = {t.text for t in tokens(self.text) if t.kind is Kind.NAME}
        named.update(self.relies_on, *self.expect)
        return frozenset(n.removeprefix(prefix) for n in named if n.startswith(prefix))


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that was answered otherwise: rows that are missing, and rows that are extra."""

    question: Question
    missing: tuple[AnswerRow, ...]
    extra: tuple[AnswerRow, ...]

    @property
    def file(self) -> Path:
        """The question's file."""
        return self.question.file


def load_questions(folder: Path | None = None) -> tuple[Question, ...]:
    """
    The questions in *folder*, by default those of the catalogue, by name.

    Raises `SyntaxProblem` naming file, line and column where a head or a query cannot be read.
    """
    chosen = folder if folder is not None else queries_dir() / "questions"
    return tuple(read_question(file) for file in sorted(chosen.glob("*.rq")))


def read_question(file: Path) -> Question:
    """The question in *file*; raises as `load_questions` does."""
    name = f"{file.parent.parent.name}/{file.parent.name}/{file.name}"
    text = read_text(file, name)
    head = read_head(text, "question", name)
    columns = len(projected(text, name))
    values = head.values
    subject, predicate, obj = (_written(each) for each in values["relies_on"])
    return Question(
        name=file.stem,
        file=file,
        words=values["question"],
        persona=values["persona"],
        written_from=values["written_from"],
        expect=frozenset(_rows(head, columns, name)),
        relies_on=(subject, predicate, obj),
        text=text,
    )


def _rows(head: Head, columns: int, file: str) -> Iterable[AnswerRow]:
    for number, row in enumerate(head.values["expect"]):
        cells = row if isinstance(row, list) else [row]
        if len(cells) != columns:
            line, column = head.place("expect", number)
            raise SyntaxProblem(
                f"{len(cells)} values expected in a row of {columns}",
                line=line,
                column=column,
                file=file,
            )
        yield tuple(_written(cell) for cell in cells)


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def answer_of(question: Question, store: GraphStore) -> frozenset[AnswerRow]:
    """What *store* answers, in the writing of ``expect``."""
    return frozenset(_answer(store.select(question.text)))


def _answer(solutions: Solutions) -> Iterable[AnswerRow]:
    for row in solutions.rows:
        yield tuple(shown(row[name]) if name in row else "" for name in solutions.variables)


def shown(term: RdfTerm) -> str:
    """
    A term as questions write it: an IRI as a CURIE, a literal as its text.

    >>> from pyoxigraph import NamedNode
    >>> shown(NamedNode("https://w3id.org/mtkg/claim/massage-is-hands-on"))
    'claim:massage-is-hands-on'
    """
    return contract(str(term)[1:-1]) if str(term).startswith("<") else str(term.value)


def failures(store: GraphStore, questions: Iterable[Question] | None = None) -> list[Failure]:
    """The questions that *store* answers otherwise than expected, by name, each with its rows."""
    found = []
    for question in load_questions() if questions is None else questions:
        got = answer_of(question, store)
        if got != question.expect:
            missing, extra = question.expect - got, got - question.expect
            found.append(Failure(question, tuple(sorted(missing)), tuple(sorted(extra))))
    return found
