"""What stands around a term: the terms within some links of it, and the links among them."""

from __future__ import annotations

from dataclasses import dataclass

from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.claims import Status
from mtkg.model.links import Link

MOST_TERMS = 200
MOST_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Edge:
    """A link, or a subclass step where ``relation`` is ``subClassOf`` and ``status`` is None."""

    subject: str
    relation: str
    object: str
    status: Status | None = None
    claims: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """
    Local names of terms with how many steps each stands from ``root``, and the edges among them.

    ``truncated`` says that terms beyond `MOST_TERMS` were left out, the farthest first.
    """

    root: str
    depth: int
    terms: tuple[tuple[str, int], ...]
    edges: tuple[Edge, ...]
    truncated: bool


def neighborhood(graph: Graph, root: str, depth: int = 1) -> Neighborhood:
    """
    The terms at most *depth* links or subclass steps from *root*, in either direction.

    Links derived of ``mayProduce`` are left out: the chains behind them are what is drawn.
    Raises `NotFound` for an unknown *root*.
    """
    distance = {graph.term(root).id: 0}
    edge_of: dict[tuple[str, str, str], Edge] = {}
    layer = [root]
    truncated = False
    for step in range(1, depth + 1):
        following: list[str] = []
        for name in layer:
            for edge in _edges(graph, name):
                other = edge.object if edge.subject == name else edge.subject
                if other not in distance:
                    if len(distance) >= MOST_TERMS:
                        truncated = True
                        continue
                    distance[other] = step
                    following.append(other)
                edge_of[edge.subject, edge.relation, edge.object] = edge
        layer = sorted(following)
    kept = (e for e in edge_of.values() if e.subject in distance and e.object in distance)
    edges = tuple(sorted(kept, key=lambda e: (e.subject, e.relation, e.object)))
    ranked = tuple(sorted(distance.items(), key=lambda item: (item[1], item[0])))
    return Neighborhood(root, depth, ranked, edges, truncated)


def _edges(graph: Graph, name: str) -> list[Edge]:
    links = (*graph.links_from.get(name, ()), *graph.links_to.get(name, ()))
    found = [
        _edge(link)
        for link in links
        if link.relation not in (v.DERIVED_RELATION, v.SUBCLASS)
        and link.subject in graph.terms
        and link.object in graph.terms
    ]
    above = graph.hierarchy.parents.get(name, ())
    below = graph.hierarchy.children.get(name, ())
    found += [Edge(name, v.SUBCLASS, up) for up in above if up in graph.terms]
    found += [Edge(down, v.SUBCLASS, name) for down in below if down in graph.terms]
    return found


def _edge(link: Link) -> Edge:
    return Edge(*link.triple, link.status, link.claims, link.derived_from)
