"""The Python interface, local and over HTTP."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import mtkg
from mtkg import session as module
from mtkg.cli import main
from mtkg.display.listing import Listing
from mtkg.errors import BadParameter, GraphUnavailable, NotFound, UsageError
from mtkg.model.claims import Status
from mtkg.session import Session, asking
from tests.servers import serving

NOT_TURTLE = "<a> a"
ARTICLE = """# Hands

Manual therapy helps to clear metabolic waste. It also realigns joints.

<!-- mtkg-ignore TX303: nothing here -->
Massage removes toxins and breaks up adhesions.
"""
Ask = Callable[[Session], Any]


@pytest.fixture(scope="module")
def here(release_folder: Path) -> Session:
    return mtkg.load(release_folder)


@pytest.fixture(scope="module")
def there(release_folder: Path) -> Iterator[Session]:
    with serving([]) as address:
        yield mtkg.connect(address)


@pytest.mark.parametrize("examples", [module, asking], ids=["session", "asking"])
def test_every_example_in_the_docstrings_holds(release_folder: Path, examples: ModuleType) -> None:
    done = doctest.testmod(examples)

    assert done.attempted and done.failed == 0


def test_importing_the_package_loads_neither_the_graph_nor_its_engines() -> None:
    heavy = "{'pyoxigraph', 'rdflib', 'click', 'rapidfuzz', 'jinja2', 'mtkg.session'}"
    code = f"import sys, mtkg; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "src"},
        cwd=Path(__file__).parents[2],
    )

    assert run.stdout.strip() == "[]"


def test_a_term_has_its_links_and_its_page_is_the_one_of_the_service(here: Session) -> None:
    term = here.term("joint mobilization")

    assert term.id == "JointMobilization"
    assert {link.relation for link in term.links} >= {"involves", "engages"}
    assert term.shown["links"].keys() == {link.relation for link in term.links}


def test_an_unknown_name_says_what_is_near(here: Session) -> None:
    with pytest.raises(NotFound) as caught:
        here.term("JointMobilisatoin")

    assert "JointMobilization" in caught.value.did_you_mean


@pytest.mark.parametrize(
    "ask",
    [
        lambda g: g.terms("Muscle"),
        lambda g: g.claims(status="fine"),
        lambda g: g.paths("ManualTherapy", "PainReduction", max_links=9),
    ],
    ids=["kind", "status", "max_links"],
)
def test_a_value_that_there_is_not_is_named_with_those_there_are(here: Session, ask: Ask) -> None:
    with pytest.raises(BadParameter, match="expected"):
        ask(here)


def test_claims_are_chosen_by_every_condition_at_once(here: Session) -> None:
    found = here.claims(subject="manual therapy", status="disputed")

    assert found
    assert {(c.subject, c.status) for c in found} == {("ManualTherapy", Status.DISPUTED)}


@pytest.mark.parametrize("name", ["terms", "claims", "evidence", "sources", "links", "queries"])
def test_frames_have_one_row_for_each_result_and_the_same_columns(here: Session, name: str) -> None:
    listing = getattr(here, name)()

    pandas, polars = listing.to_pandas(), listing.to_polars()

    assert len(pandas) == polars.height == len(listing) > 0
    assert list(pandas.columns) == polars.columns == list(listing.records()[0])


def test_a_frame_of_paths_has_one_row_for_each_link(here: Session) -> None:
    found = here.paths("JointMobilization", "PainReduction", exact=True)

    frame = found.to_pandas()

    assert len(frame) == sum(path.length for path in found)
    weakest = frame[frame["weakest"]]
    assert list(weakest["link"]) == [path.weakest + 1 for path in found]
    assert list(weakest["status"]) == [path.status.value for path in found]


def test_the_network_has_every_term_and_every_link(here: Session) -> None:
    net = here.to_networkx()

    stated = [key for _, _, key in net.edges(keys=True) if key != "subClassOf"]
    links = [link for link in here.links() if link.relation != "subClassOf"]
    assert set(net) >= set(here.graph.terms)
    assert len(stated) == len(links)


def test_no_chain_is_an_answer_and_shows_as_one(here: Session) -> None:
    found = here.paths("PainReduction", "JointMobilization")

    assert len(found) == 0
    assert "0 paths" in found._repr_html_()
    assert found.to_pandas().empty


@pytest.mark.parametrize(
    "show",
    [
        lambda g: g.term("JointMobilization"),
        lambda g: g.claims()[:3],
        lambda g: g.claim(g.claims(status="disputed")[0].id),
        lambda g: g.paths("JointMobilization", "PainReduction"),
        lambda g: g.check(NOT_TURTLE),
        lambda g: g.lint(ARTICLE),
    ],
    ids=["term", "claims", "claim", "paths", "check", "lint"],
)
def test_a_notebook_shows_it_as_well_formed_html(here: Session, show: Ask) -> None:
    from html.parser import HTMLParser

    class Balanced(HTMLParser):
        opened: list[str]

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.opened.pop() == tag

    parser = Balanced()
    parser.opened = []
    parser.feed(show(here)._repr_html_())

    assert parser.opened == []


def test_what_a_draft_says_is_shown_as_text(here: Session) -> None:
    shown = here.sparql("SELECT ('<script>' AS ?x) {}")

    assert not isinstance(shown, bool | list)
    assert "&lt;script&gt;" in shown._repr_html_()


def test_sparql_answers_in_the_shape_of_its_form(here: Session) -> None:
    rows = here.sparql("SELECT ?t { ?t <partOf> <Joint> }")

    assert isinstance(rows, Listing)
    assert {"t": "ArticularCartilage"} in list(rows)
    assert here.sparql("ASK { <Joint> ?p ?o }") is True
    assert here.sparql("CONSTRUCT WHERE { <Joint> ?p ?o }")


def test_a_query_of_the_catalogue_takes_its_parameters_by_name(here: Session) -> None:
    rows = here.run("mechanisms_of_technique", technique="joint mobilization")

    assert "mechanism" in rows.records()[0]
    with pytest.raises(UsageError, match="has no parameter"):
        here.run("mechanisms_of_technique", tissue="Joint")


def test_a_wrong_address_and_a_silent_one_are_told_apart(free_port: int) -> None:
    with pytest.raises(UsageError, match="no address"):
        mtkg.connect("localhost:8000")
    with pytest.raises(GraphUnavailable, match="does not answer"):
        mtkg.connect(f"http://127.0.0.1:{free_port}").release  # noqa: B018


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


ASKED: dict[str, Ask] = {
    "term": lambda g: g.term("JointMobilization"),
    "claims": lambda g: list(g.claims(status="disputed")),
    "paths": lambda g: g.paths("JointMobilization", "PainReduction").to_json(),
    "why": lambda g: g.why("DryNeedling", "subClassOf", "ComplementaryIntervention"),
    "run": lambda g: list(g.run("mechanisms_of_technique", technique="JointMobilization")),
    "jsonld": lambda g: g.jsonld("JointMobilization"),
    "check": lambda g: list(g.check(NOT_TURTLE)),
    "lint": lambda g: g.lint(ARTICLE).to_json(),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_a_served_graph_answers_as_the_installed_one(
    here: Session, there: Session, name: str
) -> None:
    assert ASKED[name](there) == ASKED[name](here)


def test_a_file_and_its_text_are_linted_alike(here: Session, tmp_path: Path) -> None:
    file = tmp_path / "hands.md"
    file.write_text(ARTICLE, "utf-8")

    as_text, as_path, as_name = here.lint(ARTICLE), here.lint(file), here.lint(str(file))

    assert list(as_path) == list(as_name)
    assert [d.in_file("article.md") for d in as_path] == list(as_text) != []


def test_lint_finds_what_the_command_finds(
    here: Session, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "hands.md"
    file.write_text(ARTICLE, "utf-8")

    with pytest.raises(SystemExit) as ended:
        main(["lint", str(file), "--format", "json", "--statistics", "--fail-on", "never"])
    assert not ended.value.code

    told = json.loads(capsysbinary.readouterr().out)
    found = here.lint(file)
    assert found.to_json()["diagnostics"] == told["diagnostics"]
    assert found.summary == told["summary"]
    assert found.statistics == told["statistics"][str(file)]


def test_lint_takes_the_codes_that_are_wanted(here: Session) -> None:
    every = {found.code for found in here.lint(ARTICLE)}
    one = min(every)

    assert {found.code for found in here.lint(ARTICLE, select=one)} == {one}
    assert one not in {found.code for found in here.lint(ARTICLE, ignore=[one])} != set()


def test_a_name_of_a_file_that_is_not_there_is_no_article(here: Session) -> None:
    with pytest.raises(UsageError, match=r"notes\.md: cannot be read"):
        here.lint("notes.md")


def test_a_text_that_looks_like_a_file_can_be_said_to_be_text(here: Session) -> None:
    assert len(here.lint_text("/etc/hostname.txt")) == 0


@pytest.mark.parametrize("ask", [lambda g: g.lint("a\0b"), lambda g: g.check("\ud800")])
def test_what_is_no_text_is_refused_with_its_place(here: Session, ask: Ask) -> None:
    with pytest.raises(UsageError, match="is no text: character"):
        ask(here)


def test_html_is_read_as_html(here: Session) -> None:
    text = "<p>Manual therapy <b>helps</b> to clear metabolic waste.</p>"

    (found,) = here.lint(text, form="html")

    assert (found.code, found.file, found.start.column) == ("TX301", "article.html", 4)
    with pytest.raises(BadParameter, match="markdown, html, text"):
        here.lint(text, form="word")  # type: ignore[arg-type]


def test_a_frame_of_findings_has_numbers_for_places(here: Session) -> None:
    found = here.lint(ARTICLE)

    frame = found.to_pandas()

    assert list(frame["line"]) == [each.start.line for each in found]
    assert found.to_polars().columns == list(frame.columns) == list(found.records()[0])


def test_safe_fixes_give_the_text_without_what_they_end(here: Session, tmp_path: Path) -> None:
    found = here.lint(ARTICLE)
    ended = {each.code for each in found if any(fix.safe for fix in each.fixes)}

    again = here.lint(found.fixed())

    assert ended, "the article has a finding with a safe fix"
    assert ended.isdisjoint(each.code for each in again if each.fixes)


def test_findings_come_with_their_reasons_and_as_a_page(here: Session) -> None:
    found = here.lint(ARTICLE)

    (first, *_) = found.explain()
    assert first["sentence"] == "Manual therapy helps to clear metabolic waste."
    assert "TX301" in first["statements"][0]["verdict"]
    assert "<!doctype html>" in found.to_html().lower()
