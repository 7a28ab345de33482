"""The Python interface, local and over HTTP."""

from __future__ import annotations

import doctest
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import mtkg
from mtkg import session as module
from mtkg.display.listing import Listing
from mtkg.errors import BadParameter, GraphUnavailable, NotFound, UsageError
from mtkg.model.claims import Status
from mtkg.session import Session
from tests.servers import serving

NOT_TURTLE = "<a> a"
Ask = Callable[[Session], Any]


@pytest.fixture(scope="module")
def here(release_folder: Path) -> Session:
    return mtkg.load(release_folder)


@pytest.fixture(scope="module")
def there(release_folder: Path) -> Iterator[Session]:
    with serving([]) as address:
        yield mtkg.connect(address)


def test_every_example_in_the_docstrings_holds(release_folder: Path) -> None:
    assert doctest.testmod(module).failed == 0


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
    ],
    ids=["term", "claims", "claim", "paths", "check"],
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
    "check": lambda g: [(d.code, d.start, d.message) for d in g.check(NOT_TURTLE)],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_a_served_graph_answers_as_the_installed_one(
    here: Session, there: Session, name: str
) -> None:
    assert ASKED[name](there) == ASKED[name](here)
