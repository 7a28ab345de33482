"""``mtkg show``: one term, with its definition, place, links, and how well each link stands."""

from __future__ import annotations

from pathlib import Path

import click

from mtkg import answers
from mtkg.cli._common import graph_options, open_graph, open_store, output_option
from mtkg.cli._render import as_json, emit, records
from mtkg.graph import Graph
from mtkg.lookup import Index
from mtkg.model.terms import Term


@click.command(name="show", short_help="Show one term.")
@click.argument("term")
@output_option("table", "json", "csv", "tsv", "ttl", "md")
@graph_options
def command(term: str, output: str, endpoint: str | None, release: Path | None) -> None:
    """
    Show one term. TERM is a local name, CURIE, IRI, or exact label or synonym.

    As csv and tsv, one row for each link.
    """
    if output == "ttl":
        from mtkg.export.triples import about_term, serialise

        store = open_store(endpoint, release)
        found = Index(Graph.read(store)).resolve(term)
        emit(serialise(about_term(store, found.iri), "ttl").decode())
        return
    graph = open_graph(endpoint, release)
    found = Index(graph).resolve(term)
    if output == "json":
        emit(as_json(answers.term(graph, found)))
    elif output in ("csv", "tsv"):
        emit(records(link_rows(graph, found), LINK_COLUMNS, output))
    else:
        emit(described(graph, found, output))


LINK_COLUMNS = ("relation", "object", "label", "status", "claims", "derived_from")


def link_rows(graph: Graph, term: Term) -> list[dict[str, object]]:
    """One row for each link of *term*."""
    return [
        {"relation": relation, "object": link["id"], **link}
        for relation, links in answers.links(graph, term.id).items()
        for link in links
    ]


def described(graph: Graph, term: Term, form: str) -> str:
    """A term in words, its links as a table."""
    bold = "**" if form == "md" else ""
    lines = [f"{bold}{term.label}{bold}  ({term.kind}, mtkg:{term.id})"]
    if term.deprecated:
        lines.append(f"  deprecated; replaced by {term.replaced_by or 'nothing'}")
    lines.append(term.definition or "no definition recorded")
    facts = {
        "also called": term.synonyms,
        "kind of": [graph.label(name) for name in term.parents],
        "kinds": [graph.label(name) for name in term.children],
        "links": [graph.label(name) for name in term.domain],
        "to": [graph.label(name) for name in term.range],
        "note": term.scope_notes,
        "mapped to": [f"{m.predicate} {m.label or m.id}" for m in term.mappings],
    }
    width = max(len(name) for name, values in facts.items() if values or name == "note")
    for name, values in facts.items():
        if values:
            lines.append(f"  {name:<{width}}  {', '.join(values)}")
    rows = link_rows(graph, term)
    if rows:
        lines += ["", records(rows, ("relation", "label", "status", "claims"), form)]
    return "\n".join(lines)
