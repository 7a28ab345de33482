"""Everyday ways of saying a term, as phrases: whole ones, and states that things come to be in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from mtkg.lint.classes import PARTICLES, TO_WHERE
from mtkg.lint.finding import Finder
from mtkg.lint.phrases import NARROW, Compiler, Phrase
from mtkg.lint.tables import frames, table
from mtkg.lint.triggers import rarest_first
from mtkg.lint.words import base_form


class Idiom(NamedTuple):
    """What a phrase stands for; a tuple as `Phrase` is."""

    term: str
    denies: bool = False
    """Whether it says that the term is not so: "leaves the bones where they were"."""
    sealed: bool = False
    """Whether it holds a "no" that denies nothing: "no longer stiff"."""
    graded: bool = False
    """Whether it counts only where it compares: "looser muscles", not "loose muscles"."""
    acts: bool | None = None
    """Whether it begins with a verb ("tear an artery", not "a torn artery"), if that is known."""
    passive: bool = False
    """Whether it is an act told in the passive."""


def idioms_of() -> Finder[Idiom]:
    """The phrases of ``lexicon/idioms.yaml`` and ``lexicon/states.yaml``."""
    data, states = table("idioms"), table("states")
    lists = {**data["lists"], **states["lists"]}
    compiler = Compiler(lists, {}, NARROW)
    phrases = [
        (compiler.phrase(phrase), Idiom(term, denies=denies))
        for name, denies in (("idioms", False), ("contrary", True))
        for term, entries in data[name].items()
        for active in entries
        for phrase in (active, *_passive(active))
    ]
    phrases += [
        phrase
        for term, entries in states["states"].items()
        for entry in entries
        for phrase in _of_state(compiler, term, entry)
    ]
    return Finder(phrases, overlapping=True)


_ACTIVE: Final = re.compile(r"^(\([a-z |-]+\)) ~ (.+?)(?: ~ \([^()]*\)\?)?$")


def _passive(phrase: str) -> Iterator[str]:
    """“waste ~ be ~ (flushed|cleared)” for "(flush|clear) ~ waste": the same in the passive."""
    match = _ACTIVE.match(phrase)
    if match is None:
        return
    verbs = [base_form(verb.split()[0]) for verb in match[1].strip("()").split("|")]
    if all(verb in frames().idiom_verbs for verb in verbs):
        yield f"{match[2]} ~ be ~ {match[1]}"


def _of_state(
    compiler: Compiler, term: str, entry: Mapping[str, Any]
) -> Iterator[tuple[Phrase, Idiom]]:
    """The phrases of one entry of ``states.yaml``; the sentence names the thing somewhere."""
    named = (compiler.needs.items(entry["of"]),) if "of" in entry else ()
    for written, idiom in _written(term, entry):
        phrase = compiler.phrase(written)
        yield phrase._replace(needs=rarest_first((*phrase.needs, *named))), idiom


_BIT: Final = "{BIT}? {BIT}?"
"""What may stand before a state: "a good deal", "feel"."""


def _written(term: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, Idiom]]:
    """The phrases of one entry."""
    plain, graded, sealed = Idiom(term), Idiom(term, graded=True), Idiom(term, sealed=True)
    tells, compares = plain._replace(acts=False), graded._replace(acts=False)
    nouns, states, adjectives, verbs = (_any(entry, key) for key in ("of", "is", "was", "does"))
    nouns = [f"[{noun}]" for noun in nouns]
    for adjective in adjectives:
        states.append(f"less {adjective}")
        for noun in nouns:
            yield f"{{CHANGE}} ~ {noun} ~ {{UNLIKE}} {adjective}", sealed
            yield f"{noun} ~ {{LINK}} ~ {{UNLIKE}} {adjective}", sealed
        if entry.get("alone"):
            yield f"{{LINK}} ~ {{UNLIKE}} {adjective}", sealed
    for state in states:
        for noun in nouns:
            yield f"{{CHANGE}} ~ (and|or)? {noun} {_BIT} {state}", plain
            yield f"{noun} ~ {{TURN}} {_BIT} {state}", tells
            yield f"{noun} ~ {{LINK}} {_BIT} {state}", tells if entry.get("as_is") else compares
            yield f"{state} {noun}", compares
        if entry.get("alone"):
            yield f"{{CHANGE}} ~ {state}", graded
            yield f"({{TURN}}|{{LINK}}) {_BIT} {state}", graded
    for noun in nouns:
        for verb in verbs:
            yield f"{noun} ~ {verb}", tells
        if "boost" in _split(str(entry.get("by", ""))):
            yield f"give ~ {noun} ~ (boost|lift|helping hand|kick|leg up)", Idiom(term, acts=True)
        before = "({PART})? {PART}?" if entry.get("bare") else "~ that?"
        for active, passive in _acts(str(entry.get("by", "")), before, noun):
            yield active, Idiom(term, acts=True)
            yield passive, tells._replace(passive=True)


def _any(entry: Mapping[str, Any], key: str) -> list[str]:
    """The alternatives of one key as a group, the longest first; nothing where it is not given."""
    options = sorted(_split(str(entry.get(key, ""))), key=lambda o: -len(o.split()))
    return [f"({'|'.join(options)})"] if options else []


def _acts(verbs: str, before: str, noun: str) -> Iterator[tuple[str, str]]:
    """
    “(slow|calm) ~ heart” and its passive; the noun may stand before the particle: "bring it down".

    What follows the verb tells where the noun stands: after the verb if it says where to ("into
    place"), at the end if it is more of the verb ("take the edge off").
    """
    plain: list[str] = []
    parted: dict[str, list[str]] = {}
    for option in _split(verbs):
        verb, _, rest = option.partition(")")[0:3] if option[0] == "(" else option.partition(" ")
        verb = f"{verb})" if option[0] == "(" else verb
        words = rest.removeprefix(" ~").split()
        opens = words[0].strip("(").split("|")[0] if words else ""
        if option[0] == "(" or (len(words) > 1 and opens in TO_WHERE and words[-1] not in TO_WHERE):
            parted.setdefault(" ".join(words), []).append(verb)
            continue
        plain.append(option)
        if len(words) == 1 and opens in PARTICLES:
            parted.setdefault(opens, []).append(verb)
    if plain:
        yield f"({'|'.join(plain)}) {before} {noun}", f"{noun} ~ be ~ ({'|'.join(plain)})"
    for rest, heads in parted.items():
        group = f"({'|'.join(heads)})"
        yield f"{group} {before} {noun} ~ {rest}", f"{noun} ~ be ~ {group} ~ {rest}"


def _split(options: str) -> list[str]:
    """The alternatives that stand between bars outside brackets."""
    found, depth, start = [], 0, 0
    for at, sign in enumerate(options):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            found.append(options[start:at])
            start = at + 1
    return [*found, options[start:]] if options else []
