"""Lists in pages: items, how many there are, and where the next ones are (RFC 8288)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

from fastapi import Query, Request

from api.negotiation import suffix_of
from mtkg.errors import BadParameter

DEFAULT_LIMIT = 50
MOST = 1000

Limit = Annotated[int, Query(ge=1, le=MOST, description="Items in one answer.")]
Cursor = Annotated[
    str | None, Query(description="Where to go on: taken from `next` of the answer before.")
]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Slice(Generic[Item]):
    """Some items of a list, its whole length, and the path of the answer with the next ones."""

    items: tuple[Item, ...]
    total: int
    limit: int
    next: str | None

    def answer(self, shape: Callable[[Item], Any], release: str) -> dict[str, Any]:
        """The list as JSON, each item in the shape that *shape* gives it."""
        return {
            "items": [shape(item) for item in self.items],
            "total": self.total,
            "limit": self.limit,
            "next": self.next,
            "release": release,
        }

    @property
    def headers(self) -> dict[str, str]:
        """``Link: rel="next"`` where there is more."""
        return {"link": f'<{self.next}>; rel="next"'} if self.next else {}


def cut(
    request: Request,
    items: Sequence[Item],
    limit: int,
    cursor: str | None,
    name: Callable[[Item], str],
) -> Slice[Item]:
    """
    The items after *cursor*, *limit* at most.

    A cursor names the last item seen, so that it holds in the next release too: it goes on after
    that item, or, where that is gone, after as many items. Raises `BadParameter` for a cursor that
    is none of ours.
    """
    start = _start(items, cursor, name) if cursor else 0
    shown = tuple(items[start : start + limit])
    more = start + limit < len(items)
    following = _next(request, _cursor(start + len(shown), name(shown[-1]))) if more else None
    return Slice(shown, len(items), limit, following)


def _start(items: Sequence[Item], cursor: str, name: Callable[[Item], str]) -> int:
    try:
        seen, last = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=="))
        offset = int(seen)
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadParameter("cursor", cursor, "the cursor of a `next` address") from error
    if 0 < offset <= len(items) and name(items[offset - 1]) == last:
        return offset
    return next((at for at, item in enumerate(items, 1) if name(item) == last), max(offset, 0))


def _cursor(seen: int, last: str) -> str:
    text = json.dumps([seen, last], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _next(request: Request, cursor: str) -> str:
    """The path and query of this request with *cursor*, in the representation that was asked."""
    kept = [
        pair for pair in parse_qsl(request.url.query, keep_blank_values=True) if pair[0] != "cursor"
    ]
    suffix = suffix_of(request.scope)
    path = f"{request.url.path}.{suffix}" if suffix else request.url.path
    return f"{path}?{urlencode([*kept, ('cursor', cursor)])}"
