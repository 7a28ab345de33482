"""A claim with its evidence lines as JSON, and the choice of claims by their parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from mtkg.answers.shape import Json
from mtkg.answers.sources import source as shown_source
from mtkg.answers.terms import ref
from mtkg.graph import Graph
from mtkg.model.claims import Claim, Direction, EvidenceLine

SIDES: Final[Mapping[Direction, str]] = {
    Direction.SUPPORTS: "for",
    Direction.DISPUTES: "against",
    Direction.MIXED: "mixed",
    Direction.INCONCLUSIVE: "open",
}
"""How a publication stands to a claim, in the words that people read."""


def claim_item(graph: Graph, claim: Claim) -> Json:
    """A claim in a list: everything but its evidence lines, which are counted by direction."""
    answer = _claim(graph, claim)
    counts: dict[str, int] = {}
    for line in claim.evidence:
        counts[line.direction.value] = counts.get(line.direction.value, 0) + 1
    return answer | {"evidence_count": counts}


def claim(graph: Graph, found: Claim) -> Json:
    """One claim with every evidence line, for and against."""
    return (
        _claim(graph, found)
        | {"evidence": [evidence(line) for line in found.evidence]}
        | {"release": graph.release}
    )


def _claim(graph: Graph, found: Claim) -> Json:
    stated = [{"id": name, "locator": found.locator} for name in found.stated_in]
    return {
        "id": found.id,
        "iri": found.iri,
        "statement": found.statement,
        "subject": ref(graph.ref(found.subject)),
        "relation": found.relation,
        "object": ref(graph.ref(found.object)) if found.object else None,
        "polarity": found.polarity,
        "type": found.type,
        "reach": found.reach,
        "qualifiers": {
            name: values[0] if len(values) == 1 else list(values)
            for name, values in found.qualifiers.items()
        },
        "status": found.status.value,
        "decided_by": list(found.verdict.decided_by),
        "status_reason": found.verdict.reason,
        "stated_in": stated[0] if len(stated) == 1 else (stated or None),
    }


def evidence(line: EvidenceLine) -> Json:
    """One evidence line with its source."""
    return {
        "id": line.id,
        "direction": line.direction.value,
        "study_design": line.study_design.id if line.study_design else None,
        "directness": line.directness,
        "population": line.population,
        "comparator": line.comparator,
        "time_point": line.time_point,
        "finding": line.finding,
        "sample_size": line.sample_size,
        "effect_size": line.effect_size,
        "source": shown_source(line.source),
    }


def select_claims(
    graph: Graph,
    *,
    subject: str | None = None,
    relation: str | None = None,
    object: str | None = None,
    status: str | None = None,
    source: str | None = None,
) -> list[Claim]:
    """Claims that meet every condition given (local names), by id."""
    return [
        claim
        for claim in graph.claims.values()
        if subject in (None, claim.subject)
        and relation in (None, claim.relation)
        and object in (None, claim.object)
        and status in (None, claim.status.value)
        and (source is None or source in _sources_of(claim))
    ]


def _sources_of(claim: Claim) -> set[str]:
    return {*claim.stated_in, *(line.source.id for line in claim.evidence)}


def balance(found: Claim) -> str:
    """How many publications stand for and against a claim, in words."""
    counts = Counter(line.direction for line in found.evidence)
    if not counts:
        return "no publication speaks to it" if found.type == "empirical" else "a definition"
    return ", ".join(f"{counts[side]} {word}" for side, word in SIDES.items() if counts[side])
