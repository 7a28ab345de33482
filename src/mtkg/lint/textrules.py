"""Findings about the text as a whole, and the phrase rules of the checker and of a clinic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mtkg.lint.certainty import Certainty
from mtkg.lint.lexicon_of_graph import CLAIM_KINDS
from mtkg.lint.making import at
from mtkg.lint.reading.document import Lines, Zone
from mtkg.lint.rulebook import LintRule, own_rules, shipped_rules
from mtkg.lint.tables import cues
from mtkg.model.diagnostics import Diagnostic, Edit, Fix

if TYPE_CHECKING:
    from mtkg.lint.run import Judged, Linter, Outcome, Read

_PROMISING: Final = frozenset({Certainty.PLAIN, Certainty.BOOSTED})
_ADDRESSED: Final = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_OFFERED: Final = re.compile(
    r"\b(?:we|i)\b(?: \w+){0,2} (?:offer|treat|give|provide|see|help|work with)\b"
    r"|\bour (?:\w+ )?(?:clinics?|practice|patients?|treatments?|therapists?|physios?|hands)\b"
    r"|\bbook (?:an?|your)\b|\bappointments?\b",
    re.IGNORECASE,
)
_WARNED: Final = re.compile(
    r"contraindicat|\bcaution|not (?:suitable|safe|advised|recommended) (?:for|in|if|after|with)"
    r"|\bshould(?: not|n['’]t) (?:be )?(?:used|have|given|done|receive)|\bavoid(?:ed)?\b|red flag"
    r"|\btell (?:us|your|the) [^.]*\bif\b|\brisk|\bside[- ]effects? (?:can|may|include)|safety screening|not for (?:everyone|people)"
    # Whoever asks about a patient's health before treating need not list what he asks about.
    r"|\bmedical (?:history|conditions?|questions?|advice|problems?)\b|\bhealth (?:questions?|history|problems?|conditions?|checks?)\b"
    r"|\babout your (?:general )?health\b|\billness|\bmedic(?:ines?|ations?)\b|\bpregnan|\b(?:un)?suitable\b|\bharm"
    r"|\b(?:your|a) (?:gp|doctor|physician)\b|\bis it safe\b|\bsafe for you\b|\bright for (?:you|everyone|everybody)\b",
    re.IGNORECASE,
)
_STOPS: Final = re.compile(
    r"\b(?:stop|see (?:a|your)|call (?:us|your|a)|contact|seek|consult|ask (?:a|your)|talk to|check with"
    r"|doctor|physician|emergency|if (?:the )?(?:pain|symptoms?) (?:gets?|persists?|worsens?|increases?))\b",
    re.IGNORECASE,
)
_AT_HOME: Final = re.compile(r"\bat home\b|\byourself\b|\bon your own\b", re.IGNORECASE)
_IMPERATIVE: Final = re.compile(
    r"^(?:\W*)(?:try|do|repeat|hold|roll|press|place|use|lie|sit|stand|massage|stretch|perform|start|keep|put|apply|bend|move|spend|take)\b"
    r"|\byou can\b|\byou should\b|\bwe (?:recommend|suggest|advise)\b",
    re.IGNORECASE,
)


def findings(
    linter: Linter, outcome: Outcome, lines: Lines, extra: tuple[LintRule, ...]
) -> list[Diagnostic]:
    """Findings of the text rules, then of every phrase and claim rule."""
    found = [*_no_contraindications(linter, outcome, lines), *_no_red_flags(linter, outcome, lines)]
    text = _prose(outcome)
    for rule in (*shipped_rules(), *extra):
        if rule.kind == "phrase":
            if not any(pattern.search(text) for pattern in rule.any):
                continue
            for read in outcome.sentences:
                found += _phrases(outcome, lines, read, rule)
        elif rule.kind == "claim" and rule.where is not None and rule in extra:
            for read in outcome.sentences:
                found += _claims(linter, outcome, lines, read, rule)
    return _once(found)


def _once(found: list[Diagnostic]) -> list[Diagnostic]:
    kept: dict[tuple[str, object], Diagnostic] = {}
    for diagnostic in found:
        kept.setdefault((diagnostic.code, diagnostic.start), diagnostic)
    return list(kept.values())


def _prose(outcome: Outcome) -> str:
    return "\n".join(read.text for read in outcome.sentences)


def _no_contraindications(linter: Linter, outcome: Outcome, lines: Lines) -> list[Diagnostic]:
    rule = own_rules()["TX401"]
    if outcome.document.words < rule.least_words:
        return []
    graph = linter.graph
    warned = {
        c.subject: c
        for c in graph.claims.values()
        if c.relation in ("contraindicatedIn", "cautionIn") and c.affirmed
    }
    conditions = {c.object for c in warned.values()}
    if any(m.term in conditions for _, m in outcome.mentions):
        return []
    text = _prose(outcome)
    if len(_ADDRESSED.findall(text)) < 3 or _WARNED.search(text) or not _OFFERED.search(text):
        return []
    said = {j.statement.triple.relation for read in outcome.sentences for j in read.judged}
    if said & {"contraindicatedIn", "cautionIn"}:
        return []
    for read in outcome.sentences:
        for judged in read.judged:
            subject = judged.statement.triple.subject
            if not _recommends(judged):
                continue
            claim = next((c for s, c in warned.items() if graph.is_kind_of(subject, s)), None)
            if claim is not None:
                say = rule.message.format(
                    term=graph.label(subject), condition=graph.label(claim.object or "")
                )
                span = read.span(judged.statement.first, judged.statement.last)
                return [at(outcome.document, lines, "TX401", span, say, term=claim.iri)]
    return []


def _recommends(judged: Judged) -> bool:
    """Whether a statement promises something of a technique, and compares or asks nothing."""
    statement = judged.statement
    return (
        statement.triple.relation in ("intendedEffect", "engages", "addresses")
        and not statement.wording.denied
        and statement.comparison is None
        and statement.wording.certainty in _PROMISING
    )


def _no_red_flags(linter: Linter, outcome: Outcome, lines: Lines) -> list[Diagnostic]:
    graph = linter.graph
    for read in outcome.sentences:
        if read.block.zone is Zone.HEADING or not _IMPERATIVE.search(read.text):
            continue
        home = [m for m in read.sentence.named if graph.is_kind_of(m.term, "SelfTreatment")]
        at_home = _AT_HOME.search(read.text) and any(
            graph.terms[m.term].kind in CLAIM_KINDS and graph.is_kind_of(m.term, "Intervention")
            for m in read.sentence.named
        )
        if home or at_home:
            if _STOPS.search(_prose(outcome)):
                return []
            span = read.span(0, len(read.sentence.tokens))
            return [at(outcome.document, lines, "TX402", span, own_rules()["TX402"].message)]
    return []


def _phrases(outcome: Outcome, lines: Lines, read: Read, rule: LintRule) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    taken: list[tuple[int, int]] = []
    for pattern in rule.any:
        for match in pattern.finditer(read.text):
            if not found and _is_excused(read, rule):
                return []
            if any(match.start() < last and first < match.end() for first, last in taken):
                continue
            taken.append(match.span())
            start = read.block.source_start(read.start + match.start())
            end = read.block.source_end(read.start + match.end())
            fixes: tuple[Fix, ...] = ()
            if rule.replace is not None and outcome.document.form != "docx":
                edit = Edit(lines.position(start), lines.position(end), rule.replace)
                fixes = (Fix(f"write “{rule.replace}”", (edit,), safe=False),)
            found.append(_of_rule(outcome, lines, rule, (start, end), match.group(), fixes))
    return found


def _is_excused(read: Read, rule: LintRule) -> bool:
    """Whether the sentence asks, puts it into another's mouth, or has the same finding already."""
    return (
        read.text.rstrip().endswith("?")
        or any(p.search(read.text) for p in rule.unless)
        or bool(cues().phrases["attributed"].find(read.sentence.low))
        or any(j.finding is not None and j.finding.code == rule.code for j in read.judged)
    )


