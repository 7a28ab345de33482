"""When two names are one name: case, hyphens, British and American spelling, plurals."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SPELLING: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"is(ation|ations|e|es|ed|er|ers|ing)$", r"iz\1"),
        (r"ys(e|es|ed|ing)$", r"yz\1"),
        (r"our(s|ed|ing|al|able)?$", r"or\1"),
        (r"(?<=[bt])re$", "er"),
        (r"ae|oe", "e"),
        (r"ll(ed|ing|er|ers)$", r"l\1"),
        (r"ogue$", "og"),
    )
)
_PLURAL: Final = (
    (re.compile(r"(?<=[a-z]{2})ies$"), "y"),
    (re.compile(r"((?:[sxz]|ch|sh))es$"), r"\1"),
    (re.compile(r"(?<=[a-z]{2}[^siu])s$"), ""),
)
_BREAK: Final = re.compile(r"[\s\-_\u2010-\u2015/]+")


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """
    The form under which *name* is compared with other names.

    >>> fold("Joint  Mobilisations") == fold("joint-mobilization")
    True
    >>> fold("fascia") == fold("fasciae")
    False
    """
    return " ".join(_word(word) for word in _BREAK.split(name.strip().casefold()) if word)


def _word(word: str) -> str:
    for pattern, replacement in _PLURAL:
        shorter = pattern.sub(replacement, word)
        if shorter != word:
            word = shorter
            break
    for pattern, replacement in _SPELLING:
        word = pattern.sub(replacement, word)
    return word
