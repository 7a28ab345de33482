"""The verbs of a sentence that can make a statement, with their particles and forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mtkg.lint.classes import (
    ADVERBS,
    AUXILIARIES,
    BE,
    BREAKS,
    DETERMINERS,
    IS,
    JOINS,
    MODALS,
    PARTICIPLES,
    PREPOSITIONS,
    SUBORDINATORS,
)
from mtkg.lint.mentions import Mention
from mtkg.lint.sentence import Sentence
from mtkg.lint.tables import frames, verbs
from mtkg.lint.words import base_form

_OPENING: Final = BREAKS | SUBORDINATORS | {"and"}
_DOING: Final = frozenset(["do", "does", "did", "done"])
_IDIOM: Final = (("frame", "causal"), ("frame", "contributing"), ("relation", "involves"))


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb with its particles, tokens *first* to *last* (exclusive), and how it can be read."""

    first: int
    last: int
    readings: tuple[tuple[str, str], ...]
    form: str
    passive: bool = False
    particle: int | None = None


def predicates_of(sentence: Sentence) -> list[Predicate]:
    """Verbs that can make a statement, left to right."""
    found: list[Predicate] = []
    table = verbs().by_verb
    index = 0
    while index < len(sentence.tokens):
        token = sentence.tokens[index]
        verbal = _verbal_mention(sentence, index)
        if verbal is not None:
            # "It flushes out toxins": the name of the mechanism holds its own verb.
            readings = (*_IDIOM, *_acts_of(sentence, verbal))
            found.append(Predicate(index, index, readings, form_of(sentence, index)))
            index = verbal.last
            continue
        predicate = None
        if token.is_word and not _inside_name(sentence, index) and not _inverts(sentence, index):
            entries = table.get(token.base)
            if entries and is_verb(sentence, index):
                predicate = _predicate(sentence, index, entries)
        if predicate is None:
            index += 1
            continue
        found.append(predicate)
        index = predicate.last
    return found


def _acts_of(sentence: Sentence, mention: Mention) -> tuple[tuple[str, str], ...]:
    """The acts of the verb in "lowers the heart rate", for "and the blood pressure" after it."""
    if not mention.is_idiom or not _goes_on(sentence, mention):
        return ()
    entries = verbs().by_verb.get(sentence.base[mention.first], ())
    return tuple(
        (group, name) for words, group, name in entries if group == "action" and len(words) == 1
    )


def _goes_on(sentence: Sentence, mention: Mention) -> bool:
    """Whether the verb of *mention* has another object, which stands beside the first."""
    low, at = sentence.low, mention.last
    if "of" in low[mention.first : at]:
        # "Breaks the circle of pain and spasm": the two belong together.
        return False
    after = low[at : at + 6]
    if after[:1] == [","]:
        # "Releases endorphins, the body's own painkillers" tells of one thing.
        return after[1] not in DETERMINERS and "and" in after[2:] if len(after) > 1 else False
    return bool(after) and after[0] in ("and", "or", "nor")


def _verbal_mention(sentence: Sentence, index: int) -> Mention | None:
    mention = sentence.mention_at(index)
    if mention is None or mention.first != index:
        return None
    if mention.verbal:
        starts = index == 0 or sentence.low[index - 1] in _OPENING
        # "Moving lymph supports …": what a clause opens with is its subject.
        return None if starts and form_of(sentence, index) == "ing" else mention
    if mention.name is None:
        return None
    opens = mention.name.written.split()[0].lower()
    if " " not in mention.name.written or form_of(sentence, index) == "ing":
        return None
    finite = opens.endswith("s") and base_form(opens) in verbs().by_verb
    if opens.endswith("ing") or (finite and is_verb(sentence, index)):
        return mention
    return None


def _inverts(sentence: Sentence, index: int) -> bool:
    """Whether a "does" stands before its subject: "nor does it increase strength"."""
    before = sentence.low[index - 1] if index else ""
    return sentence.tokens[index].base == "do" and before in ("", "nor", "neither", "so", "only")


def _inside_name(sentence: Sentence, index: int) -> bool:
    mention = sentence.mention_at(index)
    return mention is not None


def _predicate(
    sentence: Sentence, index: int, entries: tuple[tuple[tuple[str, ...], str, str], ...]
) -> Predicate | None:
    for length in sorted({len(words) for words, _, _ in entries}, reverse=True):
        readings = []
        place: int | None = None
        for words, group, name in entries:
            if len(words) != length:
                continue
            where = _particles(sentence, index, words)
            if where is not None:
                readings.append((group, name))
                place = where
        if readings and place is not None:
            last = index + length if place < 0 else index + 1
            return Predicate(
                index,
                last,
                tuple(readings),
                form_of(sentence, index),
                _is_passive(sentence, index),
                place if place >= 0 else None,
            )
    return None


