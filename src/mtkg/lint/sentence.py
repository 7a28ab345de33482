"""One sentence: its words, the terms in it, and the acts as nouns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Final

from mtkg.lint.classes import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    CONJUNCTIONS,
    DETERMINERS,
    HEADS,
    MODALS,
    PASSED_OVER,
    PREPOSITIONS,
    SUBORDINATORS,
)
from mtkg.lint.lexicon_of_graph import Lexicon
from mtkg.lint.mentions import Matcher, Mention
from mtkg.lint.tables import actions, cues, verbs
from mtkg.lint.words import Token


@cache
def acts_by_word() -> Mapping[str, tuple[tuple[str, bool], ...]]:
    """Adjectives, and nouns after ``#``, of acts → the acts, and whether it is a noun."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for act in actions().values():
        for word in sorted(act.adjectives):
            found.setdefault(word, []).append((act.name, False))
        for noun in sorted(act.nouns):
            found.setdefault(f"#{noun}", []).append((act.name, True))
    return {word: tuple(entries) for word, entries in found.items()}


LONGEST: Final = 250
"""Words and marks of a sentence that is read for claims; a longer one is a list or no prose."""


@lru_cache(maxsize=50_000)
def _acts_of(low: str, noun: str) -> tuple[tuple[str, bool], ...]:
    """The acts of one word, as an adjective and as a noun, and whether it is a noun there."""
    table = acts_by_word()
    return (*table.get(low, ()), *table.get(f"#{noun}", ()))


