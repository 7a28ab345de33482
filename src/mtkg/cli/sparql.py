"""``mtkg sparql``: any read query, from a file, standard input, or the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mtkg.cli._common import graph_options, open_store, output_option, read_text_argument
from mtkg.cli._render import emit, records
from mtkg.errors import UsageError
from mtkg.model.vocabulary import contract
from mtkg.settings import load_settings
from mtkg.store.answer import Answer, Question, answer
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.port import GraphStore

_TABLES = {"json": "json", "csv": "csv", "tsv": "tsv"}
_GRAPHS = {"ttl": "ttl", "json": "jsonld"}
_FOR_PEOPLE = ("table", "md")


@click.command(short_help="Ask the graph a SPARQL query.")
@click.argument("file", required=False)
@click.option("-q", "--query", "text", metavar="TEXT", help="The query itself.")
@output_option("table", "json", "csv", "tsv", "ttl", "md")
@graph_options
def command(
    file: str | None, text: str | None, output: str, endpoint: str | None, release: Path | None
) -> None:
    """
    Ask a SELECT, ASK, CONSTRUCT or DESCRIBE query; FILE may be - for standard input.

    Graphs are printed as Turtle, or as JSON-LD with -O json. Updates, SERVICE and LOAD are
    refused; a FROM that names a graph not held is an empty graph.
    """
    if (file is None) == (text is None):
        raise UsageError("give one query: a FILE, - for standard input, or -q TEXT")
    settings = load_settings()
    people = output in _FOR_PEOPLE
    table = _TABLES.get(output, "json" if people else None)
    question = Question(
        text=text if text is not None else read_text_argument(str(file)),
        table=table,
        boolean=table,
        graph=_GRAPHS.get(output, "ttl" if people else None),
        max_rows=settings.result_max_rows,
        max_bytes=settings.result_max_bytes,
    )
    found = _ask(open_store(endpoint, release), question, settings.endpoint_timeout_s)
    _print(found, output)
    if found.cut:
        limit = settings.result_max_bytes if found.cut == "bytes" else settings.result_max_rows
        click.echo(f"mtkg: cut at {limit} {found.cut}; there is more", err=True)


def _ask(store: GraphStore, question: Question, timeout_s: float) -> Answer:
    if isinstance(store, EmbeddedStore):
        return answer(store.engine, question)
    from mtkg.store.remote import RemoteStore

    if not isinstance(store, RemoteStore):
        raise TypeError(f"no way to ask a {type(store).__name__} a query from outside")
    return store.answer(question, timeout_s)


def _print(found: Answer, output: str) -> None:
    if found.is_graph or output not in _FOR_PEOPLE:
        sys.stdout.flush()
        sys.stdout.buffer.write(found.body if found.body.endswith(b"\n") else found.body + b"\n")
        return
    document = json.loads(found.body)
    if "boolean" in document:
        emit("true" if document["boolean"] else "false")
        return
    names = document["head"]["vars"]
    rows = [
        {name: _cell(row[name]) for name in names if name in row}
        for row in document["results"]["bindings"]
    ]
    emit(records(rows, names, output))


def _cell(term: dict[str, object]) -> str:
    value = term["value"]
    if term["type"] == "uri":
        return contract(str(value)).strip("<>")
    if term["type"] == "bnode":
        return f"_:{value}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
