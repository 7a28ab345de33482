"""From a statement and what the graph says to it, to a finding or none: the decision table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.certainty import Certainty
from mtkg.lint.judging import Counterpart, Judge, Match
from mtkg.lint.prepared import kept
from mtkg.lint.stating import Statement, Triple
from mtkg.lint.tables import load_yaml
from mtkg.model.claims import Claim, Status
from mtkg.model.diagnostics import Severity

_TABLE: Final = Path(__file__).parent / "decisions.yaml"
_SOFT: Final = frozenset({Certainty.QUESTION, Certainty.CONDITION, Certainty.ATTRIBUTED})
_SAFETY: Final = frozenset({"contraindicatedIn", "cautionIn", "mayCause", "requires"})
_EFFECTS: Final = frozenset({"intendedEffect", "engages", "addresses", "leadsTo"})
"""What the graph would say of a technique if it were known."""
_PROMISED: Final = _EFFECTS | {"mayCause"}
_INERT: Final = ("PassiveRest", "ShamTreatment")
_GENERAL: Final = frozenset({"TX206", "TX305"})
_UNKNOWN: Final = frozenset({"TX202", "TX305"})
_GOOD: Final = frozenset({Status.ESTABLISHED, Status.SUPPORTED})


@dataclass(frozen=True, slots=True)
class Finding:
    """A code with its severity; *because* is the last line of the trace."""

    code: str
    severity: Severity
    because: str


@kept
def decisions() -> Mapping[str, Mapping[str, Finding]]:
    """The table: status or ``denied`` or ``none``, then wording."""
    found: dict[str, dict[str, Finding]] = {}
    for status, cells in load_yaml(_TABLE).items():
        found[status] = {}
        for wording, cell in cells.items():
            code, severity = cell.split()
            found[status][wording] = Finding(code, Severity(severity), f"{status}, {wording}")
    return found


def verdict(
    judge: Judge,
    statement: Statement,
    counterpart: Counterpart | None,
    *,
    limited: bool = False,
    loose: bool = False,
) -> Finding | None:
    """
    What is wrong with *statement*, None where nothing is or the checker is not sure.

    *limited* tells that its sentence speaks of some people, places or times only, *loose* that its
    subject has a plain word's name, as "exercise", which need not mean the graph's term.
    """
    found = _verdict(judge, statement, counterpart)
    if found is None or (loose and found.code in _UNKNOWN):
        return None
    if found.code in _GENERAL and (limited or (found.code == "TX206" and statement.carried)):
        return None
    if found.severity is Severity.ERROR and statement.wording.quoted:
        return replace(found, severity=Severity.WARNING, because=f"{found.because}, quoted")
    if found.severity is Severity.ERROR and statement.carried:
        # An error is only what is said of something that the sentence names.
        return replace(found, severity=Severity.WARNING, because=f"{found.because}, by a pronoun")
    return found


def _verdict(judge: Judge, statement: Statement, counterpart: Counterpart | None) -> Finding | None:
    if statement.identity or (
        statement.triple.relation == "distinctFrom" and statement.wording.denied
    ):
        return _identity(judge.graph, statement)
    if statement.comparison is not None:
        return _comparison(judge, statement)
    if statement.wording.certainty in _SOFT:
        return None
    wording = _wording(statement)
    if statement.triple.relation in _SAFETY and wording in ("plain", "hedged", "doubled"):
        # A text must be able to name a danger plainly, however little is known of it.
        return None
    if counterpart is None:
        return _unknown(judge, statement, wording)
    if wording.startswith("denied") and _is_less(statement, counterpart):
        return None
    row = _row(counterpart)
    if statement.opposite:
        return _opposite(counterpart)
    if counterpart.denies:
        return _against_denied(statement, counterpart, wording)
    if counterpart.match in (Match.LIMITED, Match.NARROWER):
        # Of whom and of which region a claim speaks is mostly said nearby, and help by a kind of
        # treatment is help by that treatment; a mechanism is told of what sets it off.
        narrower = counterpart.match is Match.NARROWER
        if (
            narrower
            and statement.triple.relation == "engages"
            and counterpart.status in _GOOD
            and wording == "plain"
        ):
            return Finding("TX206", Severity.INFO, f"{counterpart.match.value} claim only")
        return None
    if counterpart.match in (Match.BROADER, Match.INHERITED) and _helps_some_pain(judge, statement):
        return None
    if counterpart.match is Match.DERIVED and wording != "boosted":
        return None
    if (
        counterpart.match is Match.BROADER
        and wording != "boosted"
        and counterpart.status is not Status.DISPUTED
    ):
        # What holds of a whole, or is in doubt, need not be so of each of its kinds; but what was
        # looked for in the whole and not found is no fact of one of them.
        return None
    if wording == "boosted" and statement.triple.relation not in _PROMISED:
        # "Always combined with exercise" tells what is done, and promises nothing.
        return None
    found = decisions().get(row, {}).get(wording)
    if (
        found is not None
        and counterpart.match is Match.BROADER
        and found.severity is Severity.ERROR
    ):
        return Finding(found.code, Severity.WARNING, f"{found.because}, of what it is a kind of")
    return found


def _is_less(statement: Statement, counterpart: Counterpart) -> bool:
    """Whether the graph says less than what is denied: not "as good as", but near to it."""
    return counterpart.triple.relation == "approximates" and any(
        triple.relation == "substitutesFor" for triple in statement.readings
    )


def _row(counterpart: Counterpart) -> str:
    return "denied" if counterpart.denies else counterpart.status.value


def _wording(statement: Statement) -> str:
    wording = statement.wording
    if wording.denied:
        return "denied hedged" if wording.certainty is Certainty.HEDGED else "denied"
    if wording.certainty is Certainty.HEDGED and wording.hedges > 2:
        return "doubled"
    return wording.certainty.value


def _against_denied(statement: Statement, counterpart: Counterpart, wording: str) -> Finding | None:
    if wording.startswith("denied"):
        return None
    if counterpart.match in (Match.LIMITED, Match.NARROWER):
        return None
    if statement.triple.relation == "substitutesFor" and wording != "hedged":
        return Finding("TX205", Severity.ERROR, f"denied, {wording}")
    found = decisions()["denied"].get(wording)
    if (
        found is not None
        and counterpart.match is Match.BROADER
        and found.severity is Severity.ERROR
    ):
        return Finding(found.code, Severity.WARNING, f"{found.because}, of what it is a kind of")
    return found


def _opposite(counterpart: Counterpart) -> Finding | None:
    if counterpart.denies or counterpart.match is not Match.EXACT:
        return None
    if counterpart.status in _GOOD:
        return Finding("TX204", Severity.ERROR, f"{counterpart.status.value}, opposite direction")
    if counterpart.status is Status.MIXED:
        return Finding("TX204", Severity.WARNING, "mixed, opposite direction")
    return None


def _unknown(judge: Judge, statement: Statement, wording: str) -> Finding | None:
    triple = statement.triple
    if wording.startswith("denied"):
        return None
    if triple.relation == "substitutesFor":
        return None
    graph = judge.graph
    if graph.is_kind_of(triple.subject, triple.object) or graph.is_kind_of(
        triple.object, triple.subject
    ):
        return None
    sure = wording in ("plain", "boosted")
    if triple.relation == "engages" and sure and given_to_others(judge, statement):
        return Finding("TX202", Severity.WARNING, "the mechanism is given to others only")
    if triple.relation == "occursIn" and any(
        c.subject == triple.subject and c.relation == "occursIn"
        for c in judge.graph.claims.values()
    ):
        return Finding("TX203", Severity.WARNING, "the graph puts it elsewhere")
    if triple.relation == "appliedTo" and _applied_elsewhere(graph, triple):
        return Finding("TX203", Severity.WARNING, "the graph applies it elsewhere")
    if triple.relation == "distinctFrom" or _is_pain_relief(judge, triple):
        return None
    if triple.relation not in _EFFECTS or (statement.carried and wording == "plain"):
        return None
    return decisions()["none"].get(wording)


def _helps_some_pain(judge: Judge, statement: Statement) -> bool:
    """Whether relief of some pains is claimed of the technique itself, and not of its kind."""
    triple, graph = statement.triple, judge.graph
    return triple.object == "PainReduction" and any(
        claim.subject == triple.subject
        and claim.relation == "addresses"
        and claim.affirmed
        and claim.status in _GOOD
        for claim in graph.claims.values()
    )


def _applied_elsewhere(graph: Graph, triple: Triple) -> bool:
    """Whether claims apply the technique to tissues that have nothing to do with this one."""
    family = graph.ancestors(triple.subject) | {triple.subject}
    places = {
        c.object
        for c in graph.claims.values()
        if c.relation == "appliedTo" and c.affirmed and c.subject in family and c.object
    }
    return (
        bool(places)
        and not graph.is_kind_of(triple.object, "BodyRegion")
        and not any(
            graph.is_kind_of(triple.object, place) or graph.is_kind_of(place, triple.object)
            for place in places
        )
    )


def _is_pain_relief(judge: Judge, triple: Triple) -> bool:
    """Whether help for a pain is claimed as less pain: the graph knows it by another name."""
    if triple.relation != "addresses" or not judge.graph.is_kind_of(triple.object, "Pain"):
        return False
    less = Triple(triple.subject, "intendedEffect", "PainReduction")
    return judge.knows(less)


def given_to_others(judge: Judge, statement: Statement) -> bool:
    """Whether claims give the mechanism to techniques that have nothing to do with this one."""
    graph, triple = judge.graph, statement.triple
    family = graph.ancestors(triple.subject) | graph.descendants(triple.subject) | {triple.subject}
    givers = {claim.subject for claim in givers_of(graph, triple.object)}
    hands = graph.is_kind_of(triple.subject, "ManualTherapy")
    return bool(givers) and not givers & family and not hands


def givers_of(graph: Graph, mechanism: str) -> list[Claim]:
    """The claims that give *mechanism* to techniques or processes, best supported first."""
    found = [
        c
        for c in graph.claims.values()
        if c.object == mechanism and c.relation in ("engages", "intendedEffect") and c.affirmed
    ]
    return sorted(found, key=lambda c: (c.status.rank, c.id))


def _identity(graph: Graph, statement: Statement) -> Finding | None:
    """“X is Y” holds where X is Y or a kind of it; of disjoint things it is an error."""
    one, other = statement.triple.subject, statement.triple.object
    if statement.wording.certainty in _SOFT or statement.wording.certainty is Certainty.HEDGED:
        return None
    if graph.is_kind_of(one, other):
        return None
    distinct = _distinct(graph, one, other)
    if statement.identity and statement.wording.denied:
        return None
    if _same(graph, one, other):
        return None
    if distinct:
        return Finding("TX201", Severity.ERROR, "the graph tells the two apart")
    if graph.is_kind_of(other, one):
        return None
    return Finding("TX201", Severity.WARNING, "the graph has neither sameness nor that kind")


def _same(graph: Graph, one: str, other: str) -> bool:
    """Whether a claim says that the two do not differ: they are ends of one scale."""
    return any(
        claim.relation == "distinctFrom"
        and not claim.affirmed
        and {claim.subject, claim.object} == {one, other}
        for claim in graph.claims.values()
    )


def _distinct(graph: Graph, one: str, other: str) -> bool:
    pairs = {
        (claim.subject, claim.object)
        for claim in graph.claims.values()
        if claim.relation == "distinctFrom" and claim.affirmed
    }
    # The graph in memory holds no disjointness axioms; hands-on care and self-treatment are apart
    # by definition (docs/model.md).
    pairs.add(("ManualTherapy", "SelfTreatment"))
    return any(
        graph.is_kind_of(a, x) and graph.is_kind_of(b, y)
        for x, y in pairs
        for a, b in ((one, other), (other, one))
        if y is not None
    )


def _comparison(judge: Judge, statement: Statement) -> Finding | None:
    if statement.wording.certainty in _SOFT or statement.wording.certainty is Certainty.HEDGED:
        return None
    if statement.wording.denied and statement.comparison == "better":
        return None
    claims = judge.comparisons(statement)
    level = statement.comparison == "noDifference"
    inert = any(judge.graph.is_kind_of(statement.triple.subject, t) for t in _INERT)
    if not claims and (statement.modest or (level and inert)):
        # That one is no better than the other, or rest as good as it, promises nothing.
        return None
    if not claims:
        return Finding("TX306", Severity.WARNING, "no claim compares the two")
    denied = statement.wording.denied
    better = statement.comparison == "better" and not denied
    if better and not any(judge.agrees(statement, claim) for claim in claims):
        return Finding("TX306", Severity.WARNING, "the comparison came out otherwise")
    return None
