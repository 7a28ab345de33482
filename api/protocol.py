"""
The SPARQL Protocol, read-only: https://www.w3.org/TR/sparql11-protocol/

A query comes by ``GET``, as a form, or as the body itself; updates are refused.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.description import service_description, sizes, written
from api.negotiation import MEDIA_TYPES, NotAcceptable, best, represent, suffix_of, wanted
from api.pages.rendering import EDITOR_POLICY, page
from api.problems import UnsupportedBody, from_error, unforeseen
from api.service import Service
from mtkg.errors import BadParameter, Forbidden, MtkgError, TooLarge, UsageError
from mtkg.settings import Settings
from mtkg.store.answer import Answer, Question
from mtkg.store.formats import GRAPH_BY_NAME, GRAPHS, TABLE_BY_NAME, TABLES, AnswerFormat
from mtkg.store.guard import READ_ONLY

ENDPOINT: Final = "/sparql"
DESCRIPTION_OFFERS: Final = ("ttl", "nt", "rdf", "jsonld")
EDITOR: Final = Path(__file__).resolve().parent / "templates" / "sparql.html"
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
LEAST_TIMEOUT_S: Final = 0.1
_CLIENT_GONE: Final = 499
_LOOK_S: Final = 0.05
UPDATE: Final = "application/sparql-update"
# None of these can become part of another escape, so they may be put in one after the other.
_COMMON: Final = tuple(
    (quote(character, safe=""), character) for character in " \n{}?:/#<>\";,=&'()@^*|!+$"
)


@dataclass(frozen=True, slots=True)
class Formats:
    """The format for each kind of answer; None where the client takes none we have."""

    table: str | None
    boolean: str | None
    graph: str | None


async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
    """The endpoint as a plain ASGI application: no framework between a query and its answer."""
    request = Request(scope, receive)
    try:
        response = await respond(request)
    except MtkgError as error:
        response = from_error(error)
    except Exception as error:  # noqa: BLE001  # no framework stands behind this
        response = unforeseen(request, error)
    await response(scope, receive, send)


async def respond(request: Request) -> Response:
    """
    The answer to a request: a result, or the service description where there is no query.

    Raises `MtkgError`, as `api.problems` knows them.
    """
    service: Service = request.scope["app"].state.service
    parameters = await _parameters(request)
    if request.method == "GET" and not any(name == "query" for name, _ in parameters):
        return await _described(request, service)
    question = _question(parameters, request, service.settings)
    timeout = _timeout(parameters, service.settings)
    answer = await _watched(request, service.runner.run(question, timeout))
    if answer is None:
        return Response(status_code=_CLIENT_GONE)
    known = GRAPH_BY_NAME if answer.is_graph else TABLE_BY_NAME
    headers = {"content-type": known[answer.format].content_type}
    if answer.cut:
        limit = question.max_bytes if answer.cut == "bytes" else question.max_rows
        headers["x-truncated"] = f"{answer.cut}; limit={limit}"
    if answer.volatile:
        headers["cache-control"] = "no-store"
    return Response(answer.body, headers=headers)


async def _described(request: Request, service: Service) -> Response:
    offers = (*DESCRIPTION_OFFERS, "html") if EDITOR.is_file() else DESCRIPTION_OFFERS
    name = wanted(request, *offers)
    if name == "html":
        return page(request, EDITOR.name, offers, policy=EDITOR_POLICY)
    address = str(request.base_url).rstrip("/") + ENDPOINT
    triples = service_description(address, await sizes(service))
    return represent(request, name, written(triples, name), offers)


async def _watched(request: Request, work: Coroutine[Any, Any, Answer]) -> Answer | None:
    """The answer, or None where the client went away and its query was stopped."""
    loop = asyncio.get_running_loop()
    asker = asyncio.current_task()
    watchers: list[asyncio.Task[None]] = []
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await request.receive())["type"] != "http.disconnect":
            pass
        gone = True
        if asker is not None:
            asker.cancel()

    # Most answers are there before it would pay to look.
    later = loop.call_later(_LOOK_S, lambda: watchers.append(loop.create_task(watch())))
    try:
        return await work
    except asyncio.CancelledError:
        if gone:
            return None
        raise
    finally:
        later.cancel()
        for watcher in watchers:
            watcher.cancel()


async def _parameters(request: Request) -> list[tuple[str, str]]:
    found = decoded(request.scope["query_string"])
    if request.method == "POST":
        found += await _posted(request)
    if any(name == "update" for name, _ in found):
        raise Forbidden("updates are refused", help=READ_ONLY)
    return found


async def _posted(request: Request) -> list[tuple[str, str]]:
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    if media == UPDATE:
        raise Forbidden("updates are refused", help=READ_ONLY)
    if media not in (FORM, QUERY):
        raise UnsupportedBody(media, (QUERY, FORM))
    charset = parameters.lower().replace(" ", "").partition("charset=")[2].strip('"')
    if charset not in ("", "utf-8", "utf8"):
        raise UnsupportedBody(f"{media} in {charset}", (f"{media} in UTF-8",))
    body = await request.body()
    if media == FORM:
        return decoded(body)
    try:
        return [("query", body.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise UsageError(f"the body is not UTF-8: {error.reason} at byte {error.start}") from error


def decoded(text: bytes) -> list[tuple[str, str]]:
    """Names and values of a query string or form; raises `UsageError` where they are no UTF-8."""
    try:
        pairs = (part.partition("=") for part in text.decode("ascii").split("&") if part)
        return [(_unquoted(name), _unquoted(value)) for name, _, value in pairs]
    except (UnicodeDecodeError, ValueError) as error:
        raise UsageError(
            "the parameters are not percent-encoded UTF-8", help="encode them as UTF-8"
        ) from error


def _unquoted(text: str) -> str:
    """*text* without its escapes; those that queries are full of are replaced at memory speed."""
    text = text.replace("+", " ")
    if "%" in text:
        for escape, character in _COMMON:
            text = text.replace(escape, character)
        if "%" in text:
            return unquote(text, errors="strict")
    return text


def _question(parameters: list[tuple[str, str]], request: Request, settings: Settings) -> Question:
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise UsageError(
            f"{len(queries) or 'no'} queries in one request", help="send exactly one query"
        )
    if len(queries[0].encode()) > settings.query_max_bytes:
        raise TooLarge(
            f"the query is larger than {settings.query_max_bytes} bytes",
            limit=settings.query_max_bytes,
            help="ask for less at a time, or download the release and query it where it is",
        )
    wish = _last(parameters, "format") or suffix_of(request.scope) or ""
    formats = formats_for(request.headers.get("accept", ""), wish)
    return Question(
        text=queries[0],
        table=formats.table,
        boolean=formats.boolean,
        graph=formats.graph,
        default_graphs=_graphs(parameters, "default-graph-uri"),
        named_graphs=_graphs(parameters, "named-graph-uri"),
        max_rows=settings.result_max_rows,
        max_bytes=settings.result_max_bytes,
    )


def _graphs(parameters: list[tuple[str, str]], name: str) -> tuple[str, ...] | None:
    found = tuple(value for key, value in parameters if key == name)
    return found or None


def _last(parameters: list[tuple[str, str]], name: str) -> str | None:
    return next((value for key, value in reversed(parameters) if key == name), None)


def _timeout(parameters: list[tuple[str, str]], settings: Settings) -> float:
    text = _last(parameters, "timeout")
    if text is None:
        return settings.query_timeout_s
    expected = f"seconds, from {LEAST_TIMEOUT_S:g} to {settings.query_timeout_max_s:g}"
    try:
        seconds = float(text)
    except ValueError as error:
        raise BadParameter("timeout", text, expected) from error
    if not LEAST_TIMEOUT_S <= seconds <= settings.query_timeout_max_s:
        raise BadParameter("timeout", text, expected)
    return seconds


@lru_cache(maxsize=1024)
def formats_for(accept: str, wish: str = "") -> Formats:
    """
    The formats that an ``Accept`` header asks for, or that a short name or media type *wish* names.

    Raises `NotAcceptable` where no kind of answer has a format that is accepted.
    """
    if wish:
        accept = MEDIA_TYPES.get(wish, wish)
        if wish == "xml":
            accept = "application/sparql-results+xml, application/rdf+xml"
    found = Formats(_best(accept, TABLES), _best(accept, TABLES), _best(accept, GRAPHS))
    if found.table is None and found.graph is None:
        raise NotAcceptable([f.media_types[0] for f in (*TABLES, *GRAPHS)])
    return found


def _best(accept: str, formats: tuple[AnswerFormat, ...]) -> str | None:
    by_type: dict[str, Any] = {}
    for form in formats:
        for media in form.media_types:
            by_type.setdefault(media, form.name)
    found = best(accept, tuple(by_type))
    return None if found is None else str(by_type[found])
