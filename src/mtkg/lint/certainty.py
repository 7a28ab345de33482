"""How sure an author is of a statement, and whether it is affirmed, from the words around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from mtkg.lint.classes import BREAKS, FEEBLE, JOINS, REBUTTING, STOPS
from mtkg.lint.sentence import Sentence
from mtkg.lint.tables import cues

Span = tuple[int, int]


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
    shown_by: tuple[Span, ...] = ()
    hedges: int = 0
    doubted: bool = False
    quoted: bool = False
    """Whether it is said in quotation marks: the author only passes it on."""


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a statement stands in its sentence, as token indexes.

    *start* is where its subject begins, *verb* what says it, *end* where its object ends. *negated*
    is known where a phrase of the lexicon says it, and None where the words around the verb tell.
    """

    start: int
    verb: Span
    end: int
    negated: bool | None = None
    sealed: bool = False
    """Whether the phrase holds its own negation: a "no" that opens it denies nothing more."""
    imposed: bool = False
    """Whether it tells what must be done: "if" and "never" within it are part of what it says."""


@dataclass(frozen=True, slots=True)
class _Denial:
    denied: bool
    spans: tuple[Span, ...] = ()
    weak: bool = False
    eaten: tuple[Span, ...] = ()


_TURNS: Final = frozenset(["but", "however", "although", "though", "whereas", "yet", ";", "."])
_CLAUSES: Final = frozenset(
    ["that", "which", "who", "whose", "where", "—", "–", "(", "while", "because", "so"]
)
_QUOTES: Final = frozenset(['"', "“", "”", "„"])
_RELATIVE: Final = frozenset(["which", "who", "whose", "where", "—", "–", "("])
_GROUP_ENDS: Final = frozenset(
    [",", "that", "which", "who", "and", "but", "because", "it", "they", *BREAKS]
)
_OWN: Final = frozenset(
    ["you", "we", "i", "he", "she", "this", "to", "people", "than", "only", "just"]
)
_ORDER: Final = (
    Certainty.QUESTION,
    Certainty.CONDITION,
    Certainty.ATTRIBUTED,
    Certainty.HEDGED,
    Certainty.BOOSTED,
)


def wording_of(sentence: Sentence, place: Place, *, question: bool) -> Wording:
    """How the statement at *place* is put."""
    wording = _wording_of(sentence, place, question=question)
    return replace(wording, quoted=True) if is_quoted(sentence) else wording


def _wording_of(sentence: Sentence, place: Place, *, question: bool) -> Wording:
    segment = _segment(sentence, place)
    denial = _turned(sentence, place, _denial(sentence, place, segment))
    if question and not _supposed(sentence, place):
        return Wording(Certainty.QUESTION, denial.denied, denial.spans)
    found = {
        level: hits
        for level in _ORDER
        if (hits := _hits(sentence, place, segment, level, denial.eaten))
    }
    hedges = _count(found.get(Certainty.HEDGED, []))
    for level in _ORDER:
        if level not in found or (
            denial.denied
            and level is Certainty.BOOSTED
            and not denial.weak
            and not _flat(sentence, found[level])
        ):
            continue
        doubted = level is Certainty.ATTRIBUTED and "doubt" in sentence.cued
        return Wording(level, denial.denied, (*found[level], *denial.spans), hedges, doubted)
    if denial.weak:
        return Wording(Certainty.HEDGED, denial.denied, denial.spans, 1)
    return Wording(Certainty.PLAIN, denial.denied, denial.spans)


def _supposed(sentence: Sentence, place: Place) -> bool:
    """Whether a question opens with the statement as a condition: "If it broke down scars, …?"."""
    opens = sentence.low[:1] == ["if"] or sentence.low[1:2] == ["if"]
    return opens and not place.imposed and _governs(sentence, place.start, place.verb[0])


def _flat(sentence: Sentence, spans: list[Span]) -> bool:
    """Whether one of *spans* boosts a denial too: "no side effects", "without exception"."""
    table = cues().flat
    return any(table.at(sentence.low, first) for first, _ in spans)


def _hits(
    sentence: Sentence, place: Place, segment: Span, level: Certainty, eaten: tuple[Span, ...]
) -> list[Span]:
    """The words and phrases of one level of certainty that speak of the statement."""
    low, base, table = sentence.low, sentence.base, cues()
    begin = 0 if level is Certainty.ATTRIBUTED else segment[0]
    clause = _clause_end(sentence, place.end, segment[1])
    end = (
        segment[1] if level is Certainty.ATTRIBUTED else _relative(sentence, place.end, segment[1])
    )
    if level is Certainty.HEDGED:
        end = min(end, _joined(sentence, place.end, end))
    hits = [s for s in sentence.cued.get(level.value, ()) if s[0] >= begin and s[1] <= end]
    words = table.words[level.value]
    hits += [
        (index, index + 1)
        for index in range(segment[0], clause)
        if (low[index] in words or base[index] in words)
        and ((mention := sentence.mention_at(index)) is None or mention.name is None)
    ]
    if level is Certainty.HEDGED:
        hits += _feeble_evidence(low, segment)
    if level in (Certainty.ATTRIBUTED, Certainty.HEDGED):
        eaten = (*eaten, *sentence.cued.get("consented", ()))
    hits = [s for s in hits if not any(a <= s[0] < b for a, b in eaten)]
    if place.imposed and level is Certainty.CONDITION:
        return []
    if place.imposed and level is not Certainty.QUESTION:
        hits = [s for s in hits if not place.start <= s[0] < place.end]
    if level is Certainty.CONDITION:
        return [s for s in hits if _governs(sentence, s[0], place.verb[0])]
    if level is Certainty.QUESTION:
        # "Ask for taping" asks nothing.
        return [s for s in hits if s[0] < place.verb[0] and low[s[1] : s[1] + 1] != ["for"]]
    return hits


