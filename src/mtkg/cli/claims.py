"""``mtkg claims``: what is said, by whom, and how the evidence stands."""

from __future__ import annotations

from pathlib import Path

import click

from mtkg import answers
from mtkg.cli._common import graph_options, open_graph, output_option
from mtkg.cli._render import as_json, emit, records
from mtkg.errors import NotFound
from mtkg.graph import Graph
from mtkg.lookup import Index
from mtkg.model.claims import Claim, Status


@click.command(name="claims", short_help="List claims, or show one with its evidence.")
@click.argument("claim", required=False)
@click.option("--subject", metavar="TERM", help="Claims about this term.")
@click.option("--relation", metavar="RELATION", help="Claims with this relation.")
@click.option("--object", "object_", metavar="TERM", help="Claims that link to this term.")
@click.option(
    "--status", type=click.Choice([s.value for s in Status]), help="Claims that stand so."
)
@click.option("--source", metavar="SOURCE", help="Claims this source states or speaks to.")
@output_option("table", "json", "csv", "tsv", "md")
@graph_options
def command(
    claim: str | None,
    subject: str | None,
    relation: str | None,
    object_: str | None,
    status: str | None,
    source: str | None,
    output: str,
    endpoint: str | None,
    release: Path | None,
) -> None:
    """List claims, or show CLAIM with every line of evidence for and against it."""
    graph = open_graph(endpoint, release)
    if claim is not None:
        found = graph.claims.get(claim.removeprefix("claim:"))
        if found is None:
            raise NotFound("claim", claim, answers.near(claim, graph.claims))
        _one(graph, found, output)
        return
    index = Index(graph)
    rows = [
        answers.claim_item(graph, each)
        for each in answers.select_claims(
            graph,
            subject=index.resolve(subject).id if subject else None,
            relation=index.resolve(relation).id
            if relation and relation != "subClassOf"
            else relation,
            object=index.resolve(object_).id if object_ else None,
            status=status,
            source=answers.known_source(graph, source) if source else None,
        )
    ]
    columns: tuple[str, ...] = ("id", "statement", "status", "polarity")
    if output in ("csv", "tsv"):
        columns = ("id", "statement", "subject", "relation", "object", "status", "polarity")
    emit(records(rows, columns, output))


def _one(graph: Graph, found: Claim, output: str) -> None:
    shown = answers.claim(graph, found)
    if output == "json":
        emit(as_json(shown))
        return
    columns = ("direction", "publication", "study_design", "directness", "finding")
    rows = [{**line, "publication": answers.citation(line["source"])} for line in shown["evidence"]]
    if output in ("csv", "tsv"):
        emit(records(rows, columns, output))
        return
    emit(f"{found.statement}")
    emit(f"  {found.id}: {found.subject} {found.relation} {found.object} ({found.polarity})")
    emit(f"  status: {found.status.value}, {found.verdict.reason}")
    stated = "; ".join(found.stated_in) + (f", {found.locator}" if found.locator else "")
    emit(f"  stated in: {stated}\n")
    emit(records(rows, columns, output) if rows else "no publication speaks to it")
