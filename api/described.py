"""How OpenAPI tells of each answer: its media types, its headers, and the problems it may be."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from api.negotiation import MEDIA_TYPES
from api.problems import MEDIA_TYPE as PROBLEM_TYPE

_TEXT: Final = {"type": "string"}

PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong and what helps (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "help": _TEXT,
        "did_you_mean": {"type": "array", "items": _TEXT},
        "available": {"type": "array", "items": _TEXT},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"parameter": _TEXT, "got": {}, "expected": _TEXT},
            },
        },
    },
}

WORDS: Final = {
    400: "The request is malformed; a syntax error has its line and column.",
    403: "An update, SERVICE or LOAD: this service only reads.",
    404: "The graph holds no such thing; close names are given.",
    406: "None of the media types asked for is available; those that are, are named.",
    413: "The body or the query is larger than the limit, which is named.",
    415: "The body is of a type that is not read here.",
    422: "A parameter has a value that it cannot take; what is expected is named.",
    503: "The graph cannot be had at the moment.",
}


def answers(
    model: type[BaseModel] | None,
    offers: tuple[str, ...],
    *problems: int,
    said: str = "The answer.",
) -> dict[int | str, dict[str, Any]]:
    """
    The ``responses`` of a route: 200 in each of *offers*, and the *problems* by status.

    406 and 503 can happen anywhere and need not be named.
    """
    media: dict[str, Any] = {
        MEDIA_TYPES[name]: {} for name in offers if name != "json" or model is None
    }
    ok: dict[str, Any] = {"description": said, "content": media}
    if model is not None and "json" in offers:
        ok["model"] = model
    # A person's browser gets a problem as a page too.
    page: dict[str, Any] = {MEDIA_TYPES["html"]: {}} if "html" in offers else {}
    found: dict[int | str, dict[str, Any]] = {200: ok}
    for status in sorted({*problems, 406, 422, 503}):
        found[status] = {
            "description": WORDS[status],
            "content": {PROBLEM_TYPE: {"schema": PROBLEM}, **page},
        }
    return found
