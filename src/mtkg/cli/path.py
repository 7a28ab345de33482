"""``mtkg path``: the chains from one term to another, and how well each link is supported."""

from __future__ import annotations

from pathlib import Path

import click

from mtkg import answers
from mtkg.cli._common import graph_options, open_graph, output_option
from mtkg.cli._render import as_json, emit, records
from mtkg.graph import Graph
from mtkg.lookup import Index
from mtkg.model.claims import Claim, Direction
from mtkg.paths import DEFAULT_LINKS, MOST_LINKS, PathFinder, PathLink, Paths
from mtkg.paths import Path as Chain

MARKS = {
    "established": "●",
    "supported": "◕",
    "mixed": "◑",
    "insufficient": "◔",
    "unassessed": "○",
    "disputed": "✕",
}
COLUMNS = (
    "path",
    "kind",
    "path_status",
    "link",
    "subject",
    "relation",
    "object",
    "status",
    "step",
    "claims",
    "weakest",
)


@click.command(name="path", short_help="Find chains from one term to another.")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option(
    "--max-links",
    type=click.IntRange(1, MOST_LINKS),
    default=DEFAULT_LINKS,
    show_default=True,
    help="Links a path may have.",
)
@click.option("--exact", is_flag=True, help="Only links stated of the path's own terms.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@output_option("table", "json", "csv", "tsv", "md")
@graph_options
def command(
    start: str,
    end: str,
    max_links: int,
    exact: bool,
    limit: int,
    output: str,
    endpoint: str | None,
    release: Path | None,
) -> None:
    """
    Through what is FROM thought to bring about TO? Best-supported chains first.

    Each link names its claims and its status; a chain is as strong as its weakest link.
    """
    graph = open_graph(endpoint, release)
    index = Index(graph)
    ends = index.resolve(start).id, index.resolve(end).id
    found = PathFinder(graph).find(*ends, max_links=max_links, exact=exact)
    if output == "json":
        emit(as_json(answers.paths(graph, found)))
    elif output in ("csv", "tsv", "md"):
        emit(records(_rows(found), COLUMNS, output))
    else:
        emit(_told(graph, found, limit))


def _rows(found: Paths) -> list[dict[str, object]]:
    return [
        {
            "path": number,
            "kind": path.kind.value,
            "path_status": path.status.value,
            "link": at + 1,
            "subject": link.link.subject,
            "relation": link.link.relation,
            "object": link.link.object,
            "status": link.link.status.value,
            "step": link.step.value,
            "claims": list(link.link.claims),
            "weakest": "yes" if at == path.weakest else "",
        }
        for number, path in enumerate(found.paths, start=1)
        for at, link in enumerate(path.links)
    ]


def _told(graph: Graph, found: Paths, limit: int) -> str:
    ends = f"from {found.start.label} to {found.end.label}"
    if not found.paths:
        return f"no path {ends}"
    count = f"{'more than ' if found.truncated else ''}{len(found.paths)}"
    lines = [f"{count} path{'s' if len(found.paths) > 1 else ''} {ends}"]
    for number, path in enumerate(found.paths[:limit], start=1):
        lines += ["", *_path_lines(graph, number, path)]
    if len(found.paths) > limit:
        lines += ["", f"{len(found.paths) - limit} more: --limit {len(found.paths)}, or -O json"]
    return "\n".join(lines)


def _path_lines(graph: Graph, number: int, path: Chain) -> list[str]:
    lines = [f"{number}. {path.kind.value} path, {path.status.value}"]
    for at, link in enumerate(path.links):
        weakest = "  <- weakest link" if at == path.weakest else ""
        step = "" if link.step.value == "asserted" else f" ({link.step.value})"
        stated = link.link
        ends = (stated.subject, stated.relation, stated.object)
        said = " ".join(graph.label(name) for name in ends)
        lines.append(f"   {MARKS[stated.status]} {said}{step}  [{stated.status.value}]{weakest}")
        lines += _evidence_lines(graph, link, explain=at == path.weakest)
        if link.where:
            places = ", ".join(
                " in ".join([w.tissue.label, *(graph.label(p) for p in w.part_of)])
                for w in link.where
            )
            lines.append(f"       where: {places}")
    return lines


def _evidence_lines(graph: Graph, link: PathLink, *, explain: bool) -> list[str]:
    if link.link.is_derived:
        return [f"       derived from {', '.join(link.link.derived_from)}"]
    lines = []
    for name in link.link.claims:
        claim = graph.claims[name]
        lines.append(f"       claim {name}: {answers.balance(claim)}")
        if explain:
            lines.append(f"         {claim.verdict.reason}")
            lines += [f"         {line}" for line in _both_sides(claim)]
    return lines


def _both_sides(claim: Claim) -> list[str]:
    """The publications on each side of a claim; a side that nobody stands on says so."""
    if not claim.evidence:
        return []
    sides: dict[Direction, list[str]] = {Direction.SUPPORTS: [], Direction.DISPUTES: []}
    for line in claim.evidence:
        named = answers.citation(answers.source(line.source))
        sides.setdefault(line.direction, []).append(named)
    return [
        f"{answers.SIDES[side]}: {'; '.join(publications) or 'none found'}"
        for side, publications in sides.items()
    ]
