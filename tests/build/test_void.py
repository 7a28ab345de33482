"""The dataset's description of itself, in numbers and in what editors ask of it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from mtkg.build.void import void_quads
from mtkg.model import vocabulary as v
from mtkg.store.embedded import EmbeddedStore

EX = "http://e/"
DATA = """\
<http://e/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/Claim> .
<http://e/b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/Claim> .
<http://e/t> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/Term> .
<http://e/a> <http://e/about> <http://e/t> .
<http://e/b> <http://e/about> <http://e/t> .
<http://e/a> <http://e/size> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://e/t> <http://e/label> "word"@en .
"""
NESTED = """
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT ?class ?property ?triples ?subjects ?objects ?object_class ?datatype WHERE {
  ?partition void:class ?class ; void:propertyPartition ?part .
  ?part void:property ?property ; void:triples ?triples ;
    void:distinctSubjects ?subjects ; void:distinctObjects ?objects .
  OPTIONAL {
    { ?part void:classPartition [ void:class ?object_class ] }
    UNION { ?part void-ext:datatypePartition [ void-ext:datatype ?datatype ] }
  }
}
"""
# What https://github.com/sib-swiss/sparql-editor asks of an endpoint, in our own words.
PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }
"""
EXAMPLES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?example ?comment ?query WHERE {
  ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query .
}
"""


@pytest.fixture(scope="module")
def described() -> EmbeddedStore:
    graph = ox.NamedNode(v.graph_iri("core"))
    triples = ox.parse(DATA, ox.RdfFormat.N_TRIPLES)
    engine = ox.Store()
    for quad in void_quads(ox.Quad(q.subject, q.predicate, q.object, graph) for q in triples):
        engine.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    return EmbeddedStore(engine, "d")


def test_a_class_has_its_properties_in_it_with_counts_and_what_they_lead_to(
    described: EmbeddedStore,
) -> None:
    found = {
        tuple(row[name].value.removeprefix(EX) if name in row else "" for name in answer.variables)
        for answer in [described.select(NESTED)]
        for row in answer.rows
        if not row["property"].value.endswith("#type")
    }

    assert found == {
        ("Claim", "about", "2", "2", "1", "Term", ""),
        ("Claim", "size", "1", "1", "1", "", f"{v.XSD}integer"),
        ("Term", "label", "1", "1", "1", "", f"{v.RDF}langString"),
    }


def test_the_dataset_has_its_properties_and_sizes_beside(described: EmbeddedStore) -> None:
    assert described.ask(
        f"PREFIX void: <{v.VOID}> ASK {{ <{v.MTKG}dataset> void:triples 7 ;"
        " void:propertyPartition [ void:property <http://e/about> ; void:triples 2 ] ;"
        " void:classPartition [ void:class <http://e/Claim> ; void:entities 2 ; void:triples 5 ] }"
    )


def test_two_descriptions_of_the_same_data_are_the_same() -> None:
    graph = ox.NamedNode(v.graph_iri("core"))
    triples = list(ox.parse(DATA, ox.RdfFormat.N_TRIPLES))
    quads = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in triples]

    assert void_quads(quads) == void_quads(reversed(quads))


def test_editors_find_prefixes_examples_and_partitions_without_naming_a_graph(
    release_store: EmbeddedStore,
) -> None:
    prefixes = {row["prefix"].value for row in release_store.select(PREFIXES).rows}
    examples = release_store.select(EXAMPLES).rows
    partitions = {
        (row["class"].value, row["property"].value) for row in release_store.select(NESTED).rows
    }

    assert set(v.PREFIXES) <= prefixes
    assert len(examples) >= 20
    assert (f"{v.MTKG}Claim", f"{v.MTKG}claimSubject") in partitions
    assert (f"{v.MTKG}EvidenceLine", f"{v.MTKG}studyDesign") in partitions
