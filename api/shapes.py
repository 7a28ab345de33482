"""The JSON that REST answers with, described for OpenAPI; `mtkg.answers` makes it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from mtkg.model.claims import Direction, Status


class Ref(BaseModel):
    """A term by its local name and label."""

    id: str
    label: str


class TermItem(BaseModel):
    """A term in a list."""

    id: str
    iri: str
    kind: str
    label: str
    definition: str | None


class TermHit(TermItem):
    """A term found by a search; ``match`` says how."""

    match: Literal["id", "label", "synonym", "prefix", "word", "fuzzy"] | None = None


class ListAnswer(BaseModel):
    """What every list has beside its items."""

    total: int = Field(description="How many there are in all.")
    limit: int = Field(description="How many one answer may hold.")
    next: str | None = Field(description="Where the next ones are.")
    release: str


class TermList(ListAnswer):
    """Terms, best first."""

    items: list[TermHit]
    missing: list[str] | None = Field(None, description="Ids asked for that the graph lacks.")


class Suggestion(Ref):
    """A term to offer while someone types; ``name`` is the label or synonym that fits."""

    kind: str
    match: str
    name: str


class Suggestions(BaseModel):
    """Terms to offer while someone types."""

    items: list[Suggestion]
    release: str


class LinkItem(Ref):
    """What a term links to, how that link stands and what it rests on."""

    status: Status
    claims: list[str]
    derived_from: list[str]


class MappingItem(BaseModel):
    """The same or a near term of another vocabulary."""

    predicate: str
    id: str
    label: str | None
    justification: str | None
    confidence: float | None


class TermAnswer(BaseModel):
    """One definition with its links."""

    id: str
    iri: str
    kind: str
    label: str
    definition: str | None
    definition_source: str | None
    synonyms: list[str]
    scope_notes: list[str]
    examples: list[str]
    parents: list[Ref]
    children: list[Ref]
    links: dict[str, list[LinkItem]]
    mappings: list[MappingItem]
    deprecated: bool
    replaced_by: str | None
    release: str
    domain: list[Ref] | None = None
    range: list[Ref] | None = None
    inverse_label: str | None = None


class StatedIn(BaseModel):
    """The source that states a claim, and where in it."""

    id: str
    locator: str | None


class ClaimBase(BaseModel):
    """A claim: who says what of which terms, and how the evidence stands."""

    id: str
    iri: str
    statement: str
    subject: Ref
    relation: str
    object: Ref | None
    polarity: Literal["affirmed", "denied"]
    type: str
    reach: str
    qualifiers: dict[str, str | list[str]]
    status: Status
    decided_by: list[str]
    status_reason: str
    stated_in: StatedIn | list[StatedIn] | None


class ClaimItem(ClaimBase):
    """A claim in a list; its evidence lines are counted by direction."""

    evidence_count: dict[str, int]


class ClaimList(ListAnswer):
    """Claims, by id."""

    items: list[ClaimItem]


class SourceItem(BaseModel):
    """A publication or document; ``doi`` and ``pmid`` are bare."""

    id: str
    label: str
    authors: str | None
    year: int | None
    journal: str | None
    doi: str | None
    pmid: str | None
    retracted: bool
    notes: list[str]


class EvidenceItem(BaseModel):
    """What one source says to a claim."""

    id: str
    direction: Direction
    study_design: str | None
    directness: str
    population: str | None
    comparator: str | None
    time_point: str | None
    finding: str | None
    sample_size: int | None
    effect_size: str | None
    source: SourceItem


class ClaimAnswer(ClaimBase):
    """A claim with every evidence line, for and against."""

    evidence: list[EvidenceItem]
    release: str


class SourceList(ListAnswer):
    """Sources, by id."""

    items: list[SourceItem]


class SourceLine(BaseModel):
    """A line of evidence by its claim and direction."""

    id: str
    claim: str
    direction: Direction


class SourceAnswer(SourceItem):
    """A source with the claims it states and the lines it gives."""

    iri: str
    states: list[str]
    evidence: list[SourceLine]
    release: str


class WhereItem(Ref):
    """A tissue in which a mechanism occurs."""

    part_of: list[str]
    claims: list[str]
    status: Status


class PathLinkItem(BaseModel):
    """One link of a chain; ``under`` is the chain's own term where the claim is about another."""

    subject: Ref
    relation: str
    object: Ref
    claims: list[str]
    derived_from: list[str]
    status: Status
    where: list[WhereItem]
    step: Literal["asserted", "inherited", "broader", "narrower"]
    under: Ref | None = None


