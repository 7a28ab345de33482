"""
Which release is served: the first one, and each new build that takes its place.

A new build is loaded beside the old one and swapped in whole; requests that began with the old one
end with it. A build that cannot be loaded is reported, and the old one stays.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from fastapi import FastAPI

from api.service import InlineRunner, Release, RemoteRunner, Service
from mtkg import __version__
from mtkg.errors import GraphUnavailable, MtkgError
from mtkg.resources import ontology_dir, release_dir
from mtkg.settings import Settings
from mtkg.store.disk import DiskStores, Note
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.manifest import MANIFEST, read_manifest
from mtkg.store.port import GraphStore
from mtkg.store.workers import PoolLimits, WorkerPool

_log = logging.getLogger("mtkg.hosting")
_DRAIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Source:
    """What is served: one of a store, a release folder, RDF files, or a remote endpoint."""

    store: EmbeddedStore | None = None
    folder: Path | None = None
    data: tuple[str, ...] = ()
    endpoint: str | None = None

    @classmethod
    def choose(
        cls,
        store: EmbeddedStore | None,
        release: Path | None,
        data: Sequence[str],
        endpoint: str | None,
    ) -> Source:
        """The source that was named, or the release of the ontology at hand."""
        if store is not None or data or endpoint:
            return cls(store=store, data=tuple(data), endpoint=endpoint)
        return cls(folder=release or release_dir(ontology_dir()))


def open_service(source: Source, settings: Settings, note: Note = _log.info) -> Service:
    """
    *source*, loaded, its queries answered in this process until `Host` gives them workers.

    *note* hears of what takes long.

    Raises `GraphUnavailable` where there is nothing to load, and what the stores raise.
    """
    if source.endpoint:
        # SPARQLWrapper brings rdflib along, which costs a third of a second.
        from mtkg.store.remote import RemoteStore  # noqa: PLC0415

        remote = RemoteStore(
            source.endpoint,
            timeout_s=settings.endpoint_timeout_s,
            retries=settings.endpoint_retries,
        )
        release = Release(__version__, "", "")
        return Service(remote, release, RemoteRunner(remote), settings, cacheable=False)
    if source.folder is not None:
        manifest = read_manifest(source.folder)
        held = DiskStores.of(settings).release(source.folder, note)
        return Service(
            held,
            Release.from_manifest(manifest),
            InlineRunner(held),
            settings,
            folder=str(source.folder),
        )
    held = source.store or DiskStores.of(settings).files(source.data, note)
    return Service(held, Release(__version__, "", held.digest), InlineRunner(held), settings)


class Host:
    """Gives the application its workers when it starts, and a new service for every new build."""

    def __init__(self, app: FastAPI, source: Source, settings: Settings) -> None:
        self._app = app
        self._source = source
        self._settings = settings
        self._watcher: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._seen: tuple[int, ...] = _stamp(source.folder)

    async def start(self) -> None:
        """Start workers and look-out; answers do not wait for either."""
        service: Service = self._app.state.service
        if isinstance(service.runner, InlineRunner) and hasattr(os, "fork"):
            service.runner = self._pool(service.store)
        self._background(asyncio.to_thread(_warm, service))
        if self._source.folder is not None and self._settings.reload_interval_s > 0:
            self._watcher = asyncio.create_task(self._watch(self._source.folder))

    async def stop(self) -> None:
        """Let queries finish, then end the workers."""
        if self._watcher is not None:
            self._watcher.cancel()
            with suppress(asyncio.CancelledError):
                await self._watcher
        service: Service = self._app.state.service
        for task in self._tasks:
            task.cancel()
        await service.runner.close()

    def _pool(self, store: GraphStore) -> WorkerPool:
        limits = PoolLimits(
            self._settings.query_workers,
            self._settings.query_queue,
            self._settings.worker_memory_mb,
        )
        if isinstance(store, EmbeddedStore) and store.folder is not None:
            on_disk = {"disk": str(store.folder), "digest": store.digest}
            pool = WorkerPool(on_disk, limits)
        else:
            # Files may be others by the time a mother reads them; the store stays what it is.
            source: dict[str, Any] = {"digest": store.digest}
            if self._source.folder is not None:
                source["release"] = str(self._source.folder)
            elif self._source.data:
                source["files"] = list(self._source.data)
            pool = WorkerPool(source, limits, partial(_dumped, store))
        pool.start()
        return pool

    async def _watch(self, folder: Path) -> None:
        while True:
            await asyncio.sleep(self._settings.reload_interval_s)
            stamp = _stamp(folder)
            if stamp and stamp != self._seen:
                try:
                    await self._reload(folder)
                    self._seen = stamp
                except MtkgError as error:
                    self._seen = stamp
                    _log.error("the new build is not served, the old one stays: %s", error)

    async def _reload(self, folder: Path) -> None:
        old: Service = self._app.state.service
        if read_manifest(folder)["digest"] == old.digest:
            return
        new = await asyncio.to_thread(open_service, self._source, self._settings)
        await asyncio.to_thread(_warm, new)
        pool = self._pool(new.store)
        if not await pool.loaded(new.digest):
            await pool.close()
            raise pool.fault or GraphUnavailable("the build changed while it was loaded")
        new.runner = pool
        self._app.state.service = new
        _log.info("now serving %s, digest %s", new.release.version, new.digest)
        if isinstance(old.runner, WorkerPool):
            self._background(old.runner.drain(_DRAIN_S))

    def _background(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _warm(service: Service) -> None:
    """Read the graph, names and steps ahead of who asks for them; not every dataset holds one."""
    with suppress(GraphUnavailable):
        service.finder.prepare()
        _ = service.index


def _dumped(store: GraphStore) -> bytes:
    if not isinstance(store, EmbeddedStore):
        raise TypeError("only an embedded store can be given to workers")
    out = BytesIO()
    store.engine.dump(out, ox.RdfFormat.N_QUADS)
    return out.getvalue()


def _stamp(folder: Path | None) -> tuple[int, ...]:
    """What changes about ``release.json`` when a build is written; nothing where there is none."""
    if folder is None:
        return ()
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return ()
    return (found.st_mtime_ns, found.st_size, found.st_ino)
