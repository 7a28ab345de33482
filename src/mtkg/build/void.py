"""
A description of the dataset in VoID (https://www.w3.org/TR/void/): what and how many.

Classes are partitioned by the properties of their members, and these by the classes and datatypes
they lead to, as editors read it that complete from VoID
(https://github.com/sib-swiss/sparql-editor): after ``?x a mtkg:Claim ; `` come a claim's properties.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from mtkg.model import vocabulary as v

GRAPH = ox.NamedNode(v.graph_iri("void"))
DATASET = ox.NamedNode(f"{v.MTKG}dataset")
TYPE = ox.NamedNode(f"{v.RDF}type")
INTEGER = ox.NamedNode(f"{v.XSD}integer")

Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Statement: TypeAlias = tuple[Node, ox.NamedNode, Node]
_VOID_CLASS = f"{v.VOID}class"
_CLASS_PARTITION = f"{v.VOID}classPartition"


def void_quads(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """
    The named graph ``void``: triples, entities, class and property partitions, and graph sizes.

    Counts are over distinct triples of the graphs that the data's part of the default graph is
    the union of.
    """
    by_graph: dict[str, set[Statement]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            name = v.local_name(quad.graph_name.value)
            by_graph[name].add((quad.subject, quad.predicate, quad.object))
    union = set().union(*(by_graph[name] for name in v.DEFAULT_GRAPHS))
    said = [
        _say(DATASET, TYPE.value, ox.NamedNode(f"{v.VOID}Dataset")),
        _say(
            DATASET,
            f"{v.DCTERMS}title",
            ox.Literal("Manual therapy knowledge graph", language="en"),
        ),
        _say(DATASET, f"{v.VOID}uriSpace", ox.Literal(v.MTKG)),
        *_sizes(DATASET, union),
    ]
    said += _class_partitions(union)
    said += _property_partitions(DATASET, _by_property(union))
    for name, triples in sorted(by_graph.items()):
        node = ox.NamedNode(v.graph_iri(name))
        said += [
            _say(DATASET, f"{v.VOID}subset", node),
            _say(node, TYPE.value, ox.NamedNode(f"{v.VOID}Dataset")),
            _count(node, "triples", len(triples)),
        ]
    return said


@dataclass(frozen=True, slots=True)
class _Members:
    """Which classes each node has, and which members each class; classes with a name only."""

    classes: Mapping[Node, set[ox.NamedNode]]
    members: Mapping[ox.NamedNode, set[Node]]

    @classmethod
    def of(cls, triples: Iterable[Statement]) -> _Members:
        classes: dict[Node, set[ox.NamedNode]] = defaultdict(set)
        members: dict[ox.NamedNode, set[Node]] = defaultdict(set)
        for subject, predicate, value in triples:
            if predicate == TYPE and isinstance(value, ox.NamedNode):
                classes[subject].add(value)
                members[value].add(subject)
        return cls(classes, members)


def _class_partitions(triples: set[Statement]) -> Iterator[ox.Quad]:
    """A partition for each class, in it one for each property, in that one for each range."""
    known = _Members.of(triples)
    of_class: dict[ox.NamedNode, set[Statement]] = defaultdict(set)
    for triple in triples:
        for each in known.classes.get(triple[0], ()):
            of_class[each].add(triple)
    for each, own in sorted(of_class.items(), key=lambda item: item[0].value):
        node = _node(DATASET, "class", each)
        yield _say(DATASET, _CLASS_PARTITION, node)
        yield _say(node, _VOID_CLASS, each)
        yield _count(node, "entities", len(known.members[each]))
        yield from _sizes(node, own)
        by_property = _by_property(own)
        yield from _property_partitions(node, by_property)
        for name, uses in sorted(by_property.items(), key=lambda item: item[0].value):
            yield from _ranges(_node(node, "property", name), uses, known)


def _property_partitions(
    whole: ox.NamedNode, by_property: Mapping[ox.NamedNode, set[Statement]]
) -> Iterator[ox.Quad]:
    for name, uses in sorted(by_property.items(), key=lambda item: item[0].value):
        node = _node(whole, "property", name)
        yield _say(whole, f"{v.VOID}propertyPartition", node)
        yield _say(node, f"{v.VOID}property", name)
        yield from _sizes(node, uses)


def _ranges(whole: ox.NamedNode, uses: set[Statement], known: _Members) -> Iterator[ox.Quad]:
    """What a property leads to: classes of nodes, datatypes of literals."""
    classes: dict[ox.NamedNode, set[Statement]] = defaultdict(set)
    datatypes: dict[ox.NamedNode, set[Statement]] = defaultdict(set)
    for triple in uses:
        value = triple[2]
        if isinstance(value, ox.Literal):
            datatypes[value.datatype].add(triple)
        for each in known.classes.get(value, ()):
            classes[each].add(triple)
    for found, link, of in (
        (classes, _CLASS_PARTITION, _VOID_CLASS),
        (datatypes, f"{v.VOID_EXT}datatypePartition", f"{v.VOID_EXT}datatype"),
    ):
        for each, triples in sorted(found.items(), key=lambda item: item[0].value):
            node = _node(whole, link, each)
            yield _say(whole, link, node)
            yield _say(node, of, each)
            yield _count(node, "triples", len(triples))


def _by_property(triples: Iterable[Statement]) -> dict[ox.NamedNode, set[Statement]]:
    found: dict[ox.NamedNode, set[Statement]] = defaultdict(set)
    for triple in triples:
        found[triple[1]].add(triple)
    return found


def _sizes(node: ox.NamedNode, triples: set[Statement]) -> Iterator[ox.Quad]:
    yield _count(node, "triples", len(triples))
    yield _count(node, "distinctSubjects", len({s for s, _, _ in triples}))
    yield _count(node, "distinctObjects", len({o for _, _, o in triples}))


def _node(whole: ox.NamedNode, what: str, of: ox.NamedNode) -> ox.NamedNode:
    """A name for a part of *whole*, the same in every build."""
    key = hashlib.sha256(f"{whole.value} {what} {of.value}".encode()).hexdigest()[:12]
    return ox.NamedNode(f"{v.MTKG}dataset/{key}")


def _say(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), value, GRAPH)


def _count(subject: ox.NamedNode, name: str, number: int) -> ox.Quad:
    return _say(subject, f"{v.VOID}{name}", ox.Literal(str(number), datatype=INTEGER))
