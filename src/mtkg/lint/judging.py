"""What the graph says to a statement: the claim that speaks to it, and how well it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.stating import Statement, Triple
from mtkg.lint.tables import loose_terms
from mtkg.model.claims import Claim, Status

_ALIKE: Final = {
    "intendedEffect": ("intendedEffect", "engages", "mayProduce"),
    "engages": ("engages", "intendedEffect", "mayProduce"),
    "leadsTo": ("leadsTo",),
    "addresses": ("addresses",),
    "substitutesFor": ("substitutesFor",),
    "contraindicatedIn": ("contraindicatedIn", "cautionIn"),
    "cautionIn": ("cautionIn", "contraindicatedIn"),
}
_LIMITS: Final = ("bodyRegion", "population", "stage", "combinedWith", "timeFrame")


class Match(StrEnum):
    """How near the claim is to the statement, nearest first."""

    EXACT = "exact"
    LIMITED = "limited"
    """The claim speaks only of a region, a population, or a combination."""
    INHERITED = "inherited"
    """A claim about every kind of an ancestor of the subject."""
    BROADER = "broader"
    """A claim about an ancestor of the subject as a whole."""
    NARROWER = "narrower"
    """A claim about a kind of the subject."""
    DERIVED = "derived"
    """A link that the graph derives, with no claim of its own."""


_DISTANCE: Final = {
    Match.EXACT: 0,
    Match.LIMITED: 0,
    Match.INHERITED: 0.5,
    Match.BROADER: 1,
    Match.DERIVED: 2,
    Match.NARROWER: 2,
}


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What the graph holds for a statement; *denies* where the deciding claim is a denied one."""

    triple: Triple
    match: Match
    status: Status
    claims: tuple[Claim, ...]
    denies: bool = False

    @property
    def claim(self) -> Claim | None:
        """The deciding claim; none for a derived link."""
        return self.claims[0] if self.claims else None


