"""
Dictionary forms of English words, by simplemma.

Its table is unpacked once, into a file in which single words are looked up: unpacking it takes
longer than reading most articles.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from mtkg.lint.prepared import cache_folder, digest_of, keep

_LANGUAGE: Final = "en"
_FIND: Final = "SELECT lemma FROM lemmas WHERE word = ?"


@lru_cache(maxsize=50_000)
def lemma_of(word: str) -> str:
    """
    The dictionary form of a lower-case word; itself where none is known.

    >>> lemma_of("relieving"), lemma_of("worn")
    ('relieve', 'wear')
    """
    table = _table()
    known = table.get(word) if table is not None and word.isalpha() else None
    return known if known is not None else _lemmatizer()(word)


@cache
def _table() -> Table | None:
    """The unpacked table, None where no file can be kept."""
    folder = cache_folder()
    if folder is None:
        return None
    path = folder / f"lemmas-{digest_of(_version())}"
    if not path.exists():
        keep(path, _unpack)
    try:
        return Table(path)
    except sqlite3.Error:
        return None


class Table(Mapping[str, str]):
    """The table in the file *path*; raises `sqlite3.Error` if it is none."""

    def __init__(self, path: Path) -> None:
        self._open = sqlite3.connect(
            f"{path.as_uri()}?immutable=1", uri=True, check_same_thread=False
        )
        (self._size,) = self._open.execute("SELECT count FROM size").fetchone()

    def __getitem__(self, word: str) -> str:
        lemma = self.get(word)
        if lemma is None:
            raise KeyError(word)
        return lemma

    def get(self, word: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """The lemma of *word*."""
        row = self._open.execute(_FIND, (word,)).fetchone()
        return row[0] if row else default

    def __iter__(self) -> Iterator[str]:
        return (word for (word,) in self._open.execute("SELECT word FROM lemmas"))

    def __len__(self) -> int:
        return int(self._size)


def _version() -> str:
    """What tells one edition of simplemma from another, without importing it."""
    spec = find_spec("simplemma")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("simplemma")
    folder = Path(spec.origin).parent
    data = folder / "strategies/dictionaries/data" / f"{_LANGUAGE}.plzma"
    return f"{(folder / '__metadata__.py').read_text(encoding='utf-8')} {data.stat().st_size}"


def _unpack(path: Path) -> None:
    from simplemma.strategies.dictionaries import dictionary_factory  # noqa: PLC0415 - see below

    words = dictionary_factory.DefaultDictionaryFactory().get_dictionary(_LANGUAGE)
    table = sqlite3.connect(path)
    try:
        table.execute("CREATE TABLE lemmas (word TEXT PRIMARY KEY, lemma TEXT) WITHOUT ROWID")
        table.executemany("INSERT INTO lemmas VALUES (?, ?)", sorted(words.items()))
        table.execute("CREATE TABLE size AS SELECT count(*) AS count FROM lemmas")
        table.commit()
    except sqlite3.Error as error:
        raise OSError(f"{path}: {error}") from error
    finally:
        table.close()


class _Unpacked:
    """Where simplemma finds its table: in the file, or else in its own data."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        table = _table()
        if table is not None:
            return table
        from simplemma.strategies.dictionaries import dictionary_factory  # noqa: PLC0415

        return dictionary_factory.DEFAULT_DICTIONARY_FACTORY.get_dictionary(lang)


@cache
def _lemmatizer() -> Callable[[str], str]:
    from simplemma import Lemmatizer  # noqa: PLC0415 - takes a tenth of a second
    from simplemma.strategies import DefaultStrategy  # noqa: PLC0415

    strategy = DefaultStrategy(dictionary_factory=_Unpacked())
    lemmatizer = Lemmatizer(lemmatization_strategy=strategy)
    return lambda word: lemmatizer.lemmatize(word, _LANGUAGE)
