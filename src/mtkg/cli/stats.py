"""``mtkg stats``: how much the graph holds, and how well it stands."""

from __future__ import annotations

from pathlib import Path

import click

from mtkg import answers
from mtkg.cli._common import graph_options, open_graph, output_option
from mtkg.cli._render import as_json, emit, records


@click.command(name="stats", short_help="Count terms, claims and evidence.")
@output_option("table", "json", "csv", "tsv", "md")
@graph_options
def command(output: str, endpoint: str | None, release: Path | None) -> None:
    """Count terms by kind, claims by status, evidence lines by direction, links, and sources."""
    graph = open_graph(endpoint, release)
    counted = answers.stats(graph)
    if output == "json":
        emit(as_json(counted))
        return
    rows = [
        {"what": what, "which": which, "count": count}
        for what, counts in counted.items()
        if isinstance(counts, dict)
        for which, count in counts.items()
    ]
    emit(records(rows, ("what", "which", "count"), output))
