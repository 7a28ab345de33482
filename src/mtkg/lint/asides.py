"""What stands between subject and verb or before both, and is no part of the main clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from mtkg.lint.certainty import Certainty
from mtkg.lint.classes import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from mtkg.lint.predicates import is_verb
from mtkg.lint.sentence import Sentence
from mtkg.lint.stating import Statement
from mtkg.lint.tables import cues, frames, loose_terms, verbs

Span = tuple[int, int]
_RELATIVE: Final = frozenset(
    ["which", "who", "whose", "where", "when", "although", "though", "as", "once", "since"]
)
_ENDING: Final = SUBORDINATORS | AUXILIARIES | CONJUNCTIONS | frozenset([",", ":", "—", "–", '"'])
_FRONTS: Final = PREPOSITIONS | {"once", "when", "as", "while", "set", "compared", "taken"}
_UNSAID: Final = frozenset(["whatever", "which", "who", "whose", "where", "when"])
_NAMING: Final = frozenset(["called", "known", "named", "call", "termed"])
_EXAMPLES: Final = frozenset(["including", "like", "e.g"])
_HEARERS: Final = frozenset(
    ["me", "us", "you", "him", "her", "them", "people", "patients", "clients"]
)
_PAIRS: Final = {"(": ")", "—": "—", "–": "–"}
_SHORT: Final = 8
_CLOSE: Final = 24


def asides_of(sentence: Sentence, letters: Mapping[str, str]) -> list[Span]:
    """
    Token ranges, their commas with them, that may be left out of the main clause.

    *letters* gives the kind of each term, as in a shadow.
    """
    found: list[Span] = []
    front = _fronted(sentence, letters)
    if front:
        found.append((0, front))
    index = front
    while index < len(sentence.low):
        told = _reported(sentence, index, letters)
        if told:
            found.append(told)
            index = told[1]
            continue
        named = _named_anew(sentence, index)
        if named:
            found += named
            index = named[-1][1]
            continue
        end = _interposed(sentence, index)
        if end:
            found.append((index, end))
        index = end or index + 1
    return found


def _reported(sentence: Sentence, index: int, letters: Mapping[str, str]) -> Span | None:
    """“My physio reckons that …” at *index*: whose words the clause after it are."""
    low, table = sentence.low, cues()
    opens = index == 0 or low[index - 1] in ("and", "but", "so", ";", ":", "—", "–", "as")
    again = low[index] in table.reporting and index > 0 and low[0] in table.tellers
    if not opens or not (again or low[index] in table.tellers):
        return None
    single = low[index] in PRONOUNS
    for at in range(index + (not again), min(index + (2 if single else _SHORT), len(low) - 3)):
        mention = sentence.mention_at(at)
        if mention is not None and not (
            letters.get(mention.term) == "P" or mention.term in loose_terms().settings
        ):
            return None
        if low[at] in table.reporting and low[at - 1] not in PREPOSITIONS | DETERMINERS:
            end = at + 1
            end += low[end] in _HEARERS
            end += low[end] == "that"
            if low[end] in (",", '"', "“", ":", "to", "of", "about", "by") or end + 2 > len(low):
                return None
            return index, end
        if low[at] in _ENDING or sentence.base[at] in table.no_tellers:
            return None
    return None


def _fronted(sentence: Sentence, letters: Mapping[str, str]) -> int:
    """Where the main clause begins after "In the short term, "; 0 for no such opening."""
    low = sentence.low
    if not low or low[0] not in _FRONTS or sentence.mention_at(0) is not None:
        return 0
    comma = next((i for i, w in enumerate(low[: _CLOSE + 1]) if w == ","), 0)
    if not comma or comma + 3 > len(low) or _tells(sentence, (0, comma), letters):
        return 0
    following = low[comma + 1]
    return 0 if following in CONJUNCTIONS or following in PREPOSITIONS else comma + 1


def _tells(sentence: Sentence, span: Span, letters: Mapping[str, str]) -> bool:
    """Whether a technique, an effect, a denial or a word of certainty stands in the tokens."""
    first, last = span
    table, low = cues(), sentence.low[first:last]
    words = table.all_words
    return (
        any(
            m is not None and letters.get(m.term) not in ("T", "R", "P", "C")
            for m in (sentence.mention_at(i) for i in range(first, last))
        )
        or any(w in words or w in table.negations or w == "no" for w in low)
        or any(
            first <= a and b <= last
            for name, spans in sentence.cued.items()
            if name in table.phrases or name in table.denied
            for a, b in spans
        )
    )


def _named_anew(sentence: Sentence, index: int) -> list[Span]:
    """What gives way to the name in "head and eye exercises, known as sensorimotor training, …"."""
    low = sentence.low
    if low[index] != "," or index == 0 or index + 3 >= len(low):
        return []
    called = sentence.mention_at(index + 1)
    if called is not None and low[called.last + 1 : called.last + 4] == ["call", "it", ","]:
        # "The laser stuff, sensorimotor training they call it, …"
        return [(0, index + 1), (called.last, called.last + 4)] if index <= _SHORT else []
    at = next(
        (i for i in range(index + 1, index + _SHORT) if i < len(low) and low[i] in _NAMING), 0
    )
    if not at or sentence.mention_at(at) is not None:
        return []
    at += 2 if low[at + 1 : at + 2] == ["as"] else 1
    name = sentence.mention_at(at) if at < len(low) else None
    before = sentence.mention_at(index - 1)
    if name is None or name.last >= len(low) or low[name.last] != ",":
        return []
    if before is None or before.last != index:
        return []
    return [(before.first, name.first), (name.last, name.last + 1)]


def _interposed(sentence: Sentence, index: int) -> int:
    """Where the aside that opens at *index* ends; 0 where none opens."""
    low = sentence.low
    if index == 0 or index + 2 >= len(low) or sentence.mention_at(index) is not None:
        return 0
    closing = _PAIRS.get(low[index])
    if closing:
        ends = [i for i in range(index + 1, len(low) - 2) if low[i] == closing]
        return ends[0] + 1 if ends else 0
    if low[index] != ",":
        return 0
    opens = (
        low[index + 1] in _RELATIVE
        or low[index + 1] in _EXAMPLES
        or low[index + 1 : index + 3] == ["such", "as"]
        or (low[index + 1] in PREPOSITIONS and low[index + 2] in ("which", "whom", "whose"))
    )
    most = _CLOSE if opens else _SHORT
    # "does not, in other words, hang on precision"
    helped = low[index - 1] in AUXILIARIES or low[index - 1] == "not"
    for end in range(index + 2, min(index + most, len(low) - 1)):
        if low[end] == "," and (helped or _goes_on(sentence, end + 1)):
            plain = not opens and any(sentence.mention_at(i) for i in range(index, end))
            joined = low[index + 1] in CONJUNCTIONS
            return 0 if plain or joined else end + 1
    return 0


def _goes_on(sentence: Sentence, index: int) -> bool:
    """Whether the verb of the main clause stands at *index*."""
    low = sentence.low
    while index < len(low) - 1 and (low[index] in ADVERBS or low[index].endswith("ly")):
        index += 1
    word = low[index]
    if sentence.mention_at(index) is not None:
        mention = sentence.mention_at(index)
        return mention is not None and mention.verbal
    if word in AUXILIARIES or word in MODALS:
        return True
    known = sentence.base[index] in verbs().by_verb or sentence.base[index] in frames().idiom_verbs
    finite = word != sentence.base[index] and not word.endswith("ing")
    return known and finite and word not in SUBORDINATORS and is_verb(sentence, index)


def kept_of(sentence: Sentence, spans: Sequence[Span]) -> list[int]:
    """The places of the tokens outside *spans*."""
    return [i for i in range(len(sentence.tokens)) if not any(a <= i < b for a, b in spans)]


def put_back(
    statements: Sequence[Statement], kept: Sequence[int], sentence: Sentence, spans: Sequence[Span]
) -> Iterator[Statement]:
    """The statements of the tokens *kept*, with their places in the whole sentence."""

    def back(span: Span) -> Span:
        first, last = span
        if first >= last:
            return (kept[min(first, len(kept) - 1)],) * 2
        return kept[first], kept[last - 1] + 1

    softer = _softer(sentence, spans)
    told = [
        s
        for s in spans
        if sentence.low[s[0]] in cues().tellers | cues().reporting
        and not cues().reporting.isdisjoint(sentence.low[s[0] : s[1]])
    ]
    for statement in statements:
        first, last = back((statement.first, statement.last))
        wording = replace(
            statement.wording, shown_by=tuple(back(s) for s in statement.wording.shown_by)
        )
        if softer and wording.certainty is Certainty.PLAIN:
            wording = replace(wording, certainty=softer, hedges=1)
        teller = next((s for s in told if s[1] <= back(statement.verb)[0]), None)
        if teller and wording.certainty in (Certainty.PLAIN, Certainty.HEDGED, Certainty.BOOSTED):
            shown = (teller, *wording.shown_by)
            wording = replace(wording, certainty=Certainty.ATTRIBUTED, shown_by=shown)
        yield replace(
            statement,
            first=first,
            last=last,
            verb=back(statement.verb),
            target=back(statement.target),
            wording=wording,
        )


def _softer(sentence: Sentence, spans: Sequence[Span]) -> Certainty | None:
    """What ", it is thought," makes of the clause around it."""
    table = cues()
    for first, last in spans:
        if last - first > _SHORT or sentence.low[first + 1] in _UNSAID:
            # "whatever its fans may say" hedges nothing.
            continue
        low, base = sentence.low[first:last], sentence.base[first:last]
        for level in (Certainty.ATTRIBUTED, Certainty.HEDGED):
            words = table.words[level.value]
            if table.phrases[level.value].find(low) or any(w in words for w in (*low, *base)):
                return level
    return None


def together(
    main: Sequence[Statement], whole: Sequence[Statement], spans: Sequence[Span]
) -> list[Statement]:
    """What the main clause states, then what only the whole sentence and its asides do."""
    kept = list(main)
    for statement in whole:
        inside = any(a <= statement.verb[0] and statement.verb[1] <= b for a, b in spans)
        rival = any(
            s.triple == statement.triple
            or (not inside and (s.verb[0] == statement.verb[0] or _overlap(s, statement)))
            for s in kept
        )
        if not rival:
            kept.append(statement)
    return kept


def _overlap(one: Statement, other: Statement) -> bool:
    return one.target[0] < other.target[1] and other.target[0] < one.target[1]
