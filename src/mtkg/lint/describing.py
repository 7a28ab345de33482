"""Findings about statements in words: the claim, its status, publications, and better wordings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mtkg.graph import Graph
from mtkg.lint.certainty import Certainty
from mtkg.lint.classes import MODALS
from mtkg.lint.judging import Counterpart, Match
from mtkg.lint.making import at
from mtkg.lint.predicates import form_of
from mtkg.lint.prepared import kept
from mtkg.lint.reading.document import Lines, Zone
from mtkg.lint.rulebook import own_rules
from mtkg.lint.tables import load_yaml
from mtkg.lint.verdicts import givers_of
from mtkg.model.claims import Claim, Direction, Status
from mtkg.model.diagnostics import Diagnostic, Edit, Fix

if TYPE_CHECKING:
    from mtkg.lint.run import Judged, Linter, Outcome, Read

_MOST_CITED: Final = 3
_REWORDED: Final = frozenset({"TX301", "TX302", "TX303", "TX501"})


@kept
def wordings() -> Mapping[str, str]:
    """Status → a sentence that says no more of a ``{claim}`` than its evidence does."""
    found: dict[str, str] = load_yaml(Path(__file__).parent / "wordings.yaml")
    return found


def of_statements(
    linter: Linter, outcome: Outcome, lines: Lines, select: tuple[str, ...]
) -> list[Diagnostic]:
    """The findings of `verdict` on every statement of *outcome*."""
    found: list[Diagnostic] = []
    seen: set[tuple[str, int, str]] = set()
    for read in outcome.sentences:
        for judged in read.judged:
            if judged.finding is None:
                continue
            if judged.finding.code == "TX501" and _is_cited(read, outcome):
                continue
            span = read.span(judged.statement.first, judged.statement.last)
            key = (judged.finding.code, span[0], judged.statement.triple.object)
            if key in seen:
                continue
            seen.add(key)
            found.append(_diagnostic(linter, outcome, lines, read, judged, span))
        found += _stance(linter, outcome, lines, read)
    return found


def _is_cited(read: Read, outcome: Outcome) -> bool:
    return bool(read.block.citations)


def _diagnostic(
    linter: Linter,
    outcome: Outcome,
    lines: Lines,
    read: Read,
    judged: Judged,
    span: tuple[int, int],
) -> Diagnostic:
    assert judged.finding is not None
    counterpart = judged.counterpart
    code = judged.finding.code
    rule = own_rules()[code]
    claim = counterpart.claim if counterpart else None
    triple = counterpart.triple if counterpart else judged.statement.triple
    graph = linter.graph
    said = rule.unknown if counterpart is None and rule.unknown else rule.message
    message = said.format(
        subject=graph.label(triple.subject),
        relation=graph.label(triple.relation)
        if triple.relation != "subClassOf"
        else "is a kind of",
        object=graph.label(triple.object),
        claim=_said(graph, claim, counterpart),
        status=counterpart.status.value if counterpart else "unknown",
        evidence=_evidence(counterpart),
        compared=graph.label(judged.statement.compared or ""),
        givers=_givers(graph, triple.object) if code == "TX202" else "",
    )
    help_ = stub(linter, judged) if code == "TX305" else _advice(rule.help, code, counterpart)
    return at(
        outcome.document,
        lines,
        code,
        span,
        message,
        severity=judged.finding.severity,
        fixes=_fixes(outcome, lines, read, judged),
        cite=_cited(counterpart),
        help=help_,
        term=claim.iri if claim else None,
    )


def _givers(graph: Graph, mechanism: str) -> str:
    """To which other techniques the graph gives *mechanism*, and how surely."""
    claims = givers_of(graph, mechanism)
    if claims and claims[0].status is Status.DISPUTED:
        first = claims[0]
        return f"and what it knows of others is disputed: “{first.statement}” (claim:{first.id})"
    return "and gives it to other techniques"


def _advice(help_: str | None, code: str, counterpart: Counterpart | None) -> str | None:
    """The rule's help, with a sentence that would be right of a claim that the graph affirms."""
    claim = counterpart.claim if counterpart else None
    if claim is None or not claim.affirmed or code not in _REWORDED:
        return help_
    wording = wordings()[claim.status.value].format(claim=claim.statement.rstrip("."))
    right = f"right would be: “{wording}”"
    return f"{help_}; {right}" if help_ else right


def _said(graph: Graph, claim: Claim | None, counterpart: Counterpart | None) -> str:
    if counterpart is None:
        return "no claim"
    if claim is None:
        triple = counterpart.triple
        parts = (triple.subject, triple.relation, triple.object)
        return f"“{' '.join(graph.label(part) for part in parts)}”"
    prefix = "the broader claim " if counterpart.match is Match.BROADER else ""
    return f"{prefix}“{claim.statement}” (claim:{claim.id})"


def _evidence(counterpart: Counterpart | None) -> str:
    """``2 for, 1 against, 1 mixed``, of the deciding claim."""
    claim = counterpart.claim if counterpart else None
    if claim is None or not claim.evidence:
        return "no publication in the graph tests it"
    words = {
        Direction.SUPPORTS: "for",
        Direction.DISPUTES: "against",
        Direction.MIXED: "mixed",
        Direction.INCONCLUSIVE: "inconclusive",
    }
    parts = []
    for direction, word in words.items():
        lines = [line for line in claim.evidence if line.direction is direction]
        if lines:
            named = ", ".join(line.source.short for line in lines[:2])
            more = " …" if len(lines) > 2 else ""
            parts.append(f"{len(lines)} {word} ({named}{more})")
    return "; ".join(parts)


