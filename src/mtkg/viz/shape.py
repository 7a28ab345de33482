"""The shape of the whole graph: its kinds with their sizes, and how many links go between them."""

from __future__ import annotations

import math
from collections import Counter
from typing import Final

from mtkg.graph import Graph
from mtkg.viz.drawing import Arrow, Box, Picture

WIDTH: Final = 150.0
# Where each kind stands, column and row: care, then the body, then the person.
PLACES: Final = {
    "Participant": (0, 0.0),
    "Intervention": (0, 1.0),
    "Activity": (0, 2.0),
    "Mechanism": (1, 0.0),
    "Tissue": (1, 2.0),
    "Effect": (2, 1.0),
    "Condition": (3, 0.0),
    "Characteristic": (3, 2.0),
}
FEW: Final = 6
"""Links up to which an arrow carries no number; its title does."""
COLUMN: Final = WIDTH + 92.0
ROW: Final = 96.0
MARGIN: Final = 14.0


def draw_shape(graph: Graph) -> Picture:
    """Every kind that has terms, and an arrow for the stated links from each kind to each other."""
    kinds = Counter(term.kind for term in graph.terms.values())
    boxes = {
        kind: Box(
            kind,
            (kind,),
            note=f"{kinds[kind]} terms",
            kind=kind,
            url=f"/terms?kind={kind}",
            main=kind == "Intervention",
            x=MARGIN + column * COLUMN,
            y=MARGIN + row * ROW,
            width=WIDTH,
        )
        for kind, (column, row) in PLACES.items()
        if kinds[kind]
    }
    between = Counter(
        (graph.terms[link.subject].kind, graph.terms[link.object].kind)
        for link in graph.links
        if link.claims and link.subject in graph.terms and link.object in graph.terms
    )
    arrows = [
        _arrow(boxes[start], boxes[end], count)
        for (start, end), count in sorted(between.items())
        if start in boxes and end in boxes and start != end
    ]
    within = {kind: between[kind, kind] for kind in boxes if between[kind, kind]}
    told = ", ".join(f"{n} among terms of kind {kind.lower()}" for kind, n in within.items())
    return Picture(
        title="The shape of the graph",
        description=f"Its kinds of terms and the links stated between them; besides, {told}."
        if told
        else "Its kinds of terms and the links stated between them.",
        width=2 * MARGIN + 3 * COLUMN + WIDTH,
        height=2 * MARGIN + 2 * ROW + 60,
        boxes=tuple(boxes.values()),
        arrows=tuple(arrows),
        name="shape",
    )


def _arrow(start: Box, end: Box, count: int) -> Arrow:
    label = str(count) if count > FEW else ""
    width = min(1.0 + math.log2(count + 1) * 0.7, 6.0)
    title = f"{count} links from {start.id.lower()} to {end.id.lower()}"
    if start.x == end.x:
        down = end.y > start.y
        x = start.x + start.width / 2
        tail = (x, start.y + start.height if down else start.y)
        head = (x + 0.1, end.y if down else end.y + end.height)
        # A long upright arrow is crossed in its middle by level ones.
        at = 0.28 if abs(head[1] - tail[1]) > ROW else 0.68
        return Arrow(tail, head, title=title, label=label, width=width, at=at)
    forward = end.x > start.x
    shift = -9.0 if forward else 9.0
    tail = (start.x + start.width if forward else start.x, start.middle + shift)
    head = (end.x - 2 if forward else end.x + end.width + 2, end.middle + shift)
    at = 0.5 if abs(end.x - start.x) < 2 * COLUMN else 0.66
    return Arrow(tail, head, title=title, label=label, width=width, at=at)
