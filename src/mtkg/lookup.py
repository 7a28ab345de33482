"""Find terms by what people write: local name, CURIE, IRI, label, synonym, or a part or a slip."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process, utils

from mtkg.errors import NotFound
from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.terms import Term

FUZZY_CUTOFF = 75.0
"""Least similarity (0 to 100, rapidfuzz WRatio) of a fuzzy hit or a suggestion."""


class Match(StrEnum):
    """How a term was found; members stand in the order in which hits are listed."""

    ID = "id"
    LABEL = "label"
    SYNONYM = "synonym"
    PREFIX = "prefix"
    WORD = "word"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found by a search, and how."""

    term: Term
    match: Match


def fold(text: str) -> str:
    """
    *text* as it is compared: no case, accents or hyphens, one blank, -isation as -ization.

    >>> fold("Joint  Mobilisation"), fold("œdema")
    ('joint mobilization', 'oedema')
    """
    plain = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[\s\-‐‑–—_]+", " ", plain).strip()
    return re.sub(r"is(ation|ations|e|ed|es|ing)\b", r"iz\1", plain)


class Index:
    """The names of a graph's terms, ready for look-up. Nothing here changes after it is made."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._ids = {name.casefold(): name for name in graph.terms}
        self._labels = _names(graph.terms.values(), lambda t: (t.label,))
        self._synonyms = _names(graph.terms.values(), lambda t: t.synonyms + t.hidden_labels)
        self._names = sorted({**self._labels, **self._synonyms})

    def resolve(self, name: str) -> Term:
        """
        The one term that *name* names: local name, CURIE, IRI, exact label or synonym.

        Raises `NotFound` with close matches; also where a name belongs to several terms.
        """
        text = name.strip()
        iri = text.strip("<>")
        iri = v.expand(iri) or iri
        local = iri[len(v.MTKG) :] if iri.startswith(v.MTKG) else text
        exact = self._graph.terms.get(local) or self._graph.terms.get(
            self._ids.get(local.casefold(), "")
        )
        if exact:
            return exact
        key = fold(text)
        for names in (self._labels, self._synonyms):
            found = names.get(key, ())
            if len(found) == 1:
                return self._graph.terms[found[0]]
            if found:
                raise NotFound("single term", name, found)
        raise NotFound("term", name, self.close_to(name))

    def close_to(self, name: str, limit: int = 5) -> tuple[str, ...]:
        """Local names of the terms whose names are most like *name*, best first."""
        hits = [hit.term.id for hit in self.search(_spaced(name), kinds=())]
        return tuple(hits[:limit])

    def search(self, text: str, kinds: Iterable[str] = ()) -> list[Hit]:
        """
        Terms that *text* may mean, best first: by `Match`, then words of the label, then label.

        *kinds* keeps only terms of these kinds. No text gives every term by label.
        """
        wanted = set(kinds)
        found: dict[str, Match] = {}
        key = fold(text)
        for match, names in self._hits(text, key):
            for name in names:
                found.setdefault(name, match)
        terms = self._graph.terms
        hits = [Hit(terms[n], m) for n, m in found.items() if not wanted or terms[n].kind in wanted]
        order = {match: rank for rank, match in enumerate(Match)}
        fuzzy_rank = {name: rank for rank, name in enumerate(found)}
        return sorted(
            hits,
            key=lambda h: (
                order[h.match],
                fuzzy_rank[h.term.id] if h.match is Match.FUZZY else 0,
                len(h.term.label.split()),
                h.term.label.casefold(),
                h.term.id,
            ),
        )

    def _hits(self, text: str, key: str) -> Iterable[tuple[Match, Iterable[str]]]:
        if not key:
            yield Match.PREFIX, self._graph.terms
            return
        if (name := self._ids.get(text.strip().casefold())) is not None:
            yield Match.ID, (name,)
        yield Match.LABEL, self._labels.get(key, ())
        yield Match.SYNONYM, self._synonyms.get(key, ())
        yield Match.PREFIX, self._where(lambda name: name.startswith(key))
        words = key.split()
        yield Match.WORD, self._where(lambda n: all(f" {w}" in f" {n}" for w in words))
        similar = process.extract(
            key,
            self._names,
            scorer=fuzz.WRatio if len(key) > 4 else fuzz.ratio,
            processor=utils.default_process,
            limit=10,
            score_cutoff=FUZZY_CUTOFF,
        )
        for name, _, _ in similar:
            yield Match.FUZZY, self._terms_named(name)

    def _where(self, test: Callable[[str], bool]) -> list[str]:
        return [term for name in self._names if test(name) for term in self._terms_named(name)]

    def _terms_named(self, name: str) -> tuple[str, ...]:
        return self._labels.get(name, ()) + self._synonyms.get(name, ())


def _names(
    terms: Iterable[Term], names_of: Callable[[Term], tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        for name in names_of(term):
            if term.id not in found[fold(name)]:
                found[fold(name)].append(term.id)
    return {name: tuple(ids) for name, ids in found.items()}


def _spaced(name: str) -> str:
    """``JointMobilisation`` as ``Joint Mobilisation``, so that a mistyped id finds its label."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.rsplit(":", 1)[-1])