def _feeble_evidence(low: list[str], segment: Span) -> list[Span]:
    """“The evidence that massage lowers cortisol is weak”."""
    first, last = segment
    named = [i for i in range(first, last) if low[i] in ("evidence", "data", "proof")]
    return [(i, i + 1) for i in range(first, last) if named and low[i] in FEEBLE]


def is_quoted(sentence: Sentence) -> bool:
    """Whether a "said" beside quotation marks puts the sentence into someone's mouth."""
    low = sentence.low
    marks = [i for i, word in enumerate(low) if word in _QUOTES]
    return bool(marks) and any(
        word in cues().telling and (i - 1 in marks or i > marks[-1] or i + 2 in marks)
        for i, word in enumerate(low)
    )


def rebuts(sentence: Sentence) -> bool:
    """Whether a sentence contradicts the one before it: "Researchers disagree with her."."""
    low = sentence.low
    return bool(low) and (
        low[0] in ("but", "yet", "however")
        or low[:2] == ["not", "so"]
        or bool(REBUTTING & {*low, *sentence.base})
    )


def _count(spans: list[Span]) -> int:
    """How many of *spans* do not overlap."""
    last, number = -1, 0
    for start, end in sorted(spans):
        if start >= last:
            number, last = number + 1, end
    return number


def _segment(sentence: Sentence, place: Place) -> Span:
    """The part of the sentence whose words speak of the statement: no further than a turn."""
    low = sentence.low
    begin, end = 0, len(low)
    for index in range(min(place.start, place.verb[0]) - 1, -1, -1):
        if low[index] in _TURNS or low[index] in ("because", "since"):
            begin = index + 1
            break
    for index in range(max(place.verb[1], place.end), len(low)):
        turns = low[index] in _TURNS or (low[index] == "while" and low[index - 1] == ",")
        if turns and index + 1 < len(low) - 1:
            end = index
            break
    return begin, end


def _clause_end(sentence: Sentence, start: int, end: int) -> int:
    """Where the statement's own clause ends: words after it hedge something else."""
    for index in range(start, end):
        word = sentence.low[index]
        if sentence.mention_at(index) is not None:
            continue
        if word in _CLAUSES or (word in ("and", "or") and sentence.low[index - 1] == ","):
            return index
    return end


def _joined(sentence: Sentence, start: int, end: int) -> int:
    """Where another clause begins with its own subject: "…, and some people like it"."""
    for index in range(start + 1, end - 1):
        if sentence.low[index] == "and" and sentence.low[index - 1] == ",":
            return index
    return end


def _relative(sentence: Sentence, start: int, end: int) -> int:
    """Where a relative clause or an aside begins that speaks of something else."""
    for index in range(start, end):
        if sentence.low[index] in _RELATIVE and sentence.mention_at(index) is None:
            return index
    return end


def _governs(sentence: Sentence, index: int, verb: int) -> bool:
    """Whether the condition that begins at *index* holds the verb, and no comma ends it."""
    return verb >= index and not any(sentence.low[i] in (",", "then") for i in range(index, verb))


def _denial(sentence: Sentence, place: Place, segment: Span) -> _Denial:
    low = sentence.low
    scopes = _within(sentence, "scopes", segment)
    # "Do not expect wonders: it adds nothing" denies once, "It is a myth: …" what comes after.
    scopes = [s for s in scopes if ":" not in low[s[1] + 1 : place.start]]
    weak = _within(sentence, "weak_scopes", segment)
    turned = bool(place.negated)
    events = _in_events(sentence, place)
    if scopes:
        return _Denial(not turned, tuple(scopes), eaten=tuple(scopes))
    if weak:
        return _Denial(not turned, tuple(weak), weak=True, eaten=tuple(weak))
    if place.negated is not None:
        spans = [] if place.sealed else [*_denying_subject(sentence, place), *events]
        return _Denial(place.negated or bool(spans), tuple(spans))
    spans = [*_in_group(sentence, place), *_after_verb(sentence, place)]
    spans += _shared(sentence, place.verb[0])
    spans += [
        span
        for span in sentence.cued.get("contrast", ())
        if span[1] <= place.verb[0]
        and not _parted(low, span[1], place.verb[0])
        # "Exercise rather than massage builds strength."
        and not any(sentence.mention_at(i) for i in range(span[1], place.verb[0]))
    ]
    spans += [*_denying_subject(sentence, place), *events]
    spared = sentence.cued.get("not_negation", ())
    spans = [s for s in spans if not any(a <= s[0] < b for a, b in spared)]
    return _Denial(bool(spans), tuple(spans))


