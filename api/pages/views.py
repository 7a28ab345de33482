"""What several pages show: links in groups, ways up the tree, evidence weighed in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.claims import Claim, Direction, Status
from mtkg.model.links import Link


@dataclass(frozen=True, slots=True)
class Shown:
    """A link as a term's page shows it: to which other term, on what it rests, how it stands."""

    other: str
    status: Status
    claims: tuple[Claim, ...]
    derived: bool
    inherited_from: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The links of one relation; ``heading`` reads on from the term's name."""

    relation: str
    heading: str
    links: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """How many evidence lines point one way; ``share`` is of 100."""

    direction: Direction
    lines: int
    share: float


def outgoing(graph: Graph, name: str) -> list[Group]:
    """Links from *name* by relation, its own and those it inherits; safety stands apart."""
    links = [
        *((link, None) for link in graph.links_from.get(name, ())),
        *((link, _origin(graph, link)) for link in graph.inherited_links(name)),
    ]
    shown = [
        (link.relation, _shown(graph, link, link.object, origin))
        for link, origin in links
        if link.relation not in (v.SUBCLASS, *v.SAFETY_RELATIONS)
    ]
    return _grouped(graph, shown, _heading)


def incoming(graph: Graph, name: str) -> list[Group]:
    """Links to *name* by relation, under the relation's inverse name."""
    shown = [
        (link.relation, _shown(graph, link, link.subject, None))
        for link in graph.links_to.get(name, ())
        if link.relation not in (v.SUBCLASS, *v.SAFETY_RELATIONS)
    ]
    return _grouped(graph, shown, _inverse_heading)


def safety(graph: Graph, name: str) -> list[Group]:
    """Contraindications, cautions and adverse reactions of *name*, inherited ones included."""
    links = [
        *((link, None) for link in graph.links_from.get(name, ())),
        *((link, _origin(graph, link)) for link in graph.inherited_links(name)),
    ]
    shown = [
        (link.relation, _shown(graph, link, link.object, origin))
        for link, origin in links
        if link.relation in v.SAFETY_RELATIONS
    ]
    order = {relation: rank for rank, relation in enumerate(v.SAFETY_RELATIONS)}
    return sorted(_grouped(graph, shown, _heading), key=lambda group: order[group.relation])


def unsafe_for(graph: Graph, name: str) -> list[Group]:
    """Interventions that are contraindicated in *name*, call for caution, or may cause it."""
    shown = [
        (link.relation, _shown(graph, link, link.subject, None))
        for link in graph.links_to.get(name, ())
        if link.relation in v.SAFETY_RELATIONS
    ]
    return _grouped(graph, shown, _inverse_heading)


def _origin(graph: Graph, link: Link) -> str | None:
    """The ancestor from which an inherited *link* comes: the subject of its first claim."""
    names = [graph.claims[c].subject for c in link.derived_from if c in graph.claims]
    return names[0] if names else None


def _shown(graph: Graph, link: Link, other: str, origin: str | None) -> Shown:
    names = link.claims or tuple(c for c in link.derived_from if c in graph.claims)
    claims = tuple(graph.claims[c] for c in names if c in graph.claims)
    return Shown(other, link.status, claims, link.is_derived and origin is None, origin)


def _heading(graph: Graph, relation: str) -> str:
    return graph.label(relation)


def _inverse_heading(graph: Graph, relation: str) -> str:
    term = graph.terms.get(relation)
    return (term.inverse_label if term else None) or f"is the object of “{graph.label(relation)}”"


def _grouped(
    graph: Graph, shown: list[tuple[str, Shown]], name: Callable[[Graph, str], str]
) -> list[Group]:
    relations = sorted({relation for relation, _ in shown}, key=_rank)
    return [
        Group(
            relation,
            name(graph, relation),
            tuple(
                sorted(
                    (each for r, each in shown if r == relation),
                    key=lambda s: (
                        s.derived,
                        bool(s.inherited_from),
                        s.status.rank,
                        graph.label(s.other),
                    ),
                )
            ),
        )
        for relation in relations
    ]


_ORDER = (
    "engages",
    "leadsTo",
    "occursIn",
    "appliedTo",
    "intendedEffect",
    "addresses",
    "reduces",
    "increases",
    "changes",
    "contributesTo",
    "complements",
    "prepares",
    "approximates",
    "substitutesFor",
    "involves",
    "requires",
    "deliveredBy",
    "partOf",
    "distinctFrom",
)


def _rank(relation: str) -> tuple[int, str]:
    if relation == v.DERIVED_RELATION:
        return len(_ORDER) + 1, relation
    return (_ORDER.index(relation) if relation in _ORDER else len(_ORDER)), relation


def way_up(graph: Graph, name: str) -> list[str]:
    """Local names from the kind down to the parent of *name*, along first parents."""
    steps: list[str] = []
    at = name
    while parents := [p for p in graph.hierarchy.parents.get(at, ()) if p not in steps]:
        # A told parent says more of what a thing is than a grouping the reasoner found.
        at = min(parents, key=lambda p: (_is_grouping(p), -len(graph.descendants(p)), p))
        steps.append(at)
    return steps[::-1]


def _is_grouping(name: str) -> bool:
    return name.endswith(("Technique", "Intervention")) and name not in (
        "Technique",
        "Intervention",
    )


def weights(claims: Iterable[Claim]) -> list[Weight]:
    """The evidence lines of *claims* by direction, for a bar; none where there is no evidence."""
    counts = Counter(line.direction for claim in claims for line in claim.evidence)
    total = sum(counts.values())
    order = (Direction.SUPPORTS, Direction.MIXED, Direction.INCONCLUSIVE, Direction.DISPUTES)
    return [Weight(d, counts[d], round(100 * counts[d] / total, 1)) for d in order if counts[d]]


def by_status(claims: Iterable[Claim]) -> list[tuple[Status, int]]:
    """How many of *claims* stand how, strongest first; statuses without any are left out."""
    counts = Counter(claim.status for claim in claims)
    return [(status, counts[status]) for status in Status if counts[status]]
