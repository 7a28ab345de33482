"""``mtkg version``: which program and which release of the graph this is."""

from __future__ import annotations

import click

from mtkg import __version__
from mtkg.cli._render import as_json, emit
from mtkg.resources import ontology_dir, release_dir


@click.command(name="version", short_help="Say which program and release this is.")
@click.option("-O", "--output", type=click.Choice(["table", "json"]), default="table")
def command(output: str) -> None:
    """Say which program this is, and which release of the graph is at hand."""
    from mtkg.build.current import Release

    release = Release.read(release_dir(ontology_dir()))
    about = {
        "version": __version__,
        "release": release.release if release else None,
        "digest": release.digest if release else None,
    }
    if output == "json":
        emit(as_json(about))
        return
    graph = f"graph {release.release} ({release.digest[:12]})" if release else "no graph built yet"
    emit(f"mtkg {__version__}, {graph}")
