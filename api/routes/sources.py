"""Sources: publications and documents, with all that each speaks to."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import described, shapes
from api.asking import as_json, service_of, source_of
from api.lists import DEFAULT_LIMIT, Cursor, Limit, cut
from api.negotiation import wanted
from api.pages import sources as pages
from mtkg import answers

router = APIRouter(tags=["sources"])

OFFERS = ("json", "html")


@router.get(
    "/sources",
    summary="Every source",
    responses=described.answers(shapes.SourceList, OFFERS, 422),
)
def list_sources(request: Request, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> Response:
    """By id."""
    service = service_of(request)
    form = wanted(request, *OFFERS)
    sources = sorted(service.graph.sources.values(), key=lambda source: source.id)
    found = cut(request, sources, limit, cursor, lambda source: source.id)
    if form == "html":
        return pages.results(request, service, found, offers=OFFERS)
    answer = found.answer(answers.source, service.graph.release)
    return as_json(request, answer, OFFERS, found.headers)


@router.get(
    "/sources/{id}",
    summary="One source with the claims it states and the evidence it gives",
    responses=described.answers(shapes.SourceAnswer, OFFERS, 404),
)
def one_source(request: Request, id: str) -> Response:
    """Claims by id; evidence lines with the claim each speaks to and its direction."""
    service = service_of(request)
    found = source_of(service.graph, id)
    if wanted(request, *OFFERS) == "html":
        return pages.source(request, service, found, offers=OFFERS)
    return as_json(request, answers.source_page(service.graph, found), OFFERS)
