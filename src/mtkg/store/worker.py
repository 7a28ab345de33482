"""The server's end of the connection to one query worker."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from mtkg.store import wire


class Worker(asyncio.Protocol):
    """One worker's connection: a question at a time, its answer as a future."""

    def __init__(self, number: int, control: socket.socket, gone: Any) -> None:
        self.number = number
        self.control = control
        self.gone = False
        self.counted = True
        self.answered = 0
        self.connecting: asyncio.Task[None] | None = None
        self._tell = gone
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._size = -1
        self._reply: asyncio.Future[bytes] | None = None

    def ask(self, payload: bytes) -> asyncio.Future[bytes]:
        """Send a question; the future holds the payload of the answer."""
        reply: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        if self._transport is None or self.gone:
            reply.set_exception(ConnectionResetError("the worker is gone"))
            return reply
        self._reply = reply
        self._transport.write(wire.HEADER.pack(len(payload)) + payload)
        return reply

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The worker can be asked."""
        if isinstance(transport, asyncio.Transport) or hasattr(transport, "write"):
            self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Part of an answer."""
        self._buffer += data
        if self._size < 0 and len(self._buffer) >= wire.HEADER.size:
            self._size = wire.HEADER.unpack_from(self._buffer)[0]
        end = wire.HEADER.size + self._size
        if self._size >= 0 and len(self._buffer) >= end:
            payload = bytes(memoryview(self._buffer)[wire.HEADER.size : end])
            self._buffer = bytearray()
            self._size = -1
            self.answered += 1
            reply, self._reply = self._reply, None
            if reply is not None and not reply.done():
                reply.set_result(payload)

    def connection_lost(self, exc: Exception | None) -> None:
        """The worker ended."""
        self.gone = True
        reply, self._reply = self._reply, None
        if reply is not None and not reply.done():
            reply.set_exception(ConnectionResetError("the worker is gone"))
        self._tell(self)
