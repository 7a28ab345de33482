"""Which words must stand in a text for a phrase of the lexicon to be found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from mtkg.lint.classes import COMMON
from mtkg.lint.shadow import TAKING_UP, item_of
from mtkg.lint.words import base_form

TOKEN: Final = re.compile(r"[\[\]]|\(|\)\??|\||\.\.\.|~|\^|\$|\{\w+\}\??|<\w>|[\w'’,-]+\??")
"""The signs of a phrase."""


def rarest_first(sets: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    """The same sets, those first that few texts hold."""
    return tuple(sorted(sets, key=rareness, reverse=True))


def stand_in_order(items: list[str], sets: tuple[frozenset[str], ...], reach: int) -> bool:
    """Whether one of each of *sets* is in *items*, in order, no more than *reach* apart."""
    places: list[int] = []
    for number, options in enumerate(sets):
        found = [at for at, item in enumerate(items) if item in options]
        if number:
            found = [at for at in found if any(0 < at - before <= reach for before in places)]
        if not found:
            return False
        places = found
    return True


def rareness(items: frozenset[str]) -> tuple[bool, bool, int]:
    """Sorts sets of items by how seldom a text holds one of them."""
    closed = any(item[-1] in ".:" or item[0] == "<" for item in items)
    return not closed, items.isdisjoint(COMMON), -len(items)


@lru_cache(maxsize=20_000)
def forms_of(word: str) -> list[tuple[str, ...]]:
    """The items of a word as it may stand in a text: by its dictionary form, and as written."""
    forms = [item_of(word)]
    if forms[0] == (base_form(word),) and forms[0] != (word,):
        forms.append((word,))
    return [form for form in forms if form]


def parts_of(word: str) -> list[str]:
    """The words of a compound: "no-go" is one that denies nothing."""
    return [word] if word.startswith("no-") else word.split("-")


def _parts(tokens: list[str]) -> list[list[str]]:
    """Words and groups at the top of a phrase that do not stand at the writer's choice."""
    found: list[list[str]] = []
    depth, start = 0, 0
    for index, sign in enumerate(tokens):
        if sign == "(":
            start = start if depth else index
            depth += 1
        elif sign in (")", ")?"):
            depth -= 1
            if not depth and sign == ")":
                found.append(tokens[start + 1 : index])
        elif not depth and sign[-1] != "?" and (sign[0].isalpha() or sign[0] in "{<"):
            found.append([sign])
    return found


@dataclass(frozen=True)
class Needs:
    """
    Tells what must stand for phrases to be found.

    *lists* are the word lists that they name, *letters* the kinds of the terms in each slot.
    """

    lists: Mapping[str, str]
    letters: Mapping[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)

    def of(self, tokens: list[str]) -> tuple[frozenset[str], ...]:
        """Sets of items of each of which one stands in every match of a phrase, in their order."""
        return tuple(found for part in _parts(tokens) if (found := self._items(part)))

    def items(self, written: str) -> frozenset[str]:
        """The items of which one stands where one of several alternatives does."""
        if not any(sign in written for sign in "(){}?~-<"):
            options = [[_word(word) for word in option.split()] for option in written.split("|")]
            return frozenset().union(*(max(words, key=rareness) for words in options))
        return self._items(TOKEN.findall(written))

    def _items(self, part: list[str]) -> frozenset[str]:
        """What must stand for one part: one of the items of each of its alternatives."""
        key = tuple(part)
        if key not in self._known:
            self._known[key] = self._read(part)
        return self._known[key]

    def _read(self, part: list[str]) -> frozenset[str]:
        if len(part) == 1 and part[0][0] == "{":
            name = part[0].strip("{}")
            if name in self.letters:
                terms = frozenset(f"<{letter}" for letter in self.letters[name])
                return terms | TAKING_UP if name == "S" else terms
            written = self.lists.get(name)
            return self.items(written) if written else frozenset()
        if len(part) == 1 and part[0][0] == "<":
            return frozenset((part[0][:2],))
        if len(part) == 1:
            return _word(part[0])
        items: set[str] = set()
        for option in _options(part):
            here = self.of(option)
            if not here:
                return frozenset()
            items |= rarest_first(here)[0]
        return frozenset(items)


def _options(part: list[str]) -> list[list[str]]:
    """The alternatives of a group, at whose own bars it is parted."""
    options: list[list[str]] = [[]]
    depth = 0
    for sign in part:
        depth += (sign == "(") - (sign in (")", ")?"))
        if sign == "|" and not depth:
            options.append([])
        else:
            options[-1].append(sign)
    return options


@lru_cache(maxsize=20_000)
def _word(sign: str) -> frozenset[str]:
    if not sign[0].isalpha() or sign[-1] == "?":
        return frozenset()
    forms = forms_of(parts_of(sign.lower())[0])
    return frozenset(form[0] for form in forms)
