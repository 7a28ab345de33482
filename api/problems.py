"""Every error as ``application/problem+json`` (https://www.rfc-editor.org/rfc/rfc9457)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from api import negotiation
from api.pages.problem import for_people
from mtkg import errors
from mtkg.model.vocabulary import MTKG
from mtkg.store.answer import NotAcceptable as NoSuchFormat

MEDIA_TYPE: Final = "application/problem+json"
_log = logging.getLogger("mtkg.api")


class UnsupportedBody(errors.MtkgError):
    """A body of a type that this path does not read; ``supported`` are those it does."""

    exit_code = 2

    def __init__(self, got: str, supported: tuple[str, ...]) -> None:
        super().__init__(
            f"the body is {got or 'of no stated type'}, which is not read here",
            help=f"send {' or '.join(supported)}",
        )
        self.supported = supported


# From the particular to the general: the first match counts.
_KINDS: Final[tuple[tuple[type[errors.MtkgError], int, str, str], ...]] = (
    (errors.NotFound, 404, "not-found", "Not found"),
    (errors.BadParameter, 422, "bad-parameter", "Bad parameter"),
    (errors.SyntaxProblem, 400, "syntax", "Syntax error"),
    (errors.UsageError, 400, "bad-request", "Bad request"),
    (errors.Forbidden, 403, "forbidden", "Forbidden"),
    (errors.TimedOut, 503, "timed-out", "Timed out"),
    (errors.TooLarge, 413, "too-large", "Too large"),
    (errors.LimitReached, 503, "limit-reached", "Limit reached"),
    (errors.Busy, 503, "busy", "Busy"),
    (errors.GraphUnavailable, 503, "graph-unavailable", "Graph unavailable"),
    (errors.BuildRefused, 422, "build-refused", "Build refused"),
    (negotiation.NotAcceptable, 406, "not-acceptable", "Not acceptable"),
    (NoSuchFormat, 406, "not-acceptable", "Not acceptable"),
    (UnsupportedBody, 415, "unsupported-body", "Unsupported body"),
    (errors.MtkgError, 500, "failure", "The request could not be carried out"),
)


def problem(
    status: int,
    slug: str,
    title: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A problem document; members of *more* that are None or empty are left out."""
    body = {
        "type": f"{MTKG}problem/{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        **{key: value for key, value in more.items() if value not in (None, (), [], "")},
    }
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def from_error(error: errors.MtkgError) -> Response:
    """The problem document of one of our own errors, with the data it carries."""
    status, slug, title = next(
        (status, slug, title) for kind, status, slug, title in _KINDS if isinstance(error, kind)
    )
    headers = {}
    if status == 503:
        headers["retry-after"] = str(getattr(error, "retry_after", 1))
    return problem(
        status, slug, title, error.message, headers=headers, help=error.help, **_data(error)
    )


def install(app: FastAPI) -> None:
    """Answer every error of *app* with a problem document, and none with a stack trace."""
    app.add_exception_handler(errors.MtkgError, _ours)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Exception, _unforeseen)


def _data(error: errors.MtkgError) -> dict[str, Any]:
    match error:
        case errors.NotFound():
            return {"did_you_mean": list(error.did_you_mean)}
        case errors.BadParameter():
            item = {"parameter": error.name, "got": error.got, "expected": error.expected}
            return {"errors": [item]}
        case errors.SyntaxProblem():
            return {"line": error.line, "column": error.column}
        case errors.TimedOut():
            return {"limit_s": error.limit}
        case errors.TooLarge():
            return {"limit_bytes": int(error.limit)}
        case errors.Busy():
            return {"retry_after_s": error.retry_after}
        case negotiation.NotAcceptable() | NoSuchFormat():
            return {"available": list(error.available)}
        case UnsupportedBody():
            return {"supported": list(error.supported)}
        case errors.BuildRefused():
            return {"errors": [d.message for d in error.diagnostics]}
        case _:
            return {}


async def _ours(request: Request, error: Exception) -> Response:
    if not isinstance(error, errors.MtkgError):
        return await _unforeseen(request, error)
    return for_people(request, from_error(error))


async def _framework(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return await _unforeseen(request, error)
    status = HTTPStatus(error.status_code)
    detail, headers = str(error.detail), dict(error.headers or {})
    if error.status_code == 404:
        detail = f"there is nothing at {request.url.path}"
    elif error.status_code == 405:
        detail = f"{request.method} is not answered at {request.url.path}"
        headers["allow"] = ", ".join(_methods(request))
    slug = status.phrase.lower().replace(" ", "-")
    answer = problem(error.status_code, slug, status.phrase, detail, headers=headers)
    return for_people(request, answer)


def _methods(request: Request) -> list[str]:
    """What is answered at this path: by its routes, and for every path by the edge."""
    # The framework names the methods of one route only.
    found = [
        method
        for method in ("GET", "POST")
        for route in request.app.routes
        if route.matches({**request.scope, "method": method})[0] is Match.FULL
    ]
    return [*dict.fromkeys(found), *(["HEAD"] if "GET" in found else []), "OPTIONS"]


async def _validation(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        return await _unforeseen(request, error)
    items = [_item(one) for one in error.errors()]
    detail = "; ".join(
        f"{i['parameter']}: got {i['got']!r}, expected {i['expected']}" for i in items
    )
    answer = problem(422, "bad-parameter", "Bad parameter", detail, errors=items)
    return for_people(request, answer)


def _item(one: Mapping[str, Any]) -> dict[str, Any]:
    place = [str(part) for part in one.get("loc", ()) if part not in ("query", "path", "body")]
    got = one.get("input")
    return {
        "parameter": ".".join(place) or "body",
        "got": got if isinstance(got, str | int | float | bool | None) else str(got)[:200],
        "expected": str(one.get("msg", "")).removeprefix("Input should be "),
    }


async def _unforeseen(request: Request, error: Exception) -> Response:
    return unforeseen(request, error)


def unforeseen(request: Request, error: Exception) -> Response:
    """The problem document of a fault of ours; the log has its trace, the client none."""
    _log.error("unforeseen error at %s", request.url.path, exc_info=error)
    detail = "an error on our side; the request id in X-Request-Id finds it in the log"
    return problem(500, "internal", "Internal error", detail)
