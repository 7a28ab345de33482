"""Pages about terms: results of a search, one term, what is around it, the tree, the glossary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from api.lists import Slice
from api.pages import views
from api.pages.rendering import STYLED_POLICY, page
from api.service import Service
from mtkg.export import glossary as definitions
from mtkg.export import jsonld
from mtkg.lookup import Hit
from mtkg.model.claims import Claim
from mtkg.model.terms import Term
from mtkg.model.vocabulary import KINDS
from mtkg.neighborhood import Neighborhood
from mtkg.viz.surroundings import draw_neighborhood, draw_term


def results(
    request: Request,
    service: Service,
    found: Slice[Hit],
    *,
    q: str,
    kinds: Sequence[str],
    offers: Sequence[str],
) -> Response:
    """What a search found, or every term of a kind."""
    graph = service.graph
    known = sorted({t.kind for t in graph.terms.values()}, key=_kind_rank)
    return page(
        request,
        "terms.html",
        offers,
        headers=found.headers,
        found=found,
        q=q,
        chosen=list(kinds),
        kinds=known,
        near=[graph.terms[n] for n in service.index.close_to(q)] if q and not found.total else [],
    )


def _kind_rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def term(request: Request, service: Service, found: Term, *, offers: Sequence[str]) -> Response:
    """One term: what it is, how it is linked, and how well each link stands."""
    graph = service.graph
    about = graph.claims_about(found.id)
    return page(
        request,
        "term.html",
        offers,
        graph=graph,
        term=found,
        way_up=views.way_up(graph, found.id),
        outgoing=views.outgoing(graph, found.id),
        incoming=views.incoming(graph, found.id),
        safety=views.safety(graph, found.id),
        unsafe_for=views.unsafe_for(graph, found.id),
        claims=sorted(about, key=lambda c: (c.subject != found.id, c.status.rank, c.statement)),
        by_status=views.by_status(about),
        picture=draw_term(graph, found.id),
        data=jsonld.term(graph, found),
    )


def claims(
    request: Request,
    service: Service,
    about: Term,
    found: Slice[Claim],
    *,
    offers: Sequence[str],
) -> Response:
    """Every claim about a term."""
    return page(
        request,
        "term_claims.html",
        offers,
        headers=found.headers,
        graph=service.graph,
        term=about,
        found=found,
    )


def surroundings(
    request: Request,
    service: Service,
    about: Term,
    around: Neighborhood,
    *,
    offers: Sequence[str],
) -> Response:
    """What stands around a term as a picture that moves, or stands still without scripts."""
    return page(
        request,
        "surroundings.html",
        offers,
        policy=STYLED_POLICY,
        graph=service.graph,
        term=about,
        around=around,
        relations={edge.relation: service.graph.label(edge.relation) for edge in around.edges},
        picture=draw_neighborhood(service.graph, around),
    )


def tree(
    request: Request,
    service: Service,
    trees: Sequence[dict[str, Any]],
    *,
    root: str | None,
    offers: Sequence[str],
) -> Response:
    """The hierarchy as nested lists that fold."""
    return page(request, "tree.html", offers, trees=trees, root=root, graph=service.graph)


def glossary(request: Request, service: Service, *, offers: Sequence[str]) -> Response:
    """Every definition, by first letter."""
    letters: dict[str, list[Term]] = defaultdict(list)
    for each in definitions.defined(service.graph):
        first = each.label[:1].upper()
        letters[first if first.isalpha() else "#"].append(each)
    return page(request, "glossary.html", offers, letters=dict(letters), graph=service.graph)
