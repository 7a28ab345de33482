"""The source files read: triples for the store, triples for the reasoner, and their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import Graph as RdfGraph
from rdflib.term import BNode, IdentifiedNode, URIRef
from rdflib.term import Literal as RdfLiteral
from rdflib.term import Node as RdfNode

from mtkg.build.files import Layer, SourceFile
from mtkg.model.diagnostics import Place
from mtkg.model.vocabulary import graph_iri
from mtkg.store.port import RdfTerm
from mtkg.turtle import PositionedGraph, read

Triple = tuple[RdfNode, RdfNode, RdfNode]
WrittenTriple = tuple[IdentifiedNode, URIRef, IdentifiedNode | RdfLiteral]


@dataclass(frozen=True)
class SourceGraph:
    """Every Turtle file of one ontology folder, read. Made by `read_sources`."""

    files: Mapping[SourceFile, PositionedGraph]

    def layer(self, layer: Layer) -> RdfGraph:
        """All triples of one layer as one rdflib graph, prefixes bound."""
        merged = RdfGraph(bind_namespaces="none")
        for file, graph in self.files.items():
            if file.layer is layer:
                for prefix, namespace in graph.prefixes.items():
                    merged.bind(prefix, namespace)
                for statement in graph.statements:
                    merged.add((statement.subject, statement.predicate, statement.object))
        return merged

    @cached_property
    def core(self) -> RdfGraph:
        """The ontology itself, without claims."""
        return self.layer(Layer.CORE)

    def place(self, triple: Triple) -> Place | None:
        """Where the object of *triple* stands, in the first file that has it."""
        for graph in self.files.values():
            statement = graph.by_triple.get(cast(WrittenTriple, triple))
            if statement is not None:
                return graph.object_place(statement)
        return None

    def axiom_place(self, triple: Triple) -> Place | None:
        """Where the axiom *triple* starts: at its object, or where its subject's block begins."""
        return self.place(triple) or self.block_place(triple[0])

    def block_place(self, subject: RdfNode) -> Place | None:
        """The first line of the block that speaks of *subject*."""
        for graph in self.files.values():
            if isinstance(subject, URIRef | BNode):
                place = graph.term_place(subject)
                if place is not None:
                    return place
        return None

    def value_place(self, subject: str, predicate: str) -> Place | None:
        """Where the value of a property of the block on *subject* (both IRIs) stands."""
        node = URIRef(subject)
        for graph in self.files.values():
            for statement in graph.by_subject.get(node, ()):
                if str(statement.predicate) == predicate:
                    return graph.object_place(statement)
        return self.block_place(node)

    def quads(self) -> list[Quad]:
        """Core and claims as quads; blank nodes are numbered in the order of the files."""
        names: dict[BNode, BlankNode] = {}
        found = []
        for file, graph in self.files.items():
            if file.layer in (Layer.CORE, Layer.CLAIMS):
                name = NamedNode(graph_iri(file.layer.value))
                triples = ((s.subject, s.predicate, s.object) for s in graph.statements)
                found += [Quad(*triple, name) for triple in to_oxigraph(triples, names)]
        return found


def read_sources(files: Iterable[SourceFile]) -> SourceGraph:
    """
    Read every Turtle file of *files*.

    Raises `SyntaxProblem` naming file, line and column of the first that cannot be read.
    """
    return SourceGraph({f: read(f.path, f.name) for f in files if f.layer is not Layer.MAPPINGS})


def to_oxigraph(
    triples: Iterable[Triple], names: dict[BNode, BlankNode]
) -> Iterator[tuple[NamedNode | BlankNode, NamedNode, RdfTerm]]:
    """Rdflib's triples as pyoxigraph's terms; *names* keeps what each blank node is called."""
    for subject, predicate, value in triples:
        start = _term(subject, names)
        relation = NamedNode(str(predicate))
        if isinstance(start, Literal):
            continue
        yield start, relation, _term(value, names)


def _term(node: RdfNode, names: dict[BNode, BlankNode]) -> RdfTerm:
    if isinstance(node, BNode):
        return names.setdefault(node, BlankNode(f"b{len(names):05}"))
    if isinstance(node, RdfLiteral):
        if node.language:
            return Literal(str(node), language=node.language)
        datatype = NamedNode(str(node.datatype)) if node.datatype else None
        return Literal(str(node), datatype=datatype)
    return NamedNode(str(node))
