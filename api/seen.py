"""What the edge reads of a request, once."""

from __future__ import annotations

import re
from time import perf_counter
from typing import Any, Final

from starlette.types import Scope

from api.caching import accepts_gzip, canonical
from api.negotiation import SUFFIX_KEY, split_suffix

REQUEST_ID_KEY: Final = "mtkg.request_id"
_ID: Final = re.compile(rb"[A-Za-z0-9_.\-]{1,64}")


class Seen:
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
        "part",
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
        self.gzip = self.part = False
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
            elif name == b"range":
                self.part = True
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
