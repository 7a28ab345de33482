"""Read what a request names: terms, kinds, relations, statuses, sources; unknown ones are told."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from fastapi import Request, Response

from api.negotiation import represent
from api.service import Service
from mtkg.answers import near
from mtkg.errors import BadParameter, NotFound
from mtkg.graph import Graph
from mtkg.model.claims import Claim, Source, Status
from mtkg.model.terms import Term
from mtkg.model.vocabulary import SUBCLASS


def service_of(request: Request) -> Service:
    """The release that this request is answered from, from beginning to end."""
    service: Service = request.app.state.service
    return service


def term_of(service: Service, name: str) -> Term:
    """The term of local name *name*; raises `NotFound` with close matches."""
    found = service.graph.terms.get(name)
    if found is None:
        raise NotFound("term", name, service.index.close_to(name))
    return found


def claim_of(graph: Graph, name: str) -> Claim:
    """The claim of local name *name*; raises `NotFound` with close matches."""
    found = graph.claims.get(name)
    if found is None:
        raise NotFound("claim", name, near(name, graph.claims))
    return found


def source_of(graph: Graph, name: str) -> Source:
    """The source of local name *name*; raises `NotFound` with close matches."""
    found = graph.sources.get(name)
    if found is None:
        raise NotFound("source", name, near(name, graph.sources))
    return found


def kinds_of(graph: Graph, names: Sequence[str]) -> tuple[str, ...]:
    """*names* as they are where each is a kind of *graph*; raises `BadParameter`."""
    known = sorted({term.kind for term in graph.terms.values()})
    return tuple(_one_of("kind", name, known) for name in names if name)


def relation_of(graph: Graph, name: str | None) -> str | None:
    """*name* where it is a relation by local name; raises `BadParameter`."""
    known = [term.id for term in graph.terms.values() if term.kind == "Relation"]
    return _one_of("relation", name, [*known, SUBCLASS]) if name else None


def named(service: Service, parameter: str, name: str | None) -> str:
    """
    The local name of the term that a parameter names: local name, CURIE, IRI, label or synonym.

    Raises `BadParameter` where nothing is given and `NotFound` where nothing is found.
    """
    if not (name or "").strip():
        raise BadParameter(parameter, name or "", "a term: local name, CURIE, IRI or label")
    return service.index.resolve(name or "").id


def status_of(name: str | None) -> str | None:
    """*name* where it is a status; raises `BadParameter`."""
    return _one_of("status", name, [status.value for status in Status]) if name else None


def _one_of(parameter: str, got: str, known: Collection[str]) -> str:
    if got not in known:
        raise BadParameter(parameter, got, f"one of {', '.join(known)}")
    return got


def as_json(
    request: Request,
    answer: Mapping[str, Any] | Sequence[Any],
    offers: Iterable[str],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """*answer* as JSON, with ``Link`` to its other representations."""
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return represent(request, "json", body, tuple(offers), headers)
