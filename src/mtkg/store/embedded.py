"""A store inside this process: pyoxigraph, in memory or read-only from disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from mtkg.errors import GraphUnavailable, SyntaxProblem
from mtkg.model.vocabulary import MTKG
from mtkg.store import loading
from mtkg.store.faults import query_fault
from mtkg.store.guard import Query
from mtkg.store.port import Solutions
from mtkg.store.tokens import tokens


class EmbeddedStore:
    """
    A dataset held by this process.

    Relative IRIs in queries are resolved against the project's namespace, so ``<Joint>`` is
    ``mtkg:Joint``. *folder* is where it lies, if on disk.
    """

    def __init__(self, engine: ox.Store, digest: str, folder: Path | None = None) -> None:
        self.engine = engine
        self.folder = folder
        self._digest = digest

    @classmethod
    def from_release(cls, folder: Path) -> EmbeddedStore:
        """
        The release in *folder*, its default graph filled with the union it is served with.

        Raises `GraphUnavailable` where there is no release or it cannot be read.
        """
        engine = ox.Store()
        return cls(engine, loading.load_release(engine, folder))

    @classmethod
    def from_files(cls, files: Iterable[str | Path]) -> EmbeddedStore:
        """
        A dataset from RDF files: ``FILE`` goes to the default graph, ``IRI=FILE`` to a named one.

        Raises `UsageError` for a file that cannot be read or whose suffix names no format, and
        `SyntaxProblem` with file, line and column for one that is malformed.
        """
        engine = ox.Store()
        return cls(engine, loading.load_files(engine, files))

    @classmethod
    def from_disk(cls, folder: Path, digest: str) -> EmbeddedStore:
        """The on-disk store in *folder*, opened read-only: as many processes as like may do so."""
        try:
            return cls(ox.Store.read_only(str(folder)), digest, folder)
        except OSError as error:
            raise GraphUnavailable(f"{folder}: {error}", help="build the store anew") from error

    @property
    def digest(self) -> str:
        """The build's digest, or one of the files served."""
        return self._digest

    def __len__(self) -> int:
        return len(self.engine)

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs held, sorted."""
        return sorted(g.value for g in self.engine.named_graphs() if isinstance(g, ox.NamedNode))

    def select(self, query: str) -> Solutions:
        """The solutions of a SELECT query; unbound variables are absent from their row."""
        answer = self._ask_engine(query, ox.QuerySolutions)
        names = tuple(variable.value for variable in answer.variables)
        rows = [
            {name: value for name, value in zip(names, row, strict=True) if value is not None}
            for row in answer
        ]
        return Solutions(names, rows)

    def ask(self, query: str) -> bool:
        """The answer of an ASK query."""
        return bool(self._ask_engine(query, ox.QueryBoolean))

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, each once, in the engine's order."""
        return list(dict.fromkeys(self._ask_engine(query, ox.QueryTriples)))

    def _ask_engine(self, query: str, wanted: type) -> Any:
        try:
            answer = self.engine.query(query, base_iri=MTKG)
        except SyntaxError as error:
            raise query_fault(Query(query, "", tuple(tokens(query))), error) from error
        if not isinstance(answer, wanted):
            raise SyntaxProblem("a query of another form was expected here", line=1, column=1)
        return answer
