"""Terms in a sentence: longest name first, everyday senses left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mtkg.lint.classes import AUXILIARIES, BE, CONJUNCTIONS, DETERMINERS, MODALS, PREPOSITIONS
from mtkg.lint.lexicon_of_graph import Lexicon, Name, NameKind
from mtkg.lint.tables import actions, verbs
from mtkg.lint.words import Token

_HYPHENS: Final = frozenset("-‐‑")
_NEAR: Final = 8
_TAKING_UP: Final = frozenset(["so", "as", "neither", "nor", "than", "what"])


@dataclass(frozen=True, slots=True)
class Mention:
    """
    Tokens *first* to *last* (exclusive) name a term.

    *name* is None where an act and a noun were put together: "less pain", "a drop in pain".
    """

    first: int
    last: int
    term: str
    name: Name | None
    also: tuple[str, ...] = ()
    verbal: bool = False
    """Whether its first word is a verb: "flushes out toxins", "makes muscles stronger"."""

    is_idiom: bool = False
    denies: bool = False
    """Whether the words say that it is not so: "leaves cortisol unchanged"."""
    sealed: bool = False
    """Whether a negation within it is part of what it says: "no longer stiff"."""

    @property
    def is_named(self) -> bool:
        """Whether the words are a name that the graph has for the term."""
        return self.name is not None and self.name.kind is not NameKind.SURFACE


class Matcher:
    """Finds names in token lists; keeps the positions of words apart from hyphens."""

    def __init__(self, lexicon: Lexicon, *, surfaces: bool = True) -> None:
        self._lexicon = lexicon
        self._surfaces = surfaces

    def find(
        self, tokens: Sequence[Token], everyday: list[tuple[int, int]] | None = None
    ) -> list[Mention]:
        """
        The mentions of one sentence in order, none overlapping.

        The token ranges of everyday phrases that shadow a term are added to *everyday*.
        """
        places = [i for i, token in enumerate(tokens) if token.text not in _HYPHENS]
        words = [tokens[i].noun for i in places]
        found: list[Mention] = []
        at = 0
        while at < len(words):
            hit = self._at(tokens, places, words, at)
            if hit is None:
                at += 1
                continue
            length, mention = hit
            if mention is not None:
                found.append(mention)
            elif everyday is not None:
                everyday.append((places[at], places[at + length - 1] + 1))
            at += length
        return found

    def _at(
        self, tokens: Sequence[Token], places: list[int], words: list[str], at: int
    ) -> tuple[int, Mention | None] | None:
        lexicon, left = self._lexicon, len(words) - at
        for length in lexicon.lengths.get(words[at], ()):
            if length > left:
                continue
            key = " ".join(words[at : at + length]) if length > 1 else words[at]
            name = lexicon.names.get(key)
            if name is None or (name.kind is NameKind.SURFACE and not self._surfaces):
                continue
            first, last = places[at], places[at + length - 1] + 1
            if not name.terms:
                return length, None
            if self._fits(tokens, first, last, key, name):
                return length, Mention(first, last, name.terms[0], name, name.terms[1:])
        return None

    def _fits(self, tokens: Sequence[Token], first: int, last: int, key: str, name: Name) -> bool:
        if name.acronym and tokens[first].text.rstrip("s") != name.written:
            return False
        if any(tokens[i].text in ".,;:!?()" for i in range(first, last)):
            return False
        if _is_in_code(tokens, last):
            return False
        opening = tokens[first]
        if opening.low in AUXILIARIES and first and tokens[first - 1].low in _TAKING_UP:
            # "so does exercise" does no exercise.
            return False
        if last - first > 1 and opening.low != opening.noun and opening.low.endswith("s"):
            # "lowers cortisol" is no "lower cortisol": only the last word of a name is inflected.
            written = name.written.lower()
            if not (written.startswith(opening.low) or written.split()[0].endswith("ing")):
                return False
        needs = self._lexicon.weak.get(key)
        if needs:
            near = tokens[max(0, first - _NEAR) : first] + tokens[last : last + _NEAR]  # type: ignore[operator]
            if not any(token.base in needs or token.noun in needs for token in near):
                return False
        return not _is_verb_reading(tokens, first, last)


def _is_in_code(tokens: Sequence[Token], last: int) -> bool:
    """Whether the words up to *last* go on as an address or a program does: ``window.open``."""
    after = list(tokens[last : last + 2])
    return (
        len(after) == 2
        and after[0].text in (".", "_", "=")
        and tokens[last - 1].end == after[0].start
        and after[0].end == after[1].start
        and after[1].text[0].islower()
    )


_ADJECTIVES: Final = frozenset(word for act in actions().values() for word in act.adjectives)
_PARTICIPLES: Final = frozenset(
    adjective
    for act in actions().values()
    for adjective in act.adjectives
    if adjective.endswith("ed")
)


def _is_verb_reading(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a name that begins with a participle is a verb here: "it reduced pain"."""
    if last - first < 2 or first == 0:
        return False
    before = tokens[first - 1]
    may_be_verb = tokens[first].low in _ADJECTIVES and tokens[first].base in verbs().by_verb
    if may_be_verb and (before.low in MODALS or before.low in ("to", "not", "helps", "help")):
        # "does not lower cortisol"
        return True
    if tokens[first].low not in _PARTICIPLES:
        return False
    if before.low in _MAKE_VERBS:
        return before.low != "that" or first > 1
    return before.is_word and not (
        before.low in DETERMINERS
        or before.low in PREPOSITIONS
        or before.low in CONJUNCTIONS
        or before.low in BE
        or before.low.endswith("ly")
        or (before.base in verbs().by_verb and not before.low.endswith("ing"))
        or before.low in ("more", "less", "both", "such", "not", "mild", "report", "show", "very")
    )


_MAKE_VERBS: Final = frozenset(
    ["has", "have", "had", "having", "also", "further", "it", "they", "we", "which", "that", "who"]
)
