"""
Phrases of the lexicon with slots for terms, compiled to expressions over a `Shadow`.

``word`` stands for its dictionary form; ``(a|b c)`` for one of several; ``?`` makes what is before
it optional; ``~`` passes over up to four words, ``...`` over up to seven, never the end of a
clause; ``^`` is the beginning of the sentence or of
a clause after a break, ``$`` its end. ``{S}``, ``{O}`` and ``{C}`` are terms of
the kinds that the relation asks for, joined by commas and conjunctions or not; ``{NAME}`` is one of
the word lists that stand beside the phrases; ``[`` and ``]`` stand around the noun.
Negations may stand anywhere where a phrase has none
of its own: they deny it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from mtkg.lint.triggers import TOKEN, Needs, forms_of, parts_of, rareness, rarest_first

_OPEN: Final = r"(?:[a-z0-9'-]+ )"
_FILL: Final = r"(?:[a-z0-9'-]+ |<R\d+> )"
_WITHIN: Final = r"(?:[a-z0-9'-]+[.:]? |<[RTHP]\d+> )"
_ANY: Final = r"(?:[^|\s]+ )"
_JOINED: Final = (
    r"(?:(?:, |and\. |or\. |nor\. |as: well as: |plus |then )+"
    r"(?:(?:by|of|in|with|for|on|to|over|after|during|from|at|against): )?)"
)
_TAIL: Final = (
    r"(?:(?:together |along |combine )?(?:of|for|in|on|to|at|after|with|by|during|from|over|as):"
    r" (?:[a-z0-9'-]+ |[a-z]+\. ){0,2}(?:<[A-Z]\d+> )?(?:and\. <[A-Z]\d+> )?){0,2}?"
)
NARROW: Final = (
    r"(?:(?!(?:and|or|nor|but|so|that|which|who|when|while|if|until|because|although|though|where)\.)"
    r"[a-z0-9'-]+[.:]? ){0,2}?"
)
"""A gap of at most two words, within one phrase."""
_TIME: Final = r"(?:minute|hour|session|week|month|go|turn)"
_HELPS: Final = r"(?:(?:may|might|can|could|will|would|should|must|have|do)\. )?"
_START: Final = r"(?:^|(?<=[.,|>] ))"
_OPENING: Final = r"(?:^|(?<=\| ))(?:(?:and|but|so|or)\. )?"
_NOT: Final = r"(?:not\. |no\. )?"


class Phrase(NamedTuple):
    """
    One phrase; of each of *needs*, sets of items, one stands in every match; rarest first.

    A tuple, for thousands of them are read at every start.
    """

    written: str
    pattern: str
    needs: tuple[frozenset[str], ...]
    order: tuple[frozenset[str], ...]
    """The same sets in the order in which they stand."""
    denies: bool
    """Whether the phrase holds a negation of its own."""


class Compiler:
    """Compiles phrases; *letters* are the kinds of each slot, *lists* the named word lists."""

    def __init__(
        self, lists: Mapping[str, str], letters: Mapping[str, str], gap: str = f"{_WITHIN}{{0,4}}?"
    ) -> None:
        self._lists = lists
        self.needs = Needs(lists, letters)
        self._gap = gap
        self._letters = letters
        self._tokens: list[str] = []
        self._opening = False
        self._negation = _NOT
        self._triggers: list[frozenset[str]] = []

    def phrase(self, written: str) -> Phrase:
        """One phrase; `ValueError` where it is not well formed."""
        tokens = TOKEN.findall(written)
        pattern, triggers = self._read(written)
        needs = self.needs.of(tokens) or (max(triggers, key=rareness),)
        return Phrase(written, pattern, rarest_first(needs), needs, _denies(tokens))

    def _read(self, written: str) -> tuple[str, list[frozenset[str]]]:
        """The expression of a phrase as text, and its triggers."""
        self._tokens = TOKEN.findall(written)
        self._negation = "" if _denies(self._tokens) else _NOT
        self._triggers = []
        try:
            pattern = self._sequence(opens=True)
        except (ValueError, IndexError, KeyError) as error:
            raise ValueError(f"“{written}”: {error}") from error
        if self._tokens:
            raise ValueError(f"“{written}”: unbalanced brackets")
        if not self._triggers:
            raise ValueError(f"“{written}”: no word that must stand")
        return rf"(?<![^ ]){pattern}", self._triggers

    def _sequence(self, *, opens: bool) -> str:
        parts: list[str] = []
        while self._tokens and self._tokens[0][0] not in "|)":
            sign = self._tokens.pop(0)
            self._opening = opens and not parts
            if sign == "(":
                parts.append(self._group())
            elif sign[0] == "{":
                parts.append(self._slot(sign, first=opens and not parts))
            elif sign in "[]":
                parts.append("(?P<N>" if sign == "[" else ")")
            elif sign[0] == "<":
                parts.append(rf"<{sign[1]}\d+> ")
            elif sign in ("~", "..."):
                parts.append(self._gap if sign == "~" else f"{_ANY}{{0,7}}?")
            elif sign in "^$":
                parts.append(_OPENING if sign == "^" else r"(?:\| )?$")
            else:
                parts.append(self._word(sign))
        return "".join(parts)

    def _group(self) -> str:
        before, opening = len(self._triggers), self._opening
        options: list[str] = []
        firsts: list[frozenset[str]] = []
        while True:
            kept = len(self._triggers)
            options.append(self._sequence(opens=opening))
            inner = self._triggers[kept:]
            del self._triggers[kept:]
            firsts.append(max(inner, key=rareness) if inner else frozenset())
            closing = self._tokens.pop(0)
            if closing != "|":
                break
        del self._triggers[before:]
        optional = closing.endswith("?")
        if not optional and all(firsts):
            self._triggers.append(frozenset().union(*firsts))
        options.sort(key=lambda option: -option.count(" "))
        return f"(?:{'|'.join(options)}){'?' if optional else ''}"

    def _word(self, token: str) -> str:
        optional = token.endswith("?")
        word = token.rstrip("?").lower()
        if word == ",":
            return "(?:, )?" if optional else ", "
        text = ""
        for part in parts_of(word):
            forms = forms_of(part)
            if not forms:
                raise ValueError(f"“{part}” is passed over")
            for items in zip(*forms, strict=False):
                options = sorted(set(items))
                if not optional:
                    self._triggers.append(frozenset(options))
                one = "|".join(re.escape(item) for item in options)
                if options == ["be."] and not self._opening:
                    # "may be", "could not be", "has been": as much as "is".
                    text += f"{self._negation}{_HELPS}"
                if self._opening:
                    # A negation before a phrase is no part of it.
                    text += f"(?:{one}) "
                    continue
                text += (
                    f"{self._negation}(?:{one}) " if len(options) > 1 else f"{self._negation}{one} "
                )
        return f"(?:{text})?" if optional else text

    def _slot(self, token: str, *, first: bool) -> str:
        name = token.strip("{}?")
        if name == "IT":
            return "@it "
        optional = token.endswith("?")
        if name in self._letters:
            if name != "S" and not optional:
                self._triggers.append(frozenset(f"<{letter}" for letter in self._letters[name]))
            text = _noun_phrase(name, self._letters[name], start=first)
        else:
            saved = self._tokens
            self._tokens = [*TOKEN.findall(f"({self._lists[name]})")[1:]]
            text = self._group()
            self._tokens = saved
        return f"(?:{text})?" if optional else text


def _denies(tokens: list[str]) -> bool:
    return any(word in tokens for word in ("not", "no", "never", "without", "nothing"))


def _noun_phrase(name: str, letters: str, *, start: bool) -> str:
    mention = rf"<[{letters}]\d+> "
    carrier = rf"(?:(?:[a-z0-9'-]+ ){{1,2}}of: |(?:[a-z0-9'-]+ )?{_TIME} (?:with|on): )?"
    named = rf"{carrier}{_FILL}{{0,2}}{mention}(?:{_JOINED}{carrier}{_FILL}{{0,2}}{mention}){{0,6}}"
    if name != "S":
        before = rf"(?:{carrier}{_FILL}{{0,2}}<[A-Z]\d+> {_JOINED}){{0,3}}?"
        return rf"{_NOT}(?P<{name}>{before}{named})"
    relative = r",? ?(?:which|that|who)\. "
    return (
        rf"(?:(?P<S>{_START if start else ''}{named}|@it |@this |@np |@mix |@two ){_TAIL}"
        rf"(?:(?<=> ){relative})?)"
    )