class PathItem(BaseModel):
    """One chain; ``weakest`` is an index into ``links``, from 0."""

    kind: Literal["mechanism", "relation", "intent"]
    status: Status
    weakest: int
    length: int
    links: list[PathLinkItem]


class PathsAnswer(BaseModel):
    """The chains from one term to another, best first."""

    from_: Ref = Field(alias="from")
    to: Ref
    paths: list[PathItem]
    truncated: bool
    release: str


class TreeNode(Ref):
    """A term with those below it."""

    children: list[TreeNode]


class TreeAnswer(BaseModel):
    """The terms below one term (``id``, ``label``, ``children``), or of each kind (``items``)."""

    id: str | None = None
    label: str | None = None
    children: list[TreeNode] | None = None
    items: list[TreeNode] | None = None
    total: int | None = None
    release: str


class GraphNode(Ref):
    """A term of a neighborhood, with how many links it stands from the middle."""

    kind: str
    distance: int


class GraphEdge(BaseModel):
    """A link of a neighborhood, by local names."""

    subject: str
    relation: str
    object: str
    status: Status | None
    claims: list[str]
    derived_from: list[str]


class GraphAnswer(BaseModel):
    """A term's neighborhood."""

    root: Ref
    depth: int
    nodes: list[GraphNode]
    edges: list[GraphEdge]
    truncated: bool
    release: str


class ComparedPoint(Ref):
    """What only one of two terms is linked to."""

    relations: list[str]
    status: Status


class SharedPoint(Ref):
    """What both of two terms are linked to, and how that stands for each."""

    status_a: Status
    status_b: Status


class AspectAnswer(BaseModel):
    """One thing in which two terms are compared."""

    both: list[SharedPoint]
    only_a: list[ComparedPoint]
    only_b: list[ComparedPoint]


class Tallies(BaseModel):
    """Claims of each side by status."""

    a: dict[str, int]
    b: dict[str, int]


class CompareAnswer(BaseModel):
    """Two terms side by side."""

    a: Ref
    b: Ref
    aspects: dict[str, AspectAnswer]
    claims: Tallies
    release: str


class Cell(BaseModel):
    """How many claims about terms of one kind have one status."""

    kind: str
    status: Status
    claims: int


class MostDisputed(BaseModel):
    """A claim by how many lines speak for and against it."""

    id: str
    statement: str
    status: Status
    supports: int
    disputes: int


class LeastStudied(Ref):
    """A term by how many of its claims no publication speaks to."""

    kind: str
    claims: int
    unassessed: int


class EvidenceAnswer(BaseModel):
    """How sure the graph is of what it holds."""

    matrix: list[Cell]
    most_disputed: list[MostDisputed]
    least_studied: list[LeastStudied]
    release: str


class PremiseItem(BaseModel):
    """An axiom or claim behind a link, with where it is written."""

    id: str
    kind: str
    words: str
    file: str | None
    line: int | None
    status: Status | None


class WhyAnswer(BaseModel):
    """Why a link holds, or that the graph does not say so."""

    subject: Ref
    relation: str
    object: Ref
    holds: bool
    how: Literal["stated", "derived", "inherited", "absent"]
    status: Status | None
    premises: list[PremiseItem]
    denied_by: list[str]
    release: str


class HomeAnswer(BaseModel):
    """What is here and where to go on."""

    name: str
    title: str
    description: str
    notice: str
    release: str
    counts: dict[str, Any]
    links: dict[str, str]
