"""docs/first-source.md accounts for every statement of the first source, in our own words."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from mtkg.graph import Graph

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "first-source.md"
ARTICLE = "manual-therapy-article"
ROW = re.compile(r"^\|\s*(S\d+)\s*\|\s*(.+?)\s*\|\s*(.+?)\s*\|\s*(.+?)\s*\|$", re.MULTILINE)
SHARED_WORDS = 8
"""A run of as many words in common with the source counts as copied."""


def rows() -> list[tuple[str, str, str, list[str]]]:
    """Number, section, statement and claim ids of each row."""
    text = TABLE.read_text(encoding="utf-8")
    return [
        (no, section, said, re.findall(r"`([\w-]+)`", claims))
        for no, section, said, claims in ROW.findall(text)
    ]


def test_statements_are_numbered_without_a_gap() -> None:
    assert [row[0] for row in rows()] == [f"S{n}" for n in range(1, len(rows()) + 1)]
    assert len(rows()) > 50


def test_every_statement_is_held_by_claims_of_the_graph(release_graph: Graph) -> None:
    for number, _, _, claims in rows():
        assert claims, f"{number} names no claim"
        for claim in claims:
            assert claim in release_graph.claims, f"{number}: no claim {claim}"


def test_every_claim_of_the_source_stands_in_the_table_under_its_section(
    release_graph: Graph,
) -> None:
    sections: dict[str, set[str]] = {}
    for _, section, _, claims in rows():
        for claim in claims:
            sections.setdefault(claim, set()).add(section)

    for said in release_graph.claims.values():
        if ARTICLE in said.stated_in:
            assert said.id in sections, f"{said.id} is in no row"
            assert said.locator in sections[said.id], f"{said.id}: {said.locator}"


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower().replace("’", "'"))


def test_no_sentence_of_the_source_is_copied(release_graph: Graph) -> None:
    folder = Path(os.environ.get("MTKG_FIRST_SOURCE", ROOT.parent / "shared" / "source"))
    article = folder / f"{ARTICLE}.txt"
    if not article.is_file():
        pytest.skip(f"the first source's text is not at hand ({article.name})")
    theirs = words(article.read_text(encoding="utf-8"))
    runs = {tuple(theirs[i : i + SHARED_WORDS]) for i in range(len(theirs))}
    ours = [claim.statement for claim in release_graph.claims.values()]
    ours += [term.definition or "" for term in release_graph.terms.values()]
    ours += [row[2] for row in rows()]

    for text in ours:
        own = words(text)
        copied = [
            own[i : i + SHARED_WORDS]
            for i in range(len(own))
            if len(own[i : i + SHARED_WORDS]) == SHARED_WORDS
            and tuple(own[i : i + SHARED_WORDS]) in runs
        ]
        assert not copied, f"{' '.join(copied[0])!r} in {text!r}"
