"""Every term of every triple is found where it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from mtkg.model.diagnostics import Position
from mtkg.turtle import PositionedGraph, parse

HEAD = (
    "@prefix : <https://example.org/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
EX = "https://example.org/"


def position(line: int, column: int) -> Position:
    return Position(line, column)


def test_subject_predicate_and_object_have_line_and_column() -> None:
    graph = parse(HEAD + ":a\n  rdfs:label   'x'@en ;\n  rdfs:seeAlso :b .\n", "f.ttl")

    label, see = graph.statements
    assert graph.subject_place(label).start == position(3, 1)
    assert graph.predicate_place(label).start == position(4, 3)
    assert graph.object_place(label).start == position(4, 16)
    assert graph.object_place(label).end == position(4, 22)
    assert graph.object_place(see).start == position(5, 16)


def test_each_object_of_a_list_has_its_own_place() -> None:
    graph = parse(HEAD + ":a rdfs:label 'x' ,\n   'yy' , # why\n\n 'z' .", "f.ttl")

    assert [graph.object_place(s).start for s in graph.statements] == [
        position(3, 15),
        position(4, 4),
        position(6, 2),
    ]


def test_a_literal_of_several_lines_starts_where_its_quotes_open() -> None:
    graph = parse(HEAD + ':a rdfs:comment """one\ntwo\nthree"""@en ;\n rdfs:label "b" .', "f.ttl")

    comment, label = graph.statements
    assert graph.object_place(comment).start == position(3, 17)
    assert graph.object_place(comment).end == position(5, 12)
    assert graph.object_place(label).start == position(6, 13)


def test_triples_in_brackets_keep_the_place_of_the_bracket_and_the_owner() -> None:
    graph = parse(
        HEAD + ":a rdfs:subClassOf\n  [ rdfs:label 'r' ;\n    rdfs:seeAlso :c ] .", "f.ttl"
    )

    label, see, outer = graph.statements
    assert graph.subject_place(label).start == position(4, 3)
    assert graph.object_place(see).start == position(5, 18)
    assert graph.object_place(outer).start == position(4, 3)
    assert graph.object_place(outer).end == position(5, 22)
    assert {s.owner for s in graph.statements} == {URIRef(f"{EX}a")}


def test_items_of_a_collection_have_their_own_places() -> None:
    graph = parse(HEAD + ":a rdfs:seeAlso ( :b\n  :c ) .", "f.ttl")

    firsts = [s for s in graph.statements if s.predicate == RDF.first]
    assert [graph.object_place(s).start for s in firsts] == [position(3, 19), position(4, 3)]
    assert graph.object_place(graph.statements[-1]).start == position(3, 17)


def test_columns_count_characters_not_bytes() -> None:
    graph = parse(HEAD + ':a rdfs:label "Ménière 𝄞" , "b" .', "f.ttl")

    assert graph.object_place(graph.statements[1]).start == position(3, 29)


def test_a_repeated_triple_keeps_both_places_and_is_one_triple() -> None:
    graph = parse(HEAD + ":a rdfs:seeAlso :b .\n:a rdfs:seeAlso :b .", "f.ttl")

    assert len(graph.statements) == 2
    assert len(graph.graph) == 1
    places = graph.places(URIRef(f"{EX}a"), RDFS.seeAlso, URIRef(f"{EX}b"))
    assert places is not None and places[0].start == position(3, 1)


def test_the_name_under_the_cursor_is_found() -> None:
    graph = parse(HEAD + ":a rdfs:seeAlso :bone .", "f.ttl")

    found = graph.name_at(position(3, 19))
    assert found is not None
    assert found[0] == URIRef(f"{EX}bone")
    assert found[1].start == position(3, 17)
    assert graph.name_at(position(3, 23)) is None


READABLE = [
    "PREFIX ex: <http://e/>\nex:a a ex:B .",
    "@base <http://e/x/> . <a> <../b> <#c> .",
    ":a :b true, false, 1, -2.5 .",
    "[] :b [ :c () ] .",
    "[ :p :o ] .",
    "( 1 [ :x 2 ] ) :p :o .",
    "_:b1 :p _:b2.x , _:b1 .",
    ":a :b 'it''s' .".replace("''", "\\'"),
    ":a :b '''long 'with' quotes''' , \"\"\"a \"quote\" b\"\"\" .",
    ':a :b "tab\\t\\u00e9\\U0001D11E"^^<http://e/t> .',
    ":a.b :c%20d :e\\~f .",
    ":a :b ; :c :d ; ; .".replace(":b ;", ":b :x ;"),
    ":a :b :c,:d;:e:f .".replace(":e:f", ":e :f"),
    "# only a comment",
    "",
    ":a a :B . # end without newline",
    ":a :b '' , \"\" .",
    "<http://e/a>a<http://e/B>.",
    ":a :b 'x'@en-GB, 'y'@EN .",
]


@pytest.mark.parametrize("body", READABLE)
def test_the_reader_and_rdflib_read_the_same_graph(body: str) -> None:
    text = HEAD + body + "\n"
    expected = Graph().parse(data=text, format="turtle", publicID="file:///f.ttl")

    assert isomorphic(parse(text, "f.ttl").graph, expected)


names = st.from_regex(r"[a-z][a-z0-9_-]{0,6}", fullmatch=True).map(lambda n: f":{n}")
blanks = st.sampled_from([" ", "\n", "\t", "  # note; [ ' \n", "\r\n"])
texts = st.text(
    alphabet=st.characters(exclude_characters='"\\\n\r', codec="utf-8"),
    max_size=8,
)
objects = st.recursive(
    st.one_of(names, texts.map(lambda t: f'"{t}"'), st.sampled_from(["1", "'a'@en", "true"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda xs: f"( {' '.join(xs)} )"),
        st.tuples(names, inner).map(lambda p: f"[ {p[0]} {p[1]} ]"),
    ),
    max_leaves=5,
)


@given(st.lists(st.tuples(names, names, objects, blanks), max_size=6))
def test_every_object_place_quotes_the_text_it_came_from(
    triples: list[tuple[str, str, str, str]],
) -> None:
    text = HEAD + "".join(f"{s}{b}{p}{b}{o}{b}.\n" for s, p, o, b in triples)

    graph = parse(text, "f.ttl")

    written = [o for _, _, o, _ in triples]
    assert outermost(graph) == written


def outermost(graph: PositionedGraph) -> list[str]:
    return [
        graph.text[statement.at_object : statement.end]
        for statement in graph.statements
        if statement.at_subject == statement.block and statement.subject == statement.owner
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    graph = parse("\ufeff@prefix : <https://example.org/> . :a a :B .", "f.ttl")

    assert graph.statements[0].subject == URIRef(f"{EX}a")


def test_literals_keep_the_form_they_were_written_in() -> None:
    graph = parse(
        HEAD + ':a :b "007"^^<http://www.w3.org/2001/XMLSchema#integer>, +7, 1e3, .5 .', "f.ttl"
    )

    assert [str(s.object) for s in graph.statements] == ["007", "+7", "1e3", ".5"]


def test_well_known_names_are_rdflibs() -> None:
    graph = parse(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<http://e/a> a owl:Class ; skos:prefLabel 'a'@en .",
        "f.ttl",
    )

    assert (URIRef("http://e/a"), RDF.type, OWL.Class) in graph.graph
    assert [value for _, value in graph.literals(SKOS.prefLabel)]
