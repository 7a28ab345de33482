"""uvicorn, started on a socket that is already bound."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from mtkg.settings import Settings


def run(app: FastAPI, listener: socket.socket, settings: Settings) -> None:
    """Serve *app* on *listener* until the process is told to stop; open requests are finished."""
    config = uvicorn.Config(
        app,
        log_level=settings.log_level,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(settings.shutdown_grace_s),
    )
    uvicorn.Server(config).run(sockets=[listener])
