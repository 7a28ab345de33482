"""What the next sentence may take up of this one."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from mtkg.lint.arguments import Reader
from mtkg.lint.brands import learn_brands
from mtkg.lint.classes import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    CONJUNCTIONS,
    CONTRACTIONS,
    DETERMINERS,
    GENERIC,
    HANDS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from mtkg.lint.complaints import learn_complaint
from mtkg.lint.predicates import form_of, is_verb
from mtkg.lint.sentence import Sentence
from mtkg.lint.stating import Found, Statement
from mtkg.lint.tables import frames, loose_terms, verbs

_PEOPLE: Final = PRONOUNS | set(CONTRACTIONS)
_LONGEST: Final = 5
"""The most words of a subject that are looked at."""
_TAKES_UP: Final = frozenset(["it", "they", "its", "their"])


def result_of(reader: Reader, made: list[Statement]) -> str | None:
    """The last effect or mechanism that statements speak of, for "this" to take up."""
    for statement in reversed(made):
        if reader.kind(statement.triple.object) in ("Effect", "Mechanism"):
            return statement.triple.object
    return None


def update(reader: Reader, found: Found) -> None:
    """Bring the reader's topic up to date with what its sentence stated."""
    topic, low = reader.topic, reader.sentence.low
    turns = [i for i, word in enumerate(low) if word in ("whereas", "while", "but")]
    turned = (
        reader.sentence.mention_at(turns[-1] + 1) if turns and turns[-1] + 1 < len(low) else None
    )
    if turned is not None and reader.kind(turned.term) == "Intervention":
        topic.subject = turned.term
        topic.result = None
        return
    topic.joined = _two_together(reader)
    topic.last = found.statements[-1] if found.statements else topic.last
    techniques = {
        m.term: None
        for m in reader.sentence.named
        if reader.kind(m.term) == "Intervention" and m.term not in loose_terms().settings
    }
    carried = [s.triple.subject for s in found.statements if s.carried]
    subjects = [t for t in carried if reader.kind(t) == "Intervention"]
    for term in dict.fromkeys((*subjects, *techniques)):
        topic.spoken = (term, *(t for t in topic.spoken if t != term))
        kin = any(reader.graph.is_kind_of(t, term) for t in techniques if t != term)
        if kin and term not in subjects:
            # "Spinal manipulation is a quick thrust": the wider name is no second technique.
            continue
        topic.recent = (*(t for t in topic.recent if t != term), term)[-2:]
    taken_up = bool(_TAKES_UP & set(low[:1])) and topic.subject is not None
    learn_complaint(reader.graph, reader.sentence, topic)
    learn_brands(reader.sentence, topic, list(techniques))
    topic.clear = _is_clear(reader, found, list(techniques))
    if taken_up and not found.statements:
        # "It works better than any massage": the text goes on about the same.
        topic.result = None if techniques else topic.result
        return
    if techniques:
        topic.technique = next(iter(techniques))
        topic.main = topic.main or topic.technique
    if found.statements:
        topic.subject = found.statements[0].triple.subject
        topic.result = result_of(reader, found.statements)
        return
    heads = [
        m for m in reader.sentence.named if reader.kind(m.term) in ("Intervention", "Mechanism")
    ]
    if not heads and low[0] != "it" and reader.sentence.named:
        topic.result = None
    if len(techniques) == 1:
        topic.subject, topic.result = topic.technique, None
        return
    first = reader.sentence.mention_at(0) or reader.sentence.mention_at(min(1, len(low) - 1))
    if first is not None and not heads and reader.kind(first.term) in ("Effect", "Condition"):
        topic.subject, topic.result = first.term, None
        return
    if heads and (heads[0].first <= 2 or (topic.subject is None and len(heads) == 1)):
        topic.subject = heads[0].term
        topic.result = None


def _is_clear(reader: Reader, found: Found, techniques: list[str]) -> bool:
    """Whether the next "it" can stand for one thing only."""
    low = reader.sentence.low
    if found.statements:
        return True
    if len(techniques) == 1:
        return True
    if techniques:
        first = reader.sentence.mention_at(0) or reader.sentence.mention_at(min(1, len(low) - 1))
        fronts = first is not None and (first.first == 0 or low[0] in DETERMINERS)
        opens = fronts and first is not None and first.term in techniques
        return opens or reader.topic.joined is not None
    return reader.topic.clear and not opens_with_other(reader.sentence)


def opens_with_other(sentence: Sentence, at: int = 0, stop: int | None = None) -> bool:
    """
    Whether a clause's subject is a noun that is no technique: "The pulse setting moves …".

    Without *stop*, where the verb is known to be, any term may be what the clause is about.
    """
    low = sentence.low
    while at < len(low) and low[at] in CONJUNCTIONS:
        at += 1
    if at < len(low) and (low[at] in PREPOSITIONS or low[at] in SUBORDINATORS):
        comma = next((i for i in range(at, len(low)) if low[i] == ","), None)
        if comma is None:
            return False
        at = comma + 1
    nouns: list[int] = []
    while at < len(low) and len(nouns) < _LONGEST:
        known = stop is None and sentence.mention_at(at) is not None
        if known or low[at] in _PEOPLE or low[at] in (",", *BREAKS):
            return False
        if at == stop or low[at] in AUXILIARIES or _is_finite(sentence, at):
            break
        if low[at] in PREPOSITIONS and nouns:
            break
        if low[at] not in DETERMINERS and low[at] not in ADVERBS:
            nouns.append(at)
        at += 1
    words = frames().words
    plain = GENERIC | HANDS | words["agents"] | words["aims"] | {"idea"}
    return bool(nouns) and not any(
        low[i] in plain or sentence.tokens[i].noun in plain for i in nouns
    )


def _is_finite(sentence: Sentence, index: int) -> bool:
    return (
        index > 0
        and form_of(sentence, index) in ("s", "ed")
        and sentence.base[index] in verbs().by_verb
        and is_verb(sentence, index)
    )


def _two_together(reader: Reader) -> tuple[str, str] | None:
    """The two techniques of "massage and manual therapy …", for a "they" to come."""
    sentence = reader.sentence
    heads = [m for m in sentence.named if reader.kind(m.term) == "Intervention"]
    for one, other in pairwise(heads):
        between = sentence.low[one.last : other.first]
        if between and all(w in CONJUNCTIONS or w in DETERMINERS for w in between):
            return one.term, other.term
    return None
