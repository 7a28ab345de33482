"""A term in the middle, what links to it on the left, what it links to on the right."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.links import Link
from mtkg.viz.drawing import BOX_WIDTH, Arrow, Box, Picture, height_of, stacked, wrapped

if TYPE_CHECKING:
    from mtkg.neighborhood import Neighborhood

SIDE: Final = 9
"""Terms drawn on each side; the rest are counted."""
GAP: Final = 96.0
MARGIN: Final = 8.0
_HIDDEN = frozenset({v.SUBCLASS, v.DERIVED_RELATION, "distinctFrom"})


def draw_term(graph: Graph, name: str) -> Picture | None:
    """
    The links of a term as a picture, best supported first; None where it has none.

    Derived and inherited links are left to the lists, which say where they come from.
    """
    right = _drawn(graph.links_from.get(name, ()))
    left = _drawn(graph.links_to.get(name, ()))
    if not right and not left:
        return None
    into = _side(graph, left, incoming=True)
    out = _side(graph, right, incoming=False)
    height = max(height_of(into), height_of(out), 80.0) + 2 * MARGIN
    label = graph.label(name)
    x = MARGIN
    placed_in = stacked(into, x, height / 2)
    if into:
        x += BOX_WIDTH + GAP
    middle = stacked([_box(graph, name, main=True)], x, height / 2)[0]
    x += BOX_WIDTH
    placed_out = stacked(out, x + GAP, height / 2)
    if out:
        x += GAP + BOX_WIDTH
    arrows = [_arrow(box, middle) for box in placed_in] + [_arrow(middle, b) for b in placed_out]
    return Picture(
        title=f"Links of {label}",
        description=f"{len(left)} links lead to {label}, {len(right)} lead on from it. "
        "The lists on this page tell them all.",
        width=x + MARGIN,
        height=height,
        boxes=(*placed_in, middle, *placed_out),
        arrows=tuple(arrows),
        name="links",
    )


def _drawn(links: tuple[Link, ...]) -> list[Link]:
    shown = [link for link in links if link.relation not in _HIDDEN and link.claims]
    return sorted(shown, key=lambda link: (link.status.rank, link.triple))


def _side(graph: Graph, links: list[Link], *, incoming: bool) -> list[Box]:
    boxes = [
        replace(
            _box(graph, link.subject if incoming else link.object),
            caption=graph.label(link.relation),
            status=link.status.value,
        )
        for link in links[:SIDE]
    ]
    if len(links) > SIDE:
        boxes.append(Box("more", (f"and {len(links) - SIDE} more, listed below",)))
    return boxes


def _box(graph: Graph, name: str, *, main: bool = False) -> Box:
    term = graph.terms.get(name)
    return Box(
        name,
        wrapped(graph.label(name), BOX_WIDTH - 38),
        caption=term.kind.lower() if term and main else "",
        kind=term.kind if term else "",
        url=f"/terms/{quote(name, safe='')}",
        main=main,
    )


def _arrow(start: Box, end: Box) -> Arrow:
    tail, head = (start.x + start.width, start.middle), (end.x - 2, end.middle)
    outer = start if end.main else end
    told = f"{outer.caption}: {outer.status}"
    return Arrow(tail, head, outer.status, title=told, marked=False)


def draw_neighborhood(graph: Graph, around: Neighborhood) -> Picture:
    """The terms around a term in columns by how far they stand, for where no picture moves."""
    columns: dict[int, list[str]] = defaultdict(list)
    for name, distance in around.terms:
        columns[distance].append(name)
    boxes: dict[str, Box] = {}
    stacks = {
        distance: [_box(graph, name, main=not distance) for name in names]
        for distance, names in columns.items()
    }
    height = max(height_of(stack, 8) for stack in stacks.values()) + 2 * MARGIN
    for distance, stack in stacks.items():
        x = MARGIN + distance * (BOX_WIDTH + GAP)
        boxes |= {box.id: box for box in stacked(stack, x, height / 2, 8)}
    arrows = tuple(
        _between(boxes[edge.subject], boxes[edge.object], edge.status, graph.label(edge.relation))
        for edge in around.edges
    )
    return Picture(
        title=f"Around {graph.label(around.root)}",
        description=f"{len(boxes)} terms at most {around.depth} links away, and the links among"
        " them.",
        width=2 * MARGIN + max(columns) * (BOX_WIDTH + GAP) + BOX_WIDTH,
        height=height,
        boxes=tuple(boxes.values()),
        arrows=arrows,
        name="around",
    )


def _between(start: Box, end: Box, status: str | None, label: str) -> Arrow:
    title = f"{label}: {status}" if status else label
    right = start.x + start.width
    if start.x == end.x:
        ends = (right, start.middle), (right + 3, end.middle)
    elif start.x < end.x:
        ends = (right, start.middle), (end.x, end.middle)
    else:
        ends = (start.x, start.middle), (end.x + end.width, end.middle)
    return Arrow(*ends, status, title=title, marked=False)
