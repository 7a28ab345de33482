"""
The W3C's SPARQL 1.1 protocol tests over HTTP, as they are written.

Of the 34 tests 27 ask for what a read-only server does. The other 7 want updates carried out;
here they are refused with 403, and nothing changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers import serving
from tests.w3c.manifests import ProtocolTest, Request, cases, protocol_tests

pytestmark = pytest.mark.needs("w3c")

FOLDER = os.environ.get("MTKG_W3C")
TESTS = protocol_tests(Path(FOLDER)) if FOLDER and Path(FOLDER).is_dir() else []
READING = [test for test in TESTS if not test.updates]
UPDATING = [test for test in TESTS if test.updates]
BOOLEAN = {"application/sparql-results+json", "application/sparql-results+xml"}
TABULAR = BOOLEAN | {"text/csv", "text/tab-separated-values"}
RDF = {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"}
FORMATS = {"boolean": BOOLEAN, "tabular": TABULAR, "RDF": RDF}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    graphs = {name: path for test in TESTS for name, path in test.graphs}
    with serving([f"--data={name}={path}" for name, path in sorted(graphs.items())]) as found:
        yield found


def send(address: str, request: Request) -> httpx.Response:
    # The manifest has ``/sparql/`` for the endpoint's path, whatever it is.
    path = request.path.replace("/sparql/", "/sparql", 1)
    return httpx.request(
        request.method, address + path, headers=request.headers, content=request.body
    )


def dump(address: str) -> str:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    answer = httpx.get(f"{address}/sparql.nt", params={"query": query})
    assert answer.status_code == 200
    return "\n".join(sorted(answer.text.splitlines()))


def test_all_tests_of_the_manifest_are_here() -> None:
    assert (len(READING), len(UPDATING)) == (27, 7)


@pytest.mark.parametrize("test", cases(READING))
def test_what_a_reader_may_ask_is_answered_as_the_standard_has_it(
    address: str, test: ProtocolTest
) -> None:
    for request in test.requests:
        answer = send(address, request)

        assert f"{answer.status_code // 100}xx" in request.statuses, answer.text
        if request.format is not None:
            media = answer.headers["content-type"].partition(";")[0]
            assert media in FORMATS[request.format]
        if request.boolean is not None:
            assert answer.json()["boolean"] is request.boolean


@pytest.mark.parametrize("test", cases(UPDATING))
def test_an_update_is_refused_and_changes_nothing(address: str, test: ProtocolTest) -> None:
    before = dump(address)

    answer = send(address, test.requests[0])

    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert before == dump(address)
    assert before
