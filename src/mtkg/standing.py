"""How sure the graph is: claims by status and kind, the most disputed, the least studied."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from mtkg.graph import Graph
from mtkg.model.claims import Claim, Direction, Status
from mtkg.model.vocabulary import KINDS


@dataclass(frozen=True, slots=True)
class Disputed:
    """A claim with how many lines speak for it and how many against."""

    claim: Claim
    supports: int
    disputes: int


@dataclass(frozen=True, slots=True)
class Unstudied:
    """A term with how many claims it is the subject of, and how many nobody has studied."""

    term: str
    claims: int
    unassessed: int


@dataclass(frozen=True, slots=True)
class Standing:
    """``matrix`` counts claims by the kind of their subject and their status."""

    matrix: dict[tuple[str, Status], int]
    most_disputed: tuple[Disputed, ...]
    least_studied: tuple[Unstudied, ...]

    @property
    def kinds(self) -> list[str]:
        """The kinds that have claims, in their order."""
        return [kind for kind in KINDS if any(k == kind for k, _ in self.matrix)]

    def total(self, status: Status) -> int:
        """How many claims of any kind have *status*."""
        return sum(count for (_, s), count in self.matrix.items() if s is status)


def standing(graph: Graph, *, most: int = 15) -> Standing:
    """
    The whole graph weighed; *most* entries in each list.

    Most disputed: claims with lines against them, those with the most first, then the most on both
    sides. Least studied: terms with the most empirical claims that no publication speaks to.
    """
    matrix = Counter(
        (graph.terms[claim.subject].kind, claim.status)
        for claim in graph.claims.values()
        if claim.subject in graph.terms
    )
    disputed = sorted(
        (entry for claim in graph.claims.values() if (entry := _disputed(claim)).disputes),
        key=lambda entry: (-entry.disputes, -entry.supports, entry.claim.id),
    )
    by_subject: dict[str, list[Claim]] = defaultdict(list)
    for claim in graph.claims.values():
        if claim.type == "empirical":
            by_subject[claim.subject].append(claim)
    unstudied = [
        Unstudied(name, len(claims), sum(c.status is Status.UNASSESSED for c in claims))
        for name, claims in by_subject.items()
        if name in graph.terms
    ]
    least = sorted(
        (entry for entry in unstudied if entry.unassessed),
        key=lambda entry: (-entry.unassessed, entry.claims, graph.label(entry.term)),
    )
    return Standing(dict(matrix), tuple(disputed[:most]), tuple(least[:most]))


def _disputed(claim: Claim) -> Disputed:
    counts = Counter(line.direction for line in claim.evidence)
    return Disputed(claim, counts[Direction.SUPPORTS], counts[Direction.DISPUTES])
