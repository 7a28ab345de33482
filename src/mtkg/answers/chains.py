"""Chains of links as JSON, and as a table of their links."""

from __future__ import annotations

from mtkg.answers.shape import Json
from mtkg.answers.terms import ref
from mtkg.graph import Graph
from mtkg.paths import Path, PathLink, Paths, Where


def paths(graph: Graph, found: Paths) -> Json:
    """The chains from one term to another, as ``GET /paths`` gives them."""
    return {
        "from": ref(found.start),
        "to": ref(found.end),
        "paths": [path(graph, each) for each in found.paths],
        "truncated": found.truncated,
        "release": graph.release,
    }


def path(graph: Graph, found: Path) -> Json:
    """One chain; ``weakest`` is an index into ``links``, from 0."""
    return {
        "kind": found.kind.value,
        "status": found.status.value,
        "weakest": found.weakest,
        "length": found.length,
        "links": [path_link(graph, link) for link in found.links],
    }


def path_rows(graph: Graph, found: Paths) -> list[Json]:
    """The chains as a table: one row for each link, numbered from 1."""
    return [
        {
            "path": number,
            "kind": each.kind.value,
            "path_status": each.status.value,
            "link": at + 1,
            **path_link(graph, link),
            "weakest": at == each.weakest,
        }
        for number, each in enumerate(found.paths, start=1)
        for at, link in enumerate(each.links)
    ]


def path_link(graph: Graph, found: PathLink) -> Json:
    """One link; ``under`` names the path's own term where the claim is about another."""
    link = found.link
    answer: Json = {
        "subject": ref(graph.ref(link.subject)),
        "relation": link.relation,
        "object": ref(graph.ref(link.object)),
        "claims": list(link.claims),
        "derived_from": list(link.derived_from),
        "status": link.status.value,
        "where": [where(each) for each in found.where],
        "step": found.step.value,
    }
    if found.node != link.subject:
        answer["under"] = ref(graph.ref(found.node))
    return answer


def where(found: Where) -> Json:
    """A tissue a mechanism occurs in."""
    return ref(found.tissue) | {
        "part_of": list(found.part_of),
        "claims": list(found.claims),
        "status": found.status.value,
    }
