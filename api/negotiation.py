"""
Which representation a client wants: a suffix of the path, else ``Accept`` with its q-values.

Rules: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from mtkg.errors import MtkgError

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "json": "application/json",
    "html": "text/html",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "md": "text/markdown",
}
SUFFIXES: Final = frozenset(MEDIA_TYPES)
SUFFIX_KEY: Final = "mtkg.suffix"
# Here a suffix is part of a file's name.
_FILES: Final = ("/download/", "/static/", "/docs", "/context.jsonld", "/openapi.json")


class NotAcceptable(MtkgError):
    """None of the media types a client accepts is to be had; ``available`` are those that are."""

    exit_code = 2

    def __init__(self, available: Sequence[str]) -> None:
        super().__init__(
            "none of the media types asked for is available here",
            help=f"ask for one of {', '.join(available)}",
        )
        self.available = tuple(available)


def wanted(request: Request, *offers: str) -> str:
    """
    Which of *offers*, short names such as ``json`` and ``html``, the client wants.

    The first offer is for ``*/*`` and for no wish at all. Raises `NotAcceptable`.
    """
    suffix = request.scope.get(SUFFIX_KEY)
    if suffix is not None:
        if suffix in offers:
            return str(suffix)
        raise NotAcceptable([MEDIA_TYPES[name] for name in offers])
    by_type = {MEDIA_TYPES[name]: name for name in offers}
    found = best(request.headers.get("accept", ""), tuple(by_type))
    if found is None:
        raise NotAcceptable(tuple(by_type))
    return by_type[found]


def represent(
    request: Request,
    name: str,
    body: str | bytes,
    offers: Sequence[str],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """*body* as the representation *name*, with ``Link`` to the others among *offers*."""
    media = MEDIA_TYPES[name]
    response = Response(body, media_type=media, headers=dict(headers or {}))
    links = alternates(request, name, offers)
    if links:
        known = response.headers.get("link")
        response.headers["link"] = f"{known}, {links}" if known else links
    return response


def alternates(request: Request, name: str, offers: Sequence[str]) -> str:
    """The value of ``Link`` (RFC 8288) that names the other representations of this resource."""
    path, query = request.url.path, request.url.query
    tail = f"?{query}" if query else ""
    return ", ".join(
        f'<{path}.{other}{tail}>; rel="alternate"; type="{MEDIA_TYPES[other]}"'
        for other in offers
        if other != name and path != "/"
    )


def split_suffix(path: str) -> tuple[str, str | None]:
    """
    A path without the suffix that names a representation, and that suffix.

    >>> split_suffix("/terms/Joint.ttl")
    ('/terms/Joint', 'ttl')
    >>> split_suffix("/download/mtkg.ttl")
    ('/download/mtkg.ttl', None)
    """
    stem, dot, suffix = path.rpartition(".")
    if not dot or suffix not in SUFFIXES or stem.endswith("/") or path.startswith(_FILES):
        return path, None
    return stem, suffix


@lru_cache(maxsize=2048)
def best(accept: str, offers: tuple[str, ...]) -> str | None:
    """
    The media type among *offers* that an ``Accept`` header values most; ties go to the earlier.

    >>> best("text/html;q=0.5, application/*", ("text/html", "application/json"))
    'application/json'
    >>> best("image/png", ("text/html",)) is None
    True
    """
    ranges = _ranges(accept)
    if not ranges:
        return offers[0] if offers else None
    scored = [(_quality(offer, ranges), -rank, offer) for rank, offer in enumerate(offers)]
    quality, _, offer = max(scored, default=(0.0, 0, ""))
    return offer if quality > 0 else None


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for part in accept.split(","):
        media, *parameters = (piece.strip() for piece in part.lower().split(";"))
        kind, slash, subtype = media.partition("/")
        if media == "*":
            kind, slash, subtype = "*", "/", "*"
        if slash and kind and subtype:
            found.append((kind, subtype, _q(parameters)))
    return found


def _q(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(offer: str, ranges: list[tuple[str, str, float]]) -> float:
    kind, _, subtype = offer.partition("/")
    specificity, quality = -1, 0.0
    for range_kind, range_subtype, q in ranges:
        if range_kind not in (kind, "*") or range_subtype not in (subtype, "*"):
            continue
        rank = (range_kind != "*") + (range_subtype != "*")
        if rank > specificity:
            specificity, quality = rank, q
    return quality


def suffix_of(scope: Mapping[str, Any]) -> str | None:
    """The suffix that was cut off the path of this request, if any."""
    return scope.get(SUFFIX_KEY)