def _turned(sentence: Sentence, place: Place, denial: _Denial) -> _Denial:
    """“Leaves cortisol unchanged” denies without a "not", and with one it says the contrary."""
    for index in range(place.start, place.end):
        mention = sentence.mention_at(index)
        if mention is not None and mention.denies:
            span = mention.first, mention.last
            return replace(denial, denied=not denial.denied, spans=(*denial.spans, span))
    return denial


def _within(sentence: Sentence, name: str, segment: Span) -> list[Span]:
    return [s for s in sentence.cued.get(name, ()) if segment[0] <= s[0] < segment[1]]


def _in_group(sentence: Sentence, place: Place) -> list[Span]:
    """Negations in the verb group, from its first helping verb on."""
    words = cues().negations
    first = place.verb[0]
    index = first - 1
    while index >= 0 and sentence.mention_at(index) is None:
        aside = sentence.aside(index)
        twice = 0 < index < first and sentence.low[index - 1] == sentence.low[index + 1]
        if sentence.low[index] in _GROUP_ENDS and not aside and not twice:
            break
        index = aside or index
        index -= 1
    return [
        (i, i + 1)
        for i in range(index + 1, first)
        if sentence.low[i] in words or sentence.base[i] in words or sentence.low[i].endswith("n't")
    ]


def _shared(sentence: Sentence, verb: int) -> list[Span]:
    """The "not" that a verb has in common with the one before: "does not ease pain or heal"."""
    low = sentence.low
    if verb >= len(low) or low[verb] != sentence.base[verb]:
        return []
    at = verb - 1 - (low[verb - 1] == "to")
    listed = low[at] == "," and any(word in ("or", "nor") for word in low[verb:])
    if at < 1 or not (listed or low[at] in ("or", "nor", "and")):
        return []
    for index in range(at - 1, 0, -1):
        if sentence.mention_at(index) is not None and not low[index].endswith("n't"):
            continue
        if low[index] in _GROUP_ENDS - {",", "and"} or low[index] in _OWN:
            return []
        if low[index].endswith("n't") or low[index] in ("not", "cannot"):
            return [(index, index + 1)]
    return []


def _after_verb(sentence: Sentence, place: Place) -> list[Span]:
    after = place.verb[1]
    if after < len(sentence.low) and sentence.low[after] in (
        "no",
        "not",
        "neither",
        "nothing",
        "zero",
    ):
        return [(after, after + 1)]
    return []


def _denying_subject(sentence: Sentence, place: Place) -> list[Span]:
    """“No massage …”, "neither massage nor rest …", "nothing …" before the verb."""
    low, words = sentence.low, cues().denied["subjects"].by_first
    spans = [
        (i, i + 1)
        for i in range(place.start, place.verb[0])
        if low[i] in words and i <= place.start + 1
    ]
    if low[0] in ("nor", "neither") and not any(w in BREAKS for w in low[: place.verb[0]]):
        spans.append((0, 1))
    cleft = _not_it(sentence, place.verb[0])
    if cleft:
        spans.append((cleft, cleft + 1))
    if not place.imposed and not spans and _nobody(low) and not _parted(low, 0, place.start):
        spans.append((0, _nobody(low)))
    before = place.start - 1
    if before >= 0 and low[before] in words:
        spans.append((before, before + 1))
    elif before > 0 and low[before - 1] in words and low[before] not in STOPS:
        spans.append((before - 1, before))
    # "No change in cortisol" has said its "no" already.
    return [s for s in spans if not ((m := sentence.mention_at(s[0])) and m.sealed)]


def _not_it(sentence: Sentence, verb: int) -> int:
    """Where "It was not the massage that …" denies what comes after "that"; 0 where it does not."""
    low = sentence.low
    if low[:1] != ["it"] or "that" not in low[2:verb]:
        return 0
    if sentence.mention_at(low.index("that", 2) - 1) is None:
        return 0
    if low[1].endswith("n't"):
        return 1
    return 2 if low[2:3] == ["not"] else 0


def _nobody(low: list[str]) -> int:
    """How many words of "nobody" or "no one" a sentence begins with."""
    return 1 if low[0] in ("nobody", "none") else 2 if low[:2] == ["no", "one"] else 0


def _in_events(sentence: Sentence, place: Place) -> list[Span]:
    """Negations within a clause that is an effect: "pain does not ease"."""
    found = []
    for index in range(place.start, place.end):
        mention = sentence.mention_at(index)
        if mention is not None and mention.name is None and not mention.sealed:
            word = sentence.low[index]
            if word in ("not", "never", "cannot", "no", "neither", "nothing") or word.endswith(
                "n't"
            ):
                found.append((index, index + 1))
    return found


def _parted(low: list[str], start: int, end: int) -> bool:
    return any(low[i] in BREAKS or low[i] in JOINS for i in range(start, end))
