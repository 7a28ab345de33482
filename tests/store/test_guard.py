"""What a query from outside may not do, in every disguise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkg.errors import Forbidden, SyntaxProblem
from mtkg.store.guard import guard
from mtkg.store.tokens import Kind, place, tokens

SERVICES = [
    "SELECT * { SERVICE <http://h/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://h/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://h/> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE ?h { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE ?h { ?s ?p ?o } } } }",
    "SELECT * { BIND(<http://h/> AS ?h) SERVICE ?h { ?s ?p ?o } }",
    "ASK { OPTIONAL { SERVICE # a comment\n <http://h/> {} } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://h/> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <http://h/> { ?s ?p ?o } }",
    "PREFIX : <http://h/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX ex: <http://h/> SELECT * { SERVICEex:x {} }",
    "PREFIX ex: <http://h/> SELECT * { SERVICE SILENTex:x {} }",
    "SELECT * { ?s ?p trueSERVICE<http://h/>{} }",
    "SELECT * { FILTER(1<2)SERVICE?x{} }",
    'SELECT * { ?s ?p "\\u0022 . SERVICE <http://h/> { ?a ?b \\u0022" } }',
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING EXISTS { SERVICE <http://h/> {} }",
]
UPDATES = [
    "INSERT DATA { <a:s> <a:p> <a:o> }",
    "PREFIX x: <a:> insert { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DELETE WHERE { ?s ?p ?o }",
    "LOAD <file:///etc/passwd>",
    "LOAD SILENT <http://h/> INTO GRAPH <a:g>",
    "CLEAR ALL",
    "DROP SILENT DEFAULT",
    "CREATE GRAPH <a:g>",
    "ADD DEFAULT TO <a:g>",
    "MOVE <a:g> TO <a:h>",
    "COPY <a:g> TO <a:h>",
    "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "ASK {} ; DROP ALL",
]
ENGINE_FUNCTIONS = [
    "SELECT (bif:http_get('http://h/') AS ?x) {}",
    "SELECT (<sql:SELECT>(1) AS ?x) {}",
]
HARMLESS = [
    "SELECT * { ?s ?p 'SERVICE <http://h/> {}' }",
    'SELECT * { ?s ?p """INSERT DATA { "x" } SERVICE""" }',
    "SELECT * { ?SERVICE ?load ?drop } # LOAD <x>",
    "PREFIX service: <http://h/> SELECT * { ?s service:x ?o }",
    "PREFIX service: <http://h/> SELECT * FROM service:g { GRAPH service:h { ?s ?p ?o } }",
    "SELECT * { <http://h/SERVICE> <http://h/LOAD> _:service }",
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT * FROM <file:///etc/passwd> FROM NAMED <http://h/> { ?s ?p ?o }",
    "BASE <http://h/> PREFIX : <x> ASK { ?a<?b , ?c>?d }",
]


@pytest.mark.parametrize("query", [*SERVICES, *UPDATES, *ENGINE_FUNCTIONS])
def test_what_reaches_out_or_writes_is_refused(query: str) -> None:
    with pytest.raises(Forbidden):
        guard(query)


@pytest.mark.parametrize("query", HARMLESS)
def test_words_in_strings_comments_names_and_variables_are_let_through(query: str) -> None:
    assert guard(query).text == query


@pytest.mark.parametrize("query", ["", "# nothing", "PREFIX a: <b:>", "DEFINE input:x 'y' ASK {}"])
def test_what_is_no_query_form_is_a_syntax_problem(query: str) -> None:
    with pytest.raises(SyntaxProblem):
        guard(query)


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("ASK {\n ?s ?p 'x }", 2, 8), ("ASK { \\u0041 }", 1, 7), ("ASK {\n\n `}", 3, 2)],
)
def test_what_begins_no_token_is_named_with_its_place(query: str, line: int, column: int) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        guard(query)

    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_an_answer_that_changes_between_runs_is_known_as_volatile(call: str) -> None:
    assert guard(f"SELECT ({call} AS ?x) {{}}").volatile
    assert not guard(f"SELECT ('{call}' AS ?x) {{}}").volatile


@given(st.text())
def test_any_text_is_read_or_refused_and_never_fails_otherwise(text: str) -> None:
    try:
        found = list(tokens(text))
    except SyntaxProblem:
        return
    assert all(token.text == text[token.start : token.end] for token in found)


@given(st.text(alphabet=st.characters(exclude_characters='"\\\r\n', exclude_categories=["Cs"])))
def test_nothing_inside_a_string_is_a_token_of_its_own(inside: str) -> None:
    found = list(tokens(f'"{inside}"'))

    assert [token.kind for token in found] == [Kind.STRING]


@given(st.text(alphabet="SERVICE<>{}?:x '\"#\n\\"))
def test_no_mix_of_marks_lets_the_word_service_through_as_a_keyword(text: str) -> None:
    try:
        found = guard(f"SELECT * {{ {text} }}")
    except (Forbidden, SyntaxProblem):
        return
    assert all("SERVICE" not in token.word for token in found.tokens)


def test_hostile_input_is_read_in_time_that_grows_with_its_length() -> None:
    for piece in ('"\\', "<", "a:", "'''", "((", "\\u0041", "x.", "'a'^^"):
        with pytest.raises((SyntaxProblem, Forbidden)):
            guard(piece * 100_000)


def test_a_place_counts_lines_and_columns_from_one() -> None:
    assert place("a\nbc", 3) == (2, 2)
