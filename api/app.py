"""The application: one graph, the routes of `api.routes`, and the edge that all requests pass."""

from __future__ import annotations

import asyncio
import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

import api.routes
from api import problems, protocol
from api.access import AccessLog
from api.edge import Edge
from api.hosting import Host, Source, open_service
from api.metrics import Metrics
from api.pages.rendering import STATIC
from mtkg import __version__
from mtkg.settings import Settings, load_settings
from mtkg.store.disk import Note
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.workers import WorkerPool

DESCRIPTION = """The manual therapy knowledge graph: terms, claims, and the evidence for and
against each. A reference work, never advice for a patient."""
_FLUSH_S = 0.25
_log = logging.getLogger("mtkg")


class Application(FastAPI):
    """FastAPI behind the edge: what the edge answers by itself passes none of the framework."""

    edge: Edge | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the application's lifespan."""
        scope["app"] = self
        handler = self.frame if self.edge is None else self.edge
        await handler(scope, receive, send)

    async def frame(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The framework by itself."""
        await super().__call__(scope, receive, send)


def create_app(
    store: EmbeddedStore | None = None,
    *,
    release: Path | None = None,
    data: Sequence[str] = (),
    endpoint: str | None = None,
    settings: Settings | None = None,
    note: Note = _log.info,
) -> FastAPI:
    """
    The application over *store*, or over a *release* folder, *data* files, or a remote *endpoint*.

    Without any of them the release of the ontology at hand is served. Query workers start with the
    application's lifespan; without one, as in a plain test client, this process answers queries.
    *note* hears of what takes long.
    Raises `GraphUnavailable` where there is no release, and what `EmbeddedStore.from_files` raises.
    """
    chosen = settings or load_settings()
    source = Source.choose(store, release, data, endpoint)
    service = open_service(source, chosen, note)
    access = AccessLog(chosen.log_level)
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        host = Host(app, source, chosen)
        await host.start()
        flusher = asyncio.create_task(_flush(access))
        yield
        flusher.cancel()
        await host.stop()
        access.flush()

    app = Application(
        title="mtkg",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.state.settings = chosen
    app.state.metrics = metrics
    for name in route_modules():
        app.include_router(importlib.import_module(f"api.routes.{name}").router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    problems.install(app)
    app.edge = Edge(app.frame, chosen, metrics, access, {protocol.ENDPOINT: protocol.endpoint})
    _watch_pool(app, metrics)
    return app


def route_modules() -> list[str]:
    """The names of the modules in `api.routes`, sorted."""
    return sorted(
        m.name for m in pkgutil.iter_modules(api.routes.__path__) if not m.name.startswith("_")
    )


def _watch_pool(app: FastAPI, metrics: Metrics) -> None:
    def of_pool(name: str) -> float:
        runner = app.state.service.runner
        return float(getattr(runner, name)) if isinstance(runner, WorkerPool) else 0.0

    for name, said in (
        ("running", "Queries being answered now."),
        ("waiting", "Queries that wait for a worker."),
        ("replaced", "Workers killed or lost, and replaced."),
    ):
        metrics.gauge(f"mtkg_queries_{name}", said, partial(of_pool, name))


async def _flush(access: AccessLog) -> None:
    while True:
        await asyncio.sleep(_FLUSH_S)
        access.flush()
