"""
What the service says of itself and of its data, in RDF.

https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import pyoxigraph as ox

from api.service import Service
from mtkg.model.vocabulary import DCTERMS, MTKG, RDF, VOID, XSD
from mtkg.resources import internal_query
from mtkg.store.answer import Question
from mtkg.store.formats import GRAPH_BY_NAME, GRAPHS, TABLES

Node: TypeAlias = ox.NamedNode | ox.BlankNode
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMAT: Final = "http://www.w3.org/ns/formats/"
_PREFIXES: Final = {"sd": SD, "void": VOID, "dcterms": DCTERMS, "format": _FORMAT}
_RESULTS: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Triples by property and by named graph, members by class; IRIs as written."""

    properties: dict[str, int]
    classes: dict[str, int]
    graphs: dict[str, int]

    @property
    def triples(self) -> int:
        """Triples of the default graph."""
        return sum(self.properties.values())


async def sizes(service: Service) -> Sizes:
    """The sizes of what *service* serves, counted by its workers the first time."""
    if service.sizes is None:
        found = [
            await _counted(service, f"size_by_{what}") for what in ("property", "class", "graph")
        ]
        service.sizes = Sizes(*found)
    return service.sizes


def service_description(endpoint: str, found: Sizes) -> list[ox.Triple]:
    """The endpoint *endpoint*, what it understands, and the dataset behind it."""
    service, data = ox.NamedNode(endpoint), ox.BlankNode("dataset")
    default = ox.BlankNode("default")
    said: list[tuple[Node, str, Node | ox.Literal]] = [
        (service, f"{RDF}type", _node("Service")),
        (service, f"{SD}endpoint", service),
        (service, f"{SD}supportedLanguage", _node("SPARQL11Query")),
        (service, f"{SD}feature", _node("EmptyGraphs")),
        (service, f"{SD}defaultDataset", data),
        (data, f"{RDF}type", _node("Dataset")),
        (data, f"{SD}defaultGraph", default),
        (default, f"{RDF}type", _node("Graph")),
        (default, f"{VOID}triples", _number(found.triples)),
    ]
    said += [
        (service, f"{SD}resultFormat", ox.NamedNode(f"{_FORMAT}{_RESULTS[f.name]}"))
        for f in (*TABLES, *GRAPHS)
    ]
    for number, (iri, size) in enumerate(found.graphs.items()):
        named, graph = ox.BlankNode(f"named{number}"), ox.BlankNode(f"graph{number}")
        said += [
            (data, f"{SD}namedGraph", named),
            (named, f"{RDF}type", _node("NamedGraph")),
            (named, f"{SD}name", ox.NamedNode(iri)),
            (named, f"{SD}graph", graph),
            (graph, f"{RDF}type", _node("Graph")),
            (graph, f"{VOID}triples", _number(size)),
        ]
    return [ox.Triple(s, ox.NamedNode(p), o) for s, p, o in said]


def void_description(found: Sizes) -> list[ox.Triple]:
    """A dataset that does not describe itself: its size, class and property partitions."""
    return list(_void(found))


def written(triples: list[ox.Triple], name: str) -> bytes:
    """*triples* in the format of short name *name*."""
    form = GRAPH_BY_NAME[name].engine
    if not isinstance(form, ox.RdfFormat):
        raise TypeError(f"{name} is no format of graphs")
    return ox.serialize(triples, format=form, prefixes=_PREFIXES) or b""


def _void(found: Sizes) -> Iterator[ox.Triple]:
    data = ox.NamedNode(f"{MTKG}dataset")

    def say(
        subject: Node,
        name: str,
        value: Node | ox.Literal,
    ) -> ox.Triple:
        return ox.Triple(subject, ox.NamedNode(f"{VOID}{name}"), value)

    yield ox.Triple(data, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{VOID}Dataset"))
    yield say(data, "triples", _number(found.triples))
    for kind, counted, members in (
        ("class", "entities", found.classes),
        ("property", "triples", found.properties),
    ):
        for number, (iri, size) in enumerate(members.items()):
            node = ox.BlankNode(f"{kind}{number}")
            yield say(data, f"{kind}Partition", node)
            yield say(node, kind, ox.NamedNode(iri))
            yield say(node, counted, _number(size))


async def _counted(service: Service, query: str) -> dict[str, int]:
    question = Question(internal_query(query), table="csv")
    answer = await service.runner.run(question, service.settings.query_timeout_max_s)
    rows = list(csv.reader(io.StringIO(answer.body.decode())))[1:]
    # Blank nodes can be classes; a description names what has a name.
    return {row[0]: int(row[1]) for row in rows if row and not row[0].startswith("_:")}


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{SD}{name}")


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(f"{XSD}integer"))
