"""The page about the catalogue says what the heads say."""

from __future__ import annotations

from pathlib import Path

from mtkg.catalogue.page import page
from mtkg.catalogue.spec import load_catalogue

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_the_one_that_the_heads_make() -> None:
    written = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")

    assert written == page(load_catalogue(ROOT / "queries")), "run python -m tools.query_pages"
