"""Phrases are found alike with PCRE2 and with the standard library."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mtkg.graph import Graph
from mtkg.lint.expressions import Expression, expression
from mtkg.lint.finding import Finder
from mtkg.lint.reading import read_file
from mtkg.lint.run import Linter
from mtkg.lint.shadow import Shadow, shadow_of
from mtkg.lint.topic import Topic
from mtkg.lint.words import sentences_of, tokens_of

pytest.importorskip("pcre2", reason="the platform has no build of PCRE2")
ARTICLES = sorted((Path(__file__).parents[1] / "corpus/tuning").glob("[be]*-[bs]*.md"))


def _shadows(reading: Linter, path: Path) -> list[Shadow]:
    kit = reading.kit
    sentences = [
        kit.read(tokens_of(block.text[start:end]), Topic())
        for block in read_file(path).blocks
        for start, end in sentences_of(block.text)
    ]
    return [shadow_of(s, lambda term: kit.letters.get(term, "Z")) for s in sentences] + [
        shadow_of(s, None) for s in sentences
    ]


def _found(finder: Finder[object], shadows: list[Shadow]) -> list[object]:
    return [(hit, meaning) for shadow in shadows for hit, meaning in finder.find(shadow)]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_standard_library_gives_the_same_hits(
    release_graph: Graph, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Linter(release_graph)
    shadows = _shadows(reading, path)
    finders: list[Finder[object]] = [reading.kit.sayer.finder, reading.kit.idioms]  # type: ignore[list-item]
    found = [_found(finder, shadows) for finder in finders]
    assert all(found)
    made: list[Expression] = []

    def slow(pattern: str) -> Expression:
        made.append(re.compile(pattern))
        return made[-1]

    monkeypatch.setattr("mtkg.lint.finding.expression", slow)
    for finder in finders:
        monkeypatch.setattr(finder, "_expressions", {})
    assert [_found(finder, shadows) for finder in finders] == found
    assert made
    assert type(made[0]) is not type(expression("a"))
