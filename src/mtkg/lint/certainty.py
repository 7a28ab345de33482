"""How sure an author is of a statement, and whether it is affirmed, from the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mtkg.lint.sentence import BREAKS, CONJUNCTIONS, Predicate, Sentence
from mtkg.lint.tables import cues


class Certainty(StrEnum):
    """How a statement is put."""

    PLAIN = "plain"
    HEDGED = "hedged"
    BOOSTED = "boosted"
    QUESTION = "question"
    CONDITION = "condition"
    ATTRIBUTED = "attributed"


@dataclass(frozen=True, slots=True)
class Wording:
    """Certainty and polarity, with the words that show them, as token ranges."""

    certainty: Certainty
    denied: bool
    shown_by: tuple[tuple[int, int], ...] = ()
    hedges: int = 0
    doubted: bool = False


_TURNS: Final = frozenset(["but", "however", "although", "though", "whereas", "yet"])
_CLAUSES: Final = frozenset(
    ["that", "which", "who", "whose", "where", "—", "–", "(", "while", "because", "so"]
)
_NOT: Final = frozenset(
    ["not", "never", "cannot", "nor", "neither", "hardly", "scarcely", "barely"]
)
_ORDER: Final = (
    Certainty.QUESTION,
    Certainty.CONDITION,
    Certainty.ATTRIBUTED,
    Certainty.HEDGED,
    Certainty.BOOSTED,
)


def wording_of(
    sentence: Sentence, predicate: Predicate, start: int, *, question: bool, object_end: int
) -> Wording:
    """How the statement of *predicate*, whose subject begins at *start*, is put."""
    low, base = sentence.low, [t.base for t in sentence.tokens]
    segment = _segment(sentence, predicate, start)
    denied, spans, weak, eaten = _denial(sentence, predicate, start, segment, object_end)
    found: dict[Certainty, list[tuple[int, int]]] = {}
    for name in _ORDER:
        table = cues()
        hits = [
            span
            for span in table.phrases[name.value].find(low[: segment[1]])
            if span[0] >= segment[0] or name is Certainty.ATTRIBUTED
        ]
        words = table.words[name.value]
        for index in range(segment[0], _clause_end(sentence, object_end, segment[1])):
            mention = sentence.mention_at(index)
            if (low[index] in words or base[index] in words) and mention is None:
                hits.append((index, index + 1))
        hits = [span for span in hits if not any(a <= span[0] < b for a, b in eaten)]
        if name is Certainty.CONDITION:
            hits = [span for span in hits if _governs(sentence, span[0], predicate)]
        if name is Certainty.QUESTION:
            hits = [span for span in hits if span[0] < predicate.first]
        if hits:
            found[name] = hits
    if question:
        return Wording(Certainty.QUESTION, denied, tuple(spans))
    hedges = _count(found.get(Certainty.HEDGED, []))
    for name in _ORDER:
        if name in found:
            if denied and name is Certainty.BOOSTED:
                continue
            doubted = name is Certainty.ATTRIBUTED and bool(cues().doubt.find(low))
            return Wording(name, denied, tuple([*found[name], *spans]), hedges, doubted)
    if weak:
        return Wording(Certainty.HEDGED, denied, tuple(spans), 1)
    return Wording(Certainty.PLAIN, denied, tuple(spans))


def _count(spans: list[tuple[int, int]]) -> int:
    """How many of *spans* do not overlap."""
    last, number = -1, 0
    for start, end in sorted(spans):
        if start >= last:
            number, last = number + 1, end
    return number


def _segment(sentence: Sentence, predicate: Predicate, start: int) -> tuple[int, int]:
    """The part of the sentence whose words speak of the predicate: no further than a turn."""
    low = sentence.low
    begin, end = 0, len(low)
    for index in range(min(start, predicate.first) - 1, -1, -1):
        if low[index] in _TURNS or low[index] == ";":
            begin = index + 1
            break
    for index in range(predicate.last, len(low)):
        if low[index] in _TURNS or low[index] == ";":
            end = index
            break
    return begin, end


def _clause_end(sentence: Sentence, start: int, end: int) -> int:
    """Where the statement's own clause ends: words after it hedge something else."""
    for index in range(start, end):
        if sentence.low[index] in _CLAUSES and sentence.mention_at(index) is None:
            return index
    return end


def _governs(sentence: Sentence, index: int, predicate: Predicate) -> bool:
    """Whether the condition that begins at *index* holds the predicate, and no comma ends it."""
    if predicate.first < index:
        return False
    commas = [i for i in range(index, predicate.first) if sentence.low[i] in (",", "then")]
    return not commas


def _denial(
    sentence: Sentence,
    predicate: Predicate,
    start: int,
    segment: tuple[int, int],
    object_end: int,
) -> tuple[bool, list[tuple[int, int]], bool, list[tuple[int, int]]]:
    low = sentence.low
    table = cues()
    spared = table.not_negation.find(low)
    scopes = [s for s in table.denied["scopes"].find(low) if segment[0] <= s[0] < segment[1]]
    weak = [s for s in table.denied["weak_scopes"].find(low) if segment[0] <= s[0] < segment[1]]
    if weak and not scopes:
        return True, weak, True, weak
    if scopes:
        return True, scopes, False, scopes
    spans: list[tuple[int, int]] = []
    group = max(_group_start(sentence, predicate), 0)
    for index in range(group, predicate.first):
        if any(a <= index < b for a, b in spared):
            continue
        if (
            low[index] in _NOT
            or low[index].endswith("n't")
            or low[index] in ("without",)
            or low[index].startswith("fail")
            or low[index] in ("unable", "unlikely")
        ):
            spans.append((index, index + 1))
    for span in table.denied["before_verb"].find(low[: predicate.first]):
        if low[span[0]] in ("rather", "instead") and not _between(low, span[1], predicate.first):
            spans.append(span)
    for index in range(start, predicate.first):
        if low[index] in ("no", "neither", "none", "nothing", "nor") and index <= start + 1:
            spans.append((index, index + 1))
    if start > 0 and low[start - 1] in ("no", "neither", "nor"):
        spans.append((start - 1, start))
    after = predicate.last
    if after < len(low) and low[after] in ("no", "not", "neither"):
        if not any(a <= after < b for a, b in spared):
            spans.append((after, after + 1))
    return bool(spans), spans, False, []


def _between(low: list[str], start: int, end: int) -> bool:
    return any(low[i] in BREAKS or low[i] in (",", *CONJUNCTIONS) for i in range(start, end))


def _group_start(sentence: Sentence, predicate: Predicate) -> int:
    """Where the verb group of the predicate begins: auxiliaries, adverbs and helping verbs."""
    index = predicate.first - 1
    while index >= 0 and sentence.mention_at(index) is None:
        low = sentence.low[index]
        if low in BREAKS or low in (
            ",",
            "that",
            "which",
            "who",
            "and",
            "but",
            "because",
            "it",
            "they",
        ):
            break
        index -= 1
    return index + 1
