"""The page that sets two terms side by side."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request, Response

from api.pages import views
from api.pages.rendering import page
from api.service import Service
from mtkg.compare import Comparison, compare
from mtkg.errors import NotFound

EXAMPLES = (
    ("JointMobilization", "JointManipulation"),
    ("ManualTherapy", "RelaxationMassage"),
    ("MyofascialRelease", "TriggerPointTherapy"),
)
HEADINGS = {
    "mechanisms": "Mechanisms",
    "tissues": "Tissues",
    "effects": "Effects",
    "conditions": "Conditions it is used for",
    "companions": "Used together with",
    "safety": "Safety",
}


def comparison(
    request: Request, service: Service, a: str | None, b: str | None, *, offers: Sequence[str]
) -> Response:
    """A form, and the comparison where both terms are given; an unknown name is asked again."""
    graph = service.graph
    sides: dict[str, str] = {}
    unknown: dict[str, NotFound] = {}
    for side, name in (("a", a), ("b", b)):
        if name and name.strip():
            try:
                sides[side] = service.index.resolve(name).id
            except NotFound as error:
                unknown[side] = error
    found: Comparison | None = None
    if len(sides) == 2:
        found = compare(graph, sides["a"], sides["b"])
    return page(
        request,
        "compare.html",
        offers,
        status=404 if unknown else 200,
        graph=graph,
        found=found,
        given={"a": a or "", "b": b or ""},
        sides=sides,
        unknown=unknown,
        headings=HEADINGS,
        balances=[
            (views.by_status(claims), views.weights(claims))
            for claims in ((found.claims_a, found.claims_b) if found else ())
        ],
        examples=[pair for pair in EXAMPLES if all(name in graph.terms for name in pair)],
    )
