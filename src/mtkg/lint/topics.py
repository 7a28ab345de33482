"""What the next sentence may take up of this one."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from mtkg.lint.arguments import Reader
from mtkg.lint.classes import CONJUNCTIONS, DETERMINERS
from mtkg.lint.stating import Found, Statement
from mtkg.lint.tables import loose_terms

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
        topic.recent = (*(t for t in topic.recent if t != term), term)[-2:]
        topic.spoken = (term, *(t for t in topic.spoken if t != term))
    taken_up = bool(_TAKES_UP & set(low[:1])) and topic.subject is not None
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


def _two_together(reader: Reader) -> tuple[str, str] | None:
    """The two techniques of "massage and manual therapy …", for a "they" to come."""
    sentence = reader.sentence
    heads = [m for m in sentence.named if reader.kind(m.term) == "Intervention"]
    for one, other in pairwise(heads):
        between = sentence.low[one.last : other.first]
        if between and all(w in CONJUNCTIONS or w in DETERMINERS for w in between):
            return one.term, other.term
    return None
