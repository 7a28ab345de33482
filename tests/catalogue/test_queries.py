"""Every query of the catalogue: it answers its own example, anywhere, in one order."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from mtkg.build.catalogue_graph import catalogue_quads
from mtkg.catalogue.arguments import bound, parameter_schema
from mtkg.catalogue.rows import Row, rows_of, rows_of_json
from mtkg.catalogue.spec import QuerySpec, load_catalogue
from mtkg.graph import Graph
from mtkg.lookup import Index
from mtkg.store.answer import Question, answer
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.loading import QUADS_FILE

QUERIES = Path(__file__).resolve().parents[2] / "queries"
CATALOGUE = load_catalogue(QUERIES)

each_query = pytest.mark.parametrize("spec", tuple(CATALOGUE), ids=lambda spec: spec.name)


class GraphNames:
    def __init__(self, graph: Graph) -> None:
        self.term = Index(graph).resolve
        self.source_ids = lambda: tuple(graph.sources)
        self.claim_ids = lambda: tuple(graph.claims)


@pytest.fixture(scope="session")
def names(release_graph: Graph) -> GraphNames:
    return GraphNames(release_graph)


def example_of(spec: QuerySpec, names: GraphNames) -> str:
    return bound(spec, {name: [value] for name, value in spec.example.items()}, names)


def ask(store: EmbeddedStore, spec: QuerySpec, text: str) -> list[Row]:
    return rows_of(store.select(text), tuple(spec.columns))


def test_the_catalogue_answers_at_least_sixteen_questions() -> None:
    assert len(CATALOGUE) >= 16


@each_query
def test_a_query_answers_its_own_example(
    spec: QuerySpec, release_store: EmbeddedStore, names: GraphNames
) -> None:
    rows = ask(release_store, spec, example_of(spec, names))

    assert len(rows) >= spec.expect.min_rows
    shown = [{column: str(value) for column, value in row.items()} for row in rows]
    for wanted in spec.expect.contains:
        assert any(wanted.items() <= row.items() for row in shown), dict(wanted)


@each_query
def test_a_query_runs_as_it_stands_in_the_file(
    spec: QuerySpec, release_store: EmbeddedStore
) -> None:
    assert release_store.select(spec.text).variables == tuple(spec.columns)


@each_query
def test_a_query_needs_only_the_named_graphs(
    spec: QuerySpec, release_folder: Path, release_store: EmbeddedStore, names: GraphNames
) -> None:
    bare = ox.Store()
    bare.bulk_load(path=str(release_folder / QUADS_FILE), format=ox.RdfFormat.N_QUADS)
    text = example_of(spec, names)

    assert ask(EmbeddedStore(bare, ""), spec, text) == ask(release_store, spec, text)


@each_query
def test_the_server_shows_the_rows_that_the_command_line_shows(
    spec: QuerySpec, release_store: EmbeddedStore
) -> None:
    import json

    found = answer(release_store.engine, Question(spec.text))

    shown = rows_of_json(json.loads(found.body), tuple(spec.columns))
    assert shown == ask(release_store, spec, spec.text)


@each_query
def test_a_query_is_standard_sparql_for_another_parser(spec: QuerySpec) -> None:
    prepareQuery(spec.text)


@each_query
def test_a_query_puts_its_rows_in_order(spec: QuerySpec, release_store: EmbeddedStore) -> None:
    body = spec.body
    assert "\nORDER BY " in body
    assert ask(release_store, spec, spec.text) == ask(release_store, spec, spec.text)


@each_query
def test_every_row_is_listed_once(
    spec: QuerySpec, release_store: EmbeddedStore, names: GraphNames
) -> None:
    rows = [tuple(row.items()) for row in ask(release_store, spec, example_of(spec, names))]

    assert len(rows) == len(set(rows))


@each_query
def test_the_schema_of_the_parameters_accepts_the_example(spec: QuerySpec) -> None:
    from jsonschema import Draft202012Validator

    schema = parameter_schema(spec)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)

    example = {
        name: int(value) if schema["properties"][name]["type"] == "integer" else value
        for name, value in spec.example.items()
    }
    assert validator.is_valid(example)
    assert not validator.is_valid({"no_such_parameter": "x"})


@each_query
def test_a_query_is_written_one_statement_a_line(spec: QuerySpec) -> None:
    for line in spec.body.splitlines():
        assert len(line) <= 100, line
        assert not line.endswith(" ")
        assert line.count(" . ") <= 1, line


def test_the_graph_of_queries_describes_each_as_a_shacl_executable() -> None:
    store = ox.Store()
    store.extend(catalogue_quads(QUERIES))

    described = store.query("""
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX schema: <https://schema.org/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?query ?select WHERE { GRAPH <https://w3id.org/mtkg/graph/queries> {
          ?query a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ; sh:select ?select ;
            rdfs:label ?label ; rdfs:comment ?comment ; schema:keywords ?word ;
            sh:prefixes/sh:declare [ sh:prefix "mtkg" ; sh:namespace ?namespace ] } }""")

    assert isinstance(described, ox.QuerySolutions)
    texts = {str(row["query"].value): row["select"].value for row in described}
    assert set(texts) == {spec.iri for spec in CATALOGUE}
    for text in texts.values():
        ox.Store().query(text)


def test_a_folder_that_is_not_there_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert len(load_catalogue(tmp_path / "none")) == 0
