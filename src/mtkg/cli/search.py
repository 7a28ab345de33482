"""``mtkg search``: find terms by part of a name, a synonym, or a slip of the pen."""

from __future__ import annotations

from pathlib import Path

import click

from mtkg import answers
from mtkg.cli._common import graph_options, open_graph, output_option
from mtkg.cli._render import emit, records
from mtkg.lookup import Index
from mtkg.model.vocabulary import KINDS


@click.command(name="search", short_help="Find terms by name.")
@click.argument("text")
@click.option("--kind", type=click.Choice(KINDS), help="Only terms of this kind.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@output_option("table", "json", "csv", "tsv", "md")
@graph_options
def command(
    text: str, kind: str | None, limit: int, output: str, endpoint: str | None, release: Path | None
) -> None:
    """Find terms: exact id, label and synonym first, then prefix, word, and near spellings."""
    found = Index(open_graph(endpoint, release)).search(text, kinds=(kind,) if kind else ())
    rows = [answers.hit(each) for each in found[:limit]]
    emit(records(rows, ("id", "label", "kind", "match", "definition"), output))
