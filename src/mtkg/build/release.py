"""Write a release: the graph in each format, with sizes and checksums, all or nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib import Graph as RdfGraph
from rdflib.term import Node

from mtkg.build.current import MANIFEST, QUADS, Release
from mtkg.contents import FILE as VALUES
from mtkg.contents import Contents
from mtkg.errors import UsageError
from mtkg.model.vocabulary import PREFIXES, XSD, graph_iri
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.loading import copy_default_graph

ONTOLOGY_GRAPHS = frozenset({graph_iri("core"), graph_iri("inferred")})
OTHER_PREFIXES = {"link": "https://w3id.org/mtkg/link/", "axiom": "https://w3id.org/mtkg/axiom/"}


def write_release(
    folder: Path,
    quads: Iterable[ox.Quad],
    *,
    version: str,
    release: str,
    inputs: str,
    counts: Mapping[str, int],
    by_claims: Iterable[ox.Quad],
    note: Callable[[str], None],
) -> Release:
    """
    Write every artefact beside *folder* and put it in its place when all are whole.

    *by_claims* are inferred steps that rest on claims: part of the graph, not of the ontology.
    Raises `UsageError` where *folder* cannot be written to; a release that was there then stays.
    """
    ordered = sorted(set(quads), key=str)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(folder)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as made:
            target = Path(made)
            _write_all(target, ordered, frozenset(by_claims), note)
            files = {path.name: _describe(path) for path in sorted(target.iterdir())}
            digest = hashlib.sha256((target / QUADS).read_bytes()).hexdigest()
            result = Release(version, release, digest, inputs, dict(counts), files)
            text = json.dumps(asdict(result), indent=2, sort_keys=True) + "\n"
            (target / MANIFEST).write_text(text, encoding="utf-8")
            _swap(target, folder)
    except OSError as error:
        reason = f"{folder} cannot be written: {error.strerror or error}"
        raise UsageError(reason, help="name another folder with -o DIR") from error
    return result


def _refuse_foreign(folder: Path) -> None:
    """A folder that holds something else is not ours to replace."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", help="name a folder with -o DIR")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise UsageError(
            f"{folder} is not empty and holds no release; it is left alone",
            help="name a new or empty folder with -o DIR",
        )


def _swap(made: Path, folder: Path) -> None:
    """Put the files of *made* into *folder*, the manifest last, so that readers see either."""
    folder.mkdir(exist_ok=True)
    made.chmod(0o755)
    old = {path.name for path in folder.iterdir()}
    new = {path.name for path in made.iterdir()}
    for name in sorted(new, key=lambda n: n == MANIFEST):
        (made / name).replace(folder / name)
    for name in old - new:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _write_all(
    target: Path,
    quads: list[ox.Quad],
    by_claims: frozenset[ox.Quad],
    note: Callable[[str], None],
) -> None:
    note("writing N-Quads and TriG")
    (target / QUADS).write_text("".join(f"{q} .\n" for q in quads), encoding="utf-8")
    prefixes = dict(PREFIXES) | OTHER_PREFIXES
    with (target / "mtkg.trig").open("wb") as file:
        ox.serialize(quads, file, format=ox.RdfFormat.TRIG, prefixes=prefixes)
    links = [
        ox.Triple(q.subject, q.predicate, q.object)
        for q in quads
        if _graph(q) == graph_iri("links")
    ]
    (target / "mtkg-links.nt").write_text("".join(f"{t} .\n" for t in links), encoding="utf-8")
    note("writing the values that commands read")
    (target / VALUES).write_text(_contents(quads).to_json(), encoding="utf-8")
    note("writing the ontology as Turtle, RDF/XML, N-Triples and JSON-LD")
    own = [q for q in quads if _graph(q) in ONTOLOGY_GRAPHS and q not in by_claims]
    _write_ontology(target, own)


def _contents(quads: list[ox.Quad]) -> Contents:
    """What a command would read from a store of *quads*."""
    engine = ox.Store()
    engine.bulk_extend(quads)
    copy_default_graph(engine)
    return Contents.read(EmbeddedStore(engine, ""))


def _graph(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def _write_ontology(target: Path, quads: list[ox.Quad]) -> None:
    triples = sorted({ox.Triple(q.subject, q.predicate, q.object) for q in quads}, key=str)
    text = "".join(f"{t} .\n" for t in triples)
    (target / "mtkg.nt").write_text(text, encoding="utf-8")
    with (target / "mtkg.owl").open("wb") as file:
        ox.serialize(triples, file, format=ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES))
    graph = _rdflib_graph(triples)
    graph.serialize(target / "mtkg.ttl", format="turtle", encoding="utf-8")
    text = graph.serialize(format="json-ld", context=dict(PREFIXES))
    ordered = json.dumps(_ordered(json.loads(text)), indent=2, ensure_ascii=False)
    (target / "mtkg.jsonld").write_text(f"{ordered}\n", encoding="utf-8")


def _ordered(value: Any) -> Any:
    """JSON-LD with its sets sorted, so that equal graphs give equal bytes; lists keep order."""
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda v: json.dumps(v, sort_keys=True))
    if isinstance(value, dict):
        return {k: v if k == "@list" else _ordered(v) for k, v in sorted(value.items())}
    return value


def _rdflib_graph(triples: Iterable[ox.Triple]) -> RdfGraph:
    """The triples for rdflib's writers, blank nodes under the names they have."""
    graph = RdfGraph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in triples:
        graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def _node(term: object) -> Node:
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        datatype = None if term.language else URIRef(term.datatype.value)
        plain = datatype is not None and str(datatype) == f"{XSD}string"
        return Literal(term.value, lang=term.language, datatype=None if plain else datatype)
    raise TypeError(f"no RDF term: {term!r}")


def _describe(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
