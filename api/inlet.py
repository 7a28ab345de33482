"""Bodies as they come in: read whole or bounded, and given to who comes after."""

from __future__ import annotations

from typing import Final

from starlette.types import Message, Receive

from mtkg.errors import TooLarge

_MOST_DRAINED: Final = 64 * 1024 * 1024


def too_large(limit: int) -> TooLarge:
    """The error for a body of more than *limit* bytes."""
    return TooLarge(
        f"the body is larger than {limit} bytes", limit=limit, help="send less at a time"
    )


class Inlet:
    """A ``receive`` that knows whether the body has ended."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ended = False

    async def __call__(self) -> Message:
        """The next message."""
        message = await self._receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            self._ended = True
        return message

    async def drain(self) -> None:
        """Read on for a while: most clients hear an answer only once they have sent everything."""
        size = 0
        while not self._ended and size < _MOST_DRAINED:
            size += len((await self()).get("body", b""))


async def whole_body(receive: Receive, limit: int) -> bytes:
    """The body; raises `TooLarge` once more than *limit* bytes have come."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > limit:
            raise too_large(limit)
        if not message.get("more_body", False):
            return bytes(body)


def again(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives *body* first."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def bounded(inlet: Inlet, limit: int) -> Receive:
    """A ``receive`` that raises `TooLarge` once more than *limit* bytes have come."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await inlet()
        size += len(message.get("body", b""))
        if size > limit:
            await inlet.drain()
            raise too_large(limit)
        return message

    return counted
