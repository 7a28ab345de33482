"""Where one comes in: search, counts, the release, and the ways on."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import described, shapes
from api.asking import as_json, service_of
from api.negotiation import wanted
from api.pages import home as pages
from mtkg import answers

router = APIRouter(tags=["service"])

OFFERS = ("json", "html")
NOTICE = "A reference work for research and writing; not advice for patients."
LINKS = {
    "terms": "/terms",
    "suggest": "/suggest?q=",
    "tree": "/tree",
    "claims": "/claims",
    "sources": "/sources",
    "paths": "/paths?from=&to=",
    "why": "/why?subject=&relation=&object=",
    "queries": "/queries",
    "sparql": "/sparql",
    "glossary": "/glossary",
    "context": "/context.jsonld",
    "openapi": "/openapi.json",
    "docs": "/docs",
    "version": "/version",
    "void": "/void",
}


@router.get("/", summary="What is here", responses=described.answers(shapes.HomeAnswer, OFFERS))
def home(request: Request) -> Response:
    """Counts of terms, claims, links and sources, the release, and where to go on."""
    service = service_of(request)
    if wanted(request, *OFFERS) == "html":
        return pages.home(request, service, offers=OFFERS)
    counts = answers.stats(service.graph)
    answer = {
        "name": "mtkg",
        "title": "Manual Therapy Knowledge Graph",
        "description": "What manual therapy is, how its techniques are thought to act, and what"
        " the literature says to every such link.",
        "notice": NOTICE,
        "release": counts.pop("release"),
        "counts": counts,
        "links": LINKS,
    }
    return as_json(request, answer, OFFERS)
