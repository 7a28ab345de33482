"""Claims and evidence lines as Turtle in the style of ontology/claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal

from mtkg.curate.columns import COLUMNS, Takes
from mtkg.curate.entries import Entries
from mtkg.model.claims import Claim, EvidenceLine
from mtkg.model.vocabulary import PREFIXES, SUBCLASS

_PREFIXES = ("mtkg", "claim", "evidence", "source", "owl", "rdfs", "skos")
_TAKES = {column.field: column.takes for column in COLUMNS if not column.evidence}


def entries_turtle(entries: Entries, name: str) -> str:
    """A whole file: each claim with its evidence after it; *name* says which sheet it is from."""
    head = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in _PREFIXES]
    blocks = [f"\n# From {' '.join(name.split())}, by mtkg curate import."]
    for claim in entries.claims:
        blocks.append(claim_turtle(claim))
        blocks += [line_turtle(line) for line in claim.evidence]
    blocks += [line_turtle(line) for line in entries.lines]
    return "\n".join(head) + "\n" + "\n\n".join(blocks) + "\n"


def claim_turtle(claim: Claim) -> str:
    """One claim as a block, its parts in the order of the ontology's files."""
    relation = "rdfs:subClassOf" if claim.relation == SUBCLASS else f"mtkg:{claim.relation}"
    parts = [
        f"skos:prefLabel {_english(claim.statement)}",
        f"mtkg:claimSubject mtkg:{claim.subject}",
        f"mtkg:claimRelation {relation}",
    ]
    if claim.object is not None:
        parts.append(f"mtkg:claimObject mtkg:{claim.object}")
    parts += [
        f"mtkg:claimType {_plain(claim.type)}",
        f"mtkg:polarity {_plain(claim.polarity)}",
        f"mtkg:reach {_plain(claim.reach)}",
    ]
    parts += [f"mtkg:{q} {_values(q, values)}" for q, values in claim.qualifiers.items()]
    parts.append(f"mtkg:statedIn {' , '.join(f'source:{name}' for name in claim.stated_in)}")
    if claim.locator is not None:
        parts.append(f"mtkg:locator {_plain(claim.locator)}")
    return _block(f"claim:{claim.id} a mtkg:Claim , owl:NamedIndividual", parts)


def _values(field: str, values: Iterable[str]) -> str:
    return " , ".join(_value(_TAKES[field], value) for value in values)


def _value(takes: Takes, value: str) -> str:
    match takes:
        case Takes.TERM | Takes.TERMS:
            return f"mtkg:{value}"
        case Takes.NUMBER:
            return value
        case Takes.CHOICE:
            return _plain(value)
        case _:
            return _english(value)


def line_turtle(line: EvidenceLine) -> str:
    """One evidence line as a block."""
    return _block(
        f"evidence:{line.id} a mtkg:EvidenceLine , owl:NamedIndividual", list(_said(line))
    )


def _said(line: EvidenceLine) -> Iterator[str]:
    yield f"mtkg:evidenceFor claim:{line.claim}"
    yield f"mtkg:fromSource source:{line.source.id}"
    yield f"mtkg:direction {_plain(line.direction.value)}"
    if line.study_design is not None:
        yield f"mtkg:studyDesign mtkg:{line.study_design.id}"
    yield f"mtkg:directness {_plain(line.directness)}"
    if line.population is not None:
        yield f"mtkg:population {_plain(line.population)}"
    if line.comparator is not None:
        yield f"mtkg:comparator {_english(line.comparator)}"
    if line.time_point is not None:
        yield f"mtkg:timePoint {_english(line.time_point)}"
    if line.sample_size is not None:
        yield f"mtkg:sampleSize {line.sample_size}"
    if line.effect_size is not None:
        yield f"mtkg:effectSize {_plain(line.effect_size)}"
    if line.finding is not None:
        yield f"mtkg:finding {_english(line.finding)}"


def _block(head: str, parts: list[str]) -> str:
    body = " ;\n".join(f"    {part}" for part in parts)
    return f"{head} ;\n{body} ."


def _english(text: str) -> str:
    return str(Literal(text, language="en"))


def _plain(text: str) -> str:
    return str(Literal(text))
