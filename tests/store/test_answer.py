"""Answers: formats, columns, limits, and mistakes said so that they can be mended."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkg.errors import SyntaxProblem, UsageError
from mtkg.store.answer import NotAcceptable, Question, answer
from mtkg.store.cutting import limit_rows
from mtkg.store.formats import GRAPH_BY_NAME, TABLE_BY_NAME
from mtkg.store.guard import guard

NASTY = ['}},{"', '"}}]}', "a,b\nc\r\n", "</result>", "\\", '"', "\t", "ü☃𝄞", "{}", "_:b"]


@pytest.fixture(scope="module")
def engine() -> ox.Store:
    store = ox.Store()
    for number, text in enumerate(NASTY):
        store.add(
            ox.Quad(
                ox.NamedNode(f"http://e/s{number}"), ox.NamedNode("http://e/p"), ox.Literal(text)
            )
        )
    graph = ox.NamedNode("http://e/g")
    store.add(ox.Quad(graph, ox.NamedNode("http://e/in"), ox.Literal("named"), graph))
    return store


def rows(body: bytes, form: str) -> int:
    if form == "json":
        return len(json.loads(body)["results"]["bindings"])
    if form == "csv":
        return len(list(csv.reader(io.StringIO(body.decode(), newline="")))) - 1
    engine_form = TABLE_BY_NAME[form].engine
    assert isinstance(engine_form, ox.QueryResultsFormat)
    found = ox.parse_query_results(body, engine_form)
    assert isinstance(found, ox.QuerySolutions)
    return len(list(found))


@pytest.mark.parametrize("form", TABLE_BY_NAME)
@pytest.mark.parametrize("most", [0, 1, 3, len(NASTY) - 1, len(NASTY), 100])
def test_rows_are_cut_whole_and_the_cut_is_said(engine: ox.Store, form: str, most: int) -> None:
    question = Question("SELECT * { ?s ?p ?o }", table=form, max_rows=most)

    found = answer(engine, question)

    assert rows(found.body, form) == min(most, len(NASTY))
    assert found.cut == ("rows" if most < len(NASTY) else "")
    if form == "json":
        assert ("truncated" in json.loads(found.body)) == bool(found.cut)


@pytest.mark.parametrize("form", TABLE_BY_NAME)
@given(limit=st.integers(min_value=400, max_value=2500))
@settings(max_examples=40)
def test_bytes_are_cut_after_a_whole_row(form: str, limit: int) -> None:
    store = ox.Store()
    for number, text in enumerate(NASTY):
        name = ox.NamedNode(f"http://e/s{number}")
        store.add(ox.Quad(name, ox.NamedNode("http://e/p"), ox.Literal(text * 40)))

    found = answer(store, Question("SELECT * { ?s ?p ?o }", table=form, max_bytes=limit))

    assert rows(found.body, form) <= len(NASTY)
    assert found.cut in ("", "bytes")


@pytest.mark.parametrize("form", GRAPH_BY_NAME)
def test_triples_are_cut_and_the_rest_is_still_that_format(engine: ox.Store, form: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

    found = answer(engine, Question(query, graph=form, max_rows=4))
    small = answer(engine, Question(query, graph=form, max_bytes=300))

    engine_form = GRAPH_BY_NAME[form].engine
    assert isinstance(engine_form, ox.RdfFormat)
    assert len(list(ox.parse(found.body, engine_form))) == 4
    assert found.cut == "triples"
    assert len(list(ox.parse(small.body, engine_form))) < len(NASTY)
    assert (small.cut, len(small.body) <= 300) == ("bytes", True)


@pytest.mark.parametrize(
    ("query", "limited"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 5", "SELECT * { ?s ?p ?o } LIMIT 3"),
        ("SELECT * { ?s ?p ?o } LIMIT 2", "SELECT * { ?s ?p ?o } LIMIT 2"),
        ("SELECT * { ?s ?p ?o } limit 5 offset 1", "SELECT * { ?s ?p ?o } limit 3 offset 1"),
        ("SELECT * { ?s ?p ?o } OFFSET 9", "SELECT * { ?s ?p ?o } OFFSET 9\nLIMIT 3"),
        ("SELECT * { ?s ?p ?o } # end", "SELECT * { ?s ?p ?o } # end\nLIMIT 3"),
        (
            "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 9 } }",
            "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 9 } }\nLIMIT 3",
        ),
        (
            "SELECT * { ?s ?p ?o } VALUES ?s { <a:b> }",
            "SELECT * { ?s ?p ?o } LIMIT 3\nVALUES ?s { <a:b> }",
        ),
        (
            "SELECT * { VALUES ?s { <a:b> } } ORDER BY (?s + 1)",
            "SELECT * { VALUES ?s { <a:b> } } ORDER BY (?s + 1)\nLIMIT 3",
        ),
    ],
)
def test_a_limit_goes_where_the_grammar_has_it(query: str, limited: str) -> None:
    assert limit_rows(guard(query), 2) == limited


def test_select_star_has_its_columns_in_the_order_they_are_met(engine: ox.Store) -> None:
    query = "SELECT * { ?z ?b ?a OPTIONAL { ?a ?c ?z } MINUS { ?hidden ?b ?a , 1 } }"

    found = answer(engine, Question(query, table="csv"))

    assert found.body.splitlines()[0] == b"z,b,a,c"


def test_the_protocols_dataset_takes_the_place_of_the_querys(engine: ox.Store) -> None:
    query = "SELECT * FROM <http://e/none> { ?s ?p ?o }"

    found = answer(engine, Question(query, default_graphs=("http://e/g",)))

    assert rows(found.body, "json") == 1


@pytest.mark.parametrize("graph", ["file:///etc/passwd", "http://127.0.0.1:1/", "http://e/none"])
def test_a_graph_that_is_not_held_is_empty(engine: ox.Store, graph: str) -> None:
    by_query = answer(engine, Question(f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}"))
    by_protocol = answer(engine, Question("SELECT * { ?s ?p ?o }", default_graphs=(graph,)))

    assert rows(by_query.body, "json") == rows(by_protocol.body, "json") == 0


def test_a_graph_name_that_is_no_iri_is_a_usage_error(engine: ox.Store) -> None:
    with pytest.raises(UsageError, match="absolute IRI"):
        answer(engine, Question("ASK {}", default_graphs=("no iri",)))


def test_a_form_without_an_accepted_format_names_those_it_has(engine: ox.Store) -> None:
    with pytest.raises(NotAcceptable) as caught:
        answer(engine, Question("SELECT * { ?s ?p ?o }", table=None))

    assert caught.value.available[0] == "application/sparql-results+json"


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ("ASK {", 1, 6, "never closed"),
        ("SELECT * {\n ?s ?p ?o )\n}", 2, 11, "closes nothing"),
        ("SELECT * { ?s ?p ?o } LIMT 3", 1, 23, "did you mean LIMIT"),
        ("SELECT * {\n ?s mtkg:engages ?o }", 2, 5, "prefix mtkg: is not declared"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1, 34, "not authorized"),
        ("SELECT (<http://e/f>(1) AS ?x) {}", 1, 9, "not supported"),
    ],
)
def test_a_mistake_is_named_at_its_place(
    engine: ox.Store, query: str, line: int, column: int, says: str
) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        answer(engine, Question(query))

    assert says in caught.value.detail
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_known_prefix_that_is_missing_is_given(engine: ox.Store) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        answer(engine, Question("ASK { ?s skos:prefLabel ?o }"))

    assert caught.value.help == "begin with PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
