"""The names of a graph's terms, ready to be found in text; and what verbs make of their nouns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from mtkg.graph import Graph
from mtkg.lint.tables import actions, noun_key, table
from mtkg.lint.words import base_form, is_acronym, noun_form
from mtkg.model.vocabulary import KINDS

CLAIM_KINDS: Final = frozenset(KINDS)


class NameKind(StrEnum):
    """Where a name comes from."""

    LABEL = "label"
    SYNONYM = "synonym"
    HIDDEN = "hidden"
    SURFACE = "surface"
    """From the checker's own list: enough for a claim, not the graph's name of the term."""
    NONE = "none"
    """An everyday phrase that shadows a term."""


class Name(NamedTuple):
    """
    One name: the terms it names, how it is written in the graph, and what kind of name it is.

    A tuple, for thousands of them are read at every start.
    """

    terms: tuple[str, ...]
    written: str
    kind: NameKind
    acronym: bool = False


@dataclass(frozen=True)
class Lexicon:
    """Everything that is looked up while a text is read."""

    names: Mapping[str, Name]
    lengths: Mapping[str, tuple[int, ...]]
    """First word of a name → how many words names have that begin with it, longest first."""
    composed: Mapping[tuple[str, str], str]
    """(class of verb, noun) → the effect or mechanism that the verb makes of the noun."""
    nouns: Mapping[str, int]
    """First word of a noun of `composed` → words of the longest one."""
    weak: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Names that need one of these words near them."""


def lexicon_of(graph: Graph) -> Lexicon:
    """The names and composed meanings of *graph*; surfaces of terms that it lacks are left out."""
    names = _names(graph)
    composed = _composed(graph, names)
    weak = table("senses")["weak"]
    return Lexicon(
        names=names,
        lengths=_lengths(names),
        composed=composed,
        nouns=_longest(noun for _, noun in composed),
        weak={
            noun_key(name): frozenset(base_form(w) for w in entry["needs"])
            for name, entry in weak.items()
        },
    )


def _lengths(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        words = key.split()
        found[words[0]].add(len(words))
    return {word: tuple(sorted(sizes, reverse=True)) for word, sizes in found.items()}


def _longest(keys: Iterable[str]) -> dict[str, int]:
    return {word: sizes[0] for word, sizes in _lengths(keys).items()}


def _names(graph: Graph) -> dict[str, Name]:
    found: dict[str, dict[str, tuple[str, NameKind]]] = defaultdict(dict)

    def add(written: str, term: str, kind: NameKind) -> None:
        for key in _keys(written):
            if key:
                found[key].setdefault(term, (written, kind))

    for term in graph.terms.values():
        if (
            term.kind not in CLAIM_KINDS
            or term.id in CLAIM_KINDS
            or term.id == "Technique"
            or term.deprecated
        ):
            continue
        add(term.label, term.id, NameKind.LABEL)
        for name in term.synonyms:
            add(name, term.id, NameKind.SYNONYM)
        for name in term.hidden_labels:
            add(name, term.id, NameKind.HIDDEN)
    surfaces = table("surfaces")
    for term_id, written in surfaces.items():
        if term_id in graph.terms:
            for name in written:
                key = noun_key(name)
                if key not in found:
                    add(name, term_id, NameKind.SURFACE)
    names = {}
    for key, terms in found.items():
        written, kind = next(iter(terms.values()))
        names[key] = Name(tuple(terms), written, kind, is_acronym(written))
    for phrase in table("senses")["phrases"]:
        names.setdefault(noun_key(phrase), Name((), phrase, NameKind.NONE))
    return names


def _keys(written: str) -> set[str]:
    """Every form in which a name is looked up: no hyphens, "of the", "flushes" for "flushing"."""
    found = {noun_key(written)}
    if "-" in written:
        found.add(noun_key(written.replace("-", "")))
    for key in sorted(found):
        words = key.split()
        if len(words) > 1 and words[0].endswith("ing"):
            found.add(" ".join([base_form(words[0]), *words[1:]]))
        if " of a " in f"{key} ":
            found.add(key.replace(" of a ", " of the "))
        elif " of " in key and " of the " not in key:
            found.add(key.replace(" of ", " of the "))
    return found


_OF: Final = re.compile(r"^(\S+(?: \S+)?) (?:of|in|from|for) (.+)$")


def _composed(graph: Graph, names: Mapping[str, Name]) -> dict[tuple[str, str], str]:
    """What labels and definitional claims say of acts: "reduced pain" is (less, pain)."""
    found: dict[tuple[str, str], str] = {}
    for act, noun, term_id in table("objects"):
        if term_id in graph.terms:
            found.setdefault((act, noun_key(noun)), term_id)
    for term in graph.terms.values():
        if term.kind not in ("Effect", "Mechanism"):
            continue
        for name in (term.label, *term.synonyms, *term.hidden_labels):
            for act, noun in _acts_of(noun_key(name)):
                found.setdefault((act, noun), term.id)
    for claim in graph.claims.values():
        if claim.relation not in ("reduces", "increases") or claim.type != "definitional":
            continue
        subject, target = graph.terms.get(claim.subject), graph.terms.get(claim.object or "")
        if subject is None or target is None:
            continue
        for name in (target.label, *target.synonyms):
            acts = ("less",) if claim.relation == "reduces" else ("more", "better", "restore")
            for act in acts:
                found.setdefault((act, noun_key(name)), claim.subject)
    # A noun that names a condition counts under every name of it.
    for (act, noun), term_id in list(found.items()):
        shared = names.get(noun)
        for other in shared.terms if shared else ():
            found.setdefault((act, f"#{other}"), term_id)
    return found


def _acts_of(key: str) -> list[tuple[str, str]]:
    """(class, noun) readings of a name such as "reduced pain", "pain relief", "relief of pain"."""
    words = key.split()
    found = []
    for act in actions().values():
        if len(words) > 1 and words[0] in act.adjectives:
            found.append((act.name, " ".join(words[1:])))
        if len(words) > 1 and words[-1] in act.nouns:
            found.append((act.name, " ".join(words[:-1])))
        match = _OF.match(key)
        if match and match[1] in act.nouns:
            found.append((act.name, noun_key(match[2].removeprefix("the "))))
    return found


def opposites(act: str) -> str | None:
    """The class of verbs that say the contrary."""
    return actions()[act].opposite


def noun_forms(words: list[str]) -> list[str]:
    """The singular forms of lower-case words."""
    return [noun_form(word) for word in words]
