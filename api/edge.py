"""
The plain ASGI layer that every request passes before the framework sees it.

It cuts suffixes off paths, bounds bodies, answers ``HEAD`` from ``GET`` and ``OPTIONS`` by itself,
keeps answers and their tags, packs them, adds the headers every answer carries, and writes the log.
A cached answer costs some twenty microseconds here, which is why it is no framework's middleware.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Hashable, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Final

from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import AccessLog
from api.caching import AnswerCache, Stored, matches
from api.inlet import Inlet, again, bounded, too_large, whole_body
from api.metrics import Metrics
from api.problems import from_error
from api.reply import ALWAYS, KEPT_ON_304, Reply
from api.seen import Seen
from mtkg.errors import TooLarge
from mtkg.settings import Settings

if TYPE_CHECKING:
    from api.service import Service

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
        seen = Seen(scope, self._prefix, self._numbers)
        service: Service = scope["app"].state.service
        if seen.method in ("GET", "HEAD") and service.cacheable and not seen.part:
            key = seen.key(service.digest, b"")
            stored = self._cache.get(key)
            if stored is not None:
                await self._replay(seen, stored, send)
                return
        elif seen.method == "OPTIONS":
            await self._preflight(seen, send)
            return
        await self._ask(seen, service, receive, send)

    async def _replay(self, seen: Seen, stored: Stored, send: Send) -> None:
        request_id = (b"x-request-id", seen.request_id)
        if seen.condition and matches(seen.condition, stored.etag):
            status = 304
            headers = [h for h in stored.headers if h[0] in KEPT_ON_304]
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

    async def _preflight(self, seen: Seen, send: Send) -> None:
        headers = [
            *ALWAYS,
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

    async def _ask(self, seen: Seen, service: Service, receive: Receive, send: Send) -> None:
        reply = Reply(self, seen, service, send)
        inner = seen.inner_scope()
        limit = self._body_limit(inner["path"])
        inlet = Inlet(receive)
        try:
            if seen.length > limit:
                raise too_large(limit)
            if seen.method == "POST" and inner["path"] == _SPARQL and service.cacheable:
                body = await whole_body(inlet, limit)
                stored = self._cache.get(seen.key(service.digest, body))
                if stored is not None:
                    await self._replay(seen, stored, send)
                    return
                reply.posted = body
                receive = again(body, receive)
            elif seen.method not in ("GET", "HEAD"):
                receive = bounded(inlet, limit)
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

    def finished(self, seen: Seen, route: str, status: int, size: int) -> None:
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
