"""Reading the graph's files and the drafts, each under the name that findings call it by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rdflib.term import IdentifiedNode

from mtkg.build.files import Layer, source_files
from mtkg.check import names as n
from mtkg.check.findings import finding
from mtkg.check.world import Document
from mtkg.errors import SyntaxProblem, UsageError
from mtkg.model.diagnostics import Diagnostic, Place, Position
from mtkg.turtle import PositionedGraph, parse, parse_tolerantly
from mtkg.turtle.positions import read_text

NameOf = Callable[[Path, str], str]
"""What to call a file: its path, and its name relative to the ontology's parent folder."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to judge; *path* is where it lies, if it lies anywhere."""

    name: str
    text: str
    path: Path | None = None


@dataclass
class Sources:
    """The graph's files: read, or with the finding that says why not."""

    ontology: Path
    documents: list[tuple[Path, Document]] = field(default_factory=list)
    unreadable: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    mappings: list[tuple[Path, str]] = field(default_factory=list)


def called_by_path(path: Path, name: str) -> str:
    """A file's path from here, if it is under this folder, else *name*."""
    here = Path.cwd()
    resolved = path.resolve()
    return resolved.relative_to(here).as_posix() if resolved.is_relative_to(here) else name


def read_graph(ontology: Path, name_of: NameOf = called_by_path) -> Sources:
    """
    Every file of the folder *ontology*; files that are not Turtle become KG101 findings.

    Raises `UsageError` where the folder or a file cannot be read.
    """
    sources = Sources(ontology)
    for file in source_files(ontology):
        name = name_of(file.path, file.name)
        try:
            text = read_text(file.path, name)
            sources.texts[name] = text
            if file.layer is Layer.MAPPINGS:
                sources.mappings.append((file.path, name))
            else:
                graph = parse(text, name)
                sources.documents.append((file.path, Document(graph, file.layer)))
        except SyntaxProblem as problem:
            sources.unreadable.append(syntax_error(problem, sources.texts.get(name, "")))
    return sources


def read_draft(path: Path) -> Draft | Diagnostic:
    """A draft from a file; bytes that are not UTF-8 are a finding, a missing file is an error."""
    name = called_by_path(path, str(path))
    try:
        return Draft(name, read_text(path, name), path)
    except SyntaxProblem as problem:
        return syntax_error(problem, "")


def read_document(draft: Draft) -> tuple[Document, list[Diagnostic]]:
    """A draft as a document of what can be read of it, and a finding where reading failed."""
    graph, problems = parse_tolerantly(draft.text, draft.name)
    # What follows a fault is often faulty only because of it: the first is the one to mend.
    found = [syntax_error(problem, draft.text) for problem in problems[:1]]
    return Document(graph, Layer.CORE, draft=True), found


def syntax_error(problem: SyntaxProblem, text: str) -> Diagnostic:
    """KG101 from what a reader raised."""
    start = Position(problem.line, problem.column)
    line = (
        text.splitlines()[problem.line - 1]
        if 0 < problem.line <= text.count("\n") + 1 and text
        else ""
    )
    word = len(line) + 1 if problem.column > len(line) else problem.column + 1
    end = Position(problem.line, max(word, problem.column))
    place = Place(problem.file or "", start, end)
    return finding("KG101", problem.detail, place, help=problem.help)


def replaced_by(
    sources: Sources, drafts: Iterable[tuple[Draft, Document]]
) -> list[tuple[Path, Document]]:
    """The graph's documents, without those that a draft replaces: same path, or same ontology."""
    kept = list(sources.documents)
    for draft, document in drafts:
        if draft.path is not None:
            path = draft.path.resolve()
            same = [pair for pair in kept if pair[0].resolve() == path]
        else:
            same = []
        if not same:
            iris = _ontologies(document.graph)
            same = [pair for pair in kept if iris & _ontologies(pair[1].graph)]
        kept = [pair for pair in kept if pair not in same]
    return kept


def _ontologies(graph: PositionedGraph) -> set[IdentifiedNode]:
    return {s.subject for s in graph.statements if s.predicate == n.A and s.object == n.ONTOLOGY}


def layer_of(sources: Sources, draft: Draft) -> Layer:
    """The layer of the file that *draft* replaces by its path, else core."""
    if draft.path is not None:
        for path, document in sources.documents:
            if path.resolve() == draft.path.resolve():
                return document.layer
    return Layer.CORE


def require_readable(sources: Sources) -> None:
    """Raise `UsageError` where the graph itself cannot be read, so that no draft can be judged."""
    if sources.unreadable:
        first = sources.unreadable[0]
        raise UsageError(f"{first.file}:{first.start.line}: {first.message}")
