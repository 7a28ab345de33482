"""The W3C's SPARQL test manifests as plain records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")


@dataclass(frozen=True)
class Request:
    """One HTTP request of a protocol test and what is expected of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None


@dataclass(frozen=True)
class ProtocolTest:
    """Requests in a row, on a dataset with these named graphs."""

    id: str
    requests: tuple[Request, ...]
    graphs: tuple[tuple[str, Path], ...]

    @property
    def updates(self) -> bool:
        """Whether the test wants an update to be carried out."""
        return self.id.startswith("update_")


@dataclass(frozen=True)
class QueryTest:
    """A query on data with the result as a file."""

    id: str
    query: Path
    data: Path
    result: Path


def cases(tests: Sequence[ProtocolTest | QueryTest]) -> list[Any]:
    """*tests* for `pytest.mark.parametrize`; one that `needs` will skip where there are none."""
    return [pytest.param(test, id=test.id) for test in tests] or [pytest.param(None, id="absent")]


def _manifest(folder: Path) -> Graph:
    path = folder / "manifest.ttl"
    return Graph().parse(path, publicID=path.as_uri())


def _entries(graph: Graph) -> Iterator[Node]:
    manifest = graph.value(None, RDF.type, MF.Manifest)
    yield from _list(graph, graph.value(manifest, MF.entries))


def _list(graph: Graph, head: Node | None) -> list[Node]:
    assert head is not None, "the manifest names a list that is not there"
    return list(Collection(graph, head))


def _local(node: Node) -> str:
    return str(node).rpartition("#")[2]


def _file(node: Node | None) -> Path:
    return Path(str(node).removeprefix("file://"))


def protocol_tests(folder: Path) -> list[ProtocolTest]:
    """The tests of ``protocol/manifest.ttl``."""
    graph = _manifest(folder / "protocol")
    found = []
    for test in _entries(graph):
        connection = graph.value(test, MF.action)
        requests = _list(graph, graph.value(connection, HT.requests))
        data = tuple(
            (str(graph.value(held, LABEL)), _file(graph.value(held, UT.graph)))
            for held in graph.objects(test, UT.graphData)
        )
        found.append(ProtocolTest(_local(test), tuple(_request(graph, r) for r in requests), data))
    return found


def _request(graph: Graph, node: Node) -> Request:
    answer = graph.value(node, HT.resp)
    body = graph.value(node, HT.body)
    content = b""
    if body is not None:
        encoding = str(graph.value(body, CNT.characterEncoding))
        content = str(graph.value(body, CNT.chars)).encode(encoding)
    headers = graph.value(node, HT.headers)
    pairs = Collection(graph, headers) if headers is not None else ()
    boolean = graph.value(answer, MF.expectedBoolean)
    form = graph.value(answer, MF.expectedFormat)
    return Request(
        method=str(graph.value(node, HT.methodName)),
        path=str(graph.value(node, HT.absolutePath)),
        headers={
            str(graph.value(h, HT.fieldName)): str(graph.value(h, HT.fieldValue)) for h in pairs
        },
        body=content,
        statuses=frozenset(
            _local(s).removeprefix("StatusCode") for s in graph.objects(answer, MF.expectedStatus)
        ),
        boolean=None if boolean is None else str(boolean) == "true",
        format=None if form is None else str(form),
    )


def query_tests(folder: Path, name: str) -> list[QueryTest]:
    """The tests of ``<name>/manifest.ttl``: ``csv-tsv-res`` or ``json-res``."""
    graph = _manifest(folder / name)
    found = []
    for test in _entries(graph):
        action = graph.value(test, MF.action)
        found.append(
            QueryTest(
                _local(test),
                _file(graph.value(action, QT.query)),
                _file(graph.value(action, QT.data)) if graph.value(action, QT.data) else Path(),
                _file(graph.value(test, MF.result)),
            )
        )
    return found
