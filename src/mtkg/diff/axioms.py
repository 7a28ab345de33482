"""The axioms of two builds, triple by triple, with blank nodes named by their content."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from mtkg.build.current import QUADS
from mtkg.model.vocabulary import OWL, RDF, RDFS, graph_iri

_LOGIC = (OWL, RDF)
_RDFS_LOGIC = ("subClassOf", "subPropertyOf", "domain", "range")
_NOT_LOGIC = frozenset(f"{OWL}{name}" for name in ("versionIRI", "versionInfo", "deprecated"))


def axioms(release: Path) -> frozenset[str]:
    """The logical triples of a release's core, as N-Triples lines without the final dot."""
    core = ox.NamedNode(graph_iri("core"))
    quads = ox.parse(path=release / QUADS, format=ox.RdfFormat.N_QUADS)
    dataset = ox.Dataset(
        ox.Quad(q.subject, q.predicate, q.object) for q in quads if q.graph_name == core
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(
        f"{q.subject} {q.predicate} {q.object}" for q in dataset if _is_logic(q.predicate.value)
    )


def _is_logic(predicate: str) -> bool:
    if predicate in _NOT_LOGIC:
        return False
    if predicate.startswith(RDFS):
        return predicate[len(RDFS) :] in _RDFS_LOGIC
    return predicate.startswith(_LOGIC)
