"""A sentence as a line of dictionary forms and terms: what phrases are matched on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from mtkg.lint.classes import (
    AUXILIARIES,
    BREAKS,
    CONJUNCTIONS,
    CONTRACTIONS,
    GENERIC,
    HEADS,
    KEPT,
    PASSED_OVER,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from mtkg.lint.mentions import Mention
from mtkg.lint.sentence import Sentence
from mtkg.lint.words import base_form

_CLOSED: Final = (
    AUXILIARIES | CONJUNCTIONS | PRONOUNS | SUBORDINATORS | {"not", "no", "nor", "neither"}
)
_THAT: Final = frozenset(["this", "these", "such", "the", "that", "those"])
_TAKEN_UP: Final = frozenset(["it", "they", "this", "these", "those", "that"])
_PAIRED: Final = frozenset(["both", "either", "neither"])
_MIXED: Final = frozenset(["combination", "mix", "mixture", "pairing"])
_SILENT: Final = frozenset(['"', "'", "“", "”", "‘", "’", "-", "‐", "‑", ".", "*", "…", "/"])
_ASKING: Final = frozenset(["be.", "do.", "can.", "may.", "will.", "should.", "must.", "could."])
_SHORTEST: Final = 3
BREAK: Final = "|"
TAKING_UP: Final = frozenset(["@it", "@this", "@np", "@mix", "@two"])
"""The items of words that take up a term."""
LETTERS: Final = {
    "Intervention": "I",
    "Mechanism": "M",
    "Effect": "E",
    "AdverseReaction": "X",
    "Condition": "C",
    "Characteristic": "H",
    "Tissue": "T",
    "BodyRegion": "R",
    "Activity": "A",
    "Participant": "P",
}


@dataclass(frozen=True, slots=True)
class Shadow:
    """
    *text* holds one item per word or term with a blank after it: an open-class word as its
    dictionary form, a closed-class word with a full stop, a preposition with a colon, a term as
    ``<I3>`` (its kind, and its place in *mentions*), a word that takes up a term as ``@it`` or
    ``@np``, the end of a clause as ``|``. *spans* are the token ranges by offset in *text*.
    """

    text: str
    spans: dict[int, tuple[int, int]]
    ends: dict[int, tuple[int, int]]
    words: frozenset[str]
    mentions: tuple[Mention, ...]


@lru_cache(maxsize=50_000)
def item_of(low: str) -> tuple[str, ...]:
    """The items of one lower-case word: none for a word that is passed over, two for "isn't"."""
    if not low[0].isalpha():
        return (low,)
    if low in CONTRACTIONS:
        return tuple(item for word in CONTRACTIONS[low] for item in item_of(word))
    if low in PASSED_OVER or (low.endswith("ly") and len(low) > 4 and low not in KEPT):
        return ()
    low = low.removesuffix("'s")
    base = base_form(low) if low else low
    if low in PREPOSITIONS:
        return (f"{low}:",)
    if low in _CLOSED or base in _CLOSED:
        return (f"{base}.",)
    return (base,)


def items_in(sentence: Sentence, kind: Callable[[str], str] | None) -> frozenset[str]:
    """At least the items of the sentence's shadow: enough to tell that nothing is to be found."""
    low = sentence.low
    found = {*chain.from_iterable(map(item_of, low))}
    if not BREAKS.isdisjoint(low):
        found.add(BREAK)
    if "no" in low and ("-" in low or "go" in low):
        found |= {f"no-{word}" for word in low}
    if kind is not None:
        found |= TAKING_UP
        found |= {"not.", "that."}
        found |= {f"<{kind(mention.term)}" for mention in sentence.arguments.values()}
    return frozenset(found)


