"""``mtkg build``: reason over the ontology, derive links and status, and write a release."""

from __future__ import annotations

import time
from pathlib import Path

import click

from mtkg.cli._common import progress
from mtkg.errors import UsageError
from mtkg.resources import ontology_dir, queries_dir, release_dir
from mtkg.settings import load_settings


@click.command(name="build", short_help="Build the graph.")
@click.option("-o", "--out", metavar="DIR", type=click.Path(path_type=Path), help="Release folder.")
@click.option(
    "--graph",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Ontology folder; by default ./ontology, else the packaged one.",
)
@click.option("--force", is_flag=True, help="Build again though nothing has changed.")
def command(out: Path | None, graph: Path | None, force: bool) -> None:
    """
    Build the graph: nothing is redone where nothing has changed.

    Reads the ontology and the claims, reasons over them, checks every claim, and writes the
    release: Turtle, RDF/XML, N-Triples, JSON-LD, TriG, N-Quads and a manifest with checksums.
    """
    from mtkg.build.pipeline import build

    ontology = graph or ontology_dir()
    folder = out or release_dir(ontology)
    if out is None and folder.parent.name != "build":
        raise UsageError(
            "the packaged graph is built already; its folder belongs to the installation",
            help="give -o DIR to build it elsewhere, or --graph DIR to build another ontology",
        )
    started = time.perf_counter()
    with progress("building") as note:
        release, made = build(
            ontology,
            folder,
            queries=queries_dir(),
            settings=load_settings(),
            note=note,
            force=force,
        )
    seconds = time.perf_counter() - started
    state = f"built in {seconds:.1f} s" if made else "nothing has changed"
    counts = release.counts
    click.echo(
        f"{folder}: {state}; release {release.release}, digest {release.digest[:12]}\n"
        f"{counts['terms']} terms, {counts['relations']} relations, {counts['claims']} claims,"
        f" {counts['evidence_lines']} evidence lines from {counts['sources']} sources,"
        f" {counts['links']} links and {counts['derived_links']} derived"
    )
