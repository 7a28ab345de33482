"""Claims: what is said, by whom, and how the evidence stands."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api import described, shapes
from api.asking import as_json, claim_of, kinds_of, relation_of, service_of, status_of
from api.lists import DEFAULT_LIMIT, Cursor, Limit, cut
from api.negotiation import represent, wanted
from api.pages import claims as pages
from mtkg import answers
from mtkg.export import triples

router = APIRouter(tags=["claims"])

LIST: Final = ("json", "html", "csv", "tsv")
ONE: Final = ("json", "html", "ttl", "nt", "rdf", "jsonld")
COLUMNS: Final = (
    "id",
    "statement",
    "subject",
    "relation",
    "object",
    "polarity",
    "status",
    "status_reason",
    "stated_in",
)
Name = Annotated[
    str | None, Query(max_length=200, description="A term: local name, CURIE, IRI or label.")
]


@router.get(
    "/claims",
    summary="Claims that meet every condition given",
    responses=described.answers(shapes.ClaimList, LIST, 404, 422),
)
def list_claims(
    request: Request,
    subject: Name = None,
    relation: Annotated[str | None, Query(description="A relation's local name.")] = None,
    object: Name = None,
    status: Annotated[str | None, Query(description="How the claim stands.")] = None,
    source: Annotated[
        str | None, Query(description="A source that states it or gives evidence.")
    ] = None,
    kind: Annotated[str | None, Query(description="Only claims about terms of this kind.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """By id, evidence lines counted by direction. An empty condition is none."""
    service = service_of(request)
    form = wanted(request, *LIST)
    graph, index = service.graph, service.index
    chosen = answers.select_claims(
        graph,
        subject=index.resolve(subject).id if subject else None,
        relation=relation_of(graph, relation),
        object=index.resolve(object).id if object else None,
        status=status_of(status),
        source=answers.known_source(graph, source) if source else None,
    )
    kinds = kinds_of(graph, [kind] if kind else [])
    if kinds:
        about = graph.terms
        chosen = [c for c in chosen if c.subject in about and about[c.subject].kind in kinds]
    found = cut(request, sorted(chosen, key=lambda c: c.id), limit, cursor, lambda c: c.id)
    if form == "html":
        given = {
            "subject": subject,
            "relation": relation,
            "object": object,
            "status": status,
            "source": source,
            "kind": kind,
        }
        return pages.results(request, service, found, given, offers=LIST)
    answer = found.answer(lambda claim: answers.claim_item(graph, claim), graph.release)
    if form in ("csv", "tsv"):
        text = answers.table(answer["items"], COLUMNS, "\t" if form == "tsv" else ",")
        return represent(request, form, text, LIST, found.headers)
    return as_json(request, answer, LIST, found.headers)


@router.get(
    "/claims/{id}",
    summary="One claim with its evidence, for and against",
    responses=described.answers(shapes.ClaimAnswer, ONE, 404),
)
def one_claim(request: Request, id: str) -> Response:
    """The statement, its status with the rule that gave it, and every evidence line."""
    service = service_of(request)
    found = claim_of(service.graph, id)
    form = wanted(request, *ONE)
    if form == "html":
        return pages.claim(request, service, found, offers=ONE)
    if form in triples.FORMATS:
        body = triples.serialise(triples.about_claim(service.store, found.iri), form)
        return represent(request, form, body, ONE)
    return as_json(request, answers.claim(service.graph, found), ONE)
