"""The W3C's tests of the service description."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from tests.servers import serving

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
TYPES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


def number(graph: Graph, subject: Node | None) -> int:
    """How many triples *subject* is said to have."""
    found = graph.value(subject, VOID.triples)
    assert isinstance(found, Literal)
    return int(found)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("data") / "data.ttl"
    data.write_text("<http://e/s> a <http://e/C> ; <http://e/p> 1 .\n", encoding="utf-8")
    with serving([f"--data={data}", f"--data=http://e/g={data}"]) as found:
        yield found


@pytest.fixture(scope="module")
def described(address: str) -> Graph:
    answer = httpx.get(f"{address}/sparql")
    return Graph().parse(data=answer.text, format="turtle")


@pytest.mark.parametrize("media", TYPES)
def test_get_on_the_endpoint_returns_rdf(address: str, media: str) -> None:
    answer = httpx.get(f"{address}/sparql", headers={"accept": media})

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    assert len(list(ox.parse(answer.content, TYPES[media]))) > 10


def test_the_description_has_a_matching_endpoint_triple(address: str, described: Graph) -> None:
    assert (None, SD.endpoint, URIRef(f"{address}/sparql")) in described


def test_the_description_conforms_to_the_schema(described: Graph) -> None:
    service = described.value(None, RDF.type, SD.Service)

    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in described
    assert len(list(described.objects(service, SD.resultFormat))) == 8
    data = described.value(service, SD.defaultDataset)
    assert (data, RDF.type, SD.Dataset) in described
    default = described.value(data, SD.defaultGraph)
    assert number(described, default) == 2
    named = described.value(data, SD.namedGraph)
    assert described.value(named, SD.name) == URIRef("http://e/g")
    graph = described.value(named, SD.graph)
    assert (graph, RDF.type, SD.Graph) in described


def test_no_feature_is_claimed_that_is_refused(described: Graph) -> None:
    assert (None, SD.feature, SD.BasicFederatedQuery) not in described
    assert (None, SD.supportedLanguage, SD.SPARQL11Update) not in described


def test_void_counts_classes_and_properties_of_any_data(address: str) -> None:
    graph = Graph().parse(data=httpx.get(f"{address}/void").text, format="turtle")

    classes = {graph.value(n, VOID["class"]) for n in graph.objects(None, VOID.classPartition)}
    assert classes == {URIRef("http://e/C")}
    sizes = {
        graph.value(n, VOID.property): number(graph, n)
        for n in graph.objects(None, VOID.propertyPartition)
    }
    assert sizes == {RDF.type: 1, URIRef("http://e/p"): 1}
