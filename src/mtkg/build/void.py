"""A description of the dataset in VoID (https://www.w3.org/TR/void/): what and how many."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from mtkg.model import vocabulary as v

GRAPH = ox.NamedNode(v.graph_iri("void"))
DATASET = ox.NamedNode(f"{v.MTKG}dataset")
TYPE = ox.NamedNode(f"{v.RDF}type")
INTEGER = ox.NamedNode(f"{v.XSD}integer")


def void_quads(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """
    The named graph ``void``: triples, entities, class and property partitions, and graph sizes.

    Counts are over distinct triples of the graphs that the default graph is the union of.
    """
    by_graph: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            name = v.local_name(quad.graph_name.value)
            by_graph[name].add((str(quad.subject), str(quad.predicate), str(quad.object)))
    union = set().union(*(by_graph[name] for name in v.DEFAULT_GRAPHS))
    said = [
        _say(DATASET, TYPE.value, ox.NamedNode(f"{v.VOID}Dataset")),
        _say(
            DATASET,
            f"{v.DCTERMS}title",
            ox.Literal("Manual therapy knowledge graph", language="en"),
        ),
        _say(DATASET, f"{v.VOID}uriSpace", ox.Literal(v.MTKG)),
        _count(DATASET, "triples", len(union)),
        _count(DATASET, "distinctSubjects", len({s for s, _, _ in union})),
        _count(DATASET, "distinctObjects", len({o for _, _, o in union})),
    ]
    said += _partitions("classPartition", "class", "entities", _members(union))
    said += _partitions("propertyPartition", "property", "triples", _uses(union))
    for name, triples in sorted(by_graph.items()):
        node = ox.NamedNode(v.graph_iri(name))
        said += [
            _say(DATASET, f"{v.VOID}subset", node),
            _say(node, TYPE.value, ox.NamedNode(f"{v.VOID}Dataset")),
            _count(node, "triples", len(triples)),
        ]
    return said


def _members(triples: Iterable[tuple[str, str, str]]) -> Counter[str]:
    return Counter(o for _, p, o in triples if p == str(TYPE))


def _uses(triples: Iterable[tuple[str, str, str]]) -> Counter[str]:
    return Counter(p for _, p, _ in triples)


def _partitions(link: str, of: str, counted: str, sizes: Counter[str]) -> Iterable[ox.Quad]:
    for text, size in sorted(sizes.items()):
        if not text.startswith("<"):
            continue
        iri = text[1:-1]
        key = hashlib.sha256(f"{of} {iri}".encode()).hexdigest()[:12]
        node = ox.NamedNode(f"{v.MTKG}dataset/{key}")
        yield _say(DATASET, f"{v.VOID}{link}", node)
        yield _say(node, f"{v.VOID}{of}", ox.NamedNode(iri))
        yield _count(node, counted, size)


def _say(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), value, GRAPH)


def _count(subject: ox.NamedNode, name: str, number: int) -> ox.Quad:
    return _say(subject, f"{v.VOID}{name}", ox.Literal(str(number), datatype=INTEGER))
