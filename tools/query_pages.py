"""Write docs/queries.md from the heads of queries/*.rq; run after changing a query."""

from __future__ import annotations

from pathlib import Path

from mtkg.catalogue.page import page
from mtkg.catalogue.spec import load_catalogue

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Bring the page up to date."""
    text = page(load_catalogue(ROOT / "queries"))
    (ROOT / "docs" / "queries.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
