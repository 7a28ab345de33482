"""A Turtle file as a graph in which every triple knows its line and column."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rdflib import Graph
from rdflib.term import IdentifiedNode, Literal, URIRef

from mtkg.errors import SyntaxProblem, UsageError
from mtkg.model.diagnostics import Place, Position
from mtkg.turtle.faults import TurtleError
from mtkg.turtle.reader import Node, Reader, Statement
from mtkg.turtle.tokens import TOKEN, Lines

# An ill-typed literal ("soon"^^xsd:date) is ours to report, with its place; rdflib only logs it.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


@dataclass
class PositionedGraph:
    """
    What one Turtle file says, and where it says it.

    ``statements`` holds every triple in the order of the file, also repeated ones; ``graph`` is the
    same as an rdflib graph, made when first asked for. Lines and columns count from 1.
    """

    file: str
    text: str
    statements: list[Statement]
    prefixes: dict[str, str]
    base: str
    lines: Lines = field(repr=False)

    @cached_property
    def graph(self) -> Graph:
        """The triples as an rdflib graph, with the file's prefixes bound."""
        graph = Graph(bind_namespaces="none", base=self.base)
        for prefix, namespace in self.prefixes.items():
            graph.bind(prefix, namespace)
        for statement in self.statements:
            graph.add((statement.subject, statement.predicate, statement.object))
        return graph

    @cached_property
    def by_subject(self) -> dict[IdentifiedNode, list[Statement]]:
        """Every subject with its statements, in the order of the file."""
        found: dict[IdentifiedNode, list[Statement]] = {}
        for statement in self.statements:
            found.setdefault(statement.subject, []).append(statement)
        return found

    @cached_property
    def by_triple(self) -> dict[tuple[IdentifiedNode, URIRef, Node], Statement]:
        """Every triple with the first statement that makes it."""
        found: dict[tuple[IdentifiedNode, URIRef, Node], Statement] = {}
        for statement in self.statements:
            found.setdefault(statement[:3], statement)
        return found

    def places(
        self, subject: IdentifiedNode, predicate: URIRef, value: Node
    ) -> tuple[Place, Place, Place] | None:
        """Where subject, predicate and object of a triple stand; None if it is not here."""
        statement = self.by_triple.get((subject, predicate, value))
        if statement is None:
            return None
        return (
            self.subject_place(statement),
            self.predicate_place(statement),
            self.object_place(statement),
        )

    def term_place(self, term: IdentifiedNode) -> Place | None:
        """The first line of the block that speaks of *term* as subject, else None."""
        statements = self.by_subject.get(term)
        return self.subject_place(statements[0]) if statements else None

    def subject_place(self, statement: Statement) -> Place:
        """Where the subject of *statement* stands; for ``[…]``, its opening bracket."""
        return self.token_place(statement.at_subject)

    def predicate_place(self, statement: Statement) -> Place:
        """Where the predicate of *statement* stands."""
        return self.token_place(statement.at_predicate)

    def object_place(self, statement: Statement) -> Place:
        """Where the object of *statement* starts and ends, language tag and datatype included."""
        return self.place(statement.at_object, statement.end)

    def token_place(self, offset: int) -> Place:
        """The place of the token that starts at *offset*."""
        match = TOKEN.match(self.text, offset)
        return self.place(offset, match.end() if match else offset + 1)

    def place(self, start: int, end: int) -> Place:
        """The place between two offsets."""
        return Place(self.file, self.lines.position(start), self.lines.position(end))

    def name_at(self, position: Position) -> tuple[URIRef, Place] | None:
        """The IRI written at *position*, as prefixed name or in angle brackets, with its place."""
        offset = self.lines.offset(position)
        start = self.lines.offset(Position(position.line))
        for match in TOKEN.finditer(self.text, start):
            if match.start() > offset:
                return None
            if match.start() <= offset <= match.end():
                iri = self.expand(match.group())
                if iri is not None:
                    return iri, self.place(*match.span())
        return None

    def expand(self, written: str) -> URIRef | None:
        """The IRI of ``mtkg:Joint`` or ``<https://…>`` as this file means it; None if neither."""
        if written.startswith("<") and written.endswith(">"):
            return URIRef(written[1:-1])
        prefix, colon, local = written.partition(":")
        if colon and prefix in self.prefixes:
            return URIRef(self.prefixes[prefix] + local)
        return None

    def literals(self, predicate: URIRef) -> Iterator[tuple[Statement, Literal]]:
        """Statements with *predicate* whose object is a literal."""
        for statement in self.statements:
            if statement.predicate == predicate and isinstance(statement.object, Literal):
                yield statement, statement.object


def parse(text: str, file: str, base: str | None = None) -> PositionedGraph:
    """
    Read Turtle; *file* is the name that places will carry.

    Raises `SyntaxProblem` with line, column and what was expected at the first fault.
    """
    graph, problems = _read(text, file, base, tolerant=False)
    if problems:
        raise problems[0]
    return graph


def parse_tolerantly(
    text: str, file: str, base: str | None = None
) -> tuple[PositionedGraph, list[SyntaxProblem]]:
    """Read what can be read of a text that may be half-written; the faults come beside it."""
    return _read(text, file, base, tolerant=True)


def read(path: Path, file: str | None = None) -> PositionedGraph:
    """
    Read a Turtle file; *file* is the name to show for it, by default its path.

    Raises `UsageError` where it cannot be opened, `SyntaxProblem` where it is not UTF-8 or Turtle.
    """
    name = file or str(path)
    return parse(read_text(path, name), name)


def read_text(path: Path, file: str) -> str:
    """The text of a UTF-8 file, line ends untouched; raises as `read` does."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{file}: cannot be read: {reason}") from error
    return decode(data, file)


def decode(data: bytes, file: str) -> str:
    """Bytes as UTF-8 text; raises `SyntaxProblem` at the first byte that is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        position = Lines(before).position(len(before))
        raise SyntaxProblem(
            f"expected UTF-8 text, found byte 0x{data[error.start]:02x}",
            line=position.line,
            column=position.column,
            file=file,
            help="save the file with the encoding UTF-8",
        ) from error


def _read(
    text: str, file: str, base: str | None, *, tolerant: bool
) -> tuple[PositionedGraph, list[SyntaxProblem]]:
    reader = Reader(text, base or f"file:///{Path(file).name}")
    reader.read(tolerant=tolerant)
    graph = PositionedGraph(
        file=file,
        text=text,
        statements=reader.statements,
        prefixes=reader.prefixes,
        base=reader.base,
        lines=reader.lines,
    )
    return graph, [_problem(fault, reader.lines, file) for fault in reader.faults]


def _problem(fault: TurtleError, lines: Lines, file: str) -> SyntaxProblem:
    position = lines.position(fault.offset)
    return SyntaxProblem(
        fault.detail, line=position.line, column=position.column, file=file, help=fault.advice
    )
