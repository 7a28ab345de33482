"""``mtkg tree``: the hierarchy after reasoning, whole or below one term."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from mtkg import answers
from mtkg.cli._common import graph_options, open_graph, output_option
from mtkg.cli._render import as_json, emit, records
from mtkg.graph import Graph
from mtkg.lookup import Index
from mtkg.model.vocabulary import KINDS


@click.command(name="tree", short_help="Show the terms below a term.")
@click.argument("term", required=False)
@click.option("--depth", type=click.IntRange(1), help="Show no more than this many steps down.")
@output_option("table", "json", "csv", "tsv", "md")
@graph_options
def command(
    term: str | None, depth: int | None, output: str, endpoint: str | None, release: Path | None
) -> None:
    """Show the terms below TERM, or below every kind, indented by their place."""
    graph = open_graph(endpoint, release)
    roots = [Index(graph).resolve(term).id] if term else [k for k in KINDS if k in graph.terms]
    if output == "json":
        trees = [answers.tree(graph, root, depth) for root in roots]
        emit(as_json(trees[0] if term else trees))
        return
    rows = [row for root in roots for row in _rows(graph, root, None, 0, depth, frozenset())]
    if output in ("csv", "tsv"):
        emit(records(rows, ("id", "label", "parent", "depth"), output))
        return
    bullet = "- " if output == "md" else ""
    lines = [f"{'  ' * row['depth']}{bullet}{row['label']}  {row['id']}" for row in rows]
    emit("\n".join(lines))


def _rows(
    graph: Graph, name: str, parent: str | None, at: int, depth: int | None, above: frozenset[str]
) -> Iterator[dict[str, Any]]:
    yield {"id": name, "label": graph.label(name), "parent": parent, "depth": at}
    if (depth is None or at < depth) and name not in above:
        for child in sorted(graph.hierarchy.children.get(name, ()), key=graph.label):
            yield from _rows(graph, child, name, at + 1, depth, above | {name})
