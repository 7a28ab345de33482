"""Finds the phrases of the lexicon in shadows of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from mtkg.lint.expressions import Expression, Found, expression
from mtkg.lint.phrases import Phrase
from mtkg.lint.shadow import Shadow
from mtkg.lint.triggers import stand_in_order

Meaning = TypeVar("Meaning")

_REACH: Final = 9
"""How many items apart the parts of an idiom can stand: no gap of it is wide."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: token ranges of the whole and of each slot, and the terms in the slots."""

    phrase: Phrase
    first: int
    last: int
    slots: Mapping[str, str]
    places: Mapping[str, tuple[int, int]]
    negated: bool


class Finder(Generic[Meaning]):
    """
    Finds phrases of a set in shadows, looking only for those of which every need is there.

    Needs are numbered, and a set of them is a number of which they are the bits.
    """

    def __init__(
        self, phrases: Sequence[tuple[Phrase, Meaning]], *, overlapping: bool = False
    ) -> None:
        self._overlapping = overlapping
        self._phrases = tuple(phrases)
        numbers: dict[frozenset[str], int] = {}
        self._needs = [
            sum(1 << numbers.setdefault(need, len(numbers)) for need in set(phrase.needs))
            for phrase, _ in phrases
        ]
        self._met = _bits(numbers)
        self._by_word = _index(phrase.needs[0] for phrase, _ in phrases)
        self._expressions: dict[int, Expression] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_expressions": {}}

    def candidates(self, items: Iterable[str]) -> list[int]:
        """The phrases, by number, that a shadow may hold which has no other items than these."""
        here = set(items)
        numbers = {n for word in here & self._by_word.keys() for n in self._by_word[word]}
        if not numbers:
            return []
        lacking, needs = self._lacking(here), self._needs
        return sorted([n for n in numbers if not needs[n] & lacking])

    def find(
        self, shadow: Shadow, candidates: Iterable[int] | None = None
    ) -> Iterator[tuple[Hit, Meaning]]:
        """Every hit with what the phrase stands for, in the order of the phrases."""
        if candidates is None:
            candidates = self.candidates(shadow.words)
        lacking, items = self._lacking(shadow.words), shadow.text.split()
        for number in candidates:
            if self._needs[number] & lacking:
                continue
            phrase, meaning = self._phrases[number]
            if self._overlapping and not stand_in_order(items, phrase.order, _REACH):
                continue
            for match in self._matches(number, shadow.text):
                if match.end() > match.start():
                    yield _hit(phrase, match, shadow), meaning

    def _lacking(self, here: Iterable[str]) -> int:
        """The needs that are not met, as bits."""
        met, table = 0, self._met
        for word in here:
            if word in table:
                met |= table[word]
        return ~met

    def _matches(self, number: int, text: str) -> Iterator[Found]:
        made = self._expressions.get(number)
        if made is None:
            made = self._expressions[number] = expression(self._phrases[number][0].pattern)
        if not self._overlapping:
            yield from made.finditer(text)
            return
        at = 0
        while match := made.search(text, at):
            yield match
            at = text.find(" ", match.start()) + 1 or len(text)

    def meanings(self) -> Iterator[Meaning]:
        """What each phrase stands for, in the order of `all_phrases`."""
        yield from (meaning for _, meaning in self._phrases)

    def all_phrases(self) -> Iterator[Phrase]:
        """Every phrase."""
        yield from (phrase for phrase, _ in self._phrases)


def _bits(numbers: Mapping[frozenset[str], int]) -> dict[str, int]:
    """Item → the needs that it meets, as bits."""
    found: dict[str, int] = {}
    for items, number in numbers.items():
        for item in items:
            found[item] = found.get(item, 0) | 1 << number
    return found


def _index(sets: Iterable[frozenset[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, items in enumerate(sets):
        for item in items:
            found.setdefault(item, []).append(number)
    return found


def _hit(phrase: Phrase, match: Found, shadow: Shadow) -> Hit:
    def tokens(start: int, end: int) -> tuple[int, int]:
        inside = [s for s in shadow.spans if start <= s < end]
        return shadow.spans[inside[0]][0], shadow.spans[inside[-1]][1]

    slots = {k: v for k, v in match.groupdict().items() if v}
    places = {k: tokens(*match.span(k)) for k in slots}
    first, last = tokens(match.start(), match.end())
    negated = False
    if not phrase.denies:
        said = match.group()
        for text in slots.values():
            said = said.replace(text, "", 1)
        if "..." in phrase.written:
            # "With a fracture the question does not arise, for it is ruled out."
            said = said.rsplit(", ", 1)[-1]
        negated = any(word in said for word in ("not. ", "no. ", "nothing "))
    return Hit(phrase, first, last, slots, places, negated)
