"""A copy of the article as a page, with findings and definitions beside the words they are about."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from mtkg.graph import Graph
from mtkg.lint.reading.document import Lines

if TYPE_CHECKING:
    from mtkg.lint.run import Outcome


def margin(graph: Graph, outcome: Outcome) -> str:
    """One page that needs nothing else: no script, no other host."""
    text = resources.files("mtkg.lint.outputs").joinpath("margin.html.j2").read_text("utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
    source, lines = outcome.document.source, Lines(outcome.document.source)
    findings = [
        (lines.offset(d.start), lines.offset(d.end), number, d)
        for number, d in enumerate(outcome.diagnostics, start=1)
    ]
    defined: set[str] = set()
    blocks: list[dict[str, Any]] = []
    for block in outcome.document.blocks:
        start, end = block.source_start(0), block.source_end(len(block.text))
        inside = [f for f in findings if start <= f[0] < end]
        marks = [(max(a, start), min(b, end), n, d) for a, b, n, d in inside]
        terms = []
        for read, mention in outcome.mentions:
            if read.block is block and mention.is_named and mention.term not in defined:
                defined.add(mention.term)
                terms.append(graph.terms[mention.term])
        blocks.append(
            {
                "zone": block.zone.value,
                "parts": _parts(
                    block.text if outcome.document.form != "text" else source[start:end],
                    block,
                    marks,
                ),
                "findings": [(n, d) for _, _, n, d in inside],
                "terms": terms,
            }
        )
    placed = {n for block in blocks for n, _ in block["findings"]}
    rest = [(n, d) for _, _, n, d in findings if n not in placed]
    return template.render(
        name=outcome.document.name, blocks=blocks, rest=rest, total=len(findings)
    )


def _parts(text: str, block: Any, marks: list[tuple[int, int, int, Any]]) -> list[dict[str, Any]]:
    """The block's text cut where findings begin and end; overlapping ones share a mark."""
    spans = []
    for start, end, number, diagnostic in marks:
        a = block.clean_offset(start)
        b = max(a + 1, block.clean_offset(end))
        spans.append((a, b, number, diagnostic.severity.value))
    cuts = sorted(
        {0, len(block.text), *(c for a, b, _, _ in spans for c in (a, min(b, len(block.text))))}
    )
    parts = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        over = [(n, s) for x, y, n, s in spans if x <= a < y]
        first = [n for x, _, n, _ in spans if x == a]
        parts.append({"text": block.text[a:b], "over": over, "first": first})
    return parts
