"""Every format that ``mtkg export`` writes: a release's file, or the glossary in some shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mtkg.errors import UsageError
from mtkg.export import croissant, dcat, frictionless, glossary, jsonld, obographs, tables, vale
from mtkg.export.triples import serialise
from mtkg.graph import Graph


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """
    One format: what it is, and how it is made.

    ``file`` names a file of the release that is handed on as it is; else ``write`` makes the
    bytes from the graph, which also works for a remote one; else ``describe`` makes them from the
    release folder.
    """

    summary: str
    file: str | None = None
    write: Callable[[Graph], bytes] | None = None
    describe: Callable[[Path], bytes] | None = None


def _json(value: object) -> bytes:
    return f"{json.dumps(value, indent=2, ensure_ascii=False)}\n".encode()


def _table(name: str, separator: str = ",") -> ExportFormat:
    return ExportFormat(
        f"{tables.tables()[name].summary}, {'CSV' if separator == ',' else 'TSV'}",
        write=lambda graph: tables.written(graph, name, separator).encode(),
    )


EXPORTS: Final[Mapping[str, ExportFormat]] = MappingProxyType(
    {
        "ttl": ExportFormat("the ontology with its inferred hierarchy, Turtle", "mtkg.ttl"),
        "owl": ExportFormat("the same, RDF/XML, for Protégé and the OWL API", "mtkg.owl"),
        "nt": ExportFormat("the same, N-Triples", "mtkg.nt"),
        "jsonld": ExportFormat("the same, JSON-LD", "mtkg.jsonld"),
        "trig": ExportFormat("every named graph, claims and evidence too, TriG", "mtkg.trig"),
        "nq": ExportFormat("every named graph, N-Quads", "mtkg.nq"),
        "links": ExportFormat("every link of any status, N-Triples", "mtkg-links.nt"),
        "csv": _table("terms"),
        "tsv": _table("terms", "\t"),
        "claims": _table("claims"),
        "evidence": _table("evidence"),
        "sources": _table("sources"),
        "linktable": _table("links"),
        "skos": ExportFormat(
            "every definition as a SKOS concept scheme, Turtle",
            write=lambda g: serialise(glossary.skos(g), "ttl"),
        ),
        "schema": ExportFormat(
            "every definition as a schema.org DefinedTermSet, JSON-LD",
            write=lambda g: _json(jsonld.glossary(g)),
        ),
        "obographs": ExportFormat(
            "every term and supported link, OBO Graphs JSON",
            write=lambda g: _json(obographs.document(g)),
        ),
        "frictionless": ExportFormat(
            "the release's files as a Frictionless data package",
            describe=lambda folder: _json(frictionless.package(folder)),
        ),
        "croissant": ExportFormat(
            "the release's files in Croissant, JSON-LD",
            describe=lambda folder: _json(croissant.metadata(folder)),
        ),
        "dcat": ExportFormat(
            "the release's files in DCAT, Turtle",
            describe=lambda folder: serialise(dcat.dcat(folder), "ttl"),
        ),
        "vale": ExportFormat(
            "discouraged names and what to write instead, a rule for the prose checker Vale",
            write=lambda g: vale.substitutions(g).encode(),
        ),
    }
)


def exported(name: str, graph: Callable[[], Graph], release: Path | None) -> bytes:
    """
    The bytes of the export *name*, a key of `EXPORTS`.

    *graph* is called where the format needs it. Raises `UsageError` where a file of a release is
    asked for and there is no *release* folder, as with a remote endpoint.
    """
    form = EXPORTS[name]
    if form.write is not None:
        return form.write(graph())
    if release is not None and form.describe is not None:
        return form.describe(release)
    if release is None or form.file is None:
        made = ", ".join(each for each, form in EXPORTS.items() if form.write)
        raise UsageError(
            f"{name} is a file of a release, and a remote endpoint has none",
            help=f"leave out --endpoint, or export {made}",
        )
    try:
        return (release / form.file).read_bytes()
    except OSError as error:
        raise UsageError(f"{release / form.file}: {error.strerror or error}") from error
