"""Chains from one term to another, and the picture of them."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api import described, shapes
from api.asking import as_json, named, service_of
from api.negotiation import represent, wanted
from api.pages import paths as pages
from api.service import Service
from mtkg import answers
from mtkg.paths import DEFAULT_LINKS, MAX_PATHS, MOST_LINKS, Paths

router = APIRouter(tags=["paths"])

OFFERS: Final = ("json", "html", "csv", "tsv")
COLUMNS: Final = (
    "path",
    "kind",
    "path_status",
    "link",
    "subject",
    "relation",
    "object",
    "status",
    "step",
    "claims",
    "where",
    "weakest",
)

From = Annotated[
    str | None,
    Query(
        alias="from",
        max_length=200,
        description="Where chains begin: id, CURIE, IRI, label.",
        examples=["JointMobilization"],
    ),
]
To = Annotated[
    str | None,
    Query(max_length=200, description="Where chains end.", examples=["PainReduction"]),
]
MaxLinks = Annotated[int, Query(ge=1, le=MOST_LINKS, description="Links a chain may have.")]
Exact = Annotated[bool, Query(description="Only links stated of the chain's own terms.")]
LOOSE: Final = False


@router.get(
    "/paths",
    summary="Chains from one term to another, best first",
    responses=described.answers(shapes.PathsAnswer, OFFERS, 404, 422),
)
def paths(
    request: Request,
    from_: From = None,
    to: To = None,
    max_links: MaxLinks = DEFAULT_LINKS,
    exact: Exact = LOOSE,
) -> Response:
    """
    Each link has its claims, its status and, at a mechanism, where that occurs.

    A chain is as strong as its weakest link, which is named. No chain is an answer too.
    """
    service = service_of(request)
    form = wanted(request, *OFFERS)
    if form == "html":
        return pages.explorer(request, service, from_, to, max_links, exact=exact, offers=OFFERS)
    found = chains(service, from_, to, max_links, exact=exact)
    headers = {"x-truncated": f"paths; limit={MAX_PATHS}"} if found.truncated else {}
    if form in ("csv", "tsv"):
        rows = answers.path_rows(service.graph, found)
        text = answers.table(rows, COLUMNS, "\t" if form == "tsv" else ",")
        return represent(request, form, text, OFFERS, headers)
    return as_json(request, answers.paths(service.graph, found), OFFERS, headers)


def chains(
    service: Service, start: str | None, end: str | None, max_links: int, *, exact: bool
) -> Paths:
    """The chains between two names; raises `BadParameter` and `NotFound`, as `named` does."""
    ends = named(service, "from", start), named(service, "to", end)
    return service.finder.find(*ends, max_links=max_links, exact=exact)
