"""Pages about claims: a list that can be narrowed, and one claim with all its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import Request, Response

from api.lists import Slice
from api.pages import views
from api.pages.rendering import page
from api.service import Service
from mtkg.model.claims import Claim, Direction


def results(
    request: Request,
    service: Service,
    found: Slice[Claim],
    given: Mapping[str, str | None],
    *,
    offers: Sequence[str],
) -> Response:
    """Claims that meet what was *given*, with a form to give other conditions."""
    graph = service.graph
    return page(
        request,
        "claims.html",
        offers,
        headers=found.headers,
        graph=graph,
        found=found,
        given=given,
        relations=sorted({c.relation for c in graph.claims.values()}, key=graph.label),
        sources=sorted(
            {name for c in graph.claims.values() for name in c.stated_in}
            | {line.source.id for line in graph.evidence.values()}
        ),
    )


def claim(request: Request, service: Service, found: Claim, *, offers: Sequence[str]) -> Response:
    """One claim; evidence for and against stands side by side."""
    order = (Direction.SUPPORTS, Direction.DISPUTES, Direction.MIXED, Direction.INCONCLUSIVE)
    return page(
        request,
        "claim.html",
        offers,
        graph=service.graph,
        claim=found,
        weights=views.weights([found]),
        sides=[(d, [x for x in found.evidence if x.direction is d]) for d in order],
    )
