"""``POST /lint`` answers with findings or the annotated article, and keeps nothing."""

from __future__ import annotations

import io

import docx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from mtkg.store.embedded import EmbeddedStore

TEXT = "# Alignment\n\nManual therapy improves joint alignment.\n"


@pytest.fixture(scope="module")
def client(release_store: EmbeddedStore) -> TestClient:
    return TestClient(create_app(release_store))


def test_markdown_is_answered_with_diagnostics(client: TestClient) -> None:
    answer = client.post("/lint", content=TEXT, headers={"content-type": "text/markdown"})

    assert answer.status_code == 200
    assert set(answer.json()) == {"diagnostics", "summary", "statistics"}
    assert answer.headers["cache-control"] == "no-store"


def test_the_annotated_article_is_a_page_or_a_word_file(client: TestClient) -> None:
    kind = {"content-type": "text/markdown"}
    as_page = client.post("/lint?format=html", content=TEXT, headers=kind)
    as_word = client.post("/lint?format=docx", content=TEXT, headers=kind)

    assert "joint alignment" in as_page.text
    assert "Alignment" in [p.text for p in docx.Document(io.BytesIO(as_word.content)).paragraphs]


def test_bodies_that_are_no_article_are_problems(client: TestClient) -> None:
    pdf = client.post("/lint", content=b"%PDF", headers={"content-type": "application/pdf"})
    noise = client.post("/lint", content=b"\xff\x80", headers={"content-type": "text/plain"})

    assert (pdf.status_code, noise.status_code) == (415, 400)
    assert pdf.headers["content-type"] == "application/problem+json"
