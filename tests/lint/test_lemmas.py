"""Words have the dictionary forms that simplemma gives them, wherever its table stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from simplemma import lemmatize

from mtkg.lint import lemmas

CORPUS = Path(__file__).parents[1] / "corpus/tuning"
WORDS = sorted(
    {
        word
        for path in CORPUS.glob("*.md")
        for word in re.findall(
            r"[^\W\d_]+(?:'[^\W\d_]+)*", path.read_text(encoding="utf-8").lower()
        )
    }
    | {"mobilisations", "hummpads", "unpinches", "cafés", "naïve", "isn't", "physio's"}
)


def test_the_table_in_a_file_gives_what_simplemma_gives() -> None:
    assert [(word, lemmas.lemma_of(word)) for word in WORDS] == [
        (word, lemmatize(word, "en")) for word in WORDS
    ]


def test_so_it_is_where_no_file_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    for function in (lemmas.lemma_of, lemmas._table):
        function.cache_clear()
    try:
        assert lemmas._table() is None
        assert lemmas.lemma_of("relieving") == "relieve"
        assert lemmas.lemma_of("hummpads") == lemmatize("hummpads", "en")
    finally:
        for function in (lemmas.lemma_of, lemmas._table):
            function.cache_clear()


def test_a_damaged_table_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    lemmas._table.cache_clear()
    try:
        assert lemmas._table() is not None
        lemmas._table.cache_clear()
        (path,) = (tmp_path / "mtkg/lint").iterdir()
        path.write_bytes(b"no table")
        lemmas.lemma_of.cache_clear()
        assert lemmas._table() is None
        assert lemmas.lemma_of("relieving") == "relieve"
    finally:
        lemmas._table.cache_clear()
        lemmas.lemma_of.cache_clear()
