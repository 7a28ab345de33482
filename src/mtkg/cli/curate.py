"""``mtkg curate``: claims by spreadsheet."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from mtkg.cli._common import graph_options, open_graph
from mtkg.cli._render import emit
from mtkg.errors import UsageError
from mtkg.lookup import Index


@click.group(name="curate", short_help="Claims by spreadsheet.")
def command() -> None:
    """Write claims in a spreadsheet, without RDF."""


_force = click.option("--force", is_flag=True, help="Replace a file that is there.")


@command.command(name="template")
@click.option(
    "-o",
    "--output",
    "out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A .xlsx or .csv file; without it the CSV head is printed.",
)
@_force
@graph_options
def template(out: Path | None, force: bool, endpoint: str | None, release: Path | None) -> None:
    """Write an empty sheet; as .xlsx it offers terms, sources and designs in drop-downs."""
    from mtkg.curate.template import template_csv, template_xlsx

    if out is None:
        emit(template_csv())
        return
    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise UsageError(f"{out}: no template has this suffix", help="give .xlsx or .csv")
    if out.suffix.lower() == ".csv":
        _write(out, template_csv().encode(), force)
    else:
        _write(out, template_xlsx(open_graph(endpoint, release)), force)
    click.echo(f"{out}: written", err=True)


@command.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "-o",
    "--output",
    "out",
    metavar="FILE.ttl",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the Turtle goes; without it, to standard output.",
)
@_force
@graph_options
def import_(
    file: Path, out: Path | None, force: bool, endpoint: str | None, release: Path | None
) -> None:
    """
    Turn a filled sheet into Turtle, or name every cell that is wrong.

    Nothing is written if anything is wrong. mtkg check FILE.ttl then checks the claims together
    with the graph.
    """
    from mtkg.curate.entries import read_entries
    from mtkg.curate.sheet import read_sheet
    from mtkg.curate.turtle import entries_turtle

    rows = read_sheet(file)
    if not rows:
        raise UsageError(f"{file.name} holds no row under its head")
    graph = open_graph(endpoint, release)
    entries = read_entries(file.name, rows, graph, Index(graph).resolve)
    text = entries_turtle(entries, file.name)
    if out is None:
        emit(text)
    else:
        _write(out, text.encode(), force)
    lines = len(entries.lines) + sum(len(claim.evidence) for claim in entries.claims)
    said = f"{len(entries.claims)} claims, {lines} evidence lines"
    click.echo(f"{file.name}: {said}", err=True)


def _write(path: Path, data: bytes, force: bool) -> None:
    """Write whole or not at all, and never over a file without being told to."""
    if path.exists() and not force:
        raise UsageError(f"{path} is there already", help="give another name, or --force")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from error
