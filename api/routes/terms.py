"""Terms: search, list and batch; one definition in the shape one wants; what stands around it."""

from __future__ import annotations

import json
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api import described, shapes
from api.asking import as_json, kinds_of, service_of, term_of
from api.lists import DEFAULT_LIMIT, Cursor, Limit, cut
from api.negotiation import represent, wanted
from api.pages import terms as pages
from api.service import Service
from mtkg import answers
from mtkg.errors import BadParameter
from mtkg.export import jsonld, triples
from mtkg.lookup import Hit, Match, fold
from mtkg.neighborhood import MOST_DEPTH, neighborhood

router = APIRouter(tags=["terms"])

LIST: Final = ("json", "html", "csv", "tsv")
ONE: Final = ("json", "html", "jsonld", "ttl", "nt", "rdf")
ROWS: Final = ("json", "html")
MOST_IDS: Final = 1000


@router.get(
    "/terms",
    summary="Search and list terms, or get several at once",
    responses=described.answers(shapes.TermList, LIST, 422),
)
def search_terms(
    request: Request,
    q: Annotated[str, Query(max_length=200, description="Words of a name, or an id.")] = "",
    kind: Annotated[
        list[str] | None, Query(description="Only terms of this kind, by local name; repeatable.")
    ] = None,
    ids: Annotated[
        str | None, Query(description="Local names, separated by commas: just these, in order.")
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """
    By exact id, exact label, exact synonym, prefix, word, and similarity, in that order.

    Without `q`, every term by label. With `ids`, those terms in that order; ids that the graph
    lacks stand under `missing`.
    """
    service = service_of(request)
    form = wanted(request, *LIST)
    if ids is not None:
        hits, missing = _batch(service, ids)
        limit = MOST_IDS  # who names terms gets them all
    else:
        hits, missing = service.index.search(q, kinds_of(service.graph, kind or [])), None
    found = cut(request, hits, limit, cursor, lambda hit: hit.term.id)
    answer = found.answer(
        lambda hit: answers.item(hit.term) | {"match": hit.match.value if q or ids else None},
        service.graph.release,
    )
    if missing is not None:
        answer["missing"] = missing
    if form == "html":
        return pages.results(request, service, found, q=q, kinds=kind or [], offers=LIST)
    if form in ("csv", "tsv"):
        columns = ("id", "iri", "kind", "label", "definition", "match")
        text = answers.table(answer["items"], columns, "\t" if form == "tsv" else ",")
        return represent(request, form, text, LIST, found.headers)
    return as_json(request, answer, LIST, found.headers)


def _batch(service: Service, ids: str) -> tuple[list[Hit], list[str]]:
    names = list(dict.fromkeys(name.strip() for name in ids.split(",") if name.strip()))
    if not 0 < len(names) <= MOST_IDS:
        raise BadParameter("ids", ids[:200], f"1 to {MOST_IDS} local names, separated by commas")
    terms = service.graph.terms
    found = [Hit(terms[name], Match.ID) for name in names if name in terms]
    return found, [name for name in names if name not in terms]


@router.get(
    "/suggest",
    summary="Terms to offer while someone types",
    responses=described.answers(shapes.Suggestions, ("json",), 422),
)
def suggest(
    request: Request,
    q: Annotated[str, Query(max_length=200, description="What has been typed so far.")] = "",
    kind: Annotated[list[str] | None, Query(description="Only terms of this kind.")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 8,
) -> Response:
    """The best matches with the label or synonym that fits; nothing typed, nothing offered."""
    service = service_of(request)
    wanted(request, "json")
    kinds = kinds_of(service.graph, kind or [])
    hits = service.index.search(q, kinds)[:limit] if q.strip() else []
    items = [answers.suggestion(hit, _fitting(hit, q)) for hit in hits]
    return as_json(request, {"items": items, "release": service.graph.release}, ("json",))


def _fitting(hit: Hit, typed: str) -> str:
    """The name of the term that begins with, else holds, what was typed; its label by default."""
    key = fold(typed)
    names = (hit.term.label, *hit.term.synonyms)
    for fits in (str.startswith, str.__contains__):
        for name in names:
            if fits(fold(name), key):
                return name
    return hit.term.label


@router.get(
    "/terms/{id}",
    summary="One definition",
    responses=described.answers(shapes.TermAnswer, ONE, 404),
)
def one_term(request: Request, id: str) -> Response:
    """
    The definition with synonyms, place, links and cross-references.

    JSON-LD is schema.org and SKOS; Turtle, N-Triples and RDF/XML hold the axioms too. They hold
    only links that the evidence supports; JSON holds all, each with its status.
    """
    service = service_of(request)
    found = term_of(service, id)
    form = wanted(request, *ONE)
    if form == "html":
        return pages.term(request, service, found, offers=ONE)
    if form == "jsonld":
        text = json.dumps(jsonld.term(service.graph, found), ensure_ascii=False, indent=1)
        return represent(request, form, text, ONE)
    if form in triples.FORMATS:
        body = triples.serialise(triples.about_term(service.store, found.iri), form)
        return represent(request, form, body, ONE)
    return as_json(request, answers.term(service.graph, found), ONE)


@router.get(
    "/terms/{id}/claims",
    summary="What is said of a term",
    responses=described.answers(shapes.ClaimList, ROWS, 404, 422),
)
def claims_of_term(
    request: Request, id: str, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response:
    """Claims with the term as subject or object, those of which it is the subject first."""
    service = service_of(request)
    term = term_of(service, id)
    form = wanted(request, *ROWS)
    claims = service.graph.claims_about(term.id)
    found = cut(request, claims, limit, cursor, lambda claim: claim.id)
    if form == "html":
        return pages.claims(request, service, term, found, offers=ROWS)
    answer = found.answer(lambda c: answers.claim_item(service.graph, c), service.graph.release)
    return as_json(request, answer, ROWS, found.headers)


@router.get(
    "/terms/{id}/graph",
    summary="What stands around a term",
    responses=described.answers(shapes.GraphAnswer, ROWS, 404, 422),
)
def graph_of_term(
    request: Request,
    id: str,
    depth: Annotated[int, Query(ge=1, le=MOST_DEPTH, description="Links away, at most.")] = 1,
) -> Response:
    """Terms some links or subclass steps away, and the links among them; ready to be drawn."""
    service = service_of(request)
    term = term_of(service, id)
    form = wanted(request, *ROWS)
    around = neighborhood(service.graph, term.id, depth)
    headers = {"x-truncated": f"nodes; limit={len(around.terms)}"} if around.truncated else {}
    if form == "html":
        return pages.surroundings(request, service, term, around, offers=ROWS)
    return as_json(request, answers.neighborhood(service.graph, around), ROWS, headers)
