"""
The plain ASGI layer that every request passes before the framework sees it.

It cuts suffixes off paths, bounds bodies, answers ``HEAD`` from ``GET`` and ``OPTIONS`` by itself,
keeps answers and their tags, packs them, adds the headers every answer carries, and writes the log.
A cached answer costs some twenty microseconds here, which is why it is no framework's middleware.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import secrets
from collections.abc import Hashable, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import AccessLog
from api.caching import (
    AnswerCache,
    Headers,
    Stored,
    accepts_gzip,
    canonical,
    etag,
    matches,
    packed,
    worth_packing,
)
from api.metrics import Metrics
from api.negotiation import SUFFIX_KEY, split_suffix
from api.problems import from_error
from mtkg.errors import TooLarge
from mtkg.settings import Settings

if TYPE_CHECKING:
    from api.service import Service

REQUEST_ID_KEY: Final = "mtkg.request_id"
_EXPOSED: Final = b"ETag, Link, Location, Retry-After, X-Request-Id, X-Truncated"
_ALWAYS: Final[Headers] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
_POLICY: Final = (b"content-security-policy", b"default-src 'self'")
_FRESH: Final = (b"cache-control", b"public, max-age=0, must-revalidate")
_KEPT_ON_304: Final = frozenset(
    (b"etag", b"vary", b"cache-control", b"content-location", b"link", *(n for n, _ in _ALWAYS))
)
_ID: Final = re.compile(rb"[A-Za-z0-9_.\-]{1,64}")
_PACK_IN_THREAD: Final = 128 * 1024
_MOST_DRAINED: Final = 64 * 1024 * 1024
_SPARQL: Final = "/sparql"


class Edge:
    """One per application."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        metrics: Metrics,
        access: AccessLog,
        direct: Mapping[str, ASGIApp],
    ) -> None:
        self._app = app
        self._direct = direct
        self._settings = settings
        self._metrics = metrics
        self._access = access
        self._cache = AnswerCache(settings.cache_mb * 1024 * 1024)
        self._prefix = secrets.token_hex(4)
        self._numbers = itertools.count(1)
        metrics.gauge("mtkg_cache_bytes", "Bytes of cached answers.", lambda: self._cache.bytes)
        metrics.gauge("mtkg_cache_hits", "Answers from the cache.", lambda: self._cache.hits)
        metrics.gauge("mtkg_cache_misses", "Answers made.", lambda: self._cache.misses)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = _Seen(scope, self._prefix, self._numbers)
        service: Service = scope["app"].state.service
        if seen.method in ("GET", "HEAD") and service.cacheable:
            key = seen.key(service.digest, b"")
            stored = self._cache.get(key)
            if stored is not None:
                await self._replay(seen, stored, send)
                return
        elif seen.method == "OPTIONS":
            await self._preflight(seen, send)
            return
        await self._ask(seen, service, receive, send)

    async def _replay(self, seen: _Seen, stored: Stored, send: Send) -> None:
        request_id = (b"x-request-id", seen.request_id)
        if seen.condition and matches(seen.condition, stored.etag):
            status = 304
            headers = [h for h in stored.headers if h[0] in _KEPT_ON_304]
            body = b""
        else:
            status = 200
            headers = stored.headers
            body = b"" if seen.method == "HEAD" else stored.body
        await send(
            {"type": "http.response.start", "status": status, "headers": [*headers, request_id]}
        )
        await send({"type": "http.response.body", "body": body})
        self._metrics.count(stored.route, seen.method, status)
        self._access.write(seen, stored.route, status, len(body), cached=True)

    async def _preflight(self, seen: _Seen, send: Send) -> None:
        headers = [
            *_ALWAYS,
            (b"allow", b"GET, HEAD, POST, OPTIONS"),
            (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
            (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match, X-Request-Id"),
            (b"access-control-max-age", b"86400"),
            (b"x-request-id", seen.request_id),
        ]
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        self._metrics.count("preflight", seen.method, 204)
        self._access.write(seen, "preflight", 204, 0)

    async def _ask(self, seen: _Seen, service: Service, receive: Receive, send: Send) -> None:
        reply = _Reply(self, seen, service, send)
        inner = seen.inner_scope()
        limit = self._body_limit(inner["path"])
        inlet = _Inlet(receive)
        try:
            if seen.length > limit:
                raise _too_large(limit)
            if seen.method == "POST" and inner["path"] == _SPARQL and service.cacheable:
                body = await _whole_body(inlet, limit)
                stored = self._cache.get(seen.key(service.digest, body))
                if stored is not None:
                    await self._replay(seen, stored, send)
                    return
                reply.posted = body
                receive = _again(body, receive)
            elif seen.method not in ("GET", "HEAD"):
                receive = _bounded(inlet, limit)
        except TooLarge as error:
            await inlet.drain()
            inner["route"] = _Named("too-large")
            await from_error(error)(inner, receive, reply)
            await reply.end(inner)
            return
        await self._handler(inner)(inner, receive, reply)
        await reply.end(inner)

    def _handler(self, inner: Scope) -> ASGIApp:
        """The framework, or for a path that is answered without it, what answers there."""
        direct = self._direct.get(inner["path"])
        if direct is None or inner["method"] not in ("GET", "POST"):
            return self._app
        inner["route"] = _Named(inner["path"])
        return direct

    def _body_limit(self, path: str) -> int:
        if path == _SPARQL:
            # Percent-encoding takes three bytes for one.
            return 3 * self._settings.query_max_bytes + 16 * 1024
        return self._settings.body_max_bytes

    def finished(self, seen: _Seen, route: str, status: int, size: int) -> None:
        """Count and log an answer that was made."""
        seconds = perf_counter() - seen.started
        self._metrics.count(route, seen.method, status)
        self._metrics.time(route, seconds)
        self._access.write(seen, route, status, size, seconds=seconds)

    def keep(self, key: Hashable, stored: Stored, key_bytes: int) -> None:
        """Keep an answer for the next who asks."""
        self._cache.put(key, stored, key_bytes)


class _Named:
    """Stands for a route where the framework found none."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path


class _Seen:
    """What the edge needs to know of a request."""

    __slots__ = (
        "accept",
        "condition",
        "content",
        "gzip",
        "host",
        "language",
        "length",
        "method",
        "path",
        "query",
        "request_id",
        "scope",
        "started",
    )

    def __init__(self, scope: Scope, prefix: str, numbers: Any) -> None:
        self.started = perf_counter()
        self.scope = scope
        self.method: str = scope["method"]
        self.path: bytes = scope.get("raw_path") or scope["path"].encode()
        self.query: bytes = scope["query_string"]
        self.accept = self.condition = self.language = self.content = self.host = b""
        self.gzip = False
        self.length = 0
        given = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                self.accept = self.accept + b"," + value if self.accept else value
            elif name == b"accept-encoding":
                self.gzip = accepts_gzip(value)
            elif name == b"if-none-match":
                self.condition = value
            elif name == b"accept-language":
                self.language = value
            elif name == b"host":
                self.host = value
            elif name == b"content-type":
                self.content = value
            elif name == b"content-length":
                self.length = int(value) if value.isdigit() else 0
            elif name == b"x-request-id":
                given = value
        if given and _ID.fullmatch(given):
            self.request_id = given
        else:
            self.request_id = f"{prefix}-{next(numbers):x}".encode()

    def key(self, digest: str, body: bytes) -> tuple[Any, ...]:
        """What an answer depends on."""
        post = self.method == "POST"
        return (
            digest,
            post,
            self.host,
            self.path,
            self.query,
            canonical(self.accept),
            self.language,
            self.gzip,
            body,
            self.content if post else b"",
        )

    def inner_scope(self) -> Scope:
        """The request as the framework sees it: ``GET`` for ``HEAD``, no suffix, no last slash."""
        path, suffix = split_suffix(self.scope["path"])
        inner = dict(self.scope)
        inner["path"] = path.rstrip("/") or "/"
        inner[SUFFIX_KEY] = suffix
        inner[REQUEST_ID_KEY] = self.request_id.decode()
        if self.method == "HEAD":
            inner["method"] = "GET"
        return inner


class _Reply:
    """The framework's ``send``: holds an answer back until it is whole, or too large to hold."""

    _HELD: Final = 4 * 1024 * 1024

    def __init__(self, edge: Edge, seen: _Seen, service: Service, send: Send) -> None:
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
            headers = [h for h in headers if h[0] in _KEPT_ON_304]
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
            headers = [h for h in headers if h[0] in _KEPT_ON_304 or h[0] == b"x-request-id"]
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
        headers += _ALWAYS
        headers.append((b"vary", b", ".join(vary)))
        headers.append((b"x-request-id", self._seen.request_id))
        if _POLICY[0] not in names:
            headers.append(_POLICY)
        if tag:
            headers.append((b"etag", tag))
        if _FRESH[0] not in names:
            headers.append(_FRESH if tag else (_FRESH[0], b"no-store"))
        return headers


def _header(headers: Headers, name: bytes) -> bytes:
    return next((value for key, value in headers if key == name), b"")


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"the body is larger than {limit} bytes", limit=limit, help="send less at a time"
    )


class _Inlet:
    """A ``receive`` that knows whether the body has ended."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ended = False

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            self._ended = True
        return message

    async def drain(self) -> None:
        """Read on for a while: most clients hear an answer only once they have sent everything."""
        size = 0
        while not self._ended and size < _MOST_DRAINED:
            size += len((await self()).get("body", b""))


async def _whole_body(receive: Receive, limit: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > limit:
            raise _too_large(limit)
        if not message.get("more_body", False):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives *body* first."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _bounded(inlet: _Inlet, limit: int) -> Receive:
    """A ``receive`` that raises `TooLarge` once more than *limit* bytes have come."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await inlet()
        size += len(message.get("body", b""))
        if size > limit:
            await inlet.drain()
            raise _too_large(limit)
        return message

    return counted
