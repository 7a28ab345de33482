"""The competency questions, asked of the graph as it is now, and what they leave untouched."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib.term import URIRef

from mtkg.build.current import fresh_release, inputs_digest
from mtkg.build.files import source_files
from mtkg.build.pipeline import build
from mtkg.catalogue.coverage import touching
from mtkg.catalogue.questions import AnswerRow, Failure, Question, failures, load_questions
from mtkg.check.findings import finding
from mtkg.check.sources import NameOf, called_by_path, syntax_error
from mtkg.check.world import World
from mtkg.errors import SyntaxProblem
from mtkg.graph import Graph
from mtkg.model.diagnostics import Diagnostic, Place
from mtkg.model.vocabulary import KINDS, MTKG
from mtkg.resources import release_dir
from mtkg.settings import Settings
from mtkg.store.embedded import EmbeddedStore

_SHOWN = 5


def questions_of(ontology: Path) -> Path | None:
    """The catalogue that belongs to *ontology*: the folder ``queries`` beside it."""
    folder = ontology.resolve().parent / "queries"
    return folder if (folder / "questions").is_dir() else None


def check_questions(
    ontology: Path, world: World, settings: Settings, name_of: NameOf = called_by_path
) -> list[Diagnostic]:
    """
    KG501 and KG502; nothing where no catalogue lies beside the ontology.

    Asks the release if it is that of today's files, else one made for the purpose. The ontology
    must be free of errors; raises what `build` raises where it cannot be built.
    """
    catalogue = questions_of(ontology)
    if catalogue is None:
        return []
    try:
        questions = load_questions(catalogue / "questions")
    except SyntaxProblem as problem:
        return [syntax_error(problem, "")]
    with tempfile.TemporaryDirectory(prefix="mtkg-check-") as made:
        release = release_dir(ontology)
        if fresh_release(release, inputs_digest(source_files(ontology), catalogue)) is None:
            release = Path(made)
            build(ontology, release, queries=catalogue, settings=settings)
        store = EmbeddedStore.from_release(release)
        found = [_failed(failure, name_of) for failure in failures(store, questions)]
        found += _untouched(Graph.read(store), questions, world)
    return found


def _failed(failure: Failure, name_of: NameOf) -> Diagnostic:
    question = failure.question
    parts = []
    if failure.missing:
        parts.append(f"missing {_rows(failure.missing)}")
    if failure.extra:
        parts.append(f"extra {_rows(failure.extra)}")
    shown = f"queries/questions/{question.file.name}"
    return finding(
        "KG501",
        f"“{question.words}” is answered otherwise than expected: {'; '.join(parts)}",
        Place(name_of(question.file, shown)),
        help="mend what changed the answer, or write the new answer into the question's head",
    )


def _rows(rows: tuple[AnswerRow, ...]) -> str:
    shown = ", ".join(" ".join(row) for row in rows[:_SHOWN])
    return shown + (f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else "")


def _untouched(graph: Graph, questions: Iterable[Question], world: World) -> Iterator[Diagnostic]:
    asked = touching(questions, graph.terms, graph.claims)
    touched = {name for each in asked for name in each.terms}
    kinds = {graph.terms[name].kind for name in touched}
    relations = {name for name, term in graph.terms.items() if term.kind == "Relation"}
    for word, names in (("kind", set(KINDS) - kinds), ("relation", relations - touched)):
        for name in sorted(names):
            term = URIRef(f"{MTKG}{name}")
            place = world.declaration(term)
            if place is not None:
                say = f"no competency question touches the {word} {world.label(term)}"
                yield finding("KG502", say, place, term=term)
