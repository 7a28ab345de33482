"""Why a link holds."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api import described, shapes
from api.asking import as_json, named, service_of
from api.negotiation import wanted
from api.pages.rendering import page
from mtkg import answers
from mtkg.model.vocabulary import SUBCLASS

router = APIRouter(tags=["claims"])

OFFERS: Final = ("json", "html")
_NAMED: Final = "Local name, CURIE, IRI or label."
Subject = Annotated[
    str | None, Query(max_length=200, description=_NAMED, examples=["JointMobilization"])
]
Relation = Annotated[str | None, Query(max_length=200, description=_NAMED, examples=["engages"])]
Object = Annotated[
    str | None,
    Query(max_length=200, description=_NAMED, examples=["JointMechanoreceptorStimulation"]),
]


@router.get(
    "/why",
    summary="Why a link holds",
    responses=described.answers(shapes.WhyAnswer, OFFERS, 404, 422),
)
def why(
    request: Request, subject: Subject = None, relation: Relation = None, object: Object = None
) -> Response:
    """
    The axioms and claims behind it, each with file and line; that it does not hold is an answer.

    `relation` may be `subClassOf`.
    """
    service = service_of(request)
    form = wanted(request, *OFFERS)
    told = (relation or "").removeprefix("rdfs:")
    name = SUBCLASS if told == SUBCLASS else named(service, "relation", relation)
    found = service.explainer.explain(
        named(service, "subject", subject), name, named(service, "object", object)
    )
    if form == "html":
        return page(request, "why.html", OFFERS, graph=service.graph, found=found)
    return as_json(request, answers.explanation(service.graph, found), OFFERS)
