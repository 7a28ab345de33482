"""``POST /check``: the same findings as the command's, and nothing kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from mtkg.settings import Settings
from mtkg.store.embedded import EmbeddedStore

DRAFT = (
    Path(__file__).resolve().parents[1] / "faults" / "KG304" / "tissue_for_mechanism.ttl"
).read_text(encoding="utf-8")
TURTLE = {"content-type": "text/turtle"}


@pytest.fixture(scope="module")
def client(release_store: EmbeddedStore) -> TestClient:
    return TestClient(create_app(release_store, settings=Settings(body_max_bytes=20_000)))


def codes(client: TestClient, body: str | bytes) -> list[tuple[str, int]]:
    found = client.post("/check", content=body, headers=TURTLE).json()["diagnostics"]
    return [(d["code"], d["start"]["line"]) for d in found]


def test_a_draft_is_judged_together_with_the_graph(client: TestClient) -> None:
    answer = client.post("/check", content=DRAFT, headers=TURTLE)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    data = answer.json()
    assert data["summary"] == {"errors": 1, "warnings": 0, "infos": 0}
    assert data["diagnostics"][0]["file"] == "draft.ttl"
    assert data["diagnostics"][0]["related"][0]["file"] == "ontology/relations.ttl"


def test_what_was_posted_before_takes_no_part(client: TestClient) -> None:
    assert codes(client, DRAFT) == codes(client, DRAFT) == [("KG304", 12)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [("", []), ("mtkg:A a", [("KG101", 1)]), (b"# \n# \xff\n", [("KG101", 2)])],
)
def test_bad_turtle_is_a_finding_with_its_line(
    client: TestClient, body: str | bytes, expected: list[tuple[str, int]]
) -> None:
    assert codes(client, body) == expected


def test_a_page_without_scripts_can_post_a_form_and_gets_a_page(client: TestClient) -> None:
    answer = client.post(
        "/check", files={"draft": ("d.ttl", DRAFT)}, headers={"accept": "text/html"}
    )

    assert answer.headers["content-type"].startswith("text/html")
    assert "KG304 wrong-kind" in answer.text
    assert "<mark>mtkg:JointCapsule</mark>" in answer.text
    assert "unsafe-inline" not in answer.headers["content-security-policy"]


def test_another_type_of_body_is_415_and_says_which_are_read(client: TestClient) -> None:
    answer = client.post("/check", json={})

    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"
    assert "text/turtle" in answer.text


def test_a_body_above_the_limit_is_413(client: TestClient) -> None:
    assert client.post("/check", content="#" * 30_000, headers=TURTLE).status_code == 413


def test_an_accept_that_cannot_be_met_is_406(client: TestClient) -> None:
    headers = {**TURTLE, "accept": "image/png"}

    assert client.post("/check", content=DRAFT, headers=headers).status_code == 406