def _particles(sentence: Sentence, index: int, words: tuple[str, ...]) -> int | None:
    """-1 where the particles follow at once, else where the particle stands; None: nowhere."""
    rest = list(words[1:])
    if not rest:
        return -1
    if sentence.low[index + 1 : index + 1 + len(rest)] == rest:
        return -1
    if len(rest) == 1 and rest[0] in (
        "back",
        "out",
        "up",
        "right",
        "away",
        "down",
        "off",
        "together",
    ):
        for at in range(index + 2, min(index + 7, len(sentence.low))):
            if sentence.low[at] in BREAKS or sentence.low[at] in (",", "and"):
                return None
            if sentence.low[at] == rest[0] and at not in sentence.arguments:
                return at
    return None


def form_of(sentence: Sentence, index: int) -> str:
    """``ing``, ``ed``, ``s`` or ``base``."""
    low = sentence.low[index]
    if low.endswith("ing") and sentence.tokens[index].base != low:
        return "ing"
    if low.endswith("ed") or low in PARTICIPLES:
        return "ed"
    return "s" if low.endswith("s") and sentence.tokens[index].base != low else "base"


def last_before(sentence: Sentence, index: int) -> int:
    """The last token before *index* that is no adverb; -1 for none."""
    index -= 1
    while index >= 0 and (
        sentence.low[index] in ADVERBS
        or (
            sentence.low[index].endswith("ly")
            and index not in sentence.arguments
            and len(sentence.low[index]) > 4
        )
    ):
        index -= 1
    return index


def _is_passive(sentence: Sentence, index: int) -> bool:
    if form_of(sentence, index) != "ed":
        return False
    before = last_before(sentence, index)
    return before >= 0 and (
        sentence.low[before] in IS or sentence.low[before] in ("get", "gets", "being")
    )


def is_verb(sentence: Sentence, index: int) -> bool:
    """Whether the word at *index*, which can be a verb, is one here."""
    form, before = form_of(sentence, index), last_before(sentence, index)
    word = sentence.low[before] if before >= 0 else ""
    following = sentence.low[index + 1] if index + 1 < len(sentence.low) else ""
    if word in ("to", "help", "helps", "helped", "helping", "not", "let", "lets") or word in MODALS:
        return True
    if form == "ing" and before < 0 and sentence.base[index] in frames().opening:
        # "Adding exercise to massage helps": what is added is the subject.
        return False
    if form == "ing":
        return word not in DETERMINERS and following != "of"
    if word in DETERMINERS and word not in (
        "this",
        "that",
        "these",
        "those",
        "both",
        "all",
        "some",
        "many",
        "most",
        "it",
    ):
        return False
    if form == "ed":
        if (
            before == index - 1
            and sentence.mention_at(before) is not None
            and following in PREPOSITIONS
        ):
            # "training added to exercise": a participle that only describes.
            return False
        if word in BE or word in ("has", "have", "had") or before < 0:
            return word != "" or bool(following)
        return word not in PREPOSITIONS
    if word in PREPOSITIONS:
        return False
    if word in BE:
        # "What massage does is lower cortisol."
        return form == "base" and before > 0 and sentence.low[before - 1] in _DOING
    mention = sentence.mention_at(before) if before >= 0 else None
    if form == "base" and following in ("of", "in"):
        return False
    if form == "s":
        # "the benefits", "its effects": a plural noun; else a verb after its subject.
        if following in ("of", "is", "are", "was", "were") and sentence.base[index] != "consist":
            return False
        return before >= 0 or _opens_fragment(sentence, index)
    if mention is not None:
        return True
    if before < 0:
        return bool(following) and following not in PREPOSITIONS
    if word in JOINS:
        return _joins_verb(sentence, before)
    return True


def _opens_fragment(sentence: Sentence, index: int) -> bool:
    """Whether a sentence begins with its verb: "Reduces pain.", of what stands above."""
    after = index + 1
    return (
        sentence.low[index] not in AUXILIARIES
        and after < len(sentence.low)
        and (sentence.mention_at(after) is not None or sentence.low[after] in DETERMINERS)
    )


def _joins_verb(sentence: Sentence, index: int) -> bool:
    """Whether the conjunction at *index* joins base forms: "to reduce pain and improve …"."""
    for at in range(index - 1, -1, -1):
        low = sentence.low[at]
        if low in BREAKS:
            return False
        if low == "to" or low in MODALS or low in ("help", "helps", "we", "you", "they"):
            return True
        if (
            at not in sentence.arguments
            and low in verbs().by_verb
            and form_of(sentence, at) == "base"
        ):
            return True
    return True


def transparent(words: list[str], index: int) -> int:
    """How many words from *index* on are a verb that only passes on to the next."""
    return frames().phrases["transparent"].at(words, index)
