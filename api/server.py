"""
uvicorn on a socket that is already bound, with an end to clients that send or read too slowly.

uvicorn waits for a request's head as long as the client likes; `BoundedProtocol` does not.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from fastapi import FastAPI

from api.access import configure
from mtkg.settings import Settings

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol as HttpProtocol
else:
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as HttpProtocol
    except ImportError:
        from uvicorn.protocols.http.h11_impl import H11Protocol as HttpProtocol

# A query of the largest size, percent-encoded in a GET, and room for headers.
_MOST_HEAD_BYTES: Final = 1024 * 1024
_PROBLEM: Final = (
    b'{"title":"Request too large","status":431,"detail":"address and headers exceed a megabyte"}'
)
_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/problem+json\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%s" % (len(_PROBLEM), _PROBLEM)
)


def run(app: FastAPI, listener: socket.socket, settings: Settings) -> None:
    """Serve *app* on *listener* until the process is told to stop; open requests are finished."""
    configure(settings.log_level)
    config = uvicorn.Config(
        app,
        http=protocol(settings.read_timeout_s),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=int(settings.read_timeout_s),
        timeout_graceful_shutdown=int(settings.shutdown_grace_s),
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def protocol(timeout_s: float) -> type[asyncio.Protocol]:
    """`BoundedProtocol` with *timeout_s* seconds to be neither too slow nor silent."""
    return type("BoundedProtocol", (BoundedProtocol,), {"timeout_s": timeout_s})


class BoundedProtocol(HttpProtocol):
    """
    The HTTP protocol of uvicorn, with an alarm that hangs up on slow clients.

    It rings where a new connection sends nothing for ``timeout_s`` seconds, where a request has
    not come in whole by then, counted from its first byte, and where a client takes nothing of an
    answer for as long.
    """

    timeout_s = 15.0
    _alarm: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _reading = False

    def connection_made(self, transport: Any) -> None:
        """A client connected."""
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        """Part of a request came."""
        if not self._reading:
            self._reading = True
            self._head_bytes = 0
            self._arm()
        if self._in_head():
            self._head_bytes += len(data)
            if self._head_bytes > _MOST_HEAD_BYTES:
                self._disarm()
                self.transport.write(_TOO_LARGE)
                self.transport.close()
                return
        super().data_received(data)
        cycle: Any = self.cycle
        if cycle is not None and not cycle.more_body:
            # The request is here; from now on it is our time, not the client's.
            self._reading = False
            self._disarm()

    def pause_writing(self) -> None:
        """The client takes less than it is sent."""
        super().pause_writing()
        self._arm()

    def resume_writing(self) -> None:
        """The client took what was waiting."""
        super().resume_writing()
        self._disarm()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._disarm()
        super().connection_lost(exc)

    def _in_head(self) -> bool:
        cycle: Any = self.cycle
        return cycle is None or (cycle.response_complete and not cycle.more_body)

    def _arm(self) -> None:
        self._disarm()
        self._alarm = self.loop.call_later(self.timeout_s, self._give_up)

    def _disarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _give_up(self) -> None:
        self._alarm = None
        self.transport.abort()
