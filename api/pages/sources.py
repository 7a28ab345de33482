"""Pages about sources: the list, and one publication with all it speaks to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fastapi import Request, Response

from api.lists import Slice
from api.pages.rendering import page
from api.service import Service
from mtkg.model.claims import Direction, Source


def results(
    request: Request, service: Service, found: Slice[Source], *, offers: Sequence[str]
) -> Response:
    """Sources with how many evidence lines each gives."""
    graph = service.graph
    lines = Counter(line.source.id for line in graph.evidence.values())
    stated = Counter(name for claim in graph.claims.values() for name in claim.stated_in)
    return page(
        request,
        "sources.html",
        offers,
        headers=found.headers,
        found=found,
        lines=lines,
        stated=stated,
    )


def source(request: Request, service: Service, found: Source, *, offers: Sequence[str]) -> Response:
    """One source: what it states, and what it says to claims, by direction."""
    graph = service.graph
    lines = [line for line in graph.evidence.values() if line.source.id == found.id]
    order = (Direction.SUPPORTS, Direction.DISPUTES, Direction.MIXED, Direction.INCONCLUSIVE)
    return page(
        request,
        "source.html",
        offers,
        graph=graph,
        source=found,
        sides=[(d, [line for line in lines if line.direction is d]) for d in order],
        stated=[claim for claim in graph.claims.values() if found.id in claim.stated_in],
        count=len(lines),
    )
