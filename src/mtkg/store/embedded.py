"""A store inside this process: pyoxigraph, in memory or read-only from disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from mtkg.errors import GraphUnavailable, SyntaxProblem, UsageError
from mtkg.model.vocabulary import DEFAULT_GRAPHS, MTKG, graph_iri
from mtkg.store.faults import file_fault, query_fault
from mtkg.store.formats import FILE_FORMATS
from mtkg.store.guard import Query
from mtkg.store.manifest import MANIFEST as MANIFEST
from mtkg.store.manifest import read_manifest as read_manifest
from mtkg.store.manifest import verified
from mtkg.store.port import Solutions
from mtkg.store.tokens import tokens

QUADS_FILE = "mtkg.nq"


class EmbeddedStore:
    """
    A dataset held by this process.

    Relative IRIs in queries are resolved against the project's namespace, so ``<Joint>`` is
    ``mtkg:Joint``.
    """

    def __init__(self, engine: ox.Store, digest: str) -> None:
        self.engine = engine
        self._digest = digest

    @classmethod
    def from_release(cls, folder: Path) -> EmbeddedStore:
        """
        The release in *folder*, its default graph filled with the union it is served with.

        Raises `GraphUnavailable` where there is no release or it cannot be read.
        """
        manifest = read_manifest(folder)
        path = folder / QUADS_FILE
        engine = ox.Store()
        try:
            engine.bulk_load(verified(path, manifest), ox.RdfFormat.N_QUADS)
        except (OSError, SyntaxError) as error:
            raise GraphUnavailable(
                f"{path} cannot be read: {error}", help="run `mtkg build` again"
            ) from error
        fill_default_graph(engine)
        return cls(engine, str(manifest["digest"]))

    @classmethod
    def from_files(cls, files: Iterable[str | Path]) -> EmbeddedStore:
        """
        A dataset from RDF files: ``FILE`` goes to the default graph, ``IRI=FILE`` to a named one.

        Raises `UsageError` for a file that cannot be read or whose suffix names no format, and
        `SyntaxProblem` with file, line and column for one that is malformed.
        """
        engine = ox.Store()
        sums = hashlib.sha256()
        for name, path in (_named(file) for file in files):
            sums.update(f"{name}\0{_load(engine, path, name)}\0".encode())
        return cls(engine, sums.hexdigest())

    @classmethod
    def from_disk(cls, folder: Path, digest: str) -> EmbeddedStore:
        """The on-disk store in *folder*, opened read-only: as many processes as like may do so."""
        try:
            return cls(ox.Store.read_only(str(folder)), digest)
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


def fill_default_graph(engine: ox.Store, names: Sequence[str] = DEFAULT_GRAPHS) -> None:
    """Copy the named graphs *names* into the default graph, so that plain queries see them all."""
    for name in names:
        graph = ox.NamedNode(graph_iri(name))
        quads = engine.quads_for_pattern(None, None, None, graph)
        engine.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)


def _named(file: str | Path) -> tuple[str | None, Path]:
    text = str(file)
    name, equals, path = text.partition("=")
    if equals and ":" in name and not Path(text).exists():
        return name, Path(path)
    return None, Path(text)


def _load(engine: ox.Store, path: Path, name: str | None) -> str:
    form = FILE_FORMATS.get(path.suffix.lower())
    if form is None:
        raise UsageError(
            f"{path}: no RDF format has the suffix {path.suffix!r}",
            help=f"known are {' '.join(sorted(FILE_FORMATS))}",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", help="name a readable file") from error
    try:
        target = None if name is None else ox.NamedNode(name)
    except ValueError as error:
        raise UsageError(f"{name}: {error}", help="write --data IRI=FILE") from error
    try:
        if target is None or form.supports_datasets:
            engine.load(data, form, base_iri=path.resolve().as_uri())
        else:
            engine.load(data, form, base_iri=path.resolve().as_uri(), to_graph=target)
    except SyntaxError as error:
        raise file_fault(str(path), error) from error
    return hashlib.sha256(data).hexdigest()
