"""What a release consists of: each of its files with media type, size, checksum and a sentence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from mtkg.errors import GraphUnavailable
from mtkg.export.tables import Table, tables
from mtkg.model import vocabulary as v
from mtkg.resources import internal_query
from mtkg.store.embedded import EmbeddedStore

Json = dict[str, Any]

MEDIA: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".nq": "application/n-quads",
        ".nt": "application/n-triples",
        ".ttl": "text/turtle",
        ".owl": "application/rdf+xml",
        ".jsonld": "application/ld+json",
        ".trig": "application/trig",
        ".json": "application/json",
        ".csv": "text/csv",
        ".tsv": "text/tab-separated-values",
    }
)
SUMMARIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mtkg.ttl": "The ontology with its inferred hierarchy, Turtle",
        "mtkg.owl": "The ontology with its inferred hierarchy, RDF/XML",
        "mtkg.nt": "The ontology with its inferred hierarchy, N-Triples",
        "mtkg.jsonld": "The ontology with its inferred hierarchy, JSON-LD",
        "mtkg.trig": "Every named graph, claims and evidence too, TriG",
        "mtkg.nq": "Every named graph, claims and evidence too, N-Quads",
        "mtkg-links.nt": "Every link of any status, N-Triples",
        "mtkg.values.json": "Every term, claim, source and link as this program reads them, JSON",
        "mtkg-skos.ttl": "Every definition as a SKOS concept scheme, Turtle",
        "mtkg.obographs.json": "Every term and supported link, OBO Graphs JSON",
        "mtkg-glossary.jsonld": "Every definition as a schema.org DefinedTermSet, JSON-LD",
        "mappings.sssom.tsv": "Cross-references to other vocabularies, SSSOM",
    }
)
"""Every file of data that a release may hold, tables apart, and what it is."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file: its size in bytes, SHA-256 in hex, and the table in it, if it is one."""

    name: str
    summary: str
    bytes: int
    sha256: str
    table: Table | None = None

    @property
    def media(self) -> str:
        """Its media type."""
        return MEDIA.get(Path(self.name).suffix, "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Described:
    """A release: its date, what it is about, and its files of data by name."""

    date: str
    description: str
    files: tuple[DataFile, ...]

    @property
    def iri(self) -> str:
        """The version IRI of the ontology in it."""
        return f"{v.MTKG}{self.date}"

    def address(self, file: DataFile) -> str:
        """Where *file* is to be had, for good."""
        return f"{self.iri}/{file.name}"


def manifest(release: Path) -> Json:
    """``release.json`` of the folder *release*; raises `GraphUnavailable`."""
    try:
        found: Json = json.loads((release / "release.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GraphUnavailable(
            f"{release / 'release.json'}: {error}", help="run `mtkg build` again"
        ) from error
    return found


def described(release: Path) -> Described:
    """The release in the folder *release*; raises `GraphUnavailable` where there is none."""
    date = manifest(release)["release"]
    about = EmbeddedStore.from_release(release).select(internal_query("about"))
    said = next((str(row["description"].value) for row in about.rows), "")
    return Described(date, said, tuple(sorted(_files(release), key=lambda file: file.name)))


def _files(release: Path) -> Iterator[DataFile]:
    by_file = {table.file: table for table in tables().values()}
    for path in release.iterdir():
        table = by_file.get(path.name)
        if table is None and path.name not in SUMMARIES:
            continue
        data = path.read_bytes()
        said = f"{table.summary.capitalize()}, CSV" if table else SUMMARIES[path.name]
        yield DataFile(path.name, said, len(data), hashlib.sha256(data).hexdigest(), table)
