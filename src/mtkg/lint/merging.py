"""Statements of verbs and of phrases brought together, and the readings that plain words allow."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.grammar import fits
from mtkg.lint.stating import Statement, Triple
from mtkg.lint.tables import loose_terms

_TELLING: Final = frozenset(
    {"contraindicatedIn", "cautionIn", "mayCause", "requires", "distinctFrom", "substitutesFor"}
)


def merged(by_verb: list[Statement], by_phrase: list[Statement]) -> list[Statement]:
    """
    One statement for each pair of terms.

    Where a verb and a phrase both speak of a pair, the verb is heard; but a phrase of danger,
    difference or substitution means more than the plain verb in it.
    """
    kept: list[Statement] = []
    for statement in by_verb:
        if all(s.triple != statement.triple for s in kept):
            kept.append(statement)
    compared = {s.triple.subject for s in (*by_verb, *by_phrase) if s.comparison}
    for statement in by_phrase:
        telling = statement.triple.relation in _TELLING
        if statement.comparison is None and statement.triple.subject in compared and not telling:
            continue
        pair = _pair(statement)
        rivals = [s for s in kept if pair & _pair(s) or _compares_too(s, statement)]
        if not rivals:
            kept.append(statement)
        elif telling and not any(s.triple.relation in _TELLING for s in rivals):
            kept = [s for s in kept if s not in rivals] + [statement]
    return kept


def _compares_too(one: Statement, other: Statement) -> bool:
    return bool(one.comparison and other.comparison) and one.compared == other.compared


def _pair(statement: Statement) -> set[frozenset[str]]:
    pairs = {frozenset((t.subject, t.object)) for t in statement.readings}
    if statement.compared:
        pairs.add(frozenset((statement.triple.subject, statement.compared)))
    return pairs


def loosened(graph: Graph, statement: Statement) -> Statement:
    """The same with the further readings that its plain words allow."""
    table = loose_terms().readings
    further = []
    for triple in statement.readings:
        for subject in (triple.subject, *table.get(triple.subject, ())):
            for target in (triple.object, *table.get(triple.object, ())):
                other = Triple(subject, triple.relation, target)
                if other not in statement.readings and fits(graph, other):
                    further.append(other)
    return replace(statement, readings=(*statement.readings, *further)) if further else statement
