"""``/sparql``: queries by the SPARQL 1.1 Protocol. `api.protocol` answers; this describes."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from api import described, protocol
from api.negotiation import MEDIA_TYPES
from mtkg.store.formats import GRAPHS, TABLES

router = APIRouter(tags=["sparql"])

_PROBLEMS: Final = (400, 403, 406, 413, 415, 422, 503)
_TYPES: Final[dict[str, Any]] = {f.media_types[0]: {} for f in (*TABLES, *GRAPHS)}
_GRAPH_NAMES: Final = {"type": "array", "items": {"type": "string", "format": "uri"}}


def _parameter(name: str, said: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": said, "schema": schema}


_DATASET: Final = [
    _parameter("default-graph-uri", "Graphs that make up the default graph.", _GRAPH_NAMES),
    _parameter("named-graph-uri", "Graphs that GRAPH may name.", _GRAPH_NAMES),
    _parameter(
        "timeout",
        "Seconds the query may take.",
        {"type": "number", "minimum": protocol.LEAST_TIMEOUT_S, "maximum": 60},
    ),
    _parameter(
        "format",
        "A format in place of Accept: a short name or a media type.",
        {"type": "string", "examples": ["json", "csv", "ttl", *MEDIA_TYPES.values()]},
    ),
]
_QUERY: Final = {"type": "string", "examples": ["SELECT * { ?s ?p ?o } LIMIT 10"]}


def _responses() -> dict[int | str, dict[str, Any]]:
    found = described.answers(None, (), *_PROBLEMS)
    found[200] = {
        "description": "The result, or the service description. `X-Truncated` tells of a cut.",
        "content": {**_TYPES, "text/html": {}},
    }
    return found


@router.get(
    protocol.ENDPOINT,
    summary="Ask a SPARQL query, or what the endpoint offers",
    response_class=Response,
    responses=_responses(),
    openapi_extra={"parameters": [_parameter("query", "The query.", _QUERY), *_DATASET]},
)
async def ask(request: Request) -> Response:
    """Any query form in any result format; without a query, the service description."""
    return await protocol.respond(request)


@router.post(
    protocol.ENDPOINT,
    summary="Ask a SPARQL query in the body",
    response_class=Response,
    responses=_responses(),
    openapi_extra={
        "parameters": _DATASET,
        "requestBody": {
            "required": True,
            "content": {
                protocol.QUERY: {"schema": _QUERY},
                protocol.FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {"query": _QUERY},
                    }
                },
            },
        },
    },
)
async def ask_in_body(request: Request) -> Response:
    """The query as the body itself or as a form; updates are refused with 403."""
    return await protocol.respond(request)