def _cited(counterpart: Counterpart | None) -> tuple[str, ...]:
    """DOIs or CURIEs of the publications that decided the claim's status, best first."""
    claim = counterpart.claim if counterpart else None
    if claim is None:
        return ()
    decided = set(claim.verdict.decided_by)
    lines = sorted(
        claim.evidence,
        key=lambda e: (e.id not in decided, e.study_design.tier if e.study_design else 9, e.id),
    )
    found = [
        f"https://doi.org/{e.source.doi}" if e.source.doi else f"source:{e.source.id}"
        for e in lines
    ]
    return tuple(dict.fromkeys(found))[:_MOST_CITED]


def stub(linter: Linter, judged: Judged) -> str:
    """A claim ready for the claims file, for what the graph does not know."""
    triple = judged.statement.triple
    polarity = "denied" if judged.statement.wording.denied else "affirmed"
    name = "-".join(
        linter.graph.label(part).replace(" ", "-").lower()
        for part in (triple.subject, triple.relation, triple.object)
    )
    sentence = " ".join(judged.text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'to add it: claim:{name} a mtkg:Claim ; skos:prefLabel "{sentence}"@en ;'
        f" mtkg:claimSubject mtkg:{triple.subject} ; mtkg:claimRelation mtkg:{triple.relation} ;"
        f' mtkg:claimObject mtkg:{triple.object} ; mtkg:polarity "{polarity}" ;'
        " mtkg:statedIn source:… ."
    )


def _fixes(outcome: Outcome, lines: Lines, read: Read, judged: Judged) -> tuple[Fix, ...]:
    code = judged.finding.code if judged.finding else ""
    if outcome.document.form == "docx":
        return ()
    if code in ("TX301", "TX302"):
        return _hedge(lines, read, judged)
    if code == "TX303":
        return _unboost(lines, read, judged)
    if code == "TX304":
        return _single_hedge(lines, read, judged)
    return ()


def _edit(lines: Lines, read: Read, first: int, last: int, text: str) -> Edit:
    start, end = read.span(first, last)
    return Edit(lines.position(start), lines.position(end), text)


def _hedge(lines: Lines, read: Read, judged: Judged) -> tuple[Fix, ...]:
    """“improves” as "may improve"; where the verb group is not simple, nothing is offered."""
    sentence, first = read.sentence, judged.statement.verb[0]
    token, form = sentence.tokens[first], form_of(sentence, first)
    before = sentence.low[first - 1] if first else ""
    if form == "s" and (sentence.mention_at(first - 1) or before in ("it", "this", "which")):
        edit = _edit(lines, read, first, first + 1, f"may {token.base}")
        return (Fix(f"say “may {token.base}”", (edit,), safe=False),)
    if before in ("can", "will") or (before in MODALS and before in ("can", "will")):
        edit = _edit(lines, read, first - 1, first, "may")
        return (Fix(f"say “may {token.low}”", (edit,), safe=False),)
    if form == "base" and sentence.mention_at(first - 1):
        edit = _edit(lines, read, first, first + 1, f"may {token.low}")
        return (Fix(f"say “may {token.low}”", (edit,), safe=False),)
    return ()


def _unboost(lines: Lines, read: Read, judged: Judged) -> tuple[Fix, ...]:
    for start, end in judged.statement.wording.shown_by:
        word = read.sentence.low[start]
        if end - start == 1 and (word.endswith("ly") or word == "always") and start > 0:
            a, b = read.span(start, end)
            source = read.block.text
            del source
            edit = Edit(lines.position(a - 1), lines.position(b), "")
            return (Fix(f"leave out “{word}”", (edit,), safe=False),)
    return ()


def _single_hedge(lines: Lines, read: Read, judged: Judged) -> tuple[Fix, ...]:
    shown = sorted(judged.statement.wording.shown_by)
    for start, end in shown[1:]:
        word = read.sentence.low[start]
        if end - start == 1 and word in (
            "possibly",
            "perhaps",
            "potentially",
            "maybe",
            "presumably",
            "conceivably",
        ):
            a, b = read.span(start, end)
            edit = Edit(lines.position(a - 1), lines.position(b), "")
            return (Fix(f"leave out “{word}”: one hedge is enough", (edit,), safe=True),)
    return ()


def _stance(linter: Linter, outcome: Outcome, lines: Lines, read: Read) -> list[Diagnostic]:
    """A cited DOI of the graph that argues against the statement it is cited for."""
    cited = [link.lower() for link in read.block.citations]
    if not cited or read.block.zone is Zone.HEADING:
        return []
    found = []
    for judged in read.judged:
        claim = judged.counterpart.claim if judged.counterpart else None
        if claim is None or judged.statement.wording.certainty in (
            Certainty.QUESTION,
            Certainty.CONDITION,
        ):
            continue
        against = Direction.DISPUTES if not judged.statement.wording.denied else Direction.SUPPORTS
        if not claim.affirmed:
            against = Direction.SUPPORTS if against is Direction.DISPUTES else Direction.DISPUTES
        for line in claim.evidence:
            doi = (line.source.doi or "").lower()
            if doi and line.direction is against and any(doi in link for link in cited):
                say = own_rules()["TX502"].message.format(
                    source=line.source.label, finding=line.finding or "", claim=claim.statement
                )
                span = read.span(judged.statement.first, judged.statement.last)
                found.append(
                    at(
                        outcome.document,
                        lines,
                        "TX502",
                        span,
                        say,
                        cite=(f"https://doi.org/{line.source.doi}",),
                        term=claim.iri,
                    )
                )
    return found
