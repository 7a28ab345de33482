"""A text that is not Turtle is refused at the place of the cause, saying what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkg.errors import SyntaxProblem, UsageError
from mtkg.turtle import parse, parse_tolerantly, read

HEAD = "@prefix : <https://example.org/> .\n"

BROKEN = [
    pytest.param(":a :b :c\n:d :e :f .", (3, 1), "';', ',' or '.'", id="missing dot"),
    pytest.param(":a :b :c", (2, 9), "found the end of the file", id="missing last dot"),
    pytest.param(":a :b [ :c :d .\n:e :f :g .", (2, 7), "expected ']'", id="unclosed bracket"),
    pytest.param(":a :b ( :c :d .", (2, 7), "expected ')'", id="unclosed collection"),
    pytest.param(":a :b [ :c ( :d ] .", (2, 12), "expected ')'", id="crossed brackets"),
    pytest.param(":a :b 'text .\n:c :d :e .", (2, 7), "not closed", id="unclosed string"),
    pytest.param(':a :b """text .\n:c :d :e .', (2, 7), "not closed", id="unclosed long string"),
    pytest.param(":a :b <http://e/x .\n:c :d :e .", (2, 7), "expected '>'", id="unclosed iri"),
    pytest.param(":a :b <http://e/x y> .", (2, 18), "' ' inside an IRI", id="blank in iri"),
    pytest.param(":a :b 'C:\\quack' .", (2, 10), "expected \\t", id="bad escape"),
    pytest.param(":a nope:b :c .", (2, 4), "'nope:'", id="undeclared prefix"),
    pytest.param(":a 'b' :c .", (2, 4), "a property", id="literal as property"),
    pytest.param("'a' :b :c .", (2, 1), "a subject", id="literal as subject"),
    pytest.param(":a :b .", (2, 7), "an object", id="missing object"),
    pytest.param(":a .", (2, 4), "a property", id="missing property"),
    pytest.param(":a :b :c ] .", (2, 10), "found ]", id="bracket never opened"),
    pytest.param(":a :b :c, .", (2, 11), "an object", id="comma before the end"),
    pytest.param(":a b :c .", (2, 4), "a property, found b", id="word without colon"),
    pytest.param(":a :b 'x'^^ :t , 'y'^^'z' .", (2, 23), "a datatype", id="datatype is a string"),
    pytest.param("@prefix ex <http://e/> .", (2, 9), "ending in ':'", id="prefix without colon"),
    pytest.param("@prefix ex: 'http://e/' .", (2, 13), "an IRI", id="prefix with a string"),
    pytest.param("@prefix ex: <http://e/>\n:a :b :c .", (3, 1), "'.'", id="prefix without dot"),
    pytest.param(":g { :a :b :c }", (2, 4), "'{'", id="graph in braces"),
    pytest.param("<< :a :b :c >> :d :e .", (2, 1), "'<<'", id="quoted triple"),
    pytest.param(":a :b “c” .", (2, 7), "'“'", id="curly quotes"),
    pytest.param(":a is :b of :c .", (2, 4), "a property", id="Notation3 words"),
    pytest.param(":a => :c .", (2, 4), "a property", id="Notation3 arrows"),
]


@pytest.mark.parametrize(("body", "place", "says"), BROKEN)
def test_the_fault_is_placed_and_named(body: str, place: tuple[int, int], says: str) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        parse(HEAD + body + "\n", "f.ttl")

    assert (caught.value.line, caught.value.column) == place
    assert says in caught.value.detail


def test_the_missing_mark_is_looked_for_on_the_line_before() -> None:
    with pytest.raises(SyntaxProblem) as caught:
        parse(HEAD + ":a :b :c\n:d :e :f .", "f.ttl")

    assert caught.value.help == "is a mark missing at the end of line 2?"


def test_an_undeclared_prefix_of_ours_comes_with_its_declaration() -> None:
    with pytest.raises(SyntaxProblem) as caught:
        parse("mtkg:A a mtkg:B .", "f.ttl")

    assert caught.value.help is not None
    assert "@prefix mtkg: <https://w3id.org/mtkg/> ." in caught.value.help


def test_reading_goes_on_after_a_fault_when_asked() -> None:
    graph, problems = parse_tolerantly(HEAD + ":a :b 'open .\n:c :d :e .\n:f :g\n:h :i :j .", "f")

    assert [problem.line for problem in problems] == [2, 5]
    assert [str(s.subject)[-1] for s in graph.statements] == ["c", "h"]


def test_bytes_that_are_not_utf8_are_placed(tmp_path: Path) -> None:
    file = tmp_path / "latin.ttl"
    file.write_bytes(b"# one\n# caf\xe9\n")

    with pytest.raises(SyntaxProblem) as caught:
        read(file, "latin.ttl")

    assert (caught.value.line, caught.value.column) == (2, 6)
    assert "0xe9" in caught.value.detail


def test_a_file_that_is_not_there_is_a_matter_of_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.ttl: cannot be read"):
        read(tmp_path / "missing.ttl", "missing.ttl")


def test_brackets_without_end_do_not_exhaust_the_stack() -> None:
    with pytest.raises(SyntaxProblem, match="nested more than"):
        parse(HEAD + ":a :b " + "[ :c " * 5000, "f.ttl")


@given(st.text(alphabet=":a \n.;,[]()<>'\"@^_#\\1e-{}", max_size=60))
def test_any_text_is_read_or_refused_with_a_place_inside_it(body: str) -> None:
    text = HEAD + body

    _, problems = parse_tolerantly(text, "f.ttl")

    lines = text.count("\n") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
