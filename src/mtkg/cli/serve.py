"""``mtkg serve``: page, REST and SPARQL over one graph."""

from __future__ import annotations

import errno
import importlib
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mtkg.cli._common import current_release
from mtkg.errors import UsageError
from mtkg.settings import load_settings

# Named by text: the library does not know the service.
_FACTORY = ("api.app", "create_app")
_SERVER = ("api.server", "run")


@click.command(short_help="Serve page, REST and SPARQL.")
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (default 8000).")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that answer queries.")
@click.option(
    "--data",
    multiple=True,
    metavar="FILE",
    help="Serve these RDF files in place of the built-in graph; IRI=FILE fills a named graph.",
)
@click.option(
    "--release",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Serve the release in this folder.",
)
@click.option("--endpoint", metavar="URL", help="Put the service in front of a SPARQL endpoint.")
def command(
    host: str | None,
    port: int | None,
    workers: int | None,
    data: tuple[str, ...],
    release: Path | None,
    endpoint: str | None,
) -> None:
    """
    Serve the graph until interrupted.

    The built-in graph is the release that `mtkg build` wrote, or the one this package ships.
    """
    if sum(map(bool, (data, release, endpoint))) > 1:
        raise UsageError(
            "--data, --release and --endpoint exclude each other", help="choose one of them"
        )
    settings = load_settings()
    settings = replace(
        settings,
        host=host or settings.host,
        port=settings.port if port is None else port,
        query_workers=workers or settings.query_workers,
    )
    listener = _listen(settings.host, settings.port)
    if not (data or release or endpoint):
        release = current_release(settings)
    app = _load(*_FACTORY)(
        release=release, data=data, endpoint=endpoint, settings=settings, note=_say
    )
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(f"mtkg: http://{shown}:{listener.getsockname()[1]} (Ctrl+C stops it)", err=True)
    _load(*_SERVER)(app, listener, settings)


def _say(text: str) -> None:
    click.echo(f"mtkg: {text}", err=True)


def _load(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)


def _listen(host: str, port: int) -> socket.socket:
    """
    A socket bound to *host* and *port*, before anything slow is done.

    Raises `UsageError` naming the port where it is taken, or the address where it is not ours.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"port {port} of {host} is in use by another program",
                help=f"stop that program, or choose another port: mtkg serve --port {port + 1}",
            ) from error
        raise UsageError(
            f"cannot listen on {host} port {port}: {error.strerror or error}",
            help="choose another address or port with --host and --port",
        ) from error
    return listener
