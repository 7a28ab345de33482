"""``mtkg run``: ask a query of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import click

from mtkg.catalogue.arguments import bound
from mtkg.catalogue.rows import rows_of
from mtkg.catalogue.spec import load_catalogue
from mtkg.cli._common import graph_options, open_store, output_option
from mtkg.cli._render import emit, records
from mtkg.errors import UsageError
from mtkg.graph import Graph
from mtkg.lookup import Index
from mtkg.model.terms import Term
from mtkg.resources import queries_dir
from mtkg.store.port import GraphStore


class StoreNames:
    """The names of *store*'s graph, read when the first of them is asked for."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    @cached_property
    def _graph(self) -> Graph:
        return Graph.read(self._store)

    @cached_property
    def _index(self) -> Index:
        return Index(self._graph)

    def term(self, name: str) -> Term:
        """The term that *name* names; raises `NotFound`."""
        return self._index.resolve(name)

    def source_ids(self) -> Sequence[str]:
        """The local names of every source."""
        return tuple(self._graph.sources)

    def claim_ids(self) -> Sequence[str]:
        """The local names of every claim."""
        return tuple(self._graph.claims)


@click.command(
    name="run",
    short_help="Ask a query of the catalogue.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("name")
@click.argument("parameters", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAMETER VALUE]...")
@click.option("--print-query", is_flag=True, help="Print the query with its values, unasked.")
@output_option("table", "json", "csv", "tsv", "md")
@graph_options
def command(
    name: str,
    parameters: tuple[str, ...],
    print_query: bool,
    output: str,
    endpoint: str | None,
    release: Path | None,
) -> None:
    """
    Ask the query NAME of the catalogue.

    Terms are given by local name, CURIE, IRI, or exact label or synonym. `mtkg queries NAME` tells
    the parameters; one given twice asks for either value.
    """
    spec = load_catalogue(queries_dir()).query(name)
    given = parsed(parameters)
    for parameter in given:
        spec.parameter(parameter)
    store = open_store(endpoint, release)
    text = bound(spec, given, StoreNames(store))
    if print_query:
        emit(text)
        return
    columns = tuple(spec.columns)
    rows = rows_of(store.select(text), columns)
    emit(records(rows, columns, output))


def parsed(arguments: Sequence[str]) -> dict[str, list[str]]:
    """
    ``--name value`` and ``--name=value`` as values by name.

    Raises `UsageError` for a value without a name and a name without a value.
    """
    found: dict[str, list[str]] = {}
    waiting = list(arguments)
    while waiting:
        first = waiting.pop(0)
        if not first.startswith("--") or first == "--":
            raise UsageError(f"{first!r} belongs to no parameter", help="write --NAME VALUE")
        name, equals, value = first[2:].partition("=")
        if not equals:
            if not waiting:
                raise UsageError(f"--{name} needs a value")
            value = waiting.pop(0)
        found.setdefault(name, []).append(value)
    return found
