"""The path explorer: two terms in, the chains out, drawn and told."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request, Response

from api.pages.rendering import page
from api.service import Service
from mtkg.errors import NotFound
from mtkg.paths import MAX_PATHS, MOST_LINKS, Path, Paths
from mtkg.viz.chains import draw_chains

EXAMPLES = (
    ("JointMobilization", "PainReduction"),
    ("MyofascialRelease", "IncreasedRangeOfMotion"),
    ("TriggerPointTherapy", "PainReduction"),
    ("SoftTissueMobilization", "ReducedSwelling"),
)
DRAWN = 8
"""Chains drawn in one picture at most; the list below it tells all."""


def drawable(found: Paths) -> tuple[Path, ...]:
    """The chains to draw: the best that say what they say of their own terms, else the best."""
    exact = tuple(p for p in found.paths if not any(link.loose for link in p.links))
    return (exact or found.paths)[:DRAWN]


def explorer(
    request: Request,
    service: Service,
    start: str | None,
    end: str | None,
    max_links: int,
    *,
    exact: bool,
    offers: Sequence[str],
) -> Response:
    """A form, and the chains where both ends are given; a name that is unknown is asked again."""
    graph = service.graph
    found: Paths | None = None
    unknown: dict[str, NotFound] = {}
    ends: dict[str, str] = {}
    for side, name in (("from", start), ("to", end)):
        if name and name.strip():
            try:
                ends[side] = service.index.resolve(name).id
            except NotFound as error:
                unknown[side] = error
    if len(ends) == 2:
        found = service.finder.find(ends["from"], ends["to"], max_links=max_links, exact=exact)
    drawn = drawable(found) if found else ()
    headers = {"x-truncated": f"paths; limit={MAX_PATHS}"} if found and found.truncated else {}
    return page(
        request,
        "paths.html",
        offers,
        headers=headers,
        status=404 if unknown else 200,
        graph=graph,
        found=found,
        picture=draw_chains(graph, drawn) if drawn else None,
        drawn=len(drawn),
        given={"from": start or "", "to": end or ""},
        ends=ends,
        unknown=unknown,
        max_links=max_links,
        most_links=MOST_LINKS,
        exact=exact,
        examples=[pair for pair in EXAMPLES if all(name in graph.terms for name in pair)],
    )
