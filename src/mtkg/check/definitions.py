"""Definitions and other texts: missing, circular, doubled, untidy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rdflib.term import Literal, URIRef

from mtkg.check import names as n
from mtkg.check.findings import finding, related, replacing
from mtkg.check.folding import fold
from mtkg.check.labels import texts
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import Fact, World
from mtkg.model.diagnostics import Diagnostic
from mtkg.model.vocabulary import contract

_LONG_LABEL: Final = 90
_ARTICLE: Final = re.compile(r"^(?:an?|the|any|every|each|kind of|type of|form of)\s+", re.I)
# What may follow a one-word label where the definition leans on it, and not on a longer name.
_LEANING: Final = frozenset(
    [
        "that",
        "which",
        "in",
        "of",
        "is",
        "are",
        "for",
        "with",
        "where",
        "when",
        "who",
        "whose",
        "given",
        "done",
        "used",
        "by",
        "to",
        "on",
        "from",
        "at",
        "as",
    ]
)
_LABELS: Final = frozenset({n.PREF, n.LABEL, n.ALT, n.HIDDEN})


def missing(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG402: a term without a definition."""
    del reasoning
    for term in world.near_terms:
        place = world.declaration(term)
        if place and not texts(world, term, n.DEFINITION):
            yield finding(
                "KG402",
                f"{world.label(term)} has no definition",
                place,
                term=term,
                help="add skos:definition: the nearest wider term, and what sets this one apart",
            )


def circular(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG404: a definition that leans on the label it should explain."""
    del reasoning
    for term in world.terms_of(n.CLASS):
        labels = {fold(str(text)) for _, text in texts(world, term, n.PREF, n.LABEL)}
        for fact, text in texts(world, term, n.DEFINITION):
            opening = fold(_ARTICLE.sub("", str(text).strip()))
            for label in labels:
                if _leans_on(opening, label):
                    yield finding(
                        "KG404",
                        f"the definition of {world.label(term)} begins with the term itself",
                        fact.object_place,
                        term=term,
                        help="begin with the nearest wider term",
                    )
                    break


def _leans_on(opening: str, label: str) -> bool:
    if not label or not (opening + " ").startswith(label + " "):
        return False
    rest = opening[len(label) :].split()
    return " " in label or not rest or rest[0].strip(",:;") in _LEANING


def duplicates(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG408: the same text on two terms; KG437: label and definition the same, or swapped."""
    del reasoning
    first: dict[str, Fact] = {}
    for term in world.live_terms:
        labels = {
            " ".join(str(t).split()).casefold() for _, t in texts(world, term, n.PREF, n.LABEL)
        }
        for fact, text in texts(world, term, n.DEFINITION):
            folded = " ".join(str(text).split()).casefold()
            if folded.rstrip(".") in labels:
                say = f"the definition of {world.label(term)} is its label"
                yield finding("KG437", say, fact.object_place, term=term)
                continue
            known = first.setdefault(folded, fact)
            if known.subject != fact.subject:
                yield finding(
                    "KG408",
                    f"{world.label(term)} has the definition of {world.label(known.subject)}",
                    fact.object_place,
                    term=term,
                    related=related(known.object_place, "the other definition"),
                    help="say what tells the two apart, or make them one term",
                )
        for fact, text in texts(world, term, n.PREF, n.LABEL):
            if len(text) > _LONG_LABEL:
                say = f"a label of {len(text)} characters reads like a definition"
                yield finding("KG437", say, fact.object_place, term=term)


def style(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG419: definitions in lower case; KG411: blanks in texts other than labels."""
    del reasoning
    for fact in world.near_facts:
        text = fact.object
        if not isinstance(text, Literal) or fact.predicate in _LABELS:
            continue
        subject = fact.subject
        if not isinstance(subject, URIRef) or not n.is_ours(subject):
            continue
        if fact.predicate == n.DEFINITION and str(text).strip()[:1].islower():
            yield _lowercase(world, fact, text)
        if text.datatype is None and str(text) != " ".join(str(text).split()):
            yield from _blanks(fact, text)


def _lowercase(world: World, fact: Fact, text: Literal) -> Diagnostic:
    return finding(
        "KG419",
        f"the definition of {world.label(fact.subject)} begins in lower case",
        fact.object_place,
        term=fact.subject,
        help=f"write “{str(text).strip()[:1].upper()}…”",
    )


def _blanks(fact: Fact, text: Literal) -> Iterator[Diagnostic]:
    value = str(text)
    edges = value != value.strip()
    if not edges and ("\n" in value or "  " not in value):
        # Lines of a long note may be broken where its author likes.
        return
    better = value.strip() if "\n" in value else " ".join(value.split())
    escaped = better.replace("\\", "\\\\").replace('"', '\\"')
    quote = '"""' if "\n" in better else '"'
    tag = f"@{text.language}" if text.language else ""
    fix = replacing(
        "tidy the blanks", fact.object_place, f"{quote}{escaped}{quote}{tag}", safe=True
    )
    where = "at the edges of" if edges else "in a row in"
    yield finding(
        "KG411",
        f"blanks {where} the value of {contract(fact.predicate)}",
        fact.object_place,
        term=fact.subject,
        fixes=[fix],
    )
