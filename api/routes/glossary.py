"""Every definition in one document, and the context of our JSON-LD."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response

from api import described
from api.asking import service_of
from api.negotiation import represent, wanted
from api.pages import terms as pages
from mtkg.export import glossary, jsonld, tables, triples

router = APIRouter(tags=["terms"])

OFFERS = ("jsonld", "json", "html", "ttl", "nt", "rdf", "csv", "tsv")


@router.get(
    "/glossary",
    summary="Every definition",
    responses=described.answers(None, OFFERS),
)
def all_definitions(request: Request) -> Response:
    """A schema.org `DefinedTermSet` (JSON-LD), a SKOS scheme (Turtle …), a table, a page."""
    service = service_of(request)
    form = wanted(request, "json", *OFFERS)
    if form == "html":
        return pages.glossary(request, service, offers=OFFERS)
    if form in ("csv", "tsv"):
        text = tables.written(service.graph, "terms", "\t" if form == "tsv" else ",")
        return represent(request, form, text, OFFERS)
    if form in ("json", "jsonld"):
        text = json.dumps(jsonld.glossary(service.graph), ensure_ascii=False)
        return represent(request, form, text, OFFERS)
    body = triples.serialise(glossary.skos(service.graph), form)
    return represent(request, form, body, OFFERS)


@router.get(
    "/context.jsonld",
    summary="The context of the JSON-LD that is answered here",
    responses=described.answers(None, ("jsonld",)),
)
def context(request: Request) -> Response:
    """Every document holds it already; this is for those who write their own."""
    answer = {"@context": jsonld.context(service_of(request).graph)}
    return represent(request, "jsonld", json.dumps(answer, indent=1), ("jsonld",))
