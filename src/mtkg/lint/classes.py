"""The closed classes of English words (``lexicon/classes.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mtkg.lint.prepared import kept
from mtkg.lint.tables import table


@kept
def classes() -> Mapping[str, frozenset[str]]:
    """Every class by its name."""
    return {name: frozenset(words.split()) for name, words in table("classes").items()}


_CLASSES: Final = classes()

DETERMINERS: Final = _CLASSES["determiners"]
PREPOSITIONS: Final = _CLASSES["prepositions"]
AUXILIARIES: Final = _CLASSES["auxiliaries"]
BE: Final = _CLASSES["be"]
MODALS: Final = _CLASSES["modals"]
PRONOUNS: Final = _CLASSES["pronouns"]
SUBORDINATORS: Final = _CLASSES["subordinators"]
CONJUNCTIONS: Final = _CLASSES["conjunctions"]
ADVERBS: Final = _CLASSES["adverbs"]
CARRIERS: Final = _CLASSES["carriers"]
HEADS: Final = _CLASSES["heads"]
PARTICIPLES: Final = _CLASSES["participles"]
GENERIC: Final = _CLASSES["generic"]
CARRIED: Final = _CLASSES["carried"]
PASSED_OVER: Final = _CLASSES["passed_over"]
MAY_FOLLOW: Final = _CLASSES["may_follow"]
KEPT: Final = _CLASSES["kept"]
LIMITING: Final = _CLASSES["limiting"]
PARTICLES: Final = _CLASSES["particles"]
TO_WHERE: Final = _CLASSES["to_where"]
COMMON: Final = _CLASSES["common"]
REBUTTING: Final = _CLASSES["rebutting"]
FEEBLE: Final = _CLASSES["feeble"]
AFTERWARDS: Final = _CLASSES["afterwards"]
HANDS: Final = _CLASSES["hands"]
CONTRACTIONS: Final = {
    short: tuple(full.split(","))
    for short, full in (entry.split("=") for entry in _CLASSES["contractions"])
}
IS: Final = BE | {short for short, full in CONTRACTIONS.items() if full[-1] in BE}
"""Forms of "be", also those grown together with a pronoun."""
BREAKS: Final = frozenset(";:()—–[]!?")
"""Marks that end a clause."""
JOINS: Final = CONJUNCTIONS | {","}
STOPS: Final = BREAKS | {","}
