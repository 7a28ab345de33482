"""The application: one graph, the routes of `api.routes`, and the edge that all requests pass."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

import api.routes
from api import problems
from api.edge import Edge
from api.service import InlineRunner, Release, Service
from mtkg import __version__
from mtkg.resources import ontology_dir, release_dir
from mtkg.settings import Settings, load_settings
from mtkg.store.embedded import EmbeddedStore, read_manifest

DESCRIPTION = """The manual therapy knowledge graph: terms, claims, and the evidence for and
against each. A reference work, never advice for a patient."""


def create_app(
    store: EmbeddedStore | None = None,
    *,
    release: Path | None = None,
    data: Sequence[str] = (),
    endpoint: str | None = None,
    settings: Settings | None = None,
) -> FastAPI:
    """
    The application over *store*, or over a *release* folder, *data* files, or a remote *endpoint*.

    Without any of them the release of the ontology at hand is served. Raises `GraphUnavailable`
    where there is none, and what `EmbeddedStore.from_files` raises.
    """
    chosen = settings or load_settings()
    service = _service(store, release, data, endpoint, chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await app.state.service.runner.close()

    app = FastAPI(
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
    for name in route_modules():
        app.include_router(importlib.import_module(f"api.routes.{name}").router)
    problems.install(app)
    app.add_middleware(Edge, settings=chosen)
    return app


def route_modules() -> list[str]:
    """The names of the modules in `api.routes`, sorted."""
    return sorted(
        m.name for m in pkgutil.iter_modules(api.routes.__path__) if not m.name.startswith("_")
    )


def _service(
    store: EmbeddedStore | None,
    release: Path | None,
    data: Sequence[str],
    endpoint: str | None,
    settings: Settings,
) -> Service:
    if store is None and data:
        store = EmbeddedStore.from_files(data)
    if store is not None:
        return Service(store, Release(__version__, "", store.digest), InlineRunner(store), settings)
    folder = release or release_dir(ontology_dir())
    manifest = read_manifest(folder)
    held = EmbeddedStore.from_release(folder)
    return Service(
        held, Release.from_manifest(manifest), InlineRunner(held), settings, folder=str(folder)
    )