def _of_rule(
    outcome: Outcome,
    lines: Lines,
    rule: LintRule,
    span: tuple[int, int],
    text: str,
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=rule.message.replace("{text}", text),
        file=outcome.document.name,
        start=lines.position(span[0]),
        end=lines.position(span[1]),
        fixes=fixes,
        help=rule.help,
    )


def _claims(
    linter: Linter, outcome: Outcome, lines: Lines, read: Read, rule: LintRule
) -> list[Diagnostic]:
    found = []
    assert rule.where is not None
    for judged in read.judged:
        triple = judged.statement.triple
        facts = {
            "subject": triple.subject,
            "relation": triple.relation,
            "object": triple.object,
            "polarity": "denied" if judged.statement.wording.denied else "affirmed",
            "certainty": judged.statement.wording.certainty.value,
            "status": judged.counterpart.status.value if judged.counterpart else "none",
        }
        if all(
            any(_is(linter, facts.get(key, ""), value) for value in values)
            for key, values in rule.where.items()
        ):
            span = read.span(judged.statement.first, judged.statement.last)
            found.append(_of_rule(outcome, lines, rule, span, read.text))
    return found


def _is(linter: Linter, fact: str, value: str) -> bool:
    return fact == value or (fact in linter.graph.terms and linter.graph.is_kind_of(fact, value))
