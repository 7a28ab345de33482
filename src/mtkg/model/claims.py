"""What is said about terms, by whom, and what the evidence says to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from mtkg.model.vocabulary import CLAIM, EVERY_BY_DEFAULT, EVIDENCE, SOURCE

QUALIFIERS = (
    "value",
    "valueHigh",
    "unit",
    "frequency",
    "combinedWith",
    "comparedWith",
    "outcome",
    "comparison",
    "bodyRegion",
    "population",
    "stage",
    "dose",
    "timeFrame",
)
"""The optional parts of a claim, by the local names of their properties."""


class Direction(StrEnum):
    """How one source stands to one claim as it is worded there."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    MIXED = "mixed"
    INCONCLUSIVE = "inconclusive"


class Status(StrEnum):
    """The state of the evidence for a claim; members stand in order of strength for chains."""

    ESTABLISHED = "established"
    SUPPORTED = "supported"
    MIXED = "mixed"
    INSUFFICIENT = "insufficient"
    UNASSESSED = "unassessed"
    DISPUTED = "disputed"

    @property
    def rank(self) -> int:
        """0 for the strongest; a chain is as strong as its link with the highest rank."""
        return _RANK[self]


_RANK = {status: rank for rank, status in enumerate(Status)}

SUPPORTED_ENOUGH = frozenset({Status.ESTABLISHED, Status.SUPPORTED, Status.MIXED})
"""Statuses whose links stand in the default graph."""


@dataclass(frozen=True, slots=True)
class StudyDesign:
    """A kind of study; ``tier`` orders kinds by how much they can decide, 1 decides most."""

    id: str
    label: str
    tier: int


@dataclass(frozen=True, slots=True)
class Source:
    """A publication or document. ``doi`` and ``pmid`` are bare: ``10.1016/…`` and digits."""

    id: str
    label: str
    authors: str | None = None
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    pmid: str | None = None
    retracted: bool = False
    notes: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """The source's IRI."""
        return f"{SOURCE}{self.id}"

    @property
    def short(self) -> str:
        """``Pickar JG 2002``: first author and year; the journal where no author is recorded."""
        author = (self.authors or "").split(",")[0].split(";")[0].strip() or self.journal
        return f"{author} {self.year or ''}".strip() if author else self.label

    @property
    def is_publication(self) -> bool:
        """Whether it has a journal or an identifier, unlike a clinic's page."""
        return bool(self.doi or self.pmid or self.journal)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What one source says to one claim."""

    id: str
    claim: str
    source: Source
    direction: Direction
    study_design: StudyDesign | None = None
    directness: str = "direct"
    population: str | None = None
    comparator: str | None = None
    time_point: str | None = None
    finding: str | None = None
    sample_size: int | None = None
    effect_size: str | None = None

    @property
    def iri(self) -> str:
        """The line's IRI."""
        return f"{EVIDENCE}{self.id}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A derived status with the ids of the lines that decided it and the rule in words."""

    status: Status
    decided_by: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """
    One statement, with subject, relation and object by local name.

    ``qualifiers`` holds the optional parts (`QUALIFIERS`): each a tuple of literals or of local
    names of terms. ``verdict`` is derived from ``evidence`` and never authored.
    """

    id: str
    statement: str
    subject: str
    relation: str
    object: str | None
    polarity: str = "affirmed"
    type: str = "empirical"
    reach: str = "whole"
    qualifiers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    stated_in: tuple[str, ...] = ()
    locator: str | None = None
    evidence: tuple[EvidenceLine, ...] = ()
    verdict: Verdict = Verdict(Status.UNASSESSED)

    @property
    def iri(self) -> str:
        """The claim's IRI."""
        return f"{CLAIM}{self.id}"

    @property
    def status(self) -> Status:
        """How well the claim stands."""
        return self.verdict.status

    @property
    def affirmed(self) -> bool:
        """Whether the claim says that it is so, not that it is not."""
        return self.polarity == "affirmed"

    @property
    def is_link(self) -> bool:
        """
        Whether the claim states a link between two terms: affirmed, with an object.

        "Does no better than" and "does worse than" say nothing of an effect, so they link nothing.
        """
        compared = self.qualifiers.get("comparison", ("better",))
        return self.affirmed and self.object is not None and compared == ("better",)


def default_reach(relation: str) -> str:
    """
    ``every`` for contraindications and cautions, else ``whole`` (docs/links.md, Reach).

    >>> default_reach("contraindicatedIn"), default_reach("engages")
    ('every', 'whole')
    """
    return "every" if relation in EVERY_BY_DEFAULT else "whole"
