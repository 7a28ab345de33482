"""
One query from outside, answered in bytes by the engine, cut at the limits and saying so.

Rows are limited before they are computed: a ``LIMIT`` is put into the query (or lowered), one row
more than allowed is asked for, and that row, if it comes, is what tells that the answer was cut.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

import pyoxigraph as ox

from mtkg.errors import MtkgError, UsageError
from mtkg.model.vocabulary import MTKG
from mtkg.store import cutting
from mtkg.store.faults import query_fault
from mtkg.store.formats import GRAPH_BY_NAME, TABLE_BY_NAME
from mtkg.store.guard import Query, guard
from mtkg.store.tokens import Kind, Token

_EMPTY: Final = ox.Store()


class NotAcceptable(MtkgError):
    """The answer has no format the client accepts; ``available`` are the media types it has."""

    def __init__(self, available: tuple[str, ...]) -> None:
        super().__init__(
            "none of the formats asked for can hold this answer",
            help=f"ask for one of {', '.join(available)}",
        )
        self.available = available


@dataclass(frozen=True, slots=True)
class Question:
    """
    A query as it came: text, dataset, formats for either kind of answer, and limits.

    *default_graphs* and *named_graphs* are the protocol's; None in both leaves the dataset to the
    query. A format of None means that the client takes no answer of that kind.
    """

    text: str
    table: str | None = "json"
    boolean: str | None = "json"
    graph: str | None = "ttl"
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    max_rows: int = 100_000
    max_bytes: int = 50_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Bytes in the format named; ``cut`` is "rows", "triples" or "bytes" where more was to come."""

    body: bytes
    format: str
    is_graph: bool
    cut: str = ""
    volatile: bool = False


def answer(engine: ox.Store, question: Question) -> Answer:
    """
    What *engine* says to *question*.

    Raises `Forbidden` and `SyntaxProblem` as `guard` does, `NotAcceptable` for a form whose
    formats the client does not take, `UsageError` for a dataset that names no IRI.
    """
    query = guard(question.text)
    wanted = wanted_format(query, question)
    text = prepared(query, question.max_rows)
    try:
        found = engine.query(text, base_iri=MTKG, **_dataset(question))
        if isinstance(found, ox.QuerySolutions):
            body, cut = _table(found, wanted, question)
        elif isinstance(found, ox.QueryTriples):
            triples = list(islice(found, question.max_rows + 1))
            body, cut = write_graph(triples, wanted, question)
        else:
            body, cut = found.serialize(format=_table_format(wanted)) or b"", ""
    except (SyntaxError, RuntimeError) as error:
        _parsed(query)
        raise query_fault(query, error) from error
    return Answer(body, wanted, query.form in ("CONSTRUCT", "DESCRIBE"), cut, query.volatile)


def prepared(query: Query, max_rows: int) -> str:
    """
    *query*'s text with its columns named and its solutions limited to one more than *max_rows*.

    Raises `SyntaxProblem` for a ``SELECT *`` that is malformed.
    """
    if query.form == "ASK":
        return query.text
    text = _with_columns(query) if query.form == "SELECT" else query.text
    return cutting.limit_rows(guard(text) if text != query.text else query, max_rows)


def _parsed(query: Query) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """
    *query* run on nothing: its variables, or its mistake at the place the person wrote it.

    Raises `SyntaxProblem`.
    """
    try:
        return _EMPTY.query(query.text, base_iri=MTKG)
    except (SyntaxError, RuntimeError) as error:
        raise query_fault(query, error) from error


def wanted_format(query: Query, question: Question) -> str:
    """The format for an answer to *query*. Raises `NotAcceptable` where the client takes none."""
    if query.form in ("CONSTRUCT", "DESCRIBE"):
        name, known = question.graph, GRAPH_BY_NAME
    else:
        name, known = (question.boolean if query.form == "ASK" else question.table), TABLE_BY_NAME
    if name is None:
        raise NotAcceptable(tuple(f.media_types[0] for f in known.values()))
    return name


def _dataset(question: Question) -> dict[str, Any]:
    if question.default_graphs is None and question.named_graphs is None:
        return {}
    return {
        "default_graph": [_iri(g) for g in question.default_graphs or ()],
        "named_graphs": [_iri(g) for g in question.named_graphs or ()],
    }


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no absolute IRI of a graph: {error}") from error


def _with_columns(query: Query) -> str:
    """``SELECT *`` with its variables named in the order a reader meets them; engines sort them."""
    star = _outer_star(query.tokens)
    if star is None:
        return query.text
    found = _parsed(query)
    if not isinstance(found, ox.QuerySolutions):
        return query.text
    names = {variable.value for variable in found.variables}
    met = dict.fromkeys(t.text[1:] for t in query.tokens if t.kind is Kind.VARIABLE)
    columns = " ".join(f"?{name}" for name in met if name in names)
    if not columns:
        return query.text
    return f"{query.text[: star.start]} {columns} {query.text[star.end :]}"


def _outer_star(found: tuple[Token, ...]) -> Token | None:
    for before, token in pairwise(found):
        if token.text == "*" and before.word in ("SELECT", "DISTINCT", "REDUCED"):
            return token
        if token.text == "{":
            return None
    return None


def _table_format(name: str) -> ox.QueryResultsFormat:
    form = TABLE_BY_NAME[name].engine
    if not isinstance(form, ox.QueryResultsFormat):
        raise TypeError(f"{name} is no format of tables")
    return form


def _table(found: ox.QuerySolutions, name: str, question: Question) -> tuple[bytes, str]:
    sink = _Sink(question.max_bytes)
    try:
        found.serialize(sink, _table_format(name))
    except _Full:
        return cutting.cut_bytes(sink.getvalue(), name), "bytes"
    return cutting.cut_rows(sink.getvalue(), name, question.max_rows)


def write_boolean(value: bool, name: str) -> bytes:  # noqa: FBT001  # the answer itself
    """*value* as the answer of an ASK query in the format *name*."""
    found = _EMPTY.query("ASK {}" if value else "ASK { FILTER (false) }")
    if not isinstance(found, ox.QueryBoolean):
        raise TypeError("an ASK query has a boolean")
    return found.serialize(format=_table_format(name)) or b""


def write_graph(triples: list[ox.Triple], name: str, question: Question) -> tuple[bytes, str]:
    """*triples* in the format *name* within the question's limits, and what was cut."""
    form = GRAPH_BY_NAME[name].engine
    if not isinstance(form, ox.RdfFormat):
        raise TypeError(f"{name} is no format of graphs")
    cut = "triples" if len(triples) > question.max_rows else ""
    del triples[question.max_rows :]
    body = ox.serialize(triples, format=form) or b""
    while len(body) > question.max_bytes:
        cut = "bytes"
        del triples[int(len(triples) * 0.95 * question.max_bytes / len(body)) :]
        body = ox.serialize(triples, format=form) or b""
    return body, cut


class _Full(Exception):
    """The sink has taken all it may."""


class _Sink(io.BytesIO):
    """A file that stops the engine once it has written *limit* bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._left = limit

    def write(self, data: bytes) -> int:  # type: ignore[override]
        # The engine's buffer is written once more when the engine lets go of it.
        taken = super().write(data[: self._left])
        self._left -= taken
        if taken < len(data):
            raise _Full
        return taken
