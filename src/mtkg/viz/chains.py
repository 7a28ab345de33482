"""The chains from one term to another in one picture, from left to right."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mtkg.graph import Graph
from mtkg.viz.drawing import BOX_WIDTH, Arrow, Box, Picture, height_of, stacked, wrapped

if TYPE_CHECKING:
    from mtkg.paths import Path, PathLink

GAP: Final = 124.0
ROW: Final = 26.0
MARGIN: Final = 10.0
LABELED: Final = 9
"""Arrows up to which each carries its relation in words; were there more, they would collide."""

Pair = tuple[str, str]


def draw_chains(graph: Graph, paths: Sequence[Path]) -> Picture:
    """
    *paths*, all from one term, merged: each term once, each link once, the first path's weakest.

    Terms stand as far to the right as the longest chain to them is long.
    """
    columns = _columns(paths)
    notes = _notes(paths)
    first, last = paths[0].links[0].node, paths[0].links[-1].link.object
    stacks: dict[int, list[Box]] = defaultdict(list)
    for slot, column in _ordered(paths, columns):
        stacks[column].append(
            _box(graph, slot, notes.get(slot, ""), main=slot in (first, last))
            if isinstance(slot, str)
            else Box(_gap(slot, column), ())
        )
    height = max(height_of(stack, ROW) for stack in stacks.values()) + 2 * MARGIN + 16
    boxes = {
        box.id: box
        for column, stack in stacks.items()
        for box in stacked(stack, MARGIN + column * (BOX_WIDTH + GAP), height / 2, ROW)
    }
    arrows = _arrows(graph, paths, boxes)
    return Picture(
        title=f"Chains from {graph.label(first)} to {graph.label(last)}",
        description=f"{len(paths)} chains over {len(columns)} terms; each is told in the list.",
        width=2 * MARGIN + max(stacks) * (BOX_WIDTH + GAP) + BOX_WIDTH,
        height=height,
        boxes=tuple(box for box in boxes.values() if box.lines),
        arrows=arrows,
        name="chains",
    )


def _names(path: Path) -> list[str]:
    return [*(link.node for link in path.links), path.links[-1].link.object]


def _columns(paths: Sequence[Path]) -> dict[str, int]:
    """The column of each term: its farthest place in any chain; all ends share the last one."""
    columns: dict[str, int] = {}
    for path in paths:
        for at, name in enumerate(_names(path)):
            columns[name] = max(columns.get(name, 0), at)
    ends = {path.links[-1].link.object for path in paths}
    last = max(columns.values())
    return columns | dict.fromkeys(ends, last)


def _ordered(paths: Sequence[Path], columns: dict[str, int]) -> list[tuple[str | Pair, int]]:
    """
    What stands in each column, from the top: terms, and gaps for arrows that pass through it.

    By the mean place of the chains through them, so that the best are on top.
    """
    ranks: dict[tuple[str | Pair, int], list[int]] = defaultdict(list)
    for rank, path in enumerate(paths):
        names = _names(path)
        for name in names:
            ranks[name, columns[name]].append(rank)
        for pair in itertools.pairwise(names):
            for column in range(columns[pair[0]] + 1, columns[pair[1]]):
                ranks[pair, column].append(rank)
    return sorted(ranks, key=lambda s: (s[1], sum(ranks[s]) / len(ranks[s]), str(s[0])))


def _gap(pair: Pair, column: int) -> str:
    return f"{pair[0]} {pair[1]} {column}"


def _notes(paths: Sequence[Path]) -> dict[str, str]:
    """Where a mechanism occurs, under its name."""
    return {
        link.link.object: "in " + ", ".join(where.tissue.label for where in link.where[:2])
        for path in paths
        for link in path.links
        if link.where
    }


def _box(graph: Graph, name: str, note: str, *, main: bool) -> Box:
    term = graph.terms[name]
    if len(note) > 30:
        note = f"{note[:29].rstrip()}…"
    return Box(
        name,
        wrapped(term.label),
        caption=term.kind.lower(),
        note=note,
        kind=term.kind,
        url=f"/terms/{quote(name, safe='')}",
        main=main,
    )


def _arrows(graph: Graph, paths: Sequence[Path], boxes: dict[str, Box]) -> tuple[Arrow, ...]:
    found: dict[tuple[str, str, str], Arrow] = {}
    for rank, path in enumerate(paths):
        for at, link in enumerate(path.links):
            key = (link.node, link.link.relation, link.link.object)
            if key not in found:
                weakest = rank == 0 and at == path.weakest
                bow = 26.0 * sum(k[0] == key[0] and k[2] == key[2] for k in found)
                found[key] = _arrow(graph, link, boxes, weakest=weakest, bow=bow)
    if len(found) <= LABELED:
        return tuple(found.values())
    return tuple(arrow if arrow.weakest else replace(arrow, label="") for arrow in found.values())


def _arrow(
    graph: Graph, link: PathLink, boxes: dict[str, Box], *, weakest: bool, bow: float
) -> Arrow:
    start, end = boxes[link.node], boxes[link.link.object]
    relation = graph.label(link.link.relation)
    status = link.link.status.value
    told = f"{graph.label(link.link.subject)} {relation} {graph.label(link.link.object)}: {status}"
    forward = end.x > start.x
    tail = (start.x + start.width if forward else start.x, start.middle)
    head = (end.x - 2 if forward else end.x + end.width + 2, end.middle)
    if start.x == end.x:
        tail, head = (start.x + start.width, start.middle), (end.x + end.width + 2, end.middle)
    via: list[tuple[float, float]] = []
    for column in range(len(boxes)):
        gap = boxes.get(_gap((start.id, end.id), column))
        if gap and forward:
            via += [(gap.x, gap.middle), (gap.x + gap.width, gap.middle)]
    name = f"{link.node} {link.link.relation} {link.link.object}"
    return Arrow(
        tail, head, status, relation, told, weakest=weakest, bow=bow, id=name, via=tuple(via)
    )
