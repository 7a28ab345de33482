"""A query of the catalogue: its text and what its head says of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from mtkg.catalogue.binding import Block, value_blocks
from mtkg.catalogue.header import Head, read_head
from mtkg.errors import NotFound, SyntaxProblem, UsageError
from mtkg.model.vocabulary import MTKG
from mtkg.store.faults import query_fault
from mtkg.store.guard import guard
from mtkg.store.tokens import place

_EMPTY: Mapping[str, Any] = MappingProxyType({})


class ParameterType(StrEnum):
    """What a parameter's value names, and so how it is read and written."""

    TERM = "term"
    KIND = "kind"
    STATUS = "status"
    RELATION = "relation"
    SOURCE = "source"
    CLAIM = "claim"
    TEXT = "text"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    A value that a caller may give; ``default`` holds serialized terms, none where it is optional.

    ``kinds`` limits terms to those of one of these kinds.
    """

    name: str
    type: ParameterType
    description: str
    kinds: tuple[str, ...] = ()
    default: tuple[str, ...] = ()

    @property
    def optional(self) -> bool:
        """Whether the query can do without any value (``UNDEF``)."""
        return not self.default


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the example's answer must hold: a number of rows, and rows with these values."""

    min_rows: int
    contains: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QuerySpec:
    """
    One file of the catalogue.

    ``name`` is the file's stem; ``text`` the whole file, a SELECT query that runs as it stands;
    ``columns`` map the variables it selects, in their order, to what they hold.
    """

    name: str
    file: Path
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    example: Mapping[str, str]
    expect: Expectation
    text: str

    @property
    def iri(self) -> str:
        """The IRI of the query in the named graph ``queries``."""
        return f"{MTKG}query/{self.name}"

    @property
    def body(self) -> str:
        """The query without its head."""
        return "\n".join(line for line in self.text.splitlines() if not line.startswith("#+"))

    def parameter(self, name: str) -> Parameter:
        """The parameter *name*, hyphens or underscores alike; raises `UsageError`."""
        wanted = name.replace("-", "_")
        for parameter in self.parameters:
            if parameter.name == wanted:
                return parameter
        known = ", ".join(p.name for p in self.parameters)
        raise UsageError(
            f"{self.name} has no parameter {name!r}",
            help=f"it takes {known}" if known else "it takes none",
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every query of a folder by name."""

    queries: Mapping[str, QuerySpec]

    def __iter__(self) -> Iterator[QuerySpec]:
        return iter(self.queries.values())

    def __len__(self) -> int:
        return len(self.queries)

    def query(self, name: str) -> QuerySpec:
        """The query *name*, hyphens or underscores alike; raises `NotFound` with close names."""
        found = self.queries.get(name.replace("-", "_"))
        if found is None:
            near = difflib.get_close_matches(name.replace("-", "_"), self.queries, n=3, cutoff=0.5)
            raise NotFound("query", name, near)
        return found


def load_catalogue(folder: Path) -> Catalogue:
    """
    The ``.rq`` files directly in *folder*, by name.

    Raises `SyntaxProblem` naming file, line and column where a head or a query cannot be read, or
    where the two do not agree about parameters or columns.
    """
    files = sorted(folder.glob("*.rq")) if folder.is_dir() else []
    return Catalogue({file.stem: read_query(file) for file in files})


def read_query(file: Path) -> QuerySpec:
    """The query in *file*; raises as `load_catalogue` does."""
    name = f"{file.parent.name}/{file.name}"
    text = read_text(file, name)
    head = read_head(text, "query", name)
    columns = tuple(projected(text, name))
    values = head.values
    _same_columns(columns, head, name)
    blocks = value_blocks(text)
    parameters = tuple(
        _parameter(key, said, blocks, head, name) for key, said in values.get("params", {}).items()
    )
    _known_example(values.get("example", {}), parameters, head, name)
    return QuerySpec(
        name=file.stem,
        file=file,
        summary=values["summary"],
        description=" ".join(values["description"].split()),
        tags=tuple(values["tags"]),
        parameters=parameters,
        columns=MappingProxyType({c: values["columns"][c] for c in columns}),
        example=MappingProxyType({k: str(e) for k, e in values.get("example", {}).items()}),
        expect=Expectation(
            values["expect"]["min_rows"],
            tuple(
                MappingProxyType({k: str(e) for k, e in row.items()})
                for row in values["expect"].get("contains", ())
            ),
        ),
        text=text,
    )


def read_text(file: Path, name: str) -> str:
    """The text of *file*; raises `UsageError` where it is not to be read or not UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{name}: {error.strerror}", help="name a readable file") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: not UTF-8 at byte {error.start}") from error


def projected(text: str, file: str) -> list[str]:
    """
    The variables that the SELECT query *text* answers with.

    Raises `SyntaxProblem` naming *file* where the text is malformed or another form of query.
    """
    try:
        query = guard(text)
        try:
            answer = ox.Store().query(text, base_iri=MTKG)
        except SyntaxError as error:
            raise query_fault(query, error) from error
    except SyntaxProblem as problem:
        raise SyntaxProblem(
            problem.detail, line=problem.line, column=problem.column, file=file, help=problem.help
        ) from problem
    if not isinstance(answer, ox.QuerySolutions):
        form = next(token for token in query.tokens if token.word == query.form)
        line, column = place(text, form.start)
        raise SyntaxProblem(
            "a query of the catalogue is a SELECT", line=line, column=column, file=file
        )
    return [variable.value for variable in answer.variables]


def _same_columns(columns: tuple[str, ...], head: Head, file: str) -> None:
    said = head.values["columns"]
    for missing in (c for c in columns if c not in said):
        line, column = head.place("columns")
        raise SyntaxProblem(
            f"?{missing} is selected and not described",
            line=line,
            column=column,
            file=file,
            help=f"add {missing} under columns, or do not select it",
        )
    for extra in (c for c in said if c not in columns):
        line, column = head.place("columns", extra)
        raise SyntaxProblem(
            f"{extra} is described and not selected", line=line, column=column, file=file
        )


def _parameter(
    name: str,
    said: Mapping[str, Any],
    blocks: Mapping[str, tuple[Block, ...]],
    head: Head,
    file: str,
) -> Parameter:
    line, column = head.place("params", name)
    found = blocks.get(name, ())
    if not found:
        raise SyntaxProblem(
            f"the parameter {name} has no VALUES block",
            line=line,
            column=column,
            file=file,
            help=f"write VALUES ?{name} {{ … }}, with UNDEF or a default between the braces",
        )
    if len({block.values for block in found}) > 1:
        raise SyntaxProblem(
            f"the VALUES blocks of {name} hold different defaults",
            line=line,
            column=column,
            file=file,
        )
    if said["type"] != "term" and "kind" in said:
        raise SyntaxProblem(f"{name}: only a term has a kind", line=line, column=column, file=file)
    return Parameter(
        name,
        ParameterType(said["type"]),
        said["description"],
        tuple(said.get("kind", ())),
        tuple(v for v in found[0].values if v.upper() != "UNDEF"),
    )


def _known_example(
    example: Mapping[str, Any], parameters: tuple[Parameter, ...], head: Head, file: str
) -> None:
    known = {p.name for p in parameters}
    for name in example:
        if name not in known:
            line, column = head.place("example", name)
            raise SyntaxProblem(
                f"the example gives {name}, which is no parameter",
                line=line,
                column=column,
                file=file,
            )
