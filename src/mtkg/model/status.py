"""The status rule: how well a claim stands, from its evidence lines alone (docs/status.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from mtkg.model.claims import Direction, EvidenceLine, Status, Verdict

TIER_WEIGHT: Final = MappingProxyType({1: 4, 2: 2, 3: 1})
"""What a line counts by the tier of its design: reviews, trials, other controlled studies."""

NOT_PEOPLE: Final = frozenset({"animals", "cadavers", "model"})
"""Populations whose lines are shown and never counted."""

DATED_AFTER_YEARS: Final = 10
LEAST_WEIGHT: Final = 1
"""What a side must weigh before it counts as taken: one direct laboratory study."""

AGREEMENT: Final = Fraction(3, 4)
"""The share of weight on one side from which the evidence counts as agreeing."""

ESTABLISHED_SOURCES: Final = 3
ESTABLISHED_REVIEWS: Final = 2

_OPPOSITE = {Direction.SUPPORTS: Direction.DISPUTES, Direction.DISPUTES: Direction.SUPPORTS}


def derive_verdict(claim_type: str, lines: Sequence[EvidenceLine]) -> Verdict:
    """
    The status of a claim and the ids of the lines that decided it, heaviest first.

    A definitional claim is ``established`` by convention; lines of retracted sources do not
    count. The order of *lines* never matters, and a supporting line never makes a claim
    ``disputed``.

    >>> derive_verdict("empirical", ()).status.value
    'unassessed'
    """
    if claim_type == "definitional":
        return Verdict(Status.ESTABLISHED, (), "a definition holds by convention")
    standing = [line for line in lines if not line.source.retracted]
    if not standing:
        return Verdict(Status.UNASSESSED, (), "no publication speaks to this claim")
    weights = {line.id: line_weight(line, standing) for line in standing}
    return _Balance(tuple(standing), weights).verdict()


def line_weight(line: EvidenceLine, among: Sequence[EvidenceLine]) -> Fraction:
    """
    What *line* counts beside the other lines on its claim: 4 at most, 0 for background.

    Background is anything but controlled research on people: tiers below 3, no design named, or
    animals, cadavers and models. Halved where the study tests a neighbor of the statement, and
    halved again where it is dated.
    """
    weight = Fraction(_base_weight(line))
    if line.directness != "direct":
        weight /= 2
    if weight and any(_dates(other, line) for other in among):
        weight /= 2
    return weight


def _base_weight(line: EvidenceLine) -> int:
    if line.study_design is None or line.population in NOT_PEOPLE:
        return 0
    return TIER_WEIGHT.get(line.study_design.tier, 0)


def _dates(newer: EvidenceLine, older: EvidenceLine) -> bool:
    """Whether *newer* finds the opposite, at least as strongly, ten or more years later."""
    if _OPPOSITE.get(older.direction) is not newer.direction:
        return False
    if newer.source.year is None or older.source.year is None:
        return False
    return (
        newer.source.year - older.source.year >= DATED_AFTER_YEARS
        and _base_weight(newer) >= _base_weight(older)
        and (newer.directness == "direct" or older.directness != "direct")
    )


@dataclass(frozen=True, slots=True)
class _Balance:
    """The counted lines of one claim on the scales."""

    lines: tuple[EvidenceLine, ...]
    weights: dict[str, Fraction]

    def verdict(self) -> Verdict:
        mixed = self._weight(Direction.MIXED)
        pro = self._weight(Direction.SUPPORTS) + mixed / 2
        contra = self._weight(Direction.DISPUTES) + mixed / 2
        undecided = self._weight(Direction.INCONCLUSIVE)
        scales = f"weight {_number(pro)} for, {_number(contra)} against"
        if max(pro, contra) < LEAST_WEIGHT:
            return self._insufficient(undecided, scales if pro or contra else "")
        if undecided > max(pro, contra):
            reason = f"what leaves it open outweighs the rest: {_number(undecided)} to {scales}"
            return Verdict(Status.INSUFFICIENT, self._ids(Direction.INCONCLUSIVE), reason)
        share = pro / (pro + contra)
        if share >= AGREEMENT:
            return self._agreeing(scales, unanimous=not contra)
        if share <= 1 - AGREEMENT:
            ids = self._ids(Direction.DISPUTES, Direction.MIXED)
            return Verdict(Status.DISPUTED, ids, f"controlled studies speak against it: {scales}")
        ids = self._ids(Direction.SUPPORTS, Direction.DISPUTES, Direction.MIXED)
        return Verdict(Status.MIXED, ids, f"controlled studies disagree: {scales}")

    def _agreeing(self, scales: str, *, unanimous: bool) -> Verdict:
        ids = self._ids(Direction.SUPPORTS, Direction.MIXED)
        direct = [line for line in self._counted(Direction.SUPPORTS) if line.directness == "direct"]
        if not direct:
            reason = f"supported only by studies of a neighboring question: {scales}"
            return Verdict(Status.MIXED, ids, reason)
        trials = {line.source.id for line in direct if _base_weight(line) >= TIER_WEIGHT[2]}
        reviews = {line.source.id for line in direct if _base_weight(line) == TIER_WEIGHT[1]}
        enough = len(trials) >= ESTABLISHED_SOURCES and len(reviews) >= ESTABLISHED_REVIEWS
        if unanimous and enough:
            reason = f"reviews and trials agree, none against: {scales}"
            return Verdict(Status.ESTABLISHED, ids, reason)
        return Verdict(Status.SUPPORTED, ids, f"controlled studies mostly agree: {scales}")

    def _insufficient(self, undecided: Fraction, scales: str) -> Verdict:
        if scales:
            ids = self._ids(*Direction)
            return Verdict(Status.INSUFFICIENT, ids, f"too little controlled research: {scales}")
        if undecided:
            reason = "controlled studies leave it open"
            return Verdict(Status.INSUFFICIENT, self._ids(Direction.INCONCLUSIVE), reason)
        ids = tuple(sorted(line.id for line in self.lines))
        reason = "only theory, consensus, animals, cadavers, models or uncontrolled observation"
        return Verdict(Status.INSUFFICIENT, ids, reason)

    def _counted(self, *directions: Direction) -> list[EvidenceLine]:
        found = [
            line for line in self.lines if self.weights[line.id] and line.direction in directions
        ]
        return sorted(found, key=lambda line: (-self.weights[line.id], line.id))

    def _ids(self, *directions: Direction) -> tuple[str, ...]:
        return tuple(line.id for line in self._counted(*directions))

    def _weight(self, direction: Direction) -> Fraction:
        return sum((self.weights[line.id] for line in self._counted(direction)), Fraction(0))


def _number(weight: Fraction) -> str:
    """A weight as people write it; quarters are the finest there are once mixed lines split."""
    return f"{float(weight):g}"
