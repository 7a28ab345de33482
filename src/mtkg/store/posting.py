"""Send a document to a served graph and read the JSON that it answers."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from mtkg.errors import GraphUnavailable, UsageError

_MOST_BYTES = 50_000_000


def post(url: str, body: bytes, media: str, *, timeout_s: float = 60.0) -> dict[str, Any]:
    """
    The JSON object that *url* answers to *body*, whose media type is *media*.

    Raises `UsageError` with the service's own words where it refuses the document, and
    `GraphUnavailable` where it does not answer, or not with JSON.
    """
    request = Request(  # noqa: S310 - the address is checked by RemoteStore
        url, data=body, headers={"Content-Type": media, "Accept": "application/json"}
    )
    try:
        with urlopen(request, timeout=timeout_s) as response:  # noqa: S310
            answer = json.loads(response.read(_MOST_BYTES))
    except HTTPError as error:
        raise UsageError(f"{url} refuses the document: {_detail(error)}") from error
    except (OSError, HTTPException) as error:
        raise GraphUnavailable(
            f"{url} does not answer: {getattr(error, 'reason', error)}",
            help="see whether the service runs, then retry",
        ) from error
    except ValueError as error:
        raise GraphUnavailable(f"{url} answers no JSON: {error}") from error
    if not isinstance(answer, dict):
        raise GraphUnavailable(f"{url} answers {type(answer).__name__}, not an object")
    return answer


def _detail(error: HTTPError) -> str:
    try:
        problem = json.loads(error.read(10_000))
        return str(problem.get("detail") or problem["title"])
    except (ValueError, KeyError, AttributeError, OSError):
        return f"HTTP {error.code}"
