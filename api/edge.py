"""The plain ASGI layer that every request passes before the framework sees it."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.negotiation import SUFFIX_KEY, split_suffix
from mtkg.settings import Settings


class Edge:
    """Cuts suffixes off paths, answers ``HEAD`` from ``GET``."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, suffix = split_suffix(scope["path"])
        inner = dict(scope)
        inner["path"] = path if path == "/" else path.rstrip("/")
        inner[SUFFIX_KEY] = suffix
        if scope["method"] == "HEAD":
            inner["method"] = "GET"
            send = _without_body(send)
        await self._app(inner, receive, send)


def _without_body(send: Send) -> Send:
    async def headers_only(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return headers_only
