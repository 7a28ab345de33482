"""
Phrases of the lexicon with slots for terms, compiled to expressions over a `Shadow`.

``word`` stands for its dictionary form; ``(a|b c)`` for one of several; ``?`` makes what is before
it optional; ``~`` passes over up to four words, ``...`` over up to seven, never the end of a
clause; ``^`` is the sentence's beginning, ``$`` its end. ``{S}``, ``{O}`` and ``{C}`` are terms of
the kinds that the relation asks for, joined by commas and conjunctions or not; ``{NAME}`` is one of
the word lists that stand beside the phrases. Negations may stand anywhere where a phrase has none
of its own: they deny it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Generic, TypeVar

from mtkg.lint.shadow import Shadow, item_of
from mtkg.lint.words import base_form

Meaning = TypeVar("Meaning")
_OPEN: Final = r"(?:[a-z0-9'-]+ )"
_FILL: Final = r"(?:[a-z0-9'-]+ |<R\d+> )"
_WITHIN: Final = r"(?:[a-z0-9'-]+[.:]? |<[RTHP]\d+> )"
_ANY: Final = r"(?:[^|\s]+ )"
_JOINED: Final = (
    r"(?:(?:, |and\. |or\. |nor\. |as: well as: |plus |then )+(?:(?:by|of|in|with|for|on|to): )?)"
)
_TAIL: Final = (
    r"(?:(?:of|for|in|on|to|at|after|with|by|during|from|over|as):"
    r" (?:[a-z0-9'-]+ |[a-z]+\. ){0,2}(?:<[A-Z]\d+> )?(?:and\. <[A-Z]\d+> )?){0,2}?"
)
NARROW: Final = r"(?:(?!(?:and|or|but|so|that|which)\.)[a-z0-9'-]+[.:]? ){0,2}?"
"""A gap of at most two words, within one phrase."""
_START: Final = r"(?:^|(?<=[.,|>] ))"
_NOT: Final = r"(?:not\. |no\. )?"
_TOKEN: Final = re.compile(r"\(|\)\??|\||\.\.\.|~|\^|\$|\{\w+\}\??|<\w>|[\w'’,-]+\??")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One compiled phrase; *triggers* are the items of which one stands in every match."""

    written: str
    source: str
    triggers: frozenset[str]
    denies: bool
    """Whether the phrase holds a negation of its own."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled when it is first needed: most texts need few of them."""
        return _compiled(self.source)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: token ranges of the whole and of each slot, and the terms in the slots."""

    phrase: Phrase
    first: int
    last: int
    slots: Mapping[str, str]
    places: Mapping[str, tuple[int, int]]
    negated: bool


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


class Compiler:
    """Compiles phrases; *letters* are the kinds of each slot, *lists* the named word lists."""

    def __init__(
        self, lists: Mapping[str, str], letters: Mapping[str, str], gap: str = f"{_WITHIN}{{0,4}}?"
    ) -> None:
        self._lists = lists
        self._gap = gap
        self._letters = letters
        self._tokens: list[str] = []
        self._opening = False
        self._negation = _NOT
        self._triggers: list[frozenset[str]] = []

    def compile(self, written: str) -> Phrase:
        """One phrase; `ValueError` where it is not well formed."""
        self._tokens = _TOKEN.findall(written)
        own = any(w in self._tokens for w in ("not", "no", "never", "without"))
        self._negation = "" if own else _NOT
        self._triggers = []
        try:
            pattern = self._sequence(opens=True)
        except (ValueError, IndexError, KeyError) as error:
            raise ValueError(f"“{written}”: {error}") from error
        if self._tokens:
            raise ValueError(f"“{written}”: unbalanced brackets")
        if not self._triggers:
            raise ValueError(f"“{written}”: no word that must stand")
        triggers = max(self._triggers, key=_rareness)
        return Phrase(written, rf"(?<![^ ]){pattern}", triggers, own)

    def _sequence(self, *, opens: bool) -> str:
        parts: list[str] = []
        while self._tokens and self._tokens[0][0] not in "|)":
            sign = self._tokens.pop(0)
            self._opening = opens and not parts
            if sign == "(":
                parts.append(self._group())
            elif sign[0] == "{":
                parts.append(self._slot(sign, first=opens and not parts))
            elif sign[0] == "<":
                parts.append(rf"<{sign[1]}\d+> ")
            elif sign in ("~", "..."):
                parts.append(self._gap if sign == "~" else f"{_ANY}{{0,7}}?")
            elif sign in "^$":
                parts.append(r"^(?:(?:and|but|so|or)\. )?" if sign == "^" else r"(?:\| )?$")
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
            firsts.append(max(inner, key=_rareness) if inner else frozenset())
            closing = self._tokens.pop(0)
            if closing != "|":
                break
        del self._triggers[before:]
        optional = closing.endswith("?")
        if not optional and all(firsts):
            self._triggers.append(frozenset().union(*firsts))
        return f"(?:{'|'.join(options)}){'?' if optional else ''}"

    def _word(self, token: str) -> str:
        optional = token.endswith("?")
        word = token.rstrip("?").lower()
        if word == ",":
            return "(?:, )?" if optional else ", "
        text = ""
        for part in word.split("-"):
            forms = _forms(part)
            if not forms:
                raise ValueError(f"“{part}” is passed over")
            for items in zip(*forms, strict=False):
                options = sorted(set(items))
                if not optional:
                    self._triggers.append(frozenset(options))
                one = "|".join(re.escape(item) for item in options)
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
        optional = token.endswith("?")
        if name in self._letters:
            if name != "S" and not optional:
                self._triggers.append(frozenset(f"<{letter}" for letter in self._letters[name]))
            text = _noun_phrase(name, self._letters[name], start=first)
        else:
            saved = self._tokens
            self._tokens = [*_TOKEN.findall(f"({self._lists[name]})")[1:]]
            text = self._group()
            self._tokens = saved
        return f"(?:{text})?" if optional else text


def _forms(word: str) -> list[list[str]]:
    """The items of a word as it may stand in a text: by its dictionary form, and as written."""
    forms = [item_of(word)]
    if forms[0] == [base_form(word)] and forms[0] != [word]:
        forms.append([word])
    return [form for form in forms if form]


def _noun_phrase(name: str, letters: str, *, start: bool) -> str:
    mention = rf"<[{letters}]\d+> "
    carrier = r"(?:(?:[a-z0-9'-]+ ){1,2}of: )?"
    named = rf"{carrier}{_FILL}{{0,2}}{mention}(?:{_JOINED}{carrier}{_FILL}{{0,2}}{mention}){{0,6}}"
    if name != "S":
        before = rf"(?:{carrier}{_FILL}{{0,2}}<[A-Z]\d+> {_JOINED}){{0,3}}?"
        return rf"{_NOT}(?P<{name}>{before}{named})"
    relative = r"(?:,? ?(?:which|that|who)\. )?"
    return rf"(?P<S>{_START if start else ''}{named}|@it |@this |@np ){_TAIL}{relative}"


def _rareness(items: frozenset[str]) -> tuple[bool, int]:
    return not any(item[-1] in ".:" or item[0] == "<" for item in items), -len(items)


class Finder(Generic[Meaning]):
    """Finds phrases of a set in shadows, looking only at those whose trigger is there."""

    def __init__(self, phrases: Sequence[tuple[Phrase, Meaning]]) -> None:
        self._by_word: dict[str, list[int]] = {}
        self._phrases = phrases
        for number, (phrase, _) in enumerate(phrases):
            for item in phrase.triggers:
                self._by_word.setdefault(item, []).append(number)

    def find(self, shadow: Shadow) -> Iterator[tuple[Hit, Meaning]]:
        """Every hit with what the phrase stands for, in the order of the phrases."""
        numbers = {n for word in shadow.words for n in self._by_word.get(word, ())}
        for number in sorted(numbers):
            phrase, meaning = self._phrases[number]
            for match in phrase.pattern.finditer(shadow.text):
                if match.end() > match.start():
                    yield _hit(phrase, match, shadow), meaning


def _hit(phrase: Phrase, match: re.Match[str], shadow: Shadow) -> Hit:
    def tokens(start: int, end: int) -> tuple[int, int]:
        inside = [s for s in shadow.spans if start <= s < end]
        return shadow.spans[inside[0]][0], shadow.spans[inside[-1]][1]

    slots = {k: v for k, v in match.groupdict().items() if v}
    places = {k: tokens(*match.span(k)) for k in slots}
    first, last = tokens(match.start(), match.end())
    negated = False
    if not phrase.denies:
        said = match.group()
        for text in slots.values():
            said = said.replace(text, "", 1)
        negated = "not. " in said or "no. " in said
    return Hit(phrase, first, last, slots, places, negated)
