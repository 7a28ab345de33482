"""Tags, conditions, cache, headers, packing: what every answer carries."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from mtkg.settings import Settings

ROWS = "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%2050"


def test_every_answer_carries_what_browsers_and_caches_need(client: httpx.Client) -> None:
    for path in ("/version", ROWS, "/nothing-here", "/sparql?query=ASK%7B"):
        headers = client.get(path).headers

        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert "Accept" in headers["vary"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-request-id"]


def test_a_poll_costs_a_304_and_no_body(client: httpx.Client) -> None:
    first = client.get(ROWS)
    tag = first.headers["etag"]

    again = client.get(ROWS, headers={"if-none-match": tag})

    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert again.headers["cache-control"] == first.headers["cache-control"]


def test_a_tag_of_another_representation_does_not_match(client: httpx.Client) -> None:
    as_json = client.get(ROWS).headers["etag"]
    as_csv = client.get(ROWS, headers={"accept": "text/csv"}).headers["etag"]
    packed = client.get(ROWS, headers={"accept-encoding": "gzip"}).headers["etag"]
    plain = client.get(ROWS, headers={"accept-encoding": "identity"}).headers["etag"]

    assert len({as_json, as_csv, plain}) == 3
    assert packed != plain
    assert client.get(ROWS, headers={"if-none-match": as_csv}).status_code == 200


def test_a_tag_changes_with_release_program_and_limits(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def tag(file: Path, **chosen: int) -> str:
        app = create_app(data=[str(file)], settings=Settings(**chosen))  # type: ignore[arg-type]
        return TestClient(app).get(ROWS).headers["etag"]

    before = tag(data)
    other = tmp_path / "other.nt"
    other.write_text('<http://e/s> <http://e/p> "1" .', encoding="utf-8")
    monkeypatch.setattr("api.service.__version__", "99.0")
    upgraded = tag(data)

    assert tag(data) == upgraded
    assert len({before, upgraded, tag(other), tag(data, result_max_rows=10)}) == 4


def test_an_answer_from_the_cache_is_the_answer(client: httpx.Client) -> None:
    first, second = client.get(ROWS), client.get(ROWS)

    ours = ("date", "x-request-id")
    assert first.content == second.content
    assert {k: v for k, v in first.headers.items() if k not in ours} == {
        k: v for k, v in second.headers.items() if k not in ours
    }


def test_a_query_in_a_body_is_kept_by_its_body(client: httpx.Client) -> None:
    def post(query: str) -> httpx.Response:
        headers = {"content-type": "application/sparql-query"}
        return client.post("/sparql", content=query, headers=headers)

    assert post("ASK { ?s ?p ?o }").json()["boolean"] is True
    assert post("ASK { ?s ?p 'none' }").json()["boolean"] is False
    assert post("ASK { ?s ?p ?o }").json()["boolean"] is True


@pytest.mark.parametrize("path", ["/version", ROWS, "/version.json", "/nothing-here", "/health"])
def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client, path: str) -> None:
    get, head = client.get(path), client.head(path)

    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == get.headers["content-length"]
    assert head.headers.get("etag") == get.headers.get("etag")


def test_large_text_is_packed_for_those_who_take_it(client: httpx.Client, address: str) -> None:
    plain = client.get(ROWS, headers={"accept-encoding": "identity"})
    with httpx.stream("GET", address + ROWS, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 3


def test_an_answer_that_changes_is_never_kept(client: httpx.Client) -> None:
    path = "/sparql?query=SELECT%20(UUID()%20AS%20%3Fx)%20%7B%7D"

    first, second = client.get(path), client.get(path)

    assert first.content != second.content
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"


def test_problems_are_never_kept(client: httpx.Client) -> None:
    found = client.get("/sparql?query=ASK%7B")

    assert found.headers["cache-control"] == "no-store"
    assert "etag" not in found.headers


def test_a_preflight_allows_what_the_service_answers(client: httpx.Client) -> None:
    asked = {"origin": "https://e.org", "access-control-request-method": "POST"}

    found = client.options("/sparql", headers=asked)

    assert found.status_code == 204
    assert "POST" in found.headers["access-control-allow-methods"]
    assert "Content-Type" in found.headers["access-control-allow-headers"]


def test_a_method_that_is_not_answered_names_those_that_are(client: httpx.Client) -> None:
    found = client.put("/sparql")

    assert found.status_code == 405
    assert {"GET", "HEAD", "POST", "OPTIONS"} == set(found.headers["allow"].split(", "))


def test_a_request_id_is_taken_over_where_it_is_one(client: httpx.Client) -> None:
    given = client.get("/version", headers={"x-request-id": "abc-123"})
    bad = client.get("/version", headers={b"x-request-id": 'a"b\u00e9'.encode("latin-1")})

    assert given.headers["x-request-id"] == "abc-123"
    assert '"' not in bad.headers["x-request-id"]


@pytest.mark.parametrize(
    ("suffix", "media"),
    [
        ("json", "application/sparql-results+json"),
        ("csv", "text/csv; charset=utf-8"),
        ("tsv", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_a_suffix_overrides_accept(client: httpx.Client, suffix: str, media: str) -> None:
    path = ROWS.replace("/sparql", f"/sparql.{suffix}")

    found = client.get(path, headers={"accept": "application/sparql-results+xml"})

    assert found.headers["content-type"] == media


def test_406_lists_what_there_is(client: httpx.Client) -> None:
    found = client.get(ROWS, headers={"accept": "image/png"})

    assert found.status_code == 406
    assert "text/csv" in found.json()["available"]


def test_metrics_count_requests_by_route(client: httpx.Client) -> None:
    client.get("/version")

    text = client.get("/metrics").text

    assert re.search(r'mtkg_requests_total\{method="GET",route="/version",status="200"\} \d', text)
    assert "mtkg_cache_hits" in text
    assert "mtkg_request_seconds_bucket" in text


def test_the_openapi_document_knows_the_endpoint(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    assert {"get", "post"} <= paths["/sparql"].keys()
    assert "/void" in paths
