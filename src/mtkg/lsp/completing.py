"""Which names fit where the cursor stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mtkg.lsp.knowledge import Candidate

_TYPED: Final = re.compile(r"(?P<typed>(?:[A-Za-z]*:)?[\w-]*)$")
_PROPERTY: Final = re.compile(r"(?P<name>mtkg:\w+|rdfs:\w+|owl:\w+)\s+(?:[^;.\"]*,\s*)?[\w:-]*$")
_WANTED: Final = {
    "mtkg:claimRelation": {"relation"},
    "mtkg:claimSubject": {"class"},
    "mtkg:claimObject": {"class"},
    "mtkg:statedIn": {"source"},
    "mtkg:fromSource": {"source"},
    "mtkg:evidenceFor": {"claim"},
    "mtkg:studyDesign": {"individual"},
    "rdfs:subClassOf": {"class"},
    "rdfs:domain": {"class"},
    "rdfs:range": {"class"},
    "owl:onProperty": {"relation"},
    "owl:someValuesFrom": {"class"},
    "owl:allValuesFrom": {"class"},
    "owl:disjointWith": {"class"},
}
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Completions:
    """What was typed of a name so far, the names it may become, and whether there are more."""

    typed: str
    names: tuple[Candidate, ...]
    truncated: bool


def complete(before: str, candidates: Iterable[Candidate]) -> Completions:
    """
    Names that fit behind *before*, the text of the line up to the cursor.

    A name fits if what is typed begins its local name or a word of its label; those whose sort the
    property on the line asks for come alone.
    """
    typed = _TYPED.search(before)
    text = typed["typed"] if typed else ""
    prefix, colon, rest = text.rpartition(":")
    if before.count('"') % 2 or "#" in re.sub(r"<[^>]*>|\"[^\"]*\"", "", before):
        return Completions(text, (), truncated=False)
    context = _PROPERTY.search(before)
    wanted = _WANTED.get(context["name"]) if context else None
    fitting = list(_fitting(candidates, f"{prefix}:" if colon else "", rest.casefold(), wanted))
    fitting.sort(key=lambda pair: (pair[0], pair[1].curie))
    names = tuple(candidate for _, candidate in fitting[:MOST])
    return Completions(text, names, truncated=len(fitting) > MOST)


def _fitting(
    candidates: Iterable[Candidate], prefix: str, typed: str, wanted: set[str] | None
) -> Iterator[tuple[int, Candidate]]:
    for candidate in candidates:
        if wanted is not None and candidate.sort not in wanted:
            continue
        if prefix and not candidate.curie.startswith(prefix):
            continue
        rank = _rank(candidate, typed)
        if rank is not None:
            yield rank, candidate


def _rank(candidate: Candidate, typed: str) -> int | None:
    """0 for the beginning of the name, 1 of the label, 2 of a word in it, 3 within; None for no."""
    name = candidate.curie.partition(":")[2].casefold()
    label = candidate.label.casefold()
    tests = (
        name.startswith(typed),
        label.startswith(typed),
        any(word.startswith(typed) for word in label.split()),
        typed in name,
    )
    return next((rank for rank, holds in enumerate(tests) if holds), None)
