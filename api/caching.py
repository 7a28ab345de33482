"""
Answers kept in memory, and the ``ETag`` that names one.

The release never changes while it is served, so an answer is a function of its digest and the
request: the tag needs no body (https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3).
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Headers = list[tuple[bytes, bytes]]

_OVERHEAD: Final = 1024
_WORTH_PACKING: Final = 600
_PACKABLE: Final = (b"text/", b"application/", b"image/svg")
_LEVEL: Final = 5


@dataclass(frozen=True, slots=True)
class Stored:
    """A whole answer of status 200, ready to be sent; ``route`` is its path's pattern."""

    headers: Headers
    body: bytes
    etag: bytes
    route: str


class AnswerCache:
    """The answers used last, to so many bytes of bodies and keys."""

    def __init__(self, max_bytes: int) -> None:
        self._max = max_bytes
        self._held: OrderedDict[Hashable, Stored] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self.bytes = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: Hashable) -> Stored | None:
        """The answer under *key*, now the last one used."""
        found = self._held.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._held.move_to_end(key)
        return found

    def put(self, key: Hashable, stored: Stored, key_bytes: int) -> None:
        """Keep *stored*, unless it would take more than an eighth of the room."""
        size = len(stored.body) + key_bytes + _OVERHEAD
        if size > self._max // 8 or key in self._held:
            return
        self._held[key] = stored
        self._sizes[key] = size
        self.bytes += size
        while self.bytes > self._max:
            oldest, _ = self._held.popitem(last=False)
            self.bytes -= self._sizes.pop(oldest)

    def clear(self) -> None:
        """Forget everything."""
        self._held.clear()
        self._sizes.clear()
        self.bytes = 0


def etag(maker: bytes, path: bytes, query: bytes, media: bytes, language: bytes, gz: bool) -> bytes:  # noqa: FBT001
    """The strong tag of one representation; *maker* names release, program and limits."""
    parts = (maker, path, query, media, language, b"gzip" if gz else b"identity")
    return b'"' + hashlib.blake2b(b"\0".join(parts), digest_size=16).hexdigest().encode() + b'"'


def matches(condition: bytes, tag: bytes) -> bool:
    """Whether ``If-None-Match`` names *tag*; the comparison is weak, as RFC 9110 has it."""
    if condition.strip() == b"*":
        return True
    return any(part.strip().removeprefix(b"W/") == tag for part in condition.split(b","))


@lru_cache(maxsize=256)
def accepts_gzip(header: bytes) -> bool:
    """Whether ``Accept-Encoding`` allows gzip."""
    found: dict[str, float] = {}
    for part in header.decode("latin-1").lower().split(","):
        name, _, parameters = part.partition(";")
        quality = parameters.strip().removeprefix("q=")
        try:
            found[name.strip()] = float(quality) if quality else 1.0
        except ValueError:
            found[name.strip()] = 0.0
    return found.get("gzip", found.get("*", 0.0)) > 0


@lru_cache(maxsize=4096)
def canonical(header: bytes) -> bytes:
    """``Accept`` without what makes no difference, so that like wishes share an answer."""
    return header.replace(b" ", b"").lower()


def worth_packing(media: bytes, size: int) -> bool:
    """Whether gzip makes a body of *media* type and *size* bytes noticeably smaller."""
    return size >= _WORTH_PACKING and media.startswith(_PACKABLE) and b"zip" not in media


def packed(body: bytes) -> bytes:
    """*body* in gzip, the same for the same body."""
    return gzip.compress(body, compresslevel=_LEVEL, mtime=0)
