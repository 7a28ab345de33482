"""A release, or RDF files, into an engine: what is read, checked and counted into the digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from mtkg.errors import GraphUnavailable, UsageError
from mtkg.model.vocabulary import SERVED_GRAPHS, graph_iri
from mtkg.store.faults import file_fault
from mtkg.store.formats import FILE_FORMATS
from mtkg.store.manifest import read_manifest, verified, verify

QUADS_FILE: Final = "mtkg.nq"
_WITHOUT_BASE: Final = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


def load_release(engine: ox.Store, folder: Path, *, streamed: bool = False) -> str:
    """
    Fill *engine* with the release in *folder* and its default graph; the release's digest.

    *streamed* reads the file piece by piece, where it is too large to hold. Raises
    `GraphUnavailable` where there is no release or it cannot be read.
    """
    manifest = read_manifest(folder)
    path = folder / QUADS_FILE
    try:
        if streamed:
            engine.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
            verify(path, sha256_of(path), manifest)
        else:
            engine.bulk_load(verified(path, manifest), ox.RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise GraphUnavailable(
            f"{path} cannot be read: {error}", help="run `mtkg build` again"
        ) from error
    copy_default_graph(engine)
    return str(manifest["digest"])


def load_files(engine: ox.Store, files: Iterable[str | Path], *, streamed: bool = False) -> str:
    """
    Fill *engine* with RDF files as `DataFile.read` reads them; the digest of what was loaded.

    *streamed* reads each file piece by piece. Raises what `DataFile.named` raises, and
    `SyntaxProblem` with file, line and column for a file that is malformed.
    """
    sums = []
    for file in map(DataFile.named, files):
        if streamed:
            file.load(engine, path=str(file.path))
            sums.append(file.sha256())
        else:
            data = file.read()
            sums.append(hashlib.sha256(data).hexdigest())
            file.load(engine, input=data)
    return _digest(map(DataFile.named, files), sums)


def digest_of_files(files: Iterable[str | Path]) -> str:
    """The digest that `load_files` gives, without loading anything. Raises as it does."""
    named = [DataFile.named(file) for file in files]
    return _digest(named, [file.sha256() for file in named])


@dataclass(frozen=True, slots=True)
class DataFile:
    """An RDF file for the default graph, or for the graph *name*."""

    path: Path
    form: ox.RdfFormat
    name: ox.NamedNode | None

    @classmethod
    def named(cls, file: str | Path) -> DataFile:
        """
        ``FILE``, or ``IRI=FILE`` for a named graph.

        Raises `UsageError` for an IRI that is none and for a suffix that names no format.
        """
        text = str(file)
        name, equals, rest = text.partition("=")
        if not (equals and ":" in name and not Path(text).exists()):
            name, rest = "", text
        path = Path(rest)
        form = FILE_FORMATS.get(path.suffix.lower())
        if form is None:
            raise UsageError(
                f"{path}: no RDF format has the suffix {path.suffix!r}",
                help=f"known are {' '.join(sorted(FILE_FORMATS))}",
            )
        try:
            return cls(path, form, ox.NamedNode(name) if name else None)
        except ValueError as error:
            raise UsageError(f"{name}: {error}", help="write --data IRI=FILE") from error

    @property
    def base(self) -> str:
        """The IRI that relative ones in the file start from; empty where its format has none."""
        return "" if self.form in _WITHOUT_BASE else self.path.resolve().as_uri()

    @property
    def size(self) -> int:
        """Its bytes. Raises `UsageError` where it cannot be read."""
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def read(self) -> bytes:
        """What it holds. Raises `UsageError` where it cannot be read."""
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def sha256(self) -> str:
        """The checksum of what it holds. Raises `UsageError` where it cannot be read."""
        try:
            return sha256_of(self.path)
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def load(self, engine: ox.Store, **given: Any) -> None:
        """Load it from bytes (*input*) or from its *path*. Raises `SyntaxProblem`."""
        graph = None if self.form.supports_datasets else self.name
        try:
            engine.bulk_load(format=self.form, base_iri=self.base or None, to_graph=graph, **given)
        except SyntaxError as error:
            raise file_fault(str(self.path), error) from error


def sha256_of(path: Path) -> str:
    """The checksum of a file, read piece by piece. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(files: Iterable[DataFile], sums: Iterable[str]) -> str:
    found = hashlib.sha256()
    for file, content in zip(files, sums, strict=True):
        name = file.name.value if file.name else None
        found.update(f"{name}\0{file.base}\0{content}\0".encode())
    return found.hexdigest()


def _unreadable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path}: {error.strerror}", help="name a readable file")


def copy_default_graph(engine: ox.Store, names: Iterable[str] = SERVED_GRAPHS) -> None:
    """Copy the named graphs *names* into the default graph, so that plain queries see them all."""
    for name in names:
        graph = ox.NamedNode(graph_iri(name))
        quads = engine.quads_for_pattern(None, None, None, graph)
        engine.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
