"""Labels and synonyms: missing, doubled, malformed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rdflib.term import Literal, URIRef

from mtkg.check import names as n
from mtkg.check.findings import finding, related, replacing
from mtkg.check.folding import fold
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import Fact, World
from mtkg.model.diagnostics import Diagnostic, Fix
from mtkg.model.vocabulary import contract

_NAMES: Final = (n.PREF, n.LABEL)
_ALL: Final = (n.PREF, n.LABEL, n.ALT, n.HIDDEN)
_OBSOLETE: Final = re.compile(r"^obsolete\b", re.I)
_EDGES: Final = re.compile(r"^\s|\s$")
_INNER: Final = re.compile(r"\s{2,}|[\t\r\n]")


def texts(world: World, term: URIRef, *predicates: URIRef) -> list[tuple[Fact, Literal]]:
    """The literals that *term* has for each of *predicates* in turn."""
    return [
        (fact, fact.object)
        for predicate in predicates
        for fact in world.of(term, predicate)
        if isinstance(fact.object, Literal)
    ]


def missing(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG401: a term without a label."""
    del reasoning
    for term in world.near_terms:
        place = world.declaration(term)
        if place and not texts(world, term, *_NAMES):
            yield finding(
                "KG401",
                f"{contract(term)} has no label",
                place,
                term=term,
                help='add skos:prefLabel and rdfs:label, as in "joint mobilization"@en',
            )


def duplicates(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG403, KG410: one name for two terms; the later occurrence is reported."""
    del reasoning
    seen: dict[tuple[str, str], list[tuple[URIRef, Fact, bool]]] = {}
    reported: set[tuple[URIRef, str]] = set()
    entries = [
        (term, fact, text)
        for term in world.live_terms
        for fact, text in texts(world, term, n.PREF, n.LABEL, n.ALT)
    ]
    entries.sort(key=lambda entry: entry[1].document.draft)
    for term, fact, text in entries:
        key = (fold(str(text)), (text.language or "en").split("-")[0])
        is_name = fact.predicate in _NAMES
        for other, first, other_is_name in seen.get(key, ()):
            if other == term or (term, key[0]) in reported:
                continue
            reported.add((term, key[0]))
            code = "KG403" if is_name or other_is_name else "KG410"
            yield _duplicate(world, code, fact, text, other, first)
        seen.setdefault(key, []).append((term, fact, is_name))


def _duplicate(
    world: World, code: str, fact: Fact, text: Literal, other: URIRef, first: Fact
) -> Diagnostic:
    role = "the label" if first.predicate in _NAMES else "a synonym"
    return finding(
        code,
        f"“{text}” is already {role} of {contract(other)}",
        fact.object_place,
        term=fact.subject,
        related=related(first.object_place, f"{role} of {world.label(other)}"),
        help=f"use {contract(other)} if it is meant, else say what tells the two apart",
    )


def format_(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG406: blanks, line breaks, a missing language tag, a full stop."""
    del reasoning
    for predicate in _ALL:
        for fact in world.near_values(predicate):
            subject, text = fact.subject, fact.object
            if not isinstance(subject, URIRef) or not n.is_ours(subject):
                continue
            if isinstance(text, Literal):
                yield from _format(world, fact, text, is_sentence=n.is_record(subject))
            else:
                say = f"{contract(predicate)} takes a text, not a thing"
                yield finding("KG406", say, fact.object_place, term=subject)


def _format(world: World, fact: Fact, text: Literal, *, is_sentence: bool) -> Iterator[Diagnostic]:
    value = str(text)
    better = " ".join(value.split())
    what = None
    if not better:
        what = "a label that is empty"
    elif _EDGES.search(value):
        what = "a label with blanks at its edges"
    elif _INNER.search(value):
        what = "a label with two blanks in a row, a tab or a line break"
    elif not is_sentence and value.endswith(".") and not value.endswith(".."):
        what, better = "a label that ends in a full stop", value[:-1]
    if what:
        yield finding(
            "KG406",
            what,
            fact.object_place,
            term=fact.subject,
            fixes=[_rewritten(fact, text, better)] if better else (),
        )
    if not text.language and not world.is_a(fact.subject, n.SOURCE_TYPE):
        quoted = fact.document.graph.text[fact.statement.at_object : fact.statement.end]
        yield finding(
            "KG406",
            "a label without a language tag",
            fact.object_place,
            term=fact.subject,
            fixes=[replacing("mark it as English", fact.object_place, f"{quoted}@en", safe=False)]
            if not text.datatype
            else (),
            help="write its language behind it, as in @en",
        )


def _rewritten(fact: Fact, text: Literal, better: str) -> Fix:
    escaped = better.replace("\\", "\\\\").replace('"', '\\"')
    tag = f"@{text.language}" if text.language else ""
    return replacing(f"write “{better}”", fact.object_place, f'"{escaped}"{tag}', safe=True)


def several(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG409: two preferred labels, or two definitions, in one language."""
    del reasoning
    for term in world.near_terms:
        for predicate, what in (
            (n.PREF, "preferred label"),
            (n.LABEL, "label"),
            (n.DEFINITION, "definition"),
        ):
            first: dict[str, tuple[Fact, Literal]] = {}
            for fact, text in texts(world, term, predicate):
                language = text.language or ""
                known = first.setdefault(language, (fact, text))
                if known[1] != text:
                    yield finding(
                        "KG409",
                        f"{world.label(term)} has a second {what}"
                        + (f" in language “{language}”" if language else ""),
                        fact.object_place,
                        term=term,
                        related=related(known[0].object_place, f"the first {what}"),
                        help="make one of them a synonym (skos:altLabel)"
                        if predicate != n.DEFINITION
                        else "keep one; put what the other adds into skos:scopeNote",
                    )


def own_synonyms(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG413, KG414: a synonym that repeats the label, or is recommended and discouraged."""
    del reasoning
    for term in world.near_terms:
        names = {str(text).casefold() for _, text in texts(world, term, *_NAMES)}
        exact = {str(text).casefold(): fact for fact, text in texts(world, term, n.ALT)}
        for fact, text in texts(world, term, n.ALT, n.HIDDEN):
            folded = str(text).casefold()
            if folded in names:
                yield finding(
                    "KG413",
                    f"the synonym “{text}” repeats the term's label",
                    fact.object_place,
                    term=term,
                )
            elif fact.predicate == n.HIDDEN and folded in exact:
                yield finding(
                    "KG414",
                    f"“{text}” is both a synonym and a hidden label",
                    fact.object_place,
                    term=term,
                    related=related(exact[folded].object_place, "as a synonym"),
                    help="keep it as skos:hiddenLabel if texts should avoid it",
                )


def obsolete(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG420, KG421: labels and ``owl:deprecated`` that disagree."""
    del reasoning
    for term in world.terms:
        for fact, text in texts(world, term, *_NAMES):
            marked = bool(_OBSOLETE.match(str(text)))
            if term in world.deprecated and not marked:
                yield finding(
                    "KG420",
                    f"the label of an obsolete term does not say so: “{text}”",
                    fact.object_place,
                    term=term,
                    fixes=[_rewritten(fact, text, f"obsolete {text}")],
                )
            elif marked and term not in world.deprecated:
                yield finding(
                    "KG421",
                    f"“{text}” is not marked as obsolete by owl:deprecated",
                    fact.object_place,
                    term=term,
                    help="add `owl:deprecated true`, or take the word out of the label",
                )
