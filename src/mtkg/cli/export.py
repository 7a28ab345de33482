"""``mtkg export``: the graph or its definitions in the formats that other programs read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mtkg.cli._common import current_release, graph_options, open_graph
from mtkg.errors import UsageError
from mtkg.export.formats import EXPORTS, exported

_WIDTH = max(map(len, EXPORTS))
_LIST = "\n".join(f"  {name:<{_WIDTH}} {form.summary}" for name, form in EXPORTS.items())


@click.command(
    name="export",
    short_help="Write the graph in another program's format.",
    help=f"Write the graph in FORMAT to standard output, or to a file with -o.\n\n\b\n{_LIST}",
)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(EXPORTS)))
@click.option("-o", "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@graph_options
def command(form: str, out: Path | None, endpoint: str | None, release: Path | None) -> None:
    """Write the graph in one of the formats of `EXPORTS`."""
    folder = None if endpoint else (release or current_release())
    content = exported(form, lambda: open_graph(endpoint, folder), folder)
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror or error}") from error
    click.echo(f"{out}: {len(content)} bytes", err=True)
