"""How sure the graph is of what it holds."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from api import described, shapes
from api.asking import as_json, service_of
from api.negotiation import wanted
from api.pages.rendering import page
from mtkg import answers
from mtkg.model.claims import Status
from mtkg.standing import standing

router = APIRouter(tags=["claims"])

OFFERS: Final = ("json", "html")


@router.get(
    "/evidence",
    summary="Claims by kind and status, the most disputed, the least studied",
    responses=described.answers(shapes.EvidenceAnswer, OFFERS),
)
def evidence(request: Request) -> Response:
    """Kinds are those of the claims' subjects."""
    service = service_of(request)
    found = standing(service.graph)
    if wanted(request, *OFFERS) == "html":
        graph = service.graph
        return page(
            request, "evidence.html", OFFERS, graph=graph, found=found, statuses=list(Status)
        )
    return as_json(request, answers.standing(service.graph, found), OFFERS)
