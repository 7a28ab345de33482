"""An article cut into parts for a page: no character lost, each finding on its own words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mtkg.graph import Graph
from mtkg.lint.outputs.margin import margin
from mtkg.lint.outputs.passages import passages
from mtkg.lint.reading import read_file
from mtkg.lint.reading.document import HIDDEN
from mtkg.lint.run import Linter
from tests.lint.conftest import Lint

ARTICLES = sorted(
    path
    for path in (Path(__file__).resolve().parents[1] / "corpus" / "tuning").iterdir()
    if path.suffix in (".md", ".html", ".txt")
)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_the_parts_of_a_passage_are_its_text(linter: Linter, path: Path) -> None:
    outcome = linter.lint(read_file(path))

    for block, passage in zip(outcome.document.blocks, passages(outcome), strict=True):
        if HIDDEN not in block.text:
            assert "".join(part.text for part in passage.parts) == block.text


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_every_finding_of_a_sentence_lies_in_one_passage_and_ends_there(
    linter: Linter, path: Path
) -> None:
    outcome = linter.lint(read_file(path))
    found = passages(outcome)

    placed = [number for passage in found for number in passage.findings]
    ended = [number for passage in found for part in passage.parts for number in part.closes]
    assert len(placed) == len(set(placed))
    assert sorted(ended) == sorted(placed)
    for passage in found:
        covered = {number for part in passage.parts for number in part.findings}
        assert covered == set(passage.findings)


def test_a_finding_covers_the_words_it_is_about(lint: Lint) -> None:
    outcome = lint("Some say so. We offer **joint** mobs &amp; more.")
    (passage,) = passages(outcome)

    covered = "".join(part.text for part in passage.parts if part.findings)
    assert covered == "joint mobs"


def test_a_term_is_named_once_and_at_its_first_mention(lint: Lint) -> None:
    outcome = lint("Fascia is soft tissue.\n\nFascia is studied.")
    first, second = passages(outcome)

    assert [part.text for part in first.parts if part.term == "Fascia"] == ["Fascia"]
    assert "Fascia" in first.terms
    assert "Fascia" not in second.terms


def test_code_is_shown_as_the_author_wrote_it(lint: Lint) -> None:
    (passage,) = passages(lint("Fascia is written `<b>fascia</b>` there."))

    assert "".join(part.text for part in passage.parts) == (
        "Fascia is written `<b>fascia</b>` there."
    )


def test_the_copy_with_notes_marks_the_same_words(lint: Lint, pinned: Graph) -> None:
    outcome = lint("Some say so. We offer **joint** mobs &amp; more.")

    assert re.search(r'<mark class="info">joint mobs<sup>', margin(pinned, outcome))
