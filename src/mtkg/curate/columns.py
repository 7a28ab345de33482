"""The columns of a sheet of claims: what each is for and what it takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from mtkg.model.claims import Direction


class Takes(Enum):
    """What a cell may hold."""

    ID = "an id in small letters, digits and hyphens"
    TEXT = "text"
    TERM = "a term, by label, synonym or local name"
    TERMS = "terms, separated by ;"
    RELATION = "a relation, by local name or label"
    SOURCE = "a source, by local name"
    DESIGN = "a study design, by label or local name"
    CHOICE = "one of a few words"
    NUMBER = "a number"
    COUNT = "a whole number"


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column; ``name`` heads it, ``field`` is the local name of the property it fills.

    ``evidence`` columns speak of a source's evidence for the claim, the others of the claim.
    """

    name: str
    field: str
    takes: Takes
    help: str
    choices: tuple[str, ...] = ()
    evidence: bool = False


POPULATIONS: Final = ("patients", "healthy people", "animals", "cadavers", "model")
FINDING_WORDS: Final = 30

COLUMNS: Final = (
    Column(
        "claim",
        "claim",
        Takes.ID,
        "Leave empty for a new claim: its id is made from the statement. Give the id of a claim"
        " that exists, or of a row above, to add evidence to it.",
    ),
    Column("statement", "prefLabel", Takes.TEXT, "The claim as one plain sentence of your own."),
    Column("subject", "claimSubject", Takes.TERM, "What the claim is about."),
    Column("relation", "claimRelation", Takes.RELATION, "What it says of the subject."),
    Column("object", "claimObject", Takes.TERM, "To what it relates the subject."),
    Column("value", "value", Takes.NUMBER, "A number the source gives, or the lower end of it."),
    Column("value high", "valueHigh", Takes.NUMBER, "The upper end."),
    Column("unit", "unit", Takes.TEXT, "What the number counts."),
    Column(
        "polarity",
        "polarity",
        Takes.CHOICE,
        "Whether the source affirms or denies it; affirmed if empty.",
        ("affirmed", "denied"),
    ),
    Column(
        "type",
        "claimType",
        Takes.CHOICE,
        "About the world, or a convention; empirical if empty.",
        ("empirical", "definitional"),
    ),
    Column(
        "reach",
        "reach",
        Takes.CHOICE,
        "Of the subject as a whole or of every kind of it; whole if empty, every for"
        " contraindications and cautions.",
        ("whole", "every"),
    ),
    Column(
        "frequency",
        "frequency",
        Takes.CHOICE,
        "How often it is held to apply.",
        ("always", "usually", "often", "sometimes", "rarely"),
    ),
    Column("combined with", "combinedWith", Takes.TERMS, "Interventions it is given with."),
    Column("compared with", "comparedWith", Takes.TERM, "The intervention it is compared with."),
    Column("outcome", "outcome", Takes.TERM, "The effect in which they are compared."),
    Column(
        "comparison",
        "comparison",
        Takes.CHOICE,
        "How the subject does against it.",
        ("better", "noDifference", "worse"),
    ),
    Column("body region", "bodyRegion", Takes.TERM, "The part of the body it is limited to."),
    Column("population", "population", Takes.TEXT, "The people it speaks of."),
    Column("stage", "stage", Takes.TEXT, "The stage of recovery or illness."),
    Column("dose", "dose", Takes.TEXT, "Amount, grade or duration."),
    Column("time frame", "timeFrame", Takes.TEXT, "How long after the intervention."),
    Column("stated in", "statedIn", Takes.SOURCE, "The source that states the claim."),
    Column("locator", "locator", Takes.TEXT, "The section of that source."),
    Column(
        "evidence source", "fromSource", Takes.SOURCE, "A source that speaks to it.", evidence=True
    ),
    Column(
        "direction",
        "direction",
        Takes.CHOICE,
        "How that source stands to this very claim.",
        tuple(direction.value for direction in Direction),
        evidence=True,
    ),
    Column("study design", "studyDesign", Takes.DESIGN, "The kind of study.", evidence=True),
    Column(
        "directness",
        "directness",
        Takes.CHOICE,
        "Whether it tests this very claim or a neighbor of it; direct if empty.",
        ("direct", "indirect"),
        evidence=True,
    ),
    Column(
        "studied",
        "population",
        Takes.CHOICE,
        "Who or what was studied.",
        POPULATIONS,
        evidence=True,
    ),
    Column("comparator", "comparator", Takes.TEXT, "What it was compared with.", evidence=True),
    Column("time point", "timePoint", Takes.TEXT, "When it was measured.", evidence=True),
    Column(
        "finding",
        "finding",
        Takes.TEXT,
        f"What the source found, in at most {FINDING_WORDS} words of your own.",
        evidence=True,
    ),
    Column("sample size", "sampleSize", Takes.COUNT, "How many were studied.", evidence=True),
    Column("effect size", "effectSize", Takes.TEXT, "As the source reports it.", evidence=True),
)
BY_NAME: Final = {column.name: column for column in COLUMNS}
NEEDED_OF_CLAIM: Final = ("statement", "subject", "relation", "stated in")
NEEDED_OF_EVIDENCE: Final = ("evidence source", "direction", "study design", "finding")
