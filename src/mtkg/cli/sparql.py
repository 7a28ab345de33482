"""``mtkg sparql``: any read query, from a file, standard input, or the command line."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import click

from mtkg.errors import UsageError
from mtkg.resources import ontology_dir, release_dir
from mtkg.settings import load_settings
from mtkg.store.answer import Answer, Question, answer

_TABLES = {"json": "json", "csv": "csv", "tsv": "tsv"}
_GRAPHS = {"ttl": "ttl", "json": "jsonld"}


@click.command(short_help="Ask the graph a SPARQL query.")
@click.argument("file", required=False)
@click.option("-q", "--query", "text", metavar="TEXT", help="The query itself.")
@click.option(
    "-O",
    "--output",
    "form",
    type=click.Choice(["table", "json", "csv", "tsv", "ttl", "md"]),
    default="table",
    show_default=True,
    help="How to print the answer; graphs come as Turtle or, for json, as JSON-LD.",
)
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead.")
def command(file: str | None, text: str | None, form: str, endpoint: str | None) -> None:
    """
    Ask a SELECT, ASK, CONSTRUCT or DESCRIBE query; FILE may be - for standard input.

    Updates, SERVICE and LOAD are refused; a FROM that names a graph not held is an empty graph.
    """
    settings = load_settings()
    question = Question(
        text=_query(file, text),
        table=_TABLES.get(form, "json" if form in ("table", "md") else None),
        boolean=_TABLES.get(form, "json" if form in ("table", "md") else None),
        graph=_GRAPHS.get(form, "ttl" if form in ("table", "md") else None),
        max_rows=settings.result_max_rows,
        max_bytes=settings.result_max_bytes,
    )
    found = _ask(question, endpoint)
    _print(found, form)
    if found.cut:
        limit = settings.result_max_bytes if found.cut == "bytes" else settings.result_max_rows
        click.echo(f"mtkg: cut at {limit} {found.cut}; there is more", err=True)


def _query(file: str | None, text: str | None) -> str:
    if (file is None) == (text is None):
        raise UsageError("give one query: a FILE, - for standard input, or -q TEXT")
    if text is not None:
        return text
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(str(file)).read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}", help="name a readable file") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: not UTF-8 at byte {error.start}") from error


def _ask(question: Question, endpoint: str | None) -> Answer:
    from mtkg.store.embedded import EmbeddedStore

    if endpoint is not None:
        from mtkg.store.remote import RemoteStore

        settings = load_settings()
        remote = RemoteStore(
            endpoint, timeout_s=settings.endpoint_timeout_s, retries=settings.endpoint_retries
        )
        return remote.answer(question, settings.endpoint_timeout_s)
    return answer(EmbeddedStore.from_release(release_dir(ontology_dir())).engine, question)


def _print(found: Answer, form: str) -> None:
    if found.is_graph or form in _TABLES:
        sys.stdout.flush()
        sys.stdout.buffer.write(found.body if found.body.endswith(b"\n") else found.body + b"\n")
        return
    document = json.loads(found.body)
    if "boolean" in document:
        click.echo("true" if document["boolean"] else "false")
        return
    names = document["head"]["vars"]
    rows = [[_cell(row.get(name)) for name in names] for row in document["results"]["bindings"]]
    if form == "md":
        _print_markdown(names, rows)
    else:
        _print_table(names, rows)


def _cell(term: dict[str, object] | None) -> str:
    from mtkg.model.vocabulary import contract

    if term is None:
        return ""
    value = term["value"]
    if term["type"] == "uri":
        return contract(str(value)).strip("<>")
    if term["type"] == "bnode":
        return f"_:{value}"
    return str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _print_markdown(names: list[str], rows: list[list[str]]) -> None:
    def line(cells: list[str]) -> str:
        plain = (c.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for c in cells)
        return f"| {' | '.join(plain)} |"

    click.echo(line(names))
    click.echo(f"|{'|'.join('---' for _ in names)}|")
    for row in rows:
        click.echo(line(row))


def _print_table(names: list[str], rows: list[list[str]]) -> None:
    if not sys.stdout.isatty():
        # In a pipe every row is one line, whole, however wide.
        out = io.StringIO()
        csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows([names, *rows])
        click.echo(out.getvalue(), nl=False)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*names, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(cell.replace("[", "\\[") for cell in row))
    Console().print(table)
