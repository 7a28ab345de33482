"""``mtkg why``: the axioms and claims behind a link, with file and line."""

from __future__ import annotations

from pathlib import Path

import click

from mtkg import answers
from mtkg.cli._common import graph_options, open_store, output_option
from mtkg.cli._render import as_json, emit, records
from mtkg.graph import Graph
from mtkg.lookup import Index
from mtkg.model.vocabulary import SUBCLASS
from mtkg.why import Explainer, Explanation


@click.command(name="why", short_help="Say why a link holds.")
@click.argument("subject")
@click.argument("relation")
@click.argument("object_", metavar="OBJECT")
@output_option("table", "json", "csv", "tsv", "md")
@graph_options
def command(
    subject: str,
    relation: str,
    object_: str,
    output: str,
    endpoint: str | None,
    release: Path | None,
) -> None:
    """
    Why does SUBJECT have RELATION to OBJECT? RELATION may be subClassOf.

    A link may be stated by claims, derived, or inherited from a wider term; each premise names
    where it is written.
    """
    store = open_store(endpoint, release)
    graph = Graph.read(store)
    index = Index(graph)
    name = SUBCLASS if relation.removeprefix("rdfs:") == SUBCLASS else index.resolve(relation).id
    found = Explainer(graph, store).explain(
        index.resolve(subject).id, name, index.resolve(object_).id
    )
    if output == "json":
        emit(as_json(answers.explanation(graph, found)))
    elif output == "table":
        emit(_told(graph, found))
    else:
        rows = answers.explanation(graph, found)["premises"]
        emit(records(rows, ("kind", "id", "words", "status", "file", "line"), output))


def _told(graph: Graph, found: Explanation) -> str:
    relation = "is a kind of" if found.relation == SUBCLASS else graph.label(found.relation)
    said = f"{found.subject.label} {relation} {found.object.label}"
    denied = [f"  denied by claim {name}" for name in found.denied_by]
    if not found.holds:
        return "\n".join([f"{said}: the graph does not say so", *denied])
    lines = [f"{said}: {found.how}, {found.status}"]
    for premise in found.premises:
        place = f"{premise.file}:{premise.line}" if premise.file else "derived"
        status = f" [{premise.status.value}]" if premise.status else ""
        lines.append(f"  {premise.kind} {place}  {premise.words}{status}")
    return "\n".join(lines + denied)
