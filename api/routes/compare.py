"""Two terms side by side."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api import described, shapes
from api.asking import as_json, named, service_of
from api.negotiation import wanted
from api.pages import compare as pages
from mtkg import answers
from mtkg.compare import compare

router = APIRouter(tags=["terms"])

OFFERS: Final = ("json", "html")
_NAMED: Final = "Local name, CURIE, IRI or label."
One = Annotated[
    str | None, Query(max_length=200, description=_NAMED, examples=["JointMobilization"])
]
Other = Annotated[
    str | None, Query(max_length=200, description=_NAMED, examples=["JointManipulation"])
]


@router.get(
    "/compare",
    summary="What two terms share, and where they differ",
    responses=described.answers(shapes.CompareAnswer, OFFERS, 404, 422),
)
def compared(request: Request, a: One = None, b: Other = None) -> Response:
    """Mechanisms, tissues, effects, conditions, companions, safety; and how the claims stand."""
    service = service_of(request)
    if wanted(request, *OFFERS) == "html":
        return pages.comparison(request, service, a, b, offers=OFFERS)
    found = compare(service.graph, named(service, "a", a), named(service, "b", b))
    return as_json(request, answers.comparison(service.graph, found), OFFERS)
