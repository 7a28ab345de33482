"""“Such headaches” and "this condition": complaints that a text takes up by a plainer noun."""

from __future__ import annotations

from typing import Final

from mtkg.graph import Graph
from mtkg.lint.mentions import Mention
from mtkg.lint.sentence import Sentence
from mtkg.lint.topic import Topic
from mtkg.lint.words import noun_form

_TAKING_UP: Final = frozenset(["such", "this", "these"])
_KINDS: Final = frozenset(["kind", "type", "sort", "form"])
_ANY: Final = frozenset(["condition", "complaint", "problem", "disorder"])


def learn_complaint(graph: Graph, sentence: Sentence, topic: Topic) -> None:
    """Keep the complaint that a sentence names, if it is one of a kind and no mere pain."""
    named = {m.term for m in sentence.named if graph.is_kind_of(m.term, "Condition")}
    named -= {"Pain", "MusculoskeletalPain"}
    if len(named) == 1:
        topic.complaint = named.pop()
    elif named:
        topic.complaint = None


def mark_complaints(graph: Graph, sentence: Sentence, topic: Topic) -> None:
    """Cover "such headaches", "this kind of pain" and "this condition" with what they take up."""
    term = topic.complaint
    if term is None:
        return
    head = noun_form(graph.label(term).lower().split()[-1])
    low = sentence.low
    for index in range(len(low) - 1):
        if low[index] not in _TAKING_UP:
            continue
        at = index + 1
        if low[at] in _KINDS and low[at + 1 : at + 2] == ["of"]:
            at += 2
        if at >= len(low) or sentence.tokens[at].noun not in (head, *_ANY):
            continue
        covering = sentence.mention_at(at)
        plain = covering is None or (
            covering.first == at
            and (not covering.is_named or graph.is_kind_of(term, covering.term))
        )
        if plain:
            sentence.cover(Mention(at, at + 1, term, None, is_idiom=True))