class Judge:
    """Finds counterparts in one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def _claims(self) -> dict[tuple[str, str], list[Claim]]:
        """Claims that are no comparison, by relation and object."""
        found: dict[tuple[str, str], list[Claim]] = {}
        for claim in self.graph.claims.values():
            if claim.object is not None and "comparedWith" not in claim.qualifiers:
                found.setdefault((claim.relation, claim.object), []).append(claim)
        return found

    def counterpart(self, statement: Statement, context: frozenset[str]) -> Counterpart | None:
        """The nearest claim for any reading of *statement*, nearest reading first."""
        denied, meant = statement.wording.denied, statement.triple.relation
        eased = meant == "intendedEffect" and statement.triple.object == "PainReduction"
        if eased and statement.comparison is None:
            for condition in sorted(c for c in context if self.graph.is_kind_of(c, "Condition")):
                # "For neck pain, massage gives relief": of the condition, if the graph knows.
                helped = self._exactly(statement.triple.subject, "addresses", condition, context)
                if helped is not None and condition != "Pain":
                    return helped
        found = [
            c
            for triple in statement.readings
            if (c := self._of(triple, context))
            # Help for a named condition is not pain relief, but its denial may be.
            and (meant != "addresses" or triple.relation == meant or (denied and c.denies))
        ]
        # What a text is likeliest to mean comes first, unless only a later reading has a claim of
        # its own, or one of the same polarity.
        return min(found, key=lambda c: (_DISTANCE[c.match], c.denies != denied), default=None)

    def knows(self, triple: Triple) -> bool:
        """Whether there is a claim of *triple*, of its subject or of something near it."""
        return self._of(triple, frozenset()) is not None

    def knows_kind(self, triple: Triple) -> bool:
        """Whether a claim of its subject is about a kind of what it engages or achieves."""
        if triple.relation not in ("engages", "intendedEffect"):
            return False
        graph, relations = self.graph, _ALIKE.get(triple.relation, (triple.relation,))
        subjects = {triple.subject, *loose_terms().subjects.get(triple.subject, ())}
        return any(
            claim.subject in subjects
            and claim.relation in relations
            and claim.affirmed
            and claim.object is not None
            and claim.object != triple.object
            and graph.is_kind_of(claim.object, triple.object)
            for claim in graph.claims.values()
        )

    def _exactly(
        self, subject: str, relation: str, target: str, context: frozenset[str]
    ) -> Counterpart | None:
        return self._among(Triple(subject, relation, target), {subject}, context, Match.EXACT)

    def comparisons(self, statement: Statement) -> list[Claim]:
        """The comparative claims that a comparison of two interventions may rest on."""
        subject, found = statement.triple.subject, []
        for claim in self.graph.claims.values():
            partners = claim.qualifiers.get("comparedWith", ())
            if not partners:
                continue
            sides = {claim.subject, *partners}
            near = any(self._near(subject, s) for s in sides) and any(
                self._near(statement.compared or "", s) for s in sides
            )
            if near:
                found.append(claim)
        return found

    def agrees(self, statement: Statement, claim: Claim) -> bool:
        """Whether a comparative claim came out as *statement* says, from whichever side."""
        result = next(iter(claim.qualifiers.get("comparison", ("better",))))
        turned = not self._near(statement.triple.subject, claim.subject)
        said = statement.comparison
        if turned:
            said = {"better": "worse", "worse": "better"}.get(said or "", said)
        if not claim.affirmed and result == "better":
            result = "noDifference"
        return result == said

    def _near(self, one: str, other: str) -> bool:
        return (
            one == other or self.graph.is_kind_of(one, other) or self.graph.is_kind_of(other, one)
        )

    def _of(self, triple: Triple, context: frozenset[str]) -> Counterpart | None:
        if triple.relation == "subClassOf":
            return None
        exact = self._among(triple, {triple.subject}, context, Match.EXACT)
        if exact is not None:
            return exact
        for loose in loose_terms().subjects.get(triple.subject, ()):
            found = self._among(triple, {loose}, context, Match.EXACT)
            if found is not None:
                return found
        above = self.graph.ancestors_nearest_first(triple.subject)
        for ancestor in above:
            found = self._among(triple, {ancestor}, context, Match.BROADER)
            if found is not None:
                return found
        linked = self._derived(triple)
        if linked is not None:
            return linked
        below = self.graph.descendants(triple.subject)
        return self._among(triple, set(below), context, Match.NARROWER) if below else None

    def _of_object(self, triple: Triple) -> list[Claim]:
        """Claims on the object of *triple* by its relation or one that says as much."""
        relations = _ALIKE.get(triple.relation, (triple.relation,))
        lists = [found for r in relations if (found := self._claims.get((r, triple.object)))]
        return lists[0] if len(lists) == 1 else [claim for found in lists for claim in found]

    def _among(
        self, triple: Triple, subjects: set[str], context: frozenset[str], match: Match
    ) -> Counterpart | None:
        claims = [claim for claim in self._of_object(triple) if claim.subject in subjects]
        if not claims:
            return None
        free = [c for c in claims if not any(q in c.qualifiers for q in _LIMITS)]
        if not free:
            # What holds for a while holds; what fails after a while may still hold.
            free = [
                c
                for c in claims
                if c.affirmed and not any(q in c.qualifiers for q in _LIMITS if q != "timeFrame")
            ]
        limited = [c for c in claims if c not in free and self._applies(c, context)]
        chosen = limited or free
        near = match
        if not chosen:
            chosen, near = claims, Match.LIMITED if match is Match.EXACT else match
        chosen = sorted(chosen, key=lambda c: (c.status.rank, c.affirmed, c.id))
        affirmed = [c for c in chosen if c.affirmed]
        denied = [c for c in chosen if not c.affirmed]
        denies = bool(denied) and (
            not affirmed
            or denied[0].status.rank < affirmed[0].status.rank
            or affirmed[0].status is Status.DISPUTED
        )
        first = denied if denies else affirmed
        if match is Match.BROADER and first[0].reach == "every":
            near = Match.INHERITED
        rest = [c for c in chosen if c is not first[0]]
        return Counterpart(triple, near, first[0].status, (first[0], *rest), denies)

    def _applies(self, claim: Claim, context: frozenset[str]) -> bool:
        for quality in ("bodyRegion", "combinedWith"):
            values = claim.qualifiers.get(quality, ())
            if values and not any(self._near(v, term) for v in values for term in context):
                return False
        return any(q in claim.qualifiers for q in ("bodyRegion", "combinedWith"))

    def _derived(self, triple: Triple) -> Counterpart | None:
        for link in self.graph.links_from.get(triple.subject, ()):
            if link.object == triple.object and link.relation in _ALIKE.get(
                triple.relation, (triple.relation,)
            ):
                claims = tuple(
                    self.graph.claims[c]
                    for c in (*link.claims, *link.derived_from)
                    if c in self.graph.claims
                )
                return Counterpart(triple, Match.DERIVED, link.status, claims)
        return None
