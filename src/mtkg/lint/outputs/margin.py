"""A copy of the article as a page, with findings and definitions beside the words they are about."""

from __future__ import annotations

from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from mtkg.graph import Graph
from mtkg.lint.outputs.passages import Passage, passages
from mtkg.model.diagnostics import Diagnostic

if TYPE_CHECKING:
    from mtkg.lint.run import Outcome


def margin(graph: Graph, outcome: Outcome) -> str:
    """One page that needs nothing else: no script, no other host."""
    text = resources.files("mtkg.lint.outputs").joinpath("margin.html.j2").read_text("utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
    found = dict(enumerate(outcome.diagnostics, start=1))
    shown = passages(outcome)
    placed = {number for passage in shown for number in passage.findings}
    blocks = [
        {
            "zone": passage.zone,
            "parts": _parts(passage, found),
            "findings": [(number, found[number]) for number in passage.findings],
            "terms": [graph.terms[name] for name in passage.terms],
        }
        for passage in shown
    ]
    return template.render(
        name=outcome.document.name,
        blocks=blocks,
        rest=[(number, each) for number, each in found.items() if number not in placed],
        total=len(found),
    )


def _parts(passage: Passage, found: dict[int, Diagnostic]) -> list[dict[str, Any]]:
    """The text in stretches under the same findings, with the most serious and those that end."""
    return [
        {
            "text": "".join(part.text for part in parts),
            "severity": min((found[n].severity for n in over), key=lambda s: s.rank, default=None),
            "closes": [number for part in parts for number in part.closes],
        }
        for over, each in groupby(passage.parts, key=lambda part: part.findings)
        for parts in [list(each)]
    ]
