"""The start page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fastapi import Request, Response

from api.pages.paths import EXAMPLES
from api.pages.rendering import page
from api.service import Service
from mtkg.model.claims import Status
from mtkg.model.vocabulary import KINDS
from mtkg.viz.shape import draw_shape


def home(request: Request, service: Service, *, offers: Sequence[str]) -> Response:
    """Search, the kinds with counts, the graph's shape, and how sure it is of what it holds."""
    graph = service.graph
    kinds = Counter(term.kind for term in graph.terms.values())
    statuses = Counter(claim.status for claim in graph.claims.values())
    return page(
        request,
        "home.html",
        offers,
        graph=graph,
        kinds=[(kind, kinds[kind]) for kind in KINDS if kinds[kind]],
        statuses=[(status, statuses[status]) for status in Status],
        claims=len(graph.claims),
        terms=sum(kinds[kind] for kind in KINDS),
        lines=len(graph.evidence),
        publications=sum(source.is_publication for source in graph.sources.values()),
        picture=draw_shape(graph),
        examples=[pair for pair in EXAMPLES if all(name in graph.terms for name in pair)],
    )
