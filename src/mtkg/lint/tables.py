"""The word lists under ``lexicon``: read once, in the forms in which words are looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from mtkg.lint.prepared import kept
from mtkg.lint.words import base_form, noun_form, tokens_of

FOLDER: Final = Path(__file__).parent / "lexicon"


def load_yaml(path: Path) -> Any:
    """The content of a YAML file, by the C loader where there is one: it is ten times as fast."""
    import yaml  # noqa: PLC0415 - not needed where what comes of the files is kept

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe


@cache
def table(name: str) -> Any:
    """The word list ``lexicon/NAME.yaml`` as it stands; never to be changed."""
    return load_yaml(FOLDER / f"{name}.yaml")


def noun_key(name: str) -> str:
    """A name of a term as it is looked up: singular, American, lower case, without hyphens."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return " ".join(noun_form(word) for word in name.lower().split())
    return " ".join(token.noun for token in tokens_of(name) if token.noun not in ("-", "‐", "‑"))


def words_key(phrase: str) -> str:
    """A phrase of cues as it is looked up: lower case, one blank between words."""
    return " ".join(token.low for token in tokens_of(phrase) if token.low != "-")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their first word, longest first; found in a list of words from a place on."""

    by_first: Mapping[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Phrases:
        """From phrases as written."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(words_key(phrase).split())
            found.setdefault(words[0], []).append(words)
        return cls({k: tuple(sorted(set(v), key=len, reverse=True)) for k, v in found.items()})

    def at(self, words: list[str], place: int) -> int:
        """How many words from *place* on make one of the phrases; 0 for none."""
        for phrase in self.by_first.get(words[place], ()):
            end = place + len(phrase)
            if tuple(words[place:end]) == phrase:
                return len(phrase)
        return 0

    def find(self, words: list[str]) -> list[tuple[int, int]]:
        """Every place of a phrase in *words*, as ranges."""
        first = self.by_first
        return [
            (i, i + n) for i, word in enumerate(words) if word in first and (n := self.at(words, i))
        ]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Phrases of several lists, found in one pass."""

    single: Mapping[str, tuple[str, ...]]
    """Word → the lists in which it stands alone."""
    longer: Mapping[str, Mapping[str, tuple[tuple[int, tuple[str, ...], str], ...]]]
    """First word → second word → (length, phrase, list), longest first."""

    @classmethod
    def of(cls, lists: Mapping[str, Phrases]) -> Labelled:
        """From lists by name."""
        single: dict[str, list[str]] = {}
        longer: dict[str, dict[str, list[tuple[int, tuple[str, ...], str]]]] = {}
        for name, phrases in lists.items():
            for phrase in (p for options in phrases.by_first.values() for p in options):
                if len(phrase) == 1:
                    single.setdefault(phrase[0], []).append(name)
                else:
                    seconds = longer.setdefault(phrase[0], {}).setdefault(phrase[1], [])
                    seconds.append((len(phrase), phrase, name))
        return cls(
            {word: tuple(names) for word, names in single.items()},
            {
                word: {
                    second: tuple(sorted(entries, key=lambda e: -e[0]))
                    for second, entries in seconds.items()
                }
                for word, seconds in longer.items()
            },
        )

    def find(self, words: list[str]) -> dict[str, list[tuple[int, int]]]:
        """List → every place of one of its phrases in *words*; the longest of each place."""
        found: dict[str, list[tuple[int, int]]] = {}
        single, longer = self.single, self.longer
        for place, word in enumerate(words):
            if word in longer:
                following = longer[word].get(words[place + 1] if place + 1 < len(words) else "", ())
                for length, phrase, name in following:
                    here = found.get(name)
                    if (not here or here[-1][0] != place) and tuple(
                        words[place : place + length]
                    ) == phrase:
                        found.setdefault(name, []).append((place, place + length))
            for name in single.get(word, ()):
                here = found.get(name)
                if not here or here[-1][0] != place:
                    found.setdefault(name, []).append((place, place + 1))
        return found


@dataclass(frozen=True, slots=True)
class Action:
    """A class of verbs with the nouns and adjectives of the same act (``lexicon/actions.yaml``)."""

    name: str
    nouns: frozenset[str]
    adjectives: frozenset[str]
    tries: tuple[str, ...]
    opposite: str | None


@dataclass(frozen=True)
class Verbs:
    """Verbs by dictionary form: what each can do, longest particle first."""

    actions: Mapping[str, Action]
    by_verb: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]
    """First word → (words, group, name): group is ``action``, ``frame`` or ``relation``."""


@dataclass(frozen=True)
class Cues:
    """What shows how sure an author is, by certainty."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Phrases]
    denied: Mapping[str, Phrases]
    not_negation: Phrases
    doubt: Phrases
    negations: frozenset[str]
    flat: Phrases
    telling: frozenset[str]
    tellers: frozenset[str]
    """Words that can open what tells a thing: "my physio reckons"."""
    no_tellers: frozenset[str]
    """Nouns by which something is found rather than told."""
    reporting: frozenset[str]
    consented: Phrases
    every: Labelled
    """All of these phrases: levels by their names, denials and the rest by theirs."""
    all_words: frozenset[str]
    """The words of every level."""


