"""``mtkg viz``: the neighborhood of a term as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from mtkg.cli._common import graph_options, open_graph
from mtkg.cli._render import emit
from mtkg.errors import UsageError
from mtkg.lookup import Index


@click.command(name="viz", short_help="Draw a term and its links as SVG.")
@click.argument("term")
@click.option(
    "-o", "--out", metavar="FILE.svg", required=True, help="Where to write; - is standard output."
)
@graph_options
def command(term: str, out: str, endpoint: str | None, release: Path | None) -> None:
    """Draw TERM with what it links to and what links to it, as SVG, statuses by color and word."""
    from mtkg.viz.surroundings import draw_term

    if out != "-" and not out.endswith(".svg"):
        raise UsageError(f"{out}: the picture is SVG", help="give the file a name in .svg")
    graph = open_graph(endpoint, release)
    found = Index(graph).resolve(term)
    picture = draw_term(graph, found.id)
    if picture is None:
        raise UsageError(
            f"{found.label} has no links to draw", help=f"see its place: mtkg tree {found.id}"
        )
    text = picture.file()
    if out == "-":
        emit(text)
        return
    try:
        Path(out).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror or error}") from error
    click.echo(f"{out}: written", err=True)
