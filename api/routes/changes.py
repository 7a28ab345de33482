"""``/changes``: what the release that is served says differently from an earlier one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api import described
from api.asking import as_json, service_of
from api.negotiation import represent, wanted
from mtkg.answers.changes import changes, release_before
from mtkg.diff.render import to_json, to_markdown

router = APIRouter(tags=["service"])

OFFERS: Final = ("json", "md")
# An earlier release may be put on the shelf while the server runs.
_AS_IT_IS: Final = {"cache-control": "no-store"}

Since = Annotated[
    str | None,
    Query(
        max_length=40,
        examples=["2026-01-31"],
        description="A day (YYYY-MM-DD): the last release up to it is compared with."
        " Without one, the release before this one is.",
    ),
]


class TermChanges(BaseModel):
    """Terms that came, went, were retired, or have another label, definition or place."""

    added: list[dict[str, Any]]
    removed: list[dict[str, Any]]
    retired: list[dict[str, Any]]
    changed: list[dict[str, Any]]


class ClaimChanges(BaseModel):
    """Claims that came, went, say something else, or have another status and why."""

    added: list[dict[str, Any]]
    removed: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    status_changed: list[dict[str, Any]]


class LinkChanges(BaseModel):
    """Links that hold now and did not, and the other way round."""

    gained: list[dict[str, Any]]
    lost: list[dict[str, Any]]


class ChangesAnswer(BaseModel):
    """What differs; ``old`` and ``new`` are the two releases."""

    since: str | None
    old: str
    new: str
    terms: TermChanges
    claims: ClaimChanges
    links: LinkChanges


@router.get(
    "/changes",
    summary="What changed since an earlier release",
    responses=described.answers(ChangesAnswer, OFFERS, 404, 422),
)
def what_changed(request: Request, since: Since = None) -> Response:
    """
    Terms, claims, statuses with the evidence behind them, and links, as `mtkg diff` has them.

    404 where no dated release is kept that is old enough; `/download` lists those that are.
    """
    service = service_of(request)
    form = wanted(request, *OFFERS)
    shelf = Path(service.settings.releases)
    found = changes(service.graph, release_before(shelf, service.graph, since))
    if form == "md":
        return represent(request, form, to_markdown(found), OFFERS, _AS_IT_IS)
    return as_json(request, {"since": since, **to_json(found)}, OFFERS, _AS_IT_IS)