def shadow_of(sentence: Sentence, kind: Callable[[str], str] | None) -> Shadow:
    """The shadow of *sentence*; with *kind*, the letter of a term's kind, its terms are items."""
    items: list[tuple[str, int, int]] = []
    mentions: list[Mention] = []
    index, after_technique = 0, False
    low = sentence.low
    while index < len(low):
        mention = sentence.mention_at(index) if kind else None
        word = low[index]
        if mention is not None and kind is not None:
            letter = kind(mention.term)
            items.append((f"<{letter}{len(mentions)}>", index, mention.last))
            mentions.append(mention)
            index, after_technique = mention.last, letter == "I"
            continue
        made, last = _items(low, index, after_technique=after_technique, taking_up=kind is not None)
        items += [(item, index, last) for item in made]
        after_technique = after_technique and not made and last == index + 1 and word in HEADS
        index = last
    if low and low[-1] == "?":
        items = _straightened(items)
    return _line(items, mentions)


def _straightened(items: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """“Is massage the same?” in the order of a statement: the helping verb after its subject."""
    if len(items) < _SHORTEST or items[0][0] not in _ASKING:
        return items
    at = 1
    while items[at][0][0] in "<@" and at + 2 < len(items):
        joined = items[at + 1][0] in (",", "and.", "or.") and items[at + 2][0][0] == "<"
        if not joined:
            return [*items[1 : at + 1], items[0], *items[at + 1 :]]
        at += 2
    return items


def _items(
    low: list[str], index: int, *, after_technique: bool, taking_up: bool
) -> tuple[Sequence[str], int]:
    word = low[index]
    if word == "no" and low[index + 1 : index + 2] == ["-"] and index + 2 < len(low):
        return [f"no-{low[index + 2]}"], index + 3
    if word == "no" and low[index + 1 : index + 2] == ["go"]:
        return ["no-go"], index + 2
    if word in BREAKS:
        return ([BREAK] if word not in "()" else []), index + 1
    if word == ",":
        return [","], index + 1
    if word in _SILENT or (after_technique and word in HEADS):
        return [], index + 1
    if taking_up:
        following = low[index + 1] if index + 1 < len(low) else ""
        if word == "two" and index and low[index - 1] == "the":
            return ["@two"], index + 1
        ends = not following or following in (",", ".", ";")
        if word in _PAIRED and (ends or following in AUXILIARIES or _is_verb(following)):
            return (["@two", "not."] if word == "neither" else ["@two"]), index + 1
        if word in _MIXED and index and low[index - 1] in _THAT:
            of_both = low[index + 1 : index + 4] == ["of", "the", "two"]
            return ["@mix"], index + (4 if of_both else 1)
        if word in _THAT and following in GENERIC:
            return ["@np"], index + 2
        if word in _TAKEN_UP and (
            word in ("it", "they") or following in AUXILIARIES or _is_verb(following)
        ):
            return [{"it": "@it", "they": "@it", "that": "that."}.get(word, "@this")], index + 1
        if word in CONTRACTIONS and CONTRACTIONS[word][0] in ("it", "they"):
            return ["@it", *(i for w in CONTRACTIONS[word][1:] for i in item_of(w))], index + 1
    return item_of(word), index + 1


def _is_verb(word: str) -> bool:
    return word.endswith("s") and base_form(word) != word


def _item(items: list[tuple[str, int, int]], number: int) -> str:
    return items[number][0] if 0 <= number < len(items) else ""


def _line(items: list[tuple[str, int, int]], mentions: list[Mention]) -> Shadow:
    spans, ends, parts, at, words = {}, {}, [], 0, set()
    kept = [
        entry
        for number, entry in enumerate(items)
        if not (entry[0] == "," and ("," in (_item(items, number - 1), _item(items, number + 1))))
    ]
    for item, first, last in kept:
        spans[at] = (first, last)
        parts.append(item)
        words.add(item if item[0] != "<" else item[:2])
        at += len(item) + 1
        ends[at] = (first, last)
    return Shadow("".join(f"{p} " for p in parts), spans, ends, frozenset(words), tuple(mentions))
