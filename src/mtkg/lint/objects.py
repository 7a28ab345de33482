"""What stands after a predicate: terms, or what its act makes of nouns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mtkg.lint.classes import BREAKS, CARRIERS, CONJUNCTIONS, PREPOSITIONS, SUBORDINATORS
from mtkg.lint.predicates import Predicate
from mtkg.lint.sentence import Sentence

_PAINS: Final = frozenset({"Pain", "MusculoskeletalPain"})
_MANNER: Final = frozenset(["way", "ways", "manner"])


@dataclass(frozen=True, slots=True)
class Object:
    """One object of a predicate: a term as it stands, or what the verb makes of a noun."""

    first: int
    last: int
    term: str | None
    denied: bool = False
    also: tuple[str, ...] = ()
    """Other terms that the same words may mean."""


def objects_of(
    sentence: Sentence, predicate: Predicate, acts: tuple[str, ...], stop: int
) -> list[Object]:
    """What stands after *predicate* up to *stop*: terms, or what *acts* make of nouns."""
    found: list[Object] = []
    low = sentence.low
    index = predicate.last
    denied = False
    closed = False
    while index < stop:
        word = low[index]
        mention = sentence.mention_at(index)
        if mention is None and word in ("rather", "instead") and found:
            denied = closed = True
            closed = False
            index += 2
            continue
        if mention is None and word == "but" and low[index + 1 : index + 2] == ["also"] and found:
            closed = False
            index += 2
            continue
        if mention is None and (word in BREAKS or word in SUBORDINATORS):
            break
        if index == predicate.particle or (mention is None and word in ("not", "never")):
            denied = denied or (mention is None and word == "not" and bool(found))
            index += 1
            continue
        if mention is not None and _is_modifier(sentence, index, stop):
            index = mention.last
            continue
        composed = None if closed else _composed(sentence, acts, index, stop)
        if composed is not None:
            term, end = composed
            found.append(Object(index, end, term, denied))
            index = end
            closed = _closes(sentence, index, stop)
            continue
        if mention is not None:
            if not closed and mention.first == index:
                found.append(Object(index, mention.last, mention.term, denied, mention.also))
            index = mention.last
            closed = closed or _closes(sentence, index, stop)
            continue
        if word in CONJUNCTIONS or word == ",":
            closed = closed and not found
        elif word == "of":
            closed = bool(found) or low[index - 1] not in CARRIERS
        elif word in PREPOSITIONS or word in _MANNER:
            # "Changes the way the brain handles pain" changes no pain.
            closed = True
        index += 1
    return found


def _is_modifier(sentence: Sentence, index: int, stop: int) -> bool:
    """Whether a tissue's name only tells which pain is meant: "eases muscle pain"."""
    mention = sentence.mention_at(index)
    if mention is None or mention.name is None or mention.first != index or mention.last >= stop:
        return False
    head = sentence.mention_at(mention.last)
    return (
        head is not None
        and head.first == mention.last
        and head.name is not None
        and head.term in _PAINS
        and sentence.low[mention.last - 1] == sentence.tokens[mention.last - 1].noun
    )


def _closes(sentence: Sentence, index: int, stop: int) -> bool:
    """Whether what follows a found object belongs to it and is no further object."""
    return index < stop and sentence.low[index] in PREPOSITIONS


def _composed(
    sentence: Sentence, acts: tuple[str, ...], index: int, stop: int
) -> tuple[str, int] | None:
    mention = sentence.mention_at(index)
    if mention is not None and (mention.first != index or mention.name is None):
        return None
    best: tuple[str, int] | None = None
    for act in acts:
        found = sentence.compose(act, index, stop)
        if found is not None and (best is None or found[1] > best[1]):
            best = found
    return best
