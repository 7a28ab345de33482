"""What goes out: an answer is held until it is whole, tagged, packed, dressed, and kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.types import Message, Scope, Send

from api.caching import Headers, Stored, etag, matches, packed, worth_packing
from api.seen import Seen

if TYPE_CHECKING:
    from api.edge import Edge
    from api.service import Service

_EXPOSED: Final = b"ETag, Link, Location, Retry-After, X-Request-Id, X-Truncated"
ALWAYS: Final[Headers] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
_POLICY: Final = (b"content-security-policy", b"default-src 'self'")
_FRESH: Final = (b"cache-control", b"public, max-age=0, must-revalidate")
KEPT_ON_304: Final = frozenset(
    (b"etag", b"vary", b"cache-control", b"content-location", b"link", *(n for n, _ in ALWAYS))
)
_PACK_IN_THREAD: Final = 128 * 1024


class Reply:
    """The framework's ``send``: holds an answer back until it is whole, or too large to hold."""

    _HELD: Final = 4 * 1024 * 1024

    def __init__(self, edge: Edge, seen: Seen, service: Service, send: Send) -> None:
        self._edge = edge
        self._seen = seen
        self._service = service
        self._send = send
        self._status = 0
        self._headers: Headers = []
        self._parts: list[bytes] = []
        self._size = 0
        self._streaming = False
        self._silent = seen.method == "HEAD"
        self._done = False
        self.posted = b""

    async def __call__(self, message: Message) -> None:
        """A message from the framework."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = list(message["headers"])
            return
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        body = message.get("body", b"")
        more = message.get("more_body", False)
        self._size += len(body)
        if self._streaming:
            if not self._silent:
                await self._send({**message, "body": body})
            self._done = not more
            return
        self._parts.append(body)
        if more and self._size > self._HELD:
            self._streaming = True
            await self._begin_stream()
        self._done = not more

    async def end(self, scope: Scope) -> None:
        """The framework has finished."""
        route = getattr(scope.get("route"), "path", "unmatched")
        if self._status and not self._streaming:
            await self._send_whole(route)
        self._edge.finished(self._seen, route, self._status, self._size)

    async def _begin_stream(self) -> None:
        media = _header(self._headers, b"content-type")
        tag = self._tag(media, gz=False)
        headers = self._dressed(tag)
        if tag and self._seen.condition and matches(self._seen.condition, tag):
            self._silent = True
            self._status = 304
            headers = [h for h in headers if h[0] in KEPT_ON_304]
            await self._send({"type": "http.response.start", "status": 304, "headers": headers})
            await self._send({"type": "http.response.body", "body": b""})
            return
        await self._send(
            {"type": "http.response.start", "status": self._status, "headers": headers}
        )
        if self._silent:
            await self._send({"type": "http.response.body", "body": b""})
            return
        await self._send(
            {"type": "http.response.body", "body": b"".join(self._parts), "more_body": True}
        )

    async def _send_whole(self, route: str) -> None:
        body = b"".join(self._parts)
        media = _header(self._headers, b"content-type")
        gz = (
            self._seen.gzip
            and worth_packing(media, len(body))
            and not _header(self._headers, b"content-encoding")
            and self._status != 206
        )
        if gz:
            thread = len(body) > _PACK_IN_THREAD
            body = await asyncio.to_thread(packed, body) if thread else packed(body)
        tag = self._tag(media, gz=gz)
        headers = self._dressed(tag)
        if gz:
            headers.append((b"content-encoding", b"gzip"))
        if self._status not in (204, 304):
            headers = [h for h in headers if h[0] != b"content-length"]
            headers.append((b"content-length", str(len(body)).encode()))
        fresh = _header(headers, b"cache-control")
        if tag and b"no-store" not in fresh:
            stored = Stored([h for h in headers if h[0] != b"x-request-id"], body, tag, route)
            self._edge.keep(
                self._seen.key(self._service.digest, self.posted),
                stored,
                len(self._seen.query) + len(self.posted),
            )
        if tag and self._seen.condition and matches(self._seen.condition, tag):
            self._status, body = 304, b""
            headers = [h for h in headers if h[0] in KEPT_ON_304 or h[0] == b"x-request-id"]
        self._size = len(body)
        await self._send(
            {"type": "http.response.start", "status": self._status, "headers": headers}
        )
        await self._send({"type": "http.response.body", "body": b"" if self._silent else body})

    def _tag(self, media: bytes, *, gz: bool) -> bytes:
        """The answer's own tag, else one made for it; none where it may not be kept."""
        if (
            self._status != 200
            or not self._service.cacheable
            or b"no-store" in _header(self._headers, b"cache-control")
            or (self._seen.method == "POST" and not self.posted)
        ):
            return b""
        own = _header(self._headers, b"etag")
        if own and not gz:
            return own
        query = self._seen.query + b"\0" + self.posted if self.posted else self._seen.query
        language = _header(self._headers, b"content-language")
        return etag(self._service.maker, self._seen.path, query, media, language, gz)

    def _dressed(self, tag: bytes) -> Headers:
        """The answer's headers with those that every answer has."""
        names = {name for name, _ in self._headers}
        dropped = {b"vary", b"etag"} if tag else {b"vary"}
        headers = [h for h in self._headers if h[0] not in dropped]
        vary = [b"Accept", b"Accept-Encoding"]
        for part in _header(self._headers, b"vary").split(b","):
            if part.strip() and part.strip().title() not in vary:
                vary.append(part.strip())
        headers += ALWAYS
        headers.append((b"vary", b", ".join(vary)))
        headers.append((b"x-request-id", self._seen.request_id))
        if _POLICY[0] not in names:
            headers.append(_POLICY)
        if tag:
            headers.append((b"etag", tag))
        if _FRESH[0] not in names:
            # A part of a file has the file's own tag.
            fresh = tag or self._status == 206
            headers.append(_FRESH if fresh else (_FRESH[0], b"no-store"))
        return headers


def _header(headers: Headers, name: bytes) -> bytes:
    return next((value for key, value in headers if key == name), b"")
