"""The hierarchy after reasoning."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api import described, shapes
from api.asking import as_json, service_of
from api.negotiation import wanted
from api.pages import terms as pages
from mtkg import answers
from mtkg.model.vocabulary import KINDS

router = APIRouter(tags=["terms"])

OFFERS = ("json", "html")


@router.get(
    "/tree",
    summary="The hierarchy, whole or below one term",
    responses=described.answers(shapes.TreeAnswer, OFFERS, 404, 422),
)
def tree(
    request: Request,
    root: Annotated[
        str | None, Query(max_length=200, description="The term to start from: id, CURIE, label.")
    ] = None,
    depth: Annotated[int | None, Query(ge=1, le=50, description="Steps down, at most.")] = None,
) -> Response:
    """`{id, label, children}` below `root`; without one, `items` holds a tree for each kind."""
    service = service_of(request)
    form = wanted(request, *OFFERS)
    graph = service.graph
    answer: dict[str, Any]
    if root:
        start = service.index.resolve(root)
        answer = answers.tree(graph, start.id, depth)
        trees = [answer]
    else:
        trees = [answers.tree(graph, kind, depth) for kind in KINDS if kind in graph.terms]
        answer = {"items": trees, "total": len(trees)}
    if form == "html":
        return pages.tree(request, service, trees, root=root, offers=OFFERS)
    return as_json(request, answer | {"release": graph.release}, OFFERS)
