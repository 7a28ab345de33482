"""The description of the service as a page: Swagger UI, from this server alone."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.rendering import EDITOR_POLICY, page

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> Response:
    """Swagger UI over ``/openapi.json``; it styles elements itself and draws its arrows inline."""
    return page(request, "docs.html", policy=EDITOR_POLICY)
