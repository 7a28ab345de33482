"""Clauses that say that nothing happens: "leaves cortisol unchanged", "pain stays the same"."""

from __future__ import annotations

from functools import cache
from typing import Final

from mtkg.lint.classes import DETERMINERS
from mtkg.lint.mentions import Mention
from mtkg.lint.sentence import Sentence
from mtkg.lint.tables import Phrases, table

_ACTS: Final = ("less", "better", "more", "restore", "faster", "activate", "remove", "correct")
"""What could have been done to something, likeliest first."""
_FARTHEST: Final = 5


@cache
def _lists() -> dict[str, Phrases]:
    data = table("unchanged")
    return {name: Phrases.of(phrases) for name, phrases in data.items()}


def mark_unchanged(sentence: Sentence) -> None:
    """Cover each such clause with what it says has not come about."""
    lists = _lists()
    low = sentence.low
    for first, last in lists["leaves"].find(low):
        noun = _noun(sentence, last)
        if noun is not None:
            end = _after(sentence, noun[1], lists["as_it_was"])
            _cover(sentence, first, end, noun[0], verbal=True)
    for first, last in lists["does_nothing"].find(low):
        noun = _noun(sentence, last)
        if noun is not None and sentence.mention_at(noun[2]) is None:
            _cover(sentence, first, noun[1], noun[0], verbal=True)
    for first, last in lists["no_change"].find(low):
        noun = _noun(sentence, last)
        if noun is not None:
            _cover(sentence, first, noun[1], noun[0], verbal=False)
    for first, last in lists["does_not_move"].find(low):
        before = _noun_before(sentence, first)
        if before is not None:
            _cover(sentence, before[1], last, before[0], verbal=False)
    for verbs, states in (("stays", "as_it_was"), ("is", "as_ever")):
        for first, last in lists[verbs].find(low):
            end = _after(sentence, last, lists[states])
            before = _noun_before(sentence, first) if end else None
            if before is not None:
                _cover(sentence, before[1], end, before[0], verbal=False)


def _cover(sentence: Sentence, first: int, last: int | None, term: str, *, verbal: bool) -> None:
    if last is not None and sentence.is_whole(first, last):
        sentence.cover(
            Mention(first, last, term, None, verbal=verbal, is_idiom=True, denies=True, sealed=True)
        )


def _noun(sentence: Sentence, index: int) -> tuple[str, int, int] | None:
    """What the acts make of the noun that follows *index*, where it ends and begins."""
    for start in range(index, min(index + _FARTHEST, len(sentence.low))):
        found = _made(sentence, start, min(start + _FARTHEST, len(sentence.low)))
        if found is not None:
            return found[0], found[1], start
        if sentence.low[start] not in DETERMINERS and not sentence.low[start].isalpha():
            return None
    return None


def _noun_before(sentence: Sentence, stop: int) -> tuple[str, int] | None:
    """The same of the noun that ends at *stop*, and where it begins."""
    for start in range(max(0, stop - _FARTHEST), stop):
        found = _made(sentence, start, stop)
        if found is not None and found[1] == stop:
            return found[0], start
    return None


def _made(sentence: Sentence, start: int, stop: int) -> tuple[str, int] | None:
    mention = sentence.mention_at(start)
    if mention is not None and mention.first != start:
        return None
    for act in _ACTS:
        found = sentence.compose(act, start, stop)
        if found is not None:
            return found
    return None


def _after(sentence: Sentence, index: int, phrases: Phrases) -> int | None:
    """Where one of *phrases* ends that stands at *index* or up to three words later."""
    for at in range(index, min(index + 4, len(sentence.low))):
        size = phrases.at(sentence.low, at)
        if size:
            return at + size
    return None
