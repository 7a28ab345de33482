"""Items of a list, read together with the line that leads into them: "Massage can: - ease pain"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mtkg.lint.classes import AUXILIARIES, CARRIED, MODALS, PREPOSITIONS
from mtkg.lint.kit import Kit
from mtkg.lint.predicates import is_verb
from mtkg.lint.reading.document import Block, Zone
from mtkg.lint.statements import statements_of
from mtkg.lint.stating import Found, Statement
from mtkg.lint.tables import verbs
from mtkg.lint.topic import Topic
from mtkg.lint.words import Token, sentences_of, tokens_of

_CLOSING: Final = frozenset([":", "–", "—", "…", "..."])
_LONGEST: Final = 25
_COPULA: Final = tokens_of("are")


@dataclass(frozen=True, slots=True)
class LeadIn:
    """The words before a list that each of its items completes."""

    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, block: Block) -> LeadIn | None:
        """The last sentence of *block*, if it ends in a colon or is a heading."""
        if block.zone not in (Zone.PROSE, Zone.HEADING) or not block.text.strip():
            return None
        start, end = sentences_of(block.text)[-1]
        tokens = tokens_of(block.text[start:end])
        heading = block.zone is Zone.HEADING and tokens[-1].text not in "?!"
        if tokens[-1].text not in _CLOSING and not heading:
            return None
        while tokens and not tokens[-1].text[0].isalnum():
            tokens.pop()
        return cls(tuple(tokens)) if 0 < len(tokens) <= _LONGEST else None

    def before(self, item: Sequence[Token], kit: Kit, topic: Topic) -> list[Token]:
        """The words that *item* goes on: "side effects of massage" is given its "are"."""
        sentence = kit.read(list(self.tokens), topic)
        last, low = len(self.tokens) - 1, sentence.low
        ends_open = low[last] in AUXILIARIES or low[last] in PREPOSITIONS or low[last] in MODALS
        says = any(
            low[i] in AUXILIARIES
            or (sentence.base[i] in verbs().by_verb and not sentence.mention_at(i) and i
                and is_verb(sentence, i))
            for i in range(len(low))
        )  # fmt: skip
        opens = item[0].base in verbs().by_verb
        return list(self.tokens) + ([] if ends_open or says or opens else _COPULA)


def statements_of_item(kit: Kit, item: list[Token], lead: LeadIn, topic: Topic) -> Found:
    """
    What *item* states on its own, else what it states after its lead-in.

    Token ranges are within the item.
    """
    alone = replace(topic)
    found = statements_of(kit, kit.read(item, alone), alone, question=False)
    if found.statements or item[0].low in CARRIED:
        vars(topic).update(vars(alone))
        return found
    front = lead.before(item, kit, topic)
    joined = statements_of(kit, kit.read([*front, *item], topic), topic, question=False)
    joined.statements = [
        _within(s, len(front), len(item)) for s in joined.statements if s.last > len(front)
    ]
    return joined


def _within(statement: Statement, offset: int, size: int) -> Statement:
    """*statement* with its places in the item, whatever of it stands before."""

    def moved(span: tuple[int, int]) -> tuple[int, int]:
        first = min(max(span[0] - offset, 0), size - 1)
        return first, max(min(span[1] - offset, size), first)

    shown = tuple(moved(s) for s in statement.wording.shown_by if s[0] >= offset)
    first, last = moved((statement.first, statement.last))
    return replace(
        statement,
        first=first,
        last=max(last, first + 1),
        verb=moved(statement.verb),
        target=moved(statement.target),
        wording=replace(statement.wording, shown_by=shown),
    )
