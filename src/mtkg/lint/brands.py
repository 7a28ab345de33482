"""Products that a text calls by a made-up name: "RollMate, the roller for …" is foam rolling."""

from __future__ import annotations

import re
from typing import Final

from mtkg.lint.mentions import Mention
from mtkg.lint.sentence import Sentence
from mtkg.lint.topic import Topic

_MADE_UP: Final = re.compile(r"[A-Z][a-z]+[A-Z][a-z]+")
_SET_AGAINST: Final = frozenset(["unlike", "than", "instead", "not", "no", "without"])


def learn_brands(sentence: Sentence, topic: Topic, techniques: list[str]) -> None:
    """Take a made-up name that stands beside one technique for that technique."""
    if len(techniques) != 1 or _SET_AGAINST & set(sentence.low):
        return
    for token in sentence.tokens:
        if _MADE_UP.fullmatch(token.text) and token.text not in topic.brands:
            topic.brands = {**topic.brands, token.text: techniques[0]}


def mark_brands(sentence: Sentence, topic: Topic) -> None:
    """Cover the names that the text has introduced, with a "Pro" or a "Duo" after them."""
    for index, token in enumerate(sentence.tokens):
        term = topic.brands.get(token.text)
        if term is None or sentence.mention_at(index) is not None:
            continue
        after = index + 1
        if after < len(sentence.tokens) and sentence.tokens[after].text[:1].isupper():
            after += sentence.mention_at(after) is None
        sentence.cover(Mention(index, after, term, None))
