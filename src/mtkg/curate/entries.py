"""Rows of a sheet as claims and evidence lines, or every cell that keeps them from being so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from mtkg.curate.columns import (
    BY_NAME,
    COLUMNS,
    FINDING_WORDS,
    NEEDED_OF_CLAIM,
    NEEDED_OF_EVIDENCE,
    Column,
    Takes,
)
from mtkg.curate.sheet import Cell, Fault, Row, SheetFaults
from mtkg.errors import NotFound
from mtkg.graph import Graph
from mtkg.model.claims import QUALIFIERS, Claim, Direction, EvidenceLine, default_reach
from mtkg.model.terms import Term
from mtkg.model.vocabulary import DERIVED_RELATION, KINDS, SOURCE, SUBCLASS

SAME_KIND: Final = frozenset({SUBCLASS, "partOf", "distinctFrom"})
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SLUG_LENGTH: Final = 60


@dataclass(frozen=True, slots=True)
class Entries:
    """What a sheet adds: new claims with their evidence, and evidence for claims that exist."""

    claims: tuple[Claim, ...]
    lines: tuple[EvidenceLine, ...]


class _Wrong(Exception):
    """What is wrong with one cell."""


Values = dict[str, tuple[str, ...]]


def read_entries(
    file: str, rows: Iterable[Row], graph: Graph, resolve: Callable[[str], Term]
) -> Entries:
    """
    The claims and evidence lines of *rows*; *resolve* finds a term by what a person writes.

    Raises `SheetFaults` with every cell that is wrong: nothing is taken over by halves.
    """
    reader = _Reader(graph, resolve)
    for row in rows:
        reader.take(row)
    if reader.faults:
        raise SheetFaults(file, reader.faults)
    return Entries(
        tuple(
            replace(claim, evidence=tuple(e for e in reader.lines if e.claim == claim.id))
            for claim in reader.claims.values()
        ),
        tuple(line for line in reader.lines if line.claim not in reader.claims),
    )


@dataclass
class _Reader:
    graph: Graph
    resolve: Callable[[str], Term]
    claims: dict[str, Claim] = field(default_factory=dict)
    lines: list[EvidenceLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _said: dict[str, Values] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """One row: a claim, evidence, or both."""
        before = len(self.faults)
        values: Values = {}
        for heading, cell in row.items():
            try:
                values[heading] = self._value(BY_NAME[heading], cell)
            except _Wrong as wrong:
                self.faults.append(Fault(cell, str(wrong)))
        if len(self.faults) > before:
            return
        claim = self._claim(row, values)
        if claim is not None and any(BY_NAME[name].evidence for name in values):
            self._line(row, values, claim)

    # One cell

    def _value(self, column: Column, cell: Cell) -> tuple[str, ...]:
        text = cell.text
        if cell.problem:
            raise _Wrong(cell.problem)
        if column.takes is not Takes.NUMBER and text[:1] in "=+-@":
            raise _Wrong(f"begins with {text[0]!r}, which a spreadsheet would compute")
        if any(unicodedata.category(character) == "Cc" for character in text):
            raise _Wrong("holds a line break or a control character; write one line of text")
        if column.takes is Takes.TERMS:
            return tuple(self._term(part.strip()) for part in text.split(";") if part.strip())
        return (self._single(column, text),)

    def _single(self, column: Column, text: str) -> str:
        match column.takes:
            case Takes.TERM | Takes.TERMS:
                return self._term(text)
            case Takes.RELATION:
                return self._relation(text)
            case Takes.DESIGN:
                return self._design(text)
            case Takes.SOURCE:
                return self._source(text)
            case Takes.CHOICE:
                return _choice(column, text)
            case Takes.NUMBER:
                return _number(text)
            case Takes.COUNT:
                return _count(text)
            case Takes.ID:
                return _id(text)
            case Takes.TEXT:
                return _text(column, text)

    def _found(self, text: str) -> Term:
        try:
            return self.resolve(text)
        except NotFound as error:
            raise _Wrong(str(error)) from error

    def _term(self, text: str) -> str:
        term = self._found(text)
        if term.kind not in KINDS:
            raise _Wrong(f"{text!r} is no term that a claim can be about")
        if term.deprecated:
            raise _Wrong(f"{term.id} is retired; use {term.replaced_by or 'another term'}")
        return term.id

    def _relation(self, text: str) -> str:
        if text.removeprefix("rdfs:") in (SUBCLASS, "is a kind of"):
            return SUBCLASS
        term = self._found(text)
        if term.kind != "Relation":
            raise _Wrong(f"{text!r} is no relation")
        if term.id == DERIVED_RELATION:
            raise _Wrong(f"{DERIVED_RELATION} is derived and never claimed")
        return term.id

    def _design(self, text: str) -> str:
        design = self.graph.designs.get(text) or self.graph.designs.get(self._found(text).id)
        if design is None:
            raise _Wrong(f"{text!r} is no study design")
        return design.id

    def _source(self, text: str) -> str:
        name = text.removeprefix(SOURCE).removeprefix("source:")
        if name not in self.graph.sources:
            raise _Wrong(f"no source {text!r}; write it into ontology/sources.ttl first")
        return name

    # One row

    def _claim(self, row: Row, values: Values) -> str | None:
        """The id of the claim that the row speaks of; a new one is added."""
        first = next(iter(row.values()))
        said = {n: v for n, v in values.items() if n != "claim" and not BY_NAME[n].evidence}
        name = values["claim"][0] if "claim" in values else _slug(said.get("statement", ("",))[0])
        known = name in self.graph.claims or name in self.claims
        if known and not said:
            return name if self._needed(row, values, NEEDED_OF_EVIDENCE[:1], first) else None
        if known and self._said.get(name) == said:
            return name
        if known:
            cell = row.get("claim") or row.get("statement") or first
            self.faults.append(
                Fault(cell, f"claim {name} exists; leave its columns empty to add evidence to it")
            )
            return None
        if not self._needed(row, values, NEEDED_OF_CLAIM, first):
            return None
        return self._new_claim(name, row, said)

    def _needed(self, row: Row, values: Values, names: Iterable[str], near: Cell) -> bool:
        missing = [name for name in names if name not in values]
        for name in missing:
            at = next((c.column for c in row.values() if c.heading == name), _place_of(name))
            cell = Cell(near.file, near.sheet, near.row, at, name, "")
            self.faults.append(Fault(cell, "is empty; this row needs it"))
        return not missing

    def _new_claim(self, name: str, row: Row, said: Values) -> str | None:
        relation = said["relation"][0]
        claim = Claim(
            id=name,
            statement=said["statement"][0],
            subject=said["subject"][0],
            relation=relation,
            object=said["object"][0] if "object" in said else None,
            polarity=said.get("polarity", ("affirmed",))[0],
            type=said.get("type", ("empirical",))[0],
            reach=said.get("reach", (default_reach(relation),))[0],
            qualifiers=_qualifiers(said),
            stated_in=said["stated in"],
            locator=said["locator"][0] if "locator" in said else None,
        )
        faults = list(self._faults_of(claim, row))
        if not name:
            faults.append(Fault(row["statement"], "gives no id; write one in the column claim"))
        self.faults += faults
        if faults:
            return None
        self.claims[name] = claim
        self._said[name] = said
        return name

    def _faults_of(self, claim: Claim, row: Row) -> Iterable[Fault]:
        if claim.object is None:
            if "value" not in row:
                yield Fault(row["relation"], "needs an object, or a value in its place")
            return
        if claim.object == claim.subject:
            yield Fault(row["object"], "relates the subject to itself")
            return
        yield from self._kinds(claim, row)
        for other in (*self.graph.claims.values(), *self.claims.values()):
            if _says(other) == _says(claim):
                yield Fault(
                    row["statement"],
                    f"claim {other.id} says this already; give that id to add evidence to it",
                )
                return

    def _kinds(self, claim: Claim, row: Row) -> Iterable[Fault]:
        graph = self.graph
        if claim.relation in SAME_KIND:
            kinds = [graph.terms[name].kind for name in (claim.subject, claim.object or "")]
            if kinds[0] != kinds[1]:
                yield Fault(row["object"], f"is of kind {kinds[1]}, the subject of kind {kinds[0]}")
        if claim.relation == SUBCLASS:
            return
        relation = graph.terms[claim.relation]
        ends = (
            ("subject", claim.subject, relation.domain),
            ("object", claim.object, relation.range),
        )
        for heading, name, allowed in ends:
            if name and allowed and not any(graph.is_kind_of(name, kind) for kind in allowed):
                kind = graph.terms[name].kind
                wanted = " or ".join(allowed)
                yield Fault(
                    row[heading], f"{name} is of kind {kind}; {relation.label} takes {wanted} here"
                )

    def _line(self, row: Row, values: Values, claim: str) -> None:
        first = next(iter(row.values()))
        if not self._needed(row, values, NEEDED_OF_EVIDENCE, first):
            return
        source = values["evidence source"][0]
        held = self.graph.claims[claim].evidence if claim in self.graph.claims else ()
        known = (*held, *(line for line in self.lines if line.claim == claim))
        if any(line.source.id == source for line in known):
            self.faults.append(
                Fault(row["evidence source"], f"{source} speaks to claim {claim} already")
            )
            return

        def said(name: str) -> str | None:
            return values[name][0] if name in values else None

        size = said("sample size")
        self.lines.append(
            EvidenceLine(
                id=f"{source}-{claim}",
                claim=claim,
                source=self.graph.sources[source],
                direction=Direction(values["direction"][0]),
                study_design=self.graph.designs[values["study design"][0]],
                directness=said("directness") or "direct",
                population=said("studied"),
                comparator=said("comparator"),
                time_point=said("time point"),
                finding=said("finding"),
                sample_size=int(size) if size else None,
                effect_size=said("effect size"),
            )
        )


def _says(claim: Claim) -> tuple[object, ...]:
    return (
        claim.subject,
        claim.relation,
        claim.object,
        claim.polarity,
        claim.stated_in,
        dict(claim.qualifiers),
    )


def _qualifiers(said: Values) -> Mapping[str, tuple[str, ...]]:
    fields = {c.field: said[c.name] for c in COLUMNS if c.name in said and not c.evidence}
    return MappingProxyType({q: fields[q] for q in QUALIFIERS if q in fields})


def _place_of(name: str) -> int:
    """Where a column stands in the template, for one that the sheet leaves out."""
    return 1 + next(number for number, column in enumerate(COLUMNS) if column.name == name)


def _choice(column: Column, text: str) -> str:
    for choice in column.choices:
        if choice.casefold() == text.casefold():
            return choice
    raise _Wrong(f"{text!r} is none of {', '.join(column.choices)}")


def _number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise _Wrong(f"{text!r} is no number; write digits with a point")
    return text


def _count(text: str) -> str:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise _Wrong(f"{text!r} is no whole number above 0")
    return str(int(text))


def _id(text: str) -> str:
    name = text.removeprefix("claim:")
    if not _ID.fullmatch(name):
        raise _Wrong(f"{text!r} is no id: small letters, digits, single hyphens")
    return name


def _text(column: Column, text: str) -> str:
    words = len(text.split())
    if column.name == "finding" and words > FINDING_WORDS:
        raise _Wrong(f"has {words} words; at most {FINDING_WORDS}")
    return text


def _slug(statement: str) -> str:
    """
    An id made from a sentence.

    >>> _slug("Massage eases soreness (after effort).")
    'massage-eases-soreness-after-effort'
    """
    plain = unicodedata.normalize("NFKD", statement).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        if slug and len(slug) + len(word) >= _SLUG_LENGTH:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug
