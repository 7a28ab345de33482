"""What a program says of an article, in one shape for the checker and for the baselines."""

from __future__ import annotations

from dataclasses import dataclass

from mtkg.lint.reading.document import Lines
from mtkg.lint.run import Judged, Outcome, Read
from tools.measuring.corpus import Triple


@dataclass(frozen=True, slots=True)
class Named:
    """A mention found: source offsets, and the terms it may name."""

    start: int
    end: int
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """
    A claim found; *at* is where its sentence begins in the source.

    *triple* is what the program read from the text. *chosen* is the reading that a claim of the
    graph decided on, where there are several; for most programs the same. What a program has no
    opinion of is None.
    """

    at: int
    triple: Triple
    chosen: Triple
    polarity: str | None = None
    certainty: str | None = None
    compared: str | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding and where it begins."""

    at: int
    code: str
    severity: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a program says of one article of *words* words."""

    named: tuple[Named, ...] = ()
    said: tuple[Said, ...] = ()
    reported: tuple[Reported, ...] = ()
    words: int = 0


def of_checker(outcome: Outcome) -> Answer:
    """What the checker says."""
    lines = Lines(outcome.document.source)
    named = []
    for read, mention in outcome.mentions:
        if mention.is_named:
            start, end = read.span(mention.first, mention.last)
            named.append(Named(start, end, frozenset({mention.term, *mention.also})))
    return Answer(
        tuple(named),
        tuple(_said(read, judged) for read in outcome.sentences for judged in read.judged),
        tuple(
            Reported(lines.offset(d.start), d.code, d.severity.value) for d in outcome.diagnostics
        ),
        outcome.document.words,
    )


def _said(read: Read, judged: Judged) -> Said:
    statement, counterpart = judged.statement, judged.counterpart
    own = statement.triple
    chosen = counterpart.triple if counterpart and not statement.identity else own
    return Said(
        at=read.block.source_start(read.start),
        triple=(own.subject, own.relation, own.object),
        chosen=(chosen.subject, chosen.relation, chosen.object),
        polarity="denied" if statement.wording.denied != statement.opposite else "affirmed",
        certainty=statement.wording.certainty.value,
        compared=statement.compared,
    )
