"""Statements of verbs and of phrases brought together, and the readings that plain words allow."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.grammar import fits
from mtkg.lint.sentence import Sentence
from mtkg.lint.stating import Statement, Triple
from mtkg.lint.tables import loose_terms

_TELLING: Final = frozenset(
    {"contraindicatedIn", "cautionIn", "mayCause", "requires", "distinctFrom", "substitutesFor"}
)

# Names that are as loose as plain words.
_LOOSE: Final = frozenset({"Pain", "TissueRepair", "ImprovedTissueExtensibility"})
_RELIEF: Final = frozenset({"intendedEffect", "addresses", "leadsTo", "reduces"})
_BANS: Final = frozenset({"contraindicatedIn", "cautionIn"})


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
    comparing = [s for s in (*by_verb, *by_phrase) if s.comparison]
    compared = {side for s in comparing for side in (s.triple.subject, s.compared)}
    for said in sorted(by_phrase, key=lambda s: (s.comparison is None, s.carried)):
        statement = said
        telling = statement.triple.relation in _TELLING
        if statement.comparison is None and statement.triple.subject in compared and not telling:
            continue
        if telling and (
            any(_says_otherwise(s, statement, _RELIEF) for s in by_verb)
            or any(_says_otherwise(s, statement, _BANS) for s in by_phrase)
        ):
            continue
        if not telling and not statement.comparison and any(_heard(s, statement) for s in by_verb):
            continue
        if statement.comparison:
            statement, kept = _of_compared(statement, kept)
        pair = _pair(statement)
        rivals = [s for s in kept if pair & _pair(s) or _compares_too(s, statement)]
        if not rivals:
            kept.append(statement)
        elif telling and not any(s.triple.relation in _TELLING for s in rivals):
            kept = [s for s in kept if s not in rivals] + [statement]
    return kept


def _heard(verb: Statement, phrase: Statement) -> bool:
    """Whether the verb in a phrase has been read already, with the same object."""
    overlap = verb.target[0] < phrase.target[1] and phrase.target[0] < verb.target[1]
    return overlap and phrase.carried and phrase.first <= verb.verb[0] < phrase.last


def _says_otherwise(other: Statement, harm: Statement, relations: frozenset[str]) -> bool:
    """Whether relief or a ban is told where a phrase would see harm: "after it, pain is eased"."""
    overlap = other.target[0] < harm.target[1] and harm.target[0] < other.target[1]
    return (
        overlap
        and harm.triple.relation == "mayCause"
        and other.triple.relation in relations
        and harm.triple.object != other.triple.object
    )


def _of_compared(comparison: Statement, kept: list[Statement]) -> tuple[Statement, list[Statement]]:
    """A comparison by a phrase with the outcome that the verb within it names."""
    sides = {comparison.triple.subject, comparison.compared}
    inside = [
        s
        for s in kept
        if s.comparison is None
        and s.triple.subject in sides
        and comparison.first <= s.verb[0] < comparison.last
    ]
    outcome = next((s.triple.object for s in inside if s.triple.relation == "intendedEffect"), None)
    if outcome:
        triple = replace(comparison.triple, object=outcome)
        comparison = replace(comparison, readings=(triple,))
    return comparison, [s for s in kept if s not in inside]


def _compares_too(one: Statement, other: Statement) -> bool:
    return bool(one.comparison and other.comparison) and one.compared == other.compared


def _pair(statement: Statement) -> set[frozenset[str]]:
    pairs = {frozenset((t.subject, t.object)) for t in statement.readings}
    if statement.compared:
        pairs.add(frozenset((statement.triple.subject, statement.compared)))
    return pairs


def longest(statements: list[Statement]) -> list[Statement]:
    """Without those that a longer phrase, around the same words, says of the same terms."""

    def within(one: Statement, other: Statement) -> bool:
        same = {one.triple.subject, one.triple.object} == {
            other.triple.subject,
            other.triple.object,
        }
        inside = other.first <= one.first and one.last <= other.last
        return same and inside and (other.last - other.first) > (one.last - one.first)

    levels = [{s.triple.subject, s.compared} for s in statements if s.comparison]
    return [
        s
        for s in statements
        if not any(within(s, other) for other in statements)
        and not (s.triple.relation == "distinctFrom" and _sides(s) in levels)
    ]


def _sides(statement: Statement) -> set[str | None]:
    return {statement.triple.subject, statement.triple.object}


def turned(graph: Graph, statement: Statement) -> Statement:
    """A comparison from the side from which the graph makes it."""
    one, other = statement.triple.subject, statement.compared
    if not statement.comparison or not other:
        return statement
    if statement.comparison != "noDifference" and statement.wording.denied:
        # "did not beat a sham": came out level, for all that is said
        level = replace(statement.wording, denied=False)
        statement = replace(statement, comparison="noDifference", wording=level, modest=True)
    for claim in graph.claims.values():
        partners = claim.qualifiers.get("comparedWith", ())
        if claim.subject == one and other in partners:
            return statement
    for claim in graph.claims.values():
        if claim.subject == other and one in claim.qualifiers.get("comparedWith", ()):
            comparison = statement.comparison or ""
            said = {"better": "worse", "worse": "better"}.get(comparison, comparison)
            triple = replace(statement.triple, subject=other)
            return replace(statement, readings=(triple,), compared=one, comparison=said)
    return statement


def added(sentence: Sentence, statement: Statement) -> Statement:
    """“Adding A to B does not ease pain”: with A and B there is no less than with B alone."""
    if not statement.wording.denied or statement.comparison:
        return statement
    for index, word in enumerate(sentence.base[: statement.verb[0]]):
        if word != "add" or sentence.mention_at(index) is not None:
            continue
        two = [m for m in sentence.named if index < m.first < statement.verb[0]][:2]
        if len(two) == 2 and "to" in sentence.low[two[0].last : two[1].first]:
            sides = (two[0].term, two[1].term)
            if statement.triple.subject in sides:
                triple = replace(statement.triple, subject=sides[0])
                wording = replace(statement.wording, denied=False)
                return replace(
                    statement,
                    readings=(triple,),
                    wording=wording,
                    comparison="noDifference",
                    compared=sides[1],
                )
    return statement


def loosened(graph: Graph, statement: Statement, exact: set[str]) -> Statement:
    """The same with the further readings that its plain words allow; *exact* terms are named."""
    table = {t: r for t, r in loose_terms().readings.items() if t not in exact - _LOOSE}
    further = []
    for triple in statement.readings:
        for subject in (triple.subject, *table.get(triple.subject, ())):
            for target in (triple.object, *table.get(triple.object, ())):
                other = Triple(subject, triple.relation, target)
                if other not in statement.readings and fits(graph, other):
                    further.append(other)
    return replace(statement, readings=(*statement.readings, *further)) if further else statement
