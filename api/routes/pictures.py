"""The pictures of pages as SVG files of their own."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from api.asking import service_of, term_of
from api.pages.paths import drawable
from api.routes.paths import LOOSE, Exact, From, MaxLinks, To, chains
from mtkg.errors import NotFound
from mtkg.paths import DEFAULT_LINKS
from mtkg.viz.chains import draw_chains
from mtkg.viz.drawing import Picture
from mtkg.viz.surroundings import draw_term

router = APIRouter(include_in_schema=False)

SVG: Final = "image/svg+xml"


@router.get("/terms/{id}/picture.svg")
def picture_of_term(request: Request, id: str) -> Response:
    """The links of a term."""
    service = service_of(request)
    found = term_of(service, id)
    return _file(draw_term(service.graph, found.id), id)


@router.get("/paths/picture.svg")
def picture_of_paths(
    request: Request,
    from_: From = None,
    to: To = None,
    max_links: MaxLinks = DEFAULT_LINKS,
    exact: Exact = LOOSE,
) -> Response:
    """The best chains from one term to another."""
    service = service_of(request)
    found = chains(service, from_, to, max_links, exact=exact)
    picture = draw_chains(service.graph, drawable(found)) if found.paths else None
    return _file(picture, f"{from_} to {to}")


def _file(picture: Picture | None, name: str) -> Response:
    if picture is None:
        raise NotFound("picture of", name)
    return Response(picture.file(), media_type=SVG)
