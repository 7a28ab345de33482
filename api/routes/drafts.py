"""The page where a draft is pasted to be checked; ``POST /check`` does the checking."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.negotiation import wanted
from api.pages.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/check")
def draft_form(request: Request) -> Response:
    """A form that works without scripts."""
    wanted(request, "html")
    return page(request, "draft.html")
