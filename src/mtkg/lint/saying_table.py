"""What the phrases of ``lexicon/sayings.yaml`` mean, ready to be looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mtkg.graph import Graph
from mtkg.lint.finding import Finder
from mtkg.lint.phrases import Compiler
from mtkg.lint.shadow import LETTERS
from mtkg.lint.tables import loose_terms, table


@dataclass(frozen=True, slots=True)
class Saying:
    """What a phrase means: the entry of ``sayings.yaml`` that it stands in."""

    relation: str
    also: str | None = None
    object: str | None = None
    subject: str | None = None
    comparison: str | None = None
    kinds: str | None = None
    denied: bool = False
    pair: bool = False
    carried: bool = False
    also_kinds: str = ""
    kinds_of_object: str = ""
    """Letters of {O}, where they are not the range of the relation."""
    acts: tuple[str, ...] = ()
    """Acts of which the first that makes an effect of {O} makes the object."""
    identity: bool = False
    ends: bool = False
    hedged: bool = False
    """Whether it says an aim or a use, which is no success yet."""
    repeat: bool = False
    """Whether it says of {S} what the statement before says of another."""
    same: bool = False
    """Whether that is denied where the statement before is: "the same goes for …"."""
    guess: bool = False
    """Whether it is heard only where the graph has a claim of it."""
    other: bool = False
    """Whether the object is the other technique that the text has just spoken of."""
    known: bool = False
    """Whether it is heard only where the graph has it so: "treatments such as …" names examples."""
    under: str | None = None
    """A class that the subject must stand under."""


def letters_of(graph: Graph) -> Mapping[str, str]:
    """Term → the letter of its kind in a shadow, for every term that can stand in a claim."""
    found = {}
    for term in graph.terms.values():
        letter = LETTERS.get(term.kind)
        if letter == "E" and graph.is_kind_of(term.id, "AdverseReaction"):
            letter = "X"
        elif letter == "T" and graph.is_kind_of(term.id, "BodyRegion"):
            letter = "R"
        if letter:
            found[term.id] = letter
    return found


def slot_letters(graph: Graph, relation: str, which: str) -> str:
    """The letters of a relation's domain or range."""
    term = graph.terms.get("intendedEffect" if relation == "repeated" else relation)
    if relation == "repeated":
        return "IMECHXTRAP"
    kinds = getattr(term, which) if term else tuple(LETTERS)
    letters = "".join(LETTERS.get(kind, "") for kind in kinds)
    return letters.replace("T", "TR")


def finder_of(graph: Graph) -> Finder[Saying]:
    """Every phrase of ``sayings.yaml``, its slots by the domains and ranges of *graph*."""
    data = table("sayings")
    further = [table("sayings_care"), table("sayings_effects")]
    phrases = []
    for entry in [e for entries in (*further, data) for e in entries["sayings"]]:
        saying = Saying(**{k: v for k, v in entry.items() if k != "say"})
        slots = {
            "S": slot_letters(graph, saying.relation, "domain"),
            "O": saying.kinds_of_object
            or slot_letters(graph, saying.relation, "range") + saying.also_kinds,
            "C": "I",
        }
        compiler = Compiler(data["lists"], slots)
        phrases += [(compiler.phrase(phrase), saying) for phrase in entry["say"]]
    return Finder(phrases)


def reactions_of(graph: Graph) -> Mapping[str, str]:
    """Condition → the adverse reaction whose name is the condition's with "after treatment"."""
    surfaces = table("surfaces")
    by_name = {
        name.removesuffix(" after treatment"): term.id
        for term in graph.terms.values()
        for name in (term.label, *term.synonyms)
        if name.endswith(" after treatment") and graph.is_kind_of(term.id, "AdverseReaction")
    }
    return dict(loose_terms().reactions) | {
        term.id: by_name[name]
        for term in graph.terms.values()
        if term.kind == "Condition"
        for name in (*surfaces.get(term.id, ()), *term.synonyms, term.label)
        if name in by_name
    }
