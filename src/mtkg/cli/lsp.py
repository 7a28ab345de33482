"""``mtkg lsp``: the language server, for editors."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from mtkg.resources import ontology_dir


@click.command("lsp", short_help="Serve the graph to an editor (LSP).")
@click.option(
    "--graph",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The ontology folder.  [default: ./ontology]",
)
@click.option("--tcp", metavar="PORT", type=int, help="Listen on this port of 127.0.0.1 instead.")
def command(graph: Path | None, tcp: int | None) -> None:
    """
    Serve editors over standard input and output.

    Findings while typing, definition and evidence on hover, completion of terms, go to definition,
    and quick fixes, for Turtle; articles are judged as by `mtkg lint`.
    """
    from mtkg.lsp.server import create_server

    # Standard output is the protocol's; what the library logs goes to standard error.
    logging.basicConfig(level=logging.ERROR)
    server = create_server(graph or ontology_dir())
    if tcp is not None:
        server.start_tcp("127.0.0.1", tcp)
    else:
        server.start_io()