@dataclass
class Sentence:
    """The words of one sentence with everything found in them."""

    tokens: list[Token]
    named: list[Mention]
    lexicon: Lexicon
    everyday: tuple[tuple[int, int], ...] = ()
    """Token ranges of everyday phrases that hold a word of the field."""
    arguments: dict[int, Mention] = field(default_factory=dict)
    """Token index → the mention, named or composed, that covers it."""

    @classmethod
    def of(cls, tokens: list[Token], matcher: Matcher, lexicon: Lexicon) -> Sentence:
        """Read *tokens*."""
        everyday: list[tuple[int, int]] = []
        sentence = cls(tokens, matcher.find(tokens, everyday), lexicon)
        sentence.everyday = tuple(everyday)
        for mention in sentence.named:
            sentence.cover(mention)
        if sentence.named or any(t.noun in lexicon.nouns for t in tokens):
            sentence._compose_nouns()
        return sentence

    @cached_property
    def low(self) -> list[str]:
        """The words in lower case."""
        return [token.low for token in self.tokens]

    @cached_property
    def base(self) -> list[str]:
        """The dictionary forms of the words."""
        return [token.base for token in self.tokens]

    @cached_property
    def cued(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """The places of cues of certainty and denial, by the name of their list."""
        return cues().every.find(self.low)

    def is_whole(self, first: int, last: int) -> bool:
        """Whether no mention reaches out of the tokens *first* to *last* (exclusive)."""
        inside = {id(m): m for i in range(first, last) if (m := self.mention_at(i))}
        return all(first <= m.first and m.last <= last for m in inside.values())

    def aside(self, comma: int) -> int:
        """Where ", however," or ", too," begins whose last comma is at *comma*; 0 for none."""
        if self.low[comma] != ",":
            return 0
        for at in (comma - 2, comma - 3):
            if (
                at > 0
                and self.low[at] == ","
                and all(
                    w in ADVERBS or w in PASSED_OVER or w.endswith("ly") or w in ("in", "fact")
                    for w in self.low[at + 1 : comma]
                )
            ):
                return at
        return 0

    def mention_at(self, index: int) -> Mention | None:
        """The mention that covers the token *index*."""
        return self.arguments.get(index)

    def cover(self, mention: Mention) -> None:
        """Put *mention* in place of whatever covered its words."""
        for index in range(mention.first, mention.last):
            self.arguments[index] = mention

    def compose(self, act: str, start: int, stop: int) -> tuple[str, int] | None:
        """The term that *act* makes of the noun at *start*, and where the noun ends."""
        stop = min(stop, len(self.tokens))
        most = self.lexicon.nouns.get(self.tokens[start].noun, 0) if start < stop else 0
        mention = self.mention_at(start)
        ends: list[tuple[int, str]] = []
        words: list[str] = []
        index = start
        while index < stop and len(words) < most:
            if self.tokens[index].text not in ("-", "‐", "‑"):
                words.append(self.tokens[index].noun)
                ends.append((index + 1, " ".join(words)))
            index += 1
        if mention is not None and mention.first == start and mention.last <= stop:
            ends += [(mention.last, f"#{term}") for term in (mention.term, *mention.also)]
        ends.sort(key=lambda end: -end[0])
        for name in (act, *actions()[act].tries):
            for end, key in ends:
                if mention is not None and mention.first == start and end < mention.last:
                    continue
                if self._in_everyday(start, end):
                    continue
                found = self.lexicon.composed.get((name, key))
                if found is not None:
                    return found, end
        return None

    def _in_everyday(self, start: int, end: int) -> bool:
        """Whether the noun is cut out of another one: "blood" out of "blood pressure"."""
        return any(first <= start and end < last for first, last in self.everyday)

    def _compose_nouns(self) -> None:
        """Mark "less pain", "a reduction in swelling", "tension relief" as the effects they are."""
        hits = [
            (act, index, is_noun)
            for index, token in enumerate(self.tokens)
            for act, is_noun in _acts_of(token.low, token.noun)
        ]
        for act, index, is_noun in hits:
            if index in self.arguments:
                continue
            if is_noun:
                self._nominal(act, index)
                continue
            found = self.compose(act, index + 1, self._np_end(index + 1))
            if found and not self._is_verb_here(index):
                self.cover(Mention(index, found[1], found[0], None))

    def _is_verb_here(self, index: int) -> bool:
        """Whether an adjective of an act is a finite verb: "it reduced my pain"."""
        word = self.low[index]
        if index == 0:
            return False
        if self.low[index - 1] in MODALS or self.low[index - 1] in ("to", "not", "helps", "help"):
            return self.base[index] in verbs().by_verb
        if (
            word in verbs().by_verb
            and self.mention_at(index - 1) is not None
            and any(low in MODALS for low in self.low[: index - 1])
        ):
            # "Does massage lower cortisol?"
            return True
        before = self.mention_at(index - 1)
        if (
            word in verbs().by_verb
            and before is not None
            and before.first
            and self.low[before.first - 1] in ("and", "or", "nor")
            and any(self.mention_at(i) for i in range(before.first - 1))
        ):
            # "Massage and stretching lower cortisol."
            return True
        if not word.endswith("ed"):
            return False
        last = self.tokens[index - 1]
        return (
            self.mention_at(index - 1) is not None
            or last.low in HEADS
            or last.low
            in ("it", "they", "we", "which", "has", "have", "had", "also", "significantly")
        )

    def _nominal(self, act: str, index: int) -> None:
        after = index + 1
        if after < len(self.tokens) and self.low[after] in ("of", "in", "from", "for", "to"):
            start = self._skip(after + 1)
            found = self.compose(act, start, self._np_end(start))
            if found:
                self.cover(Mention(index, found[1], found[0], None))
                return
        before = self.mention_at(index - 1) if index else None
        following = self.low[after] if after < len(self.low) else ""
        is_verb = self.low[index] != self.tokens[index].noun and (
            following in DETERMINERS
            or after in self.arguments
            or (
                following.isalpha()
                and following not in AUXILIARIES
                and following not in PREPOSITIONS
                and following not in CONJUNCTIONS
            )
        )
        if before is not None and before.name is not None and not is_verb:
            found = self.compose(act, before.first, index)
            if found and found[1] == index:
                self.cover(Mention(before.first, index + 1, found[0], None))

    def _skip(self, index: int) -> int:
        while index < len(self.tokens) and self.low[index] in DETERMINERS:
            index += 1
        return index

    def _np_end(self, start: int) -> int:
        index = start
        while index < len(self.tokens):
            low = self.low[index]
            if low in BREAKS or low in (",", ".") or low in SUBORDINATORS or low in AUXILIARIES:
                break
            index += 1
        return index
