"""Two terms side by side: what both are linked to, and what only one of them is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.claims import Claim, Status

ASPECTS: Mapping[str, tuple[str, ...]] = {
    "mechanisms": ("engages",),
    "tissues": ("appliedTo",),
    "effects": ("intendedEffect", v.DERIVED_RELATION),
    "conditions": ("addresses",),
    "companions": ("complements", "prepares"),
    "safety": v.SAFETY_RELATIONS,
}
"""What is compared, with the relations that tell it."""


@dataclass(frozen=True, slots=True)
class Point:
    """One term that a side is linked to, over which relations, and the best status of those."""

    term: str
    relations: tuple[str, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing compared: terms that both sides have (with each side's point), and those of one."""

    name: str
    both: tuple[tuple[Point, Point], ...]
    only_a: tuple[Point, ...]
    only_b: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two terms by local name, aspect by aspect, and the claims of which each is the subject."""

    a: str
    b: str
    aspects: tuple[Aspect, ...]
    claims_a: tuple[Claim, ...]
    claims_b: tuple[Claim, ...]


def compare(graph: Graph, a: str, b: str) -> Comparison:
    """
    What *a* and *b* share and where they differ, inherited and derived links included.

    Raises `NotFound` for a name the graph does not hold.
    """
    graph.term(a)
    graph.term(b)
    aspects = tuple(_aspect(graph, name, relations, a, b) for name, relations in ASPECTS.items())
    own = graph.claims_from
    return Comparison(a, b, aspects, own.get(a, ()), own.get(b, ()))


def _aspect(graph: Graph, name: str, relations: tuple[str, ...], a: str, b: str) -> Aspect:
    of_a, of_b = _points(graph, relations, a, name), _points(graph, relations, b, name)

    def by_strength(names: set[str], points: Mapping[str, Point]) -> list[str]:
        return sorted(names, key=lambda n: (points[n].status.rank, graph.label(n)))

    return Aspect(
        name,
        tuple((of_a[n], of_b[n]) for n in by_strength(of_a.keys() & of_b.keys(), of_a)),
        tuple(of_a[n] for n in by_strength(of_a.keys() - of_b.keys(), of_a)),
        tuple(of_b[n] for n in by_strength(of_b.keys() - of_a.keys(), of_b)),
    )


def _points(graph: Graph, relations: tuple[str, ...], name: str, aspect: str) -> dict[str, Point]:
    found: dict[str, dict[str, Status]] = defaultdict(dict)
    for link in (*graph.links_from.get(name, ()), *graph.inherited_links(name)):
        # What may be produced includes mechanisms on the way, which have an aspect of their own.
        passing = aspect == "effects" and graph.terms[link.object].kind != "Effect"
        if link.relation in relations and not passing:
            known = found[link.object].get(link.relation, link.status)
            found[link.object][link.relation] = min(known, link.status, key=lambda s: s.rank)
    return {
        term: Point(term, tuple(sorted(by)), min(by.values(), key=lambda s: s.rank))
        for term, by in found.items()
    }
