"""
The catalogue as triples, so that editors complete from it: the named graph ``queries``.

Each query is described as SIB's examples are (https://github.com/sib-swiss/sparql-examples):
``sh:SPARQLSelectExecutable`` with ``sh:select``, prefixes by ``sh:declare`` (https://www.w3.org/TR/shacl/).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from mtkg.catalogue.spec import QuerySpec, load_catalogue
from mtkg.model import vocabulary as v

GRAPH = NamedNode(v.graph_iri("queries"))
ONTOLOGY = NamedNode(v.BASE)
SCHEMA = "https://schema.org/"
TYPE = NamedNode(f"{v.RDF}type")
ANY_URI = NamedNode(f"{v.XSD}anyURI")


def catalogue_quads(folder: Path) -> list[Quad]:
    """
    The queries of *folder* and the project's prefixes, in the named graph ``queries``.

    Raises `SyntaxProblem` naming file, line and column of a query that cannot be read.
    """
    found = list(_prefixes())
    for spec in load_catalogue(folder):
        found.extend(_query(spec))
    return found


def _prefixes() -> Iterator[Quad]:
    for prefix, namespace in v.PREFIXES.items():
        node = NamedNode(f"{v.MTKG}prefix/{prefix}")
        yield _quad(ONTOLOGY, f"{v.SH}declare", node)
        yield _quad(node, TYPE.value, NamedNode(f"{v.SH}PrefixDeclaration"))
        yield _quad(node, f"{v.SH}prefix", Literal(prefix))
        yield _quad(node, f"{v.SH}namespace", Literal(namespace, datatype=ANY_URI))


def _query(spec: QuerySpec) -> Iterator[Quad]:
    node = NamedNode(spec.iri)
    yield _quad(node, TYPE.value, NamedNode(f"{v.SH}SPARQLExecutable"))
    yield _quad(node, TYPE.value, NamedNode(f"{v.SH}SPARQLSelectExecutable"))
    yield _quad(node, f"{v.RDFS}label", Literal(spec.summary, language="en"))
    yield _quad(node, f"{v.RDFS}comment", Literal(spec.description, language="en"))
    yield _quad(node, f"{v.SH}prefixes", ONTOLOGY)
    yield _quad(node, f"{v.SH}select", Literal(spec.body.strip() + "\n"))
    for tag in spec.tags:
        yield _quad(node, f"{SCHEMA}keywords", Literal(tag))


def _quad(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), value, GRAPH)
