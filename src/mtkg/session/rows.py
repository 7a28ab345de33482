"""Results as flat records, the rows of a data frame: terms by local name."""

from __future__ import annotations

from mtkg import answers
from mtkg.display.listing import Record
from mtkg.model.claims import Claim, EvidenceLine
from mtkg.model.diagnostics import Diagnostic
from mtkg.model.links import Link
from mtkg.model.terms import Term


def term_row(term: Term) -> Record:
    """As in a list of the service, with parents and synonyms."""
    return answers.item(term) | {"parents": list(term.parents), "synonyms": list(term.synonyms)}


def claim_row(claim: Claim) -> Record:
    """The claim, and how many evidence lines point each way."""
    counts = [line.direction.value for line in claim.evidence]
    sides = ("supports", "disputes", "mixed", "inconclusive")
    return {
        "id": claim.id,
        "statement": claim.statement,
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "status": claim.status.value,
        "polarity": claim.polarity,
        "type": claim.type,
        "reach": claim.reach,
        **{side: counts.count(side) for side in sides},
    }


def evidence_row(line: EvidenceLine) -> Record:
    """The line with its claim, and of its source the id and year."""
    row = answers.evidence(line)
    source = row.pop("source")
    return row | {"claim": line.claim, "source": source["id"], "year": source["year"]}


def link_row(link: Link) -> Record:
    """The link with the claims and axioms it rests on."""
    return {
        "subject": link.subject,
        "relation": link.relation,
        "object": link.object,
        "status": link.status.value,
        "claims": list(link.claims),
        "derived_from": list(link.derived_from),
    }


def link_of_path_row(row: Record) -> Record:
    """A path's link with terms by local name, and without what is itself a list of records."""
    kept = {
        key: value["id"] if isinstance(value, dict) else value
        for key, value in row.items()
        if key != "where"
    }
    return {"under": None} | kept


def finding_row(found: Diagnostic) -> Record:
    """The finding with its place as numbers, and of its fixes the title of the first."""
    first = found.fixes[0] if found.fixes else None
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.value,
        "message": found.message,
        "file": found.file,
        "line": found.start.line,
        "column": found.start.column,
        "end_line": found.end.line,
        "end_column": found.end.column,
        "cite": list(found.cite),
        "help": found.help,
        "fix": first.title if first else None,
        "fix_is_safe": first.safe if first else None,
    }
