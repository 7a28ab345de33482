"""A claim as a text makes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from mtkg.lint.certainty import Certainty, Wording


@dataclass(frozen=True, slots=True)
class Triple:
    """Subject, relation and object by local name."""

    subject: str
    relation: str
    object: str

    def __str__(self) -> str:
        return f"{self.subject} {self.relation} {self.object}"


@dataclass(frozen=True, slots=True)
class Statement:
    """
    A claim as a text makes it.

    *readings* are the triples it may mean, likeliest first. Token ranges are within the sentence.
    *comparison* is set for "better than" and its like, *compared* then names the other side.
    *opposite* marks the contrary of what an act does: "increases swelling".
    """

    readings: tuple[Triple, ...]
    wording: Wording
    first: int
    last: int
    verb: tuple[int, int]
    comparison: str | None = None
    compared: str | None = None
    opposite: bool = False
    identity: bool = False
    carried: bool = False
    guessed: bool = False
    """Whether its subject is what a word such as "this" may stand for."""
    sure: bool = False
    """Whether its subject is certain, though not named: an answer is, and "both" of two."""
    modest: bool = False
    """Whether it only denies that one is better: "no better than"."""
    target: tuple[int, int] = (0, 0)
    """Where the object stands."""
    trace: tuple[str, ...] = ()

    @property
    def triple(self) -> Triple:
        """The likeliest reading."""
        return self.readings[0]

    def read_as(self, triple: Triple) -> Statement:
        """The same with *triple*, where it is one of the readings, as the likeliest."""
        if triple not in self.readings:
            return self
        rest = tuple(t for t in self.readings if t != triple)
        return replace(self, readings=(triple, *rest))


def at_distance(statement: Statement) -> Statement:
    """The same put into the mouth of another, and doubted."""
    wording = replace(statement.wording, certainty=Certainty.ATTRIBUTED, doubted=True)
    return replace(statement, wording=wording)


@dataclass
class Found:
    """The statements of a sentence, and why others were not made."""

    statements: list[Statement] = field(default_factory=list)
    abstained: list[str] = field(default_factory=list)
