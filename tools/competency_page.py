"""Write docs/competency.md from the questions and the built graph; run after changing either."""

from __future__ import annotations

from pathlib import Path

from mtkg.catalogue.coverage import coverage_page
from mtkg.catalogue.questions import load_questions
from mtkg.graph import Graph
from mtkg.resources import release_dir
from mtkg.store.embedded import EmbeddedStore

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Bring the page up to date with the release in ``build/release``."""
    graph = Graph.read(EmbeddedStore.from_release(release_dir(ROOT / "ontology")))
    questions = load_questions(ROOT / "queries" / "questions")
    page = coverage_page(questions, graph.terms, graph.claims)
    (ROOT / "docs" / "competency.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
