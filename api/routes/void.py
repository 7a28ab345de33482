"""``/void``: what the dataset holds and how much of it (https://www.w3.org/TR/void/)."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Request, Response

from api.description import sizes, void_description, written
from api.negotiation import MEDIA_TYPES, represent, wanted
from api.service import Service
from mtkg.resources import internal_query

router = APIRouter(tags=["service"])
OFFERS: Final = ("ttl", "nt", "rdf", "jsonld")


@router.get(
    "/void",
    summary="The dataset described in VoID",
    response_class=Response,
    responses={
        200: {"content": {MEDIA_TYPES[name]: {} for name in OFFERS}},
        406: {"description": "None of the media types asked for"},
    },
)
async def void(request: Request) -> Response:
    """Size, class and property partitions, and named graphs."""
    name = wanted(request, *OFFERS)
    service: Service = request.app.state.service
    triples = await asyncio.to_thread(service.store.construct, internal_query("void"))
    if not triples:
        triples = void_description(await sizes(service))
    return represent(request, name, written(triples, name), OFFERS)
