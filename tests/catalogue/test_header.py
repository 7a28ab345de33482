"""What the head of a query may hold, and what is said of one that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkg.catalogue.spec import load_catalogue
from mtkg.errors import NotFound, SyntaxProblem

GOOD = """\
#+ summary: Kinds of a thing
#+ description: All of them, by name.
#+ tags: [things]
#+ params:
#+   thing:
#+     type: term
#+     description: The thing.
#+ columns:
#+   kind: A kind of it.
#+ expect:
#+   min_rows: 0
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?kind WHERE {
  VALUES ?thing { UNDEF }
  ?kind rdfs:subClassOf ?thing .
}
ORDER BY ?kind
"""


def problem_with(tmp_path: Path, old: str, new: str) -> SyntaxProblem:
    assert GOOD.count(old) == 1
    folder = tmp_path / "queries"
    folder.mkdir()
    (folder / "kinds.rq").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(SyntaxProblem) as raised:
        load_catalogue(folder)
    assert raised.value.file == "queries/kinds.rq"
    return raised.value


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "kinds.rq").write_text(GOOD, encoding="utf-8")

    spec = load_catalogue(tmp_path).query("kinds")

    assert spec.summary == "Kinds of a thing"
    assert spec.parameter("thing").optional
    assert dict(spec.columns) == {"kind": "A kind of it."}
    assert spec.body.startswith("PREFIX")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("#+ tags: [things]", "#+ tag: [things]", 3, "unknown key 'tag' in the head"),
        ("#+     type: term", "#+     typ: term", 6, "unknown key 'typ' in params.thing"),
        ("#+ tags: [things]", "#+ tags:\t[things]", 3, "a tab in the head"),
        ("#+ summary: Kinds of a thing\n", "", 1, "lacks summary"),
        ("#+     type: term", "#+     type: word", 6, "'word' is not one of"),
        ("#+   min_rows: 0", "#+   min_rows: none", 11, "not of type 'integer'"),
        ("#+ tags: [things]", "#+ tags: [things", 4, "no YAML"),
        ("#+ expect:", "#+ summary: Once more\n#+ expect:", 10, "summary is given twice"),
        ("#+   kind: A kind of it.", "#+   sort: A kind of it.", 8, "?kind is selected and not"),
        ("UNDEF }", "UNDEF } VALUES ?thing { 1 }", 5, "hold different defaults"),
        ("  VALUES ?thing { UNDEF }\n", "", 5, "has no VALUES block"),
        ("SELECT ?kind WHERE", "SELECT ?kind WHER", 14, "WHER"),
        ("SELECT ?kind WHERE", "ASK", 14, "is a SELECT"),
        ("?thing .\n}", "?thing .\n", 19, "ends too soon"),
        ("\nSELECT", "\n#+ tags: [late]\nSELECT", 14, "must be the first of the file"),
        ("#+ expect:", "#+ example: { other: x }\n#+ expect:", 10, "which is no parameter"),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    problem = problem_with(tmp_path, old, new)

    assert problem.line == line, str(problem)
    assert words in str(problem)


def test_an_update_is_no_query_of_the_catalogue(tmp_path: Path) -> None:
    from mtkg.errors import Forbidden

    (tmp_path / "kinds.rq").write_text(
        GOOD[: GOOD.index("SELECT")] + "CLEAR ALL\n", encoding="utf-8"
    )

    with pytest.raises(Forbidden):
        load_catalogue(tmp_path)


def test_an_unknown_query_is_answered_with_close_names(tmp_path: Path) -> None:
    (tmp_path / "kinds_of_thing.rq").write_text(GOOD, encoding="utf-8")
    catalogue = load_catalogue(tmp_path)

    assert catalogue.query("kinds-of-thing").name == "kinds_of_thing"
    with pytest.raises(NotFound) as raised:
        catalogue.query("kind_of_thing")
    assert raised.value.did_you_mean == ("kinds_of_thing",)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    from mtkg.errors import UsageError

    (tmp_path / "kinds.rq").write_bytes(GOOD.encode("utf-16"))

    with pytest.raises(UsageError, match=r"kinds\.rq: not UTF-8"):
        load_catalogue(tmp_path)
