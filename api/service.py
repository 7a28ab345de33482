"""What the routes work with: one release, its store, its graph, and who answers queries."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mtkg import __version__
from mtkg.errors import GraphUnavailable
from mtkg.graph import Graph
from mtkg.lookup import Index
from mtkg.paths import PathFinder
from mtkg.settings import Settings
from mtkg.store.answer import Answer, Question, answer
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.port import GraphStore

if TYPE_CHECKING:
    from api.description import Sizes
    from mtkg.store.remote import RemoteStore
from mtkg.why import Explainer


class QueryRunner(Protocol):
    """Whoever answers queries from outside."""

    async def run(self, question: Question, timeout_s: float) -> Answer:
        """The answer, or `TimedOut` after *timeout_s* seconds; cancelling stops the query."""
        ...

    async def close(self) -> None:
        """Let go of processes and connections."""
        ...


class InlineRunner:
    """Queries answered by a thread of this process: no deadline can stop one. For tests only."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._engine = store.engine

    async def run(self, question: Question, timeout_s: float) -> Answer:  # a port
        """The answer, however long it takes."""
        return await asyncio.to_thread(answer, self._engine, question)

    async def close(self) -> None:
        """Nothing to let go of."""


class RemoteRunner:
    """Queries guarded here and answered by a remote endpoint, which has limits of its own too."""

    def __init__(self, store: RemoteStore) -> None:
        self._store = store

    async def run(self, question: Question, timeout_s: float) -> Answer:
        """The endpoint's answer; the deadline is the caller's or the endpoint's, which is first."""
        return await asyncio.to_thread(self._store.answer, question, timeout_s)

    async def close(self) -> None:
        """Nothing to let go of."""


@dataclass(frozen=True, slots=True)
class Release:
    """Which build is served: version, date (ISO), digest, and counts by name."""

    version: str
    date: str
    digest: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> Release:
        """The release that a ``release.json`` describes."""
        return cls(
            version=str(manifest.get("version", __version__)),
            date=str(manifest.get("release", "")),
            digest=str(manifest["digest"]),
            counts=dict(manifest.get("counts", {})),
        )


@dataclass(slots=False)
class Service:
    """
    Everything one release needs to be served; a new build gets a new one, swapped in whole.

    Take it once per request (``request.app.state.service``): the next request may see another.
    """

    store: GraphStore
    release: Release
    runner: QueryRunner
    settings: Settings
    folder: str | None = None
    cacheable: bool = True
    sizes: Sizes | None = None

    @cached_property
    def graph(self) -> Graph:
        """The release in memory: terms, claims, sources, links. Loaded when first asked for."""
        if self.folder is not None:
            # What the build prepared is read in a tenth of the time, if it is of what is served.
            with suppress(GraphUnavailable):
                prepared = Graph.prepared(Path(self.folder))
                if prepared is not None and prepared.digest == self.digest:
                    return prepared
        return Graph.read(self.store)

    @cached_property
    def index(self) -> Index:
        """The names of the graph's terms, for look-up and search."""
        return Index(self.graph)

    @cached_property
    def finder(self) -> PathFinder:
        """Who finds chains; what it works out of each term's steps is kept."""
        return PathFinder(self.graph)

    @cached_property
    def explainer(self) -> Explainer:
        """Who says why a link holds; reads the axioms when first asked for."""
        return Explainer(self.graph, self.store)

    @cached_property
    def maker(self) -> bytes:
        """What decides on an answer besides the request: release, program version, limits."""
        chosen = self.settings
        limits = (chosen.result_max_rows, chosen.result_max_bytes, chosen.max_links)
        return f"{self.digest} {__version__} {limits}".encode()

    @property
    def digest(self) -> str:
        """The digest of what is served: part of every ``ETag`` and cache key."""
        return self.release.digest
