"""The remote store: bad addresses, servers that fail, are slow, or say nonsense."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mtkg.errors import Forbidden, GraphUnavailable, SyntaxProblem, TimedOut, UsageError
from mtkg.store.answer import NotAcceptable, Question
from mtkg.store.remote import RemoteStore

ROWS = {
    "head": {"vars": ["x", "y"]},
    "results": {
        "bindings": [
            {"x": {"type": "uri", "value": "http://e/1"}},
            {"x": {"type": "literal", "value": "é", "xml:lang": "fr"}},
        ]
    },
}
Answer = Callable[[int], tuple[int, str, bytes]]


class Fake:
    """An endpoint that answers request number n with what it was told to."""

    def __init__(self) -> None:
        self.answer: Answer = lambda _: (200, "application/sparql-results+json", b"{}")
        self.asked: list[str] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                fake.asked.append(self.rfile.read(length).decode())
                status, media, body = fake.answer(len(fake.asked))
                self.send_response(status)
                self.send_header("content-type", media)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/sparql"

    def says(self, body: object, media: str = "application/sparql-results+json") -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answer = lambda _: (200, media, data)


@pytest.fixture
def endpoint() -> Iterator[Fake]:
    fake = Fake()
    thread = threading.Thread(target=fake.server.serve_forever, daemon=True)
    thread.start()
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


def test_rows_come_as_the_embedded_store_gives_them(endpoint: Fake) -> None:
    endpoint.says(ROWS)

    found = RemoteStore(endpoint.url).select("SELECT * { ?x ?p ?y }")

    assert found.variables == ("x", "y")
    assert [str(row["x"]) for row in found.rows] == ["<http://e/1>", '"é"@fr']
    assert all("y" not in row for row in found.rows)


def test_ask_and_construct_are_read(endpoint: Fake) -> None:
    store = RemoteStore(endpoint.url)

    endpoint.says({"head": {}, "boolean": True})
    assert store.ask("ASK {}") is True
    endpoint.says(b"<a:s> <a:p> 1 . <a:s> <a:p> 1 .", "text/turtle; charset=utf-8")
    assert len(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == 1


def test_a_server_that_fails_is_asked_again(endpoint: Fake) -> None:
    good = json.dumps(ROWS).encode()
    endpoint.answer = lambda number: (
        (503, "text/plain", b"later")
        if number < 3
        else (200, "application/sparql-results+json", good)
    )

    found = RemoteStore(endpoint.url, retries=2).select("SELECT * { ?x ?p ?y }")

    assert len(found.rows) == 2
    assert len(endpoint.asked) == 3


def test_a_server_that_goes_on_failing_is_named(endpoint: Fake) -> None:
    endpoint.answer = lambda _: (500, "text/plain", b"out of order")

    with pytest.raises(GraphUnavailable, match="out of order") as caught:
        RemoteStore(endpoint.url, retries=1).select("SELECT * { ?x ?p ?y }")

    assert endpoint.url in str(caught.value)
    assert len(endpoint.asked) == 2


def test_a_query_that_the_server_calls_malformed_is_not_sent_again(endpoint: Fake) -> None:
    endpoint.answer = lambda _: (400, "text/plain", b"line 1: what?")

    with pytest.raises(SyntaxProblem, match=r"what\?"):
        RemoteStore(endpoint.url).select("SELECT * { ?x ?p ?y }")

    assert len(endpoint.asked) == 1


def test_a_slow_server_is_given_up(endpoint: Fake) -> None:
    def late(_: int) -> tuple[int, str, bytes]:
        time.sleep(3)
        return 200, "text/plain", b""

    endpoint.answer = late

    with pytest.raises(TimedOut) as caught:
        RemoteStore(endpoint.url, timeout_s=1).select("SELECT * { ?x ?p ?y }")

    assert caught.value.limit == 1


def test_nonsense_is_said_to_be_nonsense(endpoint: Fake) -> None:
    endpoint.says(b"<html>")

    with pytest.raises(GraphUnavailable, match="cannot be read"):
        RemoteStore(endpoint.url).select("SELECT * { ?x ?p ?y }")


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(GraphUnavailable, match="does not answer"):
        RemoteStore("http://127.0.0.1:9/", retries=0).ask("ASK {}")


@pytest.mark.parametrize("url", ["", "nowhere", "ftp://e.org/x", "http://", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        RemoteStore(url)


@pytest.mark.parametrize("text", ["DROP ALL", "SELECT * { SERVICE <http://e/> {} }"])
def test_queries_from_outside_are_guarded_before_they_are_sent(endpoint: Fake, text: str) -> None:
    with pytest.raises(Forbidden):
        RemoteStore(endpoint.url).answer(Question(text), 5)

    assert endpoint.asked == []


def test_an_answer_is_written_in_the_format_asked_for_and_cut(endpoint: Fake) -> None:
    endpoint.says(ROWS)
    store = RemoteStore(endpoint.url)

    found = store.answer(Question("SELECT ?x { ?x ?p ?y }", table="csv", max_rows=1), 5)

    assert (found.body, found.cut) == (b"x,y\r\nhttp://e/1,\r\n", "rows")
    assert "LIMIT+2" in endpoint.asked[0]
    with pytest.raises(NotAcceptable):
        store.answer(Question("ASK {}", boolean=None), 5)


def test_the_protocols_dataset_is_passed_on(endpoint: Fake) -> None:
    endpoint.says({"head": {}, "boolean": False})

    RemoteStore(endpoint.url).answer(Question("ASK {}", default_graphs=("http://e/g",)), 5)

    assert "default-graph-uri=http%3A//e/g" in endpoint.asked[0]