@dataclass(frozen=True)
class Frames:
    """Lists of ``lexicon/frames.yaml`` that are looked up as words or phrases."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Phrases] = field(default_factory=dict)
    happenings: Mapping[str, str] = field(default_factory=dict)
    """Verb without object → the class of acts that it stands for."""
    idiom_verbs: frozenset[str] = frozenset()
    """Verbs that can open an idiom: what they open is said of a subject."""
    opening: frozenset[str] = frozenset()
    """Verbs that as a gerund only open a subject: "adding exercise to massage helps"."""
    causatives: frozenset[str] = frozenset()
    """Verbs that make someone or something do what comes after: "lets people move"."""


@kept
def actions() -> Mapping[str, Action]:
    """Every class of verbs."""
    data = table("actions")
    return {
        name: Action(
            name,
            frozenset(noun_form(n) if " " not in n else n for n in entry.get("nouns", ())),
            frozenset(words_key(a) for a in entry.get("adjectives", ())),
            tuple(entry.get("tries", ())),
            entry.get("opposite"),
        )
        for name, entry in data.items()
    }


_FRAME_GROUPS: Final = ("causal", "treating", "applying", "contributing")


@kept
def verbs() -> Verbs:
    """Every verb that can make a statement, with all its readings."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}

    def add(phrase: str, group: str, name: str) -> None:
        words = words_key(phrase).replace("be ", "").split()
        words[0] = base_form(words[0])
        entry = (tuple(words), group, name)
        if entry not in found.setdefault(words[0], []):
            found[words[0]].append(entry)

    for name, data in table("actions").items():
        for verb in data["verbs"]:
            add(verb, "action", name)
    frames = table("frames")
    for group in _FRAME_GROUPS:
        for verb in frames[group]:
            add(verb, "frame", group)
    for relation, names in frames["relations"].items():
        for verb in names:
            add(verb, "relation", relation)
    for group in ("rising", "falling", "experiences", "instruments"):
        for verb in frames[group]:
            add(verb, "frame", group)
    return Verbs(
        actions(),
        {
            verb: tuple(sorted(entries, key=lambda e: len(e[0]), reverse=True))
            for verb, entries in found.items()
        },
    )


@kept
def frames() -> Frames:
    """The other lists of frames."""
    data = table("frames")
    return Frames(
        {
            "agents": frozenset(noun_form(w) for w in data["agents"]),
            "aims": frozenset(data["aims"]),
            "adjectives": frozenset(data["adjectives"]),
            "healing": frozenset(base_form(verb.split()[0]) for verb in data["healing"]),
        },
        {
            name: Phrases.of(data[name])
            for name in (
                "identity",
                "substitutes",
                "comparatives",
                "after",
                "transparent",
                "adjectives",
            )
        },
        {
            " ".join((base_form(verb.split()[0]), *verb.split()[1:])): act
            for act, verbs_of_act in data["happenings"].items()
            for verb in verbs_of_act
        },
        frozenset(verbs().by_verb)
        | {base_form(verb) for verb in data["idiom_verbs"]}
        | {base_form(verb) for verb in _verbs_of_states()},
        frozenset(data["opening"]),
        frozenset(data["causatives"]),
    )


def _verbs_of_states() -> set[str]:
    """The verbs with which acts of ``states.yaml`` begin."""
    data = table("states")
    acts = "|".join(
        entry["by"] for entries in data["states"].values() for entry in entries if "by" in entry
    )
    # What stands in brackets behind a verb is no verb: "(press) (out of) ~ (leg|muscle)".
    groups = [verb for group in _GROUP.findall(acts) for verb in group.split("|")]
    plain = _BRACKETS.sub("", acts)
    return {*data["verbs"], *(v for v in groups if " " not in v), *_FIRST.findall(plain)}


_GROUP: Final = re.compile(r"(?:^|\|)\(([^()]+)\)(?= )")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_FIRST: Final = re.compile(r"(?:^|\|)([a-z-]+)(?=[ |]|$)")


@dataclass(frozen=True, slots=True)
class Loose:
    """Terms that plain words mean beside their own (``lexicon/loose.yaml``)."""

    subjects: Mapping[str, tuple[str, ...]]
    readings: Mapping[str, tuple[str, ...]]
    settings: frozenset[str]
    """Services that a text may be set in, and seldom is about."""
    narrowed: frozenset[str]
    """Techniques whose plain names mean the kind of them that a text is about."""
    reactions: Mapping[str, str]
    """Condition → the reaction it is after a treatment, where no name tells."""
    tools: Mapping[str, frozenset[str]]
    """Technique → nouns for what it is done with."""


@kept
def loose_terms() -> Loose:
    """What plain words mean beside their own term."""
    data = table("loose")
    subjects, readings = (
        {term: tuple(others) for term, others in data[name].items()}
        for name in ("subjects", "readings")
    )
    return Loose(
        subjects, readings, frozenset(data["settings"]), frozenset(data["narrowed"]),
        data["reactions"], {t: frozenset(nouns) for t, nouns in data["tools"].items()},
    )  # fmt: skip


@kept
def cues() -> Cues:
    """Every cue of certainty and denial."""
    data = table("cues")
    levels = ("hedged", "boosted", "question", "condition", "attributed")
    words = {level: frozenset(data[level]["words"]) for level in levels}
    phrases = {level: Phrases.of(data[level]["phrases"]) for level in levels}
    denied = {
        name: Phrases.of(phrases)
        for name, phrases in data["denied"].items()
        if name != "in_verb_group"
    }
    others = {name: Phrases.of(data[name]) for name in ("not_negation", "doubt", "consented")}
    return Cues(
        words,
        phrases,
        denied,
        others["not_negation"],
        others["doubt"],
        frozenset(data["denied"]["in_verb_group"]),
        Phrases.of(data["flat"]),
        frozenset(data["telling"]),
        frozenset(data["tellers"]),
        frozenset(data["no_tellers"]),
        frozenset(data["reporting"]),
        others["consented"],
        Labelled.of({**phrases, **denied, **others}),
        frozenset().union(*words.values()),
    )
