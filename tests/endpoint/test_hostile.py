"""
What hostile and careless clients do, and that the server goes on answering others.

The time-out that ends slow clients is `read_timeout_s` (api/server.py, `BoundedProtocol`).
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"
MILLIONS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def ask(client: httpx.Client, query: str, **parameters: float | str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **parameters})


def gauge(client: httpx.Client, name: str) -> float:
    lines = client.get("/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def until(true: object, seconds: float = 10) -> None:
    assert callable(true)
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname, parts.port), timeout=20)


def get(query: str) -> bytes:
    return f"GET /sparql?timeout=60&query={quote(query)} HTTP/1.1\r\nhost: x\r\n\r\n".encode()


@pytest.fixture(autouse=True)
def still_answers(client: httpx.Client) -> object:
    yield
    assert ask(client, "ASK {}").json()["boolean"] is True


def test_a_file_named_by_from_is_an_empty_graph(client: httpx.Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<a:s> <a:p> 'secret' .", encoding="utf-8")

    for clause in ("FROM", "FROM NAMED"):
        found = ask(client, f"SELECT * {clause} <{secret.as_uri()}> {{ ?s ?p ?o }}")
        assert found.json()["results"]["bindings"] == []
    found = ask(client, "SELECT * { ?s ?p ?o }", **{"default-graph-uri": secret.as_uri()})
    assert found.json()["results"]["bindings"] == []


def test_no_query_makes_the_server_connect_anywhere(client: httpx.Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.5)
        url = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        for query in (
            f"SELECT * FROM <{url}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ FILTER NOT EXISTS {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }} }}",
            f"PREFIX : <{url}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{url}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
            f"LOAD <{url}>",
        ):
            assert ask(client, query).status_code in (200, 403)

        with pytest.raises(TimeoutError):
            trap.accept()


def test_a_query_of_a_megabyte_is_too_large_however_it_comes(client: httpx.Client) -> None:
    query = "#" + "x" * 1_000_000 + "\nASK {}"
    direct = {"content-type": "application/sparql-query"}

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(query), 50_000):
            yield query[start : start + 50_000].encode()

    answers = [
        client.post("/sparql", content=query, headers=direct),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=pieces(), headers=direct),
    ]

    for answer in answers:
        assert answer.status_code == 413
        assert answer.json()["limit_bytes"] > 0


def test_an_address_of_a_megabyte_is_refused(client: httpx.Client, address: str) -> None:
    with connected(address) as line:
        line.sendall(b"GET /sparql?query=")
        try:
            for _ in range(40):
                line.sendall(b"x" * 50_000)
            said = line.recv(100)
        except (ConnectionResetError, BrokenPipeError):
            return
    assert b" 431 " in said


def test_a_cross_product_ends_at_the_time_it_asked_for(client: httpx.Client) -> None:
    found = ask(client, ENDLESS, timeout=2)

    assert found.status_code == 503
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["limit_s"] == 2
    assert "retry-after" in found.headers


def test_more_time_than_there_is_cannot_be_asked_for(client: httpx.Client) -> None:
    for wish in ("600", "-1", "0", "nan", "soon"):
        assert ask(client, "ASK {}", timeout=wish).status_code == 422


def test_ten_million_rows_are_cut_and_said(client: httpx.Client) -> None:
    found = ask(client, MILLIONS)

    assert found.headers["x-truncated"] == "rows; limit=1000"
    assert found.json()["truncated"] is True
    assert len(found.json()["results"]["bindings"]) == 1000


def test_a_query_that_eats_memory_ends_alone(client: httpx.Client) -> None:
    found = ask(client, GREEDY, timeout=50)

    assert found.status_code == 503
    assert "memory" in found.json()["detail"]


def test_a_client_that_hangs_up_ends_its_query(client: httpx.Client, address: str) -> None:
    line = connected(address)
    line.sendall(get(ENDLESS))
    until(lambda: gauge(client, "mtkg_queries_running") == 1)

    line.close()

    until(lambda: gauge(client, "mtkg_queries_running") == 0)


def test_a_full_queue_says_when_to_come_back(client: httpx.Client, address: str) -> None:
    found: list[httpx.Response] = []

    def one() -> None:
        found.append(httpx.get(f"{address}/sparql", params=asked, timeout=30))

    asked = {"query": ENDLESS, "timeout": "3"}
    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in found} == {503}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in found)
    assert "busy" in {answer.json()["type"].rpartition("/")[2] for answer in found}
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /sparql HT",
        b"GET / HTTP/1.1\r\nhost: x\r\n",
        b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nASK",
    ],
    ids=["silent", "half a line", "endless headers", "endless body"],
)
def test_a_client_that_sends_too_slowly_is_hung_up_on(
    client: httpx.Client, address: str, sent: bytes
) -> None:
    with connected(address) as line:
        line.sendall(sent)
        # The server may answer 408 or 400 first; then it hangs up, long before our 20 seconds.
        while line.recv(4096):
            pass


def test_many_slow_clients_keep_no_one_from_being_answered(
    client: httpx.Client, address: str
) -> None:
    lines = [connected(address) for _ in range(200)]
    for line in lines:
        line.sendall(b"GET / HTTP/1.1\r\nx: ")

    assert ask(client, "ASK {}").status_code == 200

    for line in lines:
        line.close()


@pytest.mark.parametrize(
    ("method", "path", "headers", "body"),
    [
        ("GET", "/sparql?query=%ff%fe", {}, b""),
        ("POST", "/sparql", {"content-type": "application/sparql-query"}, b"\xff\xfe"),
        ("POST", "/sparql", {"content-type": "application/x-www-form-urlencoded"}, b"query=%ff"),
        ("POST", "/sparql", {"content-type": "application/x-www-form-urlencoded"}, b"query=\xff"),
        ("POST", "/sparql", {"content-type": "application/sparql-query; charset=utf-16"}, b"AS"),
        ("POST", "/sparql", {"content-type": "text/plain"}, b"ASK {}"),
        ("POST", "/sparql", {}, b"ASK {}"),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=%00", {}, b""),
        ("GET", "/sparql?query=ASK%7B%7D&format=nothing/at-all", {}, b""),
        ("GET", "/terms/%00", {}, b""),
        ("GET", "/%2e%2e/%2e%2e/etc/passwd", {}, b""),
        ("GET", "/download/..%2f..%2fetc%2fpasswd", {}, b""),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_the_client(
    client: httpx.Client, method: str, path: str, headers: dict[str, str], body: bytes
) -> None:
    found = client.request(method, path, headers=headers, content=body)

    assert 400 <= found.status_code < 500 or path.startswith("/terms")
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["status"] == found.status_code
    assert "Traceback" not in found.text


def test_memory_stays_bounded_through_all_of_it(client: httpx.Client) -> None:
    before = resident_mb()  # other tests' programs may be children of this process too
    for _ in range(3):
        ask(client, MILLIONS)
        ask(client, GREEDY, timeout=20)

    assert resident_mb() - before < 1000


def resident_mb() -> float:
    """Megabytes of the server and its workers: children of this process and theirs."""
    ours, found = {os.getpid()}, 0.0
    for _ in range(4):
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                fields = dict(
                    line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
                )
            except OSError:
                continue
            pid, parent = int(fields["Pid"]), int(fields["PPid"])
            if parent in ours and pid not in ours:
                ours.add(pid)
                found += int(fields.get("VmRSS", "0 kB").split()[0]) / 1024
    return found
