"""The catalogue: every query of ``queries/`` as an endpoint with documented parameters."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from api import described
from api.asking import as_json, service_of
from api.negotiation import represent, wanted
from api.pages import queries as pages
from api.service import Service
from api.shapes import ListAnswer
from mtkg import answers
from mtkg.catalogue.arguments import bound, parameter_schema
from mtkg.catalogue.rows import Row, rows_of_json
from mtkg.catalogue.spec import Catalogue, QuerySpec, load_catalogue
from mtkg.errors import BadParameter, MtkgError, UsageError
from mtkg.model.terms import Term
from mtkg.resources import queries_dir
from mtkg.store.answer import Question

router = APIRouter(tags=["queries"])

LIST: Final = ("json", "html", "csv", "tsv")
ROWS: Final = ("json", "html", "csv", "tsv")
COLUMNS: Final = ("name", "summary", "parameters", "tags")
SCHEMA_KEYS: Final = ("type", "enum", "default", "minimum", "maximum")
QUERY_TYPE: Final = "application/sparql-query"


_TEXT_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    **described.answers(None, (), 404, 422),
    200: {"description": "SPARQL.", "content": {QUERY_TYPE: {"schema": {"type": "string"}}}},
}


class QueryItem(BaseModel):
    """A query of the catalogue; ``parameters`` is a JSON Schema."""

    name: str
    iri: str
    summary: str
    description: str
    tags: list[str]
    parameters: dict[str, Any]
    columns: dict[str, str]
    example: dict[str, str]
    links: dict[str, str]


class QueryList(ListAnswer):
    """Every query, by name."""

    items: list[QueryItem]


class QueryRows(ListAnswer):
    """What a query answers: one item a row, a value or null for each of its ``columns``."""

    name: str
    summary: str
    columns: dict[str, str]
    parameters: dict[str, list[str]]
    items: list[dict[str, str | int | float | bool | None]]
    truncated: bool


@dataclass(frozen=True, slots=True)
class ServiceNames:
    """The names of the graph that is served."""

    service: Service

    def term(self, name: str) -> Term:
        """The term that *name* names; raises `NotFound`."""
        return self.service.index.resolve(name)

    def source_ids(self) -> Sequence[str]:
        """The local names of every source."""
        return tuple(self.service.graph.sources)

    def claim_ids(self) -> Sequence[str]:
        """The local names of every claim."""
        return tuple(self.service.graph.claims)


@lru_cache(maxsize=2)
def _catalogue(digest: str) -> Catalogue:  # noqa: ARG001  # the key
    """The catalogue as it is when a build of this *digest* is first asked for it."""
    return load_catalogue(queries_dir())


@router.get(
    "/queries",
    summary="The catalogue of queries",
    responses=described.answers(QueryList, LIST),
)
def list_queries(request: Request) -> Response:
    """Each with its parameters as JSON Schema, the columns it answers with, and an example."""
    service = service_of(request)
    form = wanted(request, *LIST)
    catalogue = _catalogue(service.digest)
    if form == "html":
        return pages.catalogue(request, catalogue, offers=LIST)
    items = [_item(spec) for spec in catalogue]
    if form in ("csv", "tsv"):
        rows = [item | {"parameters": list(item["parameters"]["properties"])} for item in items]
        text = answers.table(rows, COLUMNS, "\t" if form == "tsv" else ",")
        return represent(request, form, text, LIST)
    answer = {
        "items": items,
        "total": len(items),
        "limit": len(items),
        "next": None,
        "release": service.graph.release,
    }
    return as_json(request, answer, LIST)


def _item(spec: QuerySpec) -> dict[str, Any]:
    path = f"/queries/{spec.name}"
    return {
        "name": spec.name,
        "iri": spec.iri,
        "summary": spec.summary,
        "description": spec.description,
        "tags": list(spec.tags),
        "parameters": parameter_schema(spec),
        "columns": dict(spec.columns),
        "example": dict(spec.example),
        "links": {"run": path, "query": f"{path}.rq", "about": f"{path}/about"},
    }


@router.get(
    "/queries/{name}/about",
    summary="What a query asks, and the JSON Schema of its parameters",
    responses=described.answers(QueryItem, ("json",), 404),
)
def about_query(request: Request, name: str) -> Response:
    """As in the list of queries."""
    wanted(request, "json")
    spec = _catalogue(service_of(request).digest).query(name)
    return as_json(request, _item(spec), ("json",))


@router.get(
    "/queries/{name}.rq",
    summary="The query itself, with the values given in place",
    response_class=Response,
    responses=_TEXT_ANSWERS,
)
def text_of_query(request: Request, name: str) -> Response:
    """The file of the catalogue as it stands, but for the values; any SPARQL tool can run it."""
    service = service_of(request)
    spec = _catalogue(service.digest).query(name)
    text = bound(spec, _given(request, spec), ServiceNames(service))
    return Response(text, media_type=QUERY_TYPE)


async def _ask(request: Request, name: str) -> Response:
    service = service_of(request)
    form = wanted(request, *ROWS)
    spec = _catalogue(service.digest).query(name)
    given = _given(request, spec)
    try:
        text = await run_in_threadpool(bound, spec, given, ServiceNames(service))
    except UsageError as error:
        if form != "html":
            raise
        return pages.refused(request, spec, given, error, offers=ROWS)
    settings = service.settings
    question = Question(
        text, max_rows=settings.result_max_rows, max_bytes=settings.result_max_bytes
    )
    found = await service.runner.run(question, settings.query_timeout_s)
    rows = rows_of_json(json.loads(found.body), tuple(spec.columns))
    headers = {"x-truncated": f"rows; limit={settings.result_max_rows}"} if found.cut else {}
    if form == "html":
        return await run_in_threadpool(
            pages.results, request, service, spec, given, rows, text, offers=ROWS, headers=headers
        )
    if form in ("csv", "tsv"):
        body = answers.table(rows, tuple(spec.columns), "\t" if form == "tsv" else ",")
        return represent(request, form, body, ROWS, headers)
    answer = _answer(service, spec, given, rows) | {"truncated": bool(found.cut)}
    return as_json(request, answer, ROWS, headers)


def _answer(
    service: Service, spec: QuerySpec, given: dict[str, list[str]], rows: list[Row]
) -> dict[str, Any]:
    return {
        "name": spec.name,
        "summary": spec.summary,
        "columns": dict(spec.columns),
        "parameters": given,
        "items": rows,
        "total": len(rows),
        "limit": service.settings.result_max_rows,
        "next": None,
        "release": service.graph.release,
    }


def _given(request: Request, spec: QuerySpec) -> dict[str, list[str]]:
    """Values by parameter; an empty one, as a form sends it, is none. Raises `BadParameter`."""
    found: dict[str, list[str]] = {}
    known = [parameter.name for parameter in spec.parameters]
    for name, value in request.query_params.multi_items():
        if name not in known:
            takes = f"a parameter of this query: {', '.join(known)}" if known else "no parameter"
            raise BadParameter(name, value, takes)
        if value.strip():
            found.setdefault(name, []).append(value)
    return found


def _endpoint(name: str) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def ask(request: Request) -> Response:
        return await _ask(request, name)

    return ask


def _parameters(spec: QuerySpec) -> list[dict[str, Any]]:
    """OpenAPI's description of the parameters of *spec*."""
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": said["description"],
            "schema": {k: v for k, v in said.items() if k in SCHEMA_KEYS},
        }
        for name, said in parameter_schema(spec)["properties"].items()
    ]


def _describe_each() -> None:
    """One documented path for each query; a catalogue that cannot be read waits for its request."""
    with suppress(MtkgError, FileNotFoundError):
        for spec in load_catalogue(queries_dir()):
            router.add_api_route(
                f"/queries/{spec.name}",
                _endpoint(spec.name),
                methods=["GET"],
                summary=spec.summary,
                description=spec.description,
                operation_id=f"query_{spec.name}",
                responses=described.answers(QueryRows, ROWS, 404, 422),
                openapi_extra={"parameters": _parameters(spec)},
            )


_describe_each()


@router.get("/queries/{name}", include_in_schema=False)
async def any_query(request: Request, name: str) -> Response:
    """A query by a name written otherwise, or one that has come since the server started."""
    return await _ask(request, name)
