"""Values put into a query: nothing but the values changes, whatever they are."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkg.catalogue.arguments import Names, bound, read_value
from mtkg.catalogue.binding import bind, value_blocks
from mtkg.catalogue.spec import Parameter, ParameterType, load_catalogue
from mtkg.errors import BadParameter, NotFound, UsageError
from mtkg.model.terms import Term
from mtkg.store.tokens import tokens

QUERIES = Path(__file__).resolve().parents[2] / "queries"
CATALOGUE = load_catalogue(QUERIES)
QUERY = """\
# VALUES ?word { "not this one" }
SELECT ?thing ?word WHERE {
  VALUES ?word { "default" } # a default
  VALUES (?a ?b) { (1 2) }
  BIND ("VALUES ?word { UNDEF }" AS ?thing)
}
"""

iris = st.from_regex(
    r"https://[a-z]{1,8}\.example/[A-Za-z0-9/_-]{0,20}(#[A-Za-z0-9_-]{0,8})?", fullmatch=True
).map(ox.NamedNode)
texts = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ['"', "'", "\\", '"""', "} }", '" } DROP ALL #', "\\u0022", "\n", "\r", "\t", "\u2028", "\x00"]
)
languages = st.sampled_from(["en", "de", "pt-BR"])
literals = (
    texts.map(ox.Literal)
    | st.integers(-(10**12), 10**12).map(ox.Literal)
    | st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, languages)
)
terms = st.lists(iris | literals, min_size=1, max_size=4)


def shape(query: str, name: str) -> list[str]:
    """The tokens of *query* outside the block of *name*."""
    blocks = value_blocks(query)[name]
    return [t.text for t in tokens(query) if not any(b.start <= t.start < b.end for b in blocks)]


@given(terms)
def test_binding_never_changes_the_shape_of_the_query(values: list[ox.NamedNode]) -> None:
    text = bind(QUERY, {"word": values})

    assert shape(text, "word") == shape(QUERY, "word")
    assert len(value_blocks(text)["word"][0].values) == len(values)


@given(terms)
def test_the_engine_gets_back_exactly_the_values_given(values: list[ox.NamedNode]) -> None:
    solutions = ox.Store().query(bind(QUERY, {"word": values}))

    assert isinstance(solutions, ox.QuerySolutions)
    assert [row["word"] for row in solutions] == values


@given(texts)
def test_no_text_breaks_out_of_any_query_of_the_catalogue(text: str) -> None:
    for spec in CATALOGUE:
        for parameter in spec.parameters:
            changed = bind(spec.text, {parameter.name: [ox.Literal(text)]})

            assert shape(changed, parameter.name) == shape(spec.text, parameter.name)


def test_values_in_comments_strings_and_tables_are_left_alone() -> None:
    text = bind(QUERY, {"word": [ox.Literal("new")]})

    assert text == QUERY.replace('{ "default" }', '{ "new" }')


def test_several_values_are_alternatives() -> None:
    text = bind("SELECT * { VALUES ?n { UNDEF } }", {"n": [ox.Literal(1), ox.Literal(2)]})

    assert len(value_blocks(text)["n"][0].values) == 2


def test_every_block_of_a_name_gets_the_values() -> None:
    query = "SELECT * { { VALUES ?n { 1 } } UNION { VALUES ?n { 1 } } }"

    text = bind(query, {"n": [ox.Literal("x")]})

    assert text == 'SELECT * { { VALUES ?n { "x" } } UNION { VALUES ?n { "x" } } }'


def test_no_value_leaves_the_default() -> None:
    assert bind(QUERY, {"word": []}) == QUERY


def test_a_value_for_a_variable_without_a_block_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        bind(QUERY, {"a": [ox.Literal(1)]})
    with pytest.raises(ValueError, match="no IRI and no literal"):
        bind(QUERY, {"word": [ox.BlankNode()]})


class FewNames:
    """A graph of one technique, one relation, one source."""

    def term(self, name: str) -> Term:
        known = {
            "joint mobilization": Term("JointMobilization", "Intervention", "joint mobilization"),
            "engages": Term("engages", "Relation", "engages"),
        }
        if name not in known:
            raise NotFound("term", name)
        return known[name]

    def source_ids(self) -> tuple[str, ...]:
        return ("pickar-2002",)

    def claim_ids(self) -> tuple[str, ...]:
        return ()


NAMES: Names = FewNames()


def parameter(kind: str, *kinds: str) -> Parameter:
    return Parameter("it", ParameterType(kind), "What it is.", kinds)


@pytest.mark.parametrize(
    ("kind", "text", "written"),
    [
        ("term", "joint mobilization", "<https://w3id.org/mtkg/JointMobilization>"),
        ("relation", "engages", "<https://w3id.org/mtkg/engages>"),
        ("relation", "rdfs:subClassOf", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"),
        ("relation", "subClassOf", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"),
        ("source", "pickar-2002", "<https://w3id.org/mtkg/source/pickar-2002>"),
        ("source", "source:pickar-2002", "<https://w3id.org/mtkg/source/pickar-2002>"),
        (
            "source",
            "https://w3id.org/mtkg/source/pickar-2002",
            "<https://w3id.org/mtkg/source/pickar-2002>",
        ),
        ("kind", "mtkg:Mechanism", "<https://w3id.org/mtkg/Mechanism>"),
        ("kind", "mechanism", "<https://w3id.org/mtkg/Mechanism>"),
        ("status", "Disputed", '"disputed"'),
        ("integer", "12", '"12"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("text", "} # ?", '"} # ?"'),
    ],
)
def test_a_value_is_read_by_the_type_of_its_parameter(kind: str, text: str, written: str) -> None:
    assert str(read_value(parameter(kind), text, NAMES)) == written


@pytest.mark.parametrize(
    ("wanted", "text", "error"),
    [
        (parameter("term", "Tissue"), "joint mobilization", BadParameter),
        (parameter("term"), "no such thing", NotFound),
        (parameter("relation"), "joint mobilization", BadParameter),
        (parameter("source"), "pickar-2003", NotFound),
        (parameter("status"), "proven", BadParameter),
        (parameter("kind"), "Thing", BadParameter),
        (parameter("integer"), "a dozen", BadParameter),
        (parameter("integer"), "9" * 30, BadParameter),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(
    wanted: Parameter, text: str, error: type[UsageError]
) -> None:
    with pytest.raises(error, match=text[:5]):
        read_value(wanted, text, NAMES)


def test_a_parameter_the_query_does_not_take_is_refused() -> None:
    with pytest.raises(UsageError, match="has no parameter 'colour'"):
        bound(CATALOGUE.query("most_disputed"), {"colour": ["red"]}, NAMES)
