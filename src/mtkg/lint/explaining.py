"""The way from words to verdict, for ``--explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtkg.lint.run import Outcome


def trace(outcome: Outcome) -> list[dict[str, Any]]:
    """Each sentence that holds a term: its terms, statements, claims, verdicts, abstentions."""
    found = []
    for read in outcome.sentences:
        if not read.sentence.named and not read.judged:
            continue
        tokens = read.sentence.tokens
        found.append(
            {
                "sentence": " ".join(read.text.split()),
                "terms": [
                    {
                        "text": read.text[tokens[m.first].start : tokens[m.last - 1].end],
                        "id": m.term,
                    }
                    for m in read.sentence.named
                ],
                "statements": [_statement(read, judged) for judged in read.judged],
                "abstained": list(read.abstained),
            }
        )
    return found


def _statement(read: Any, judged: Any) -> dict[str, Any]:
    statement, counterpart = judged.statement, judged.counterpart
    shown = [" ".join(read.sentence.low[a:b]) for a, b in statement.wording.shown_by]
    return {
        "steps": list(statement.trace),
        "readings": [str(triple) for triple in statement.readings],
        "polarity": "denied" if statement.wording.denied else "affirmed",
        "certainty": statement.wording.certainty.value,
        "shown_by": shown,
        "claim": counterpart.claim.id if counterpart and counterpart.claim else None,
        "match": counterpart.match.value if counterpart else None,
        "status": counterpart.status.value if counterpart else None,
        "graph_denies": counterpart.denies if counterpart else None,
        "verdict": f"{judged.finding.code} {judged.finding.severity.value}: {judged.finding.because}"
        if judged.finding
        else "nothing to say",
    }


def as_text(outcome: Outcome) -> list[str]:
    """`trace` as lines for a person."""
    lines = []
    for entry in trace(outcome):
        lines.append(f"“{entry['sentence']}”")
        named = ", ".join(f"{t['text']} = {t['id']}" for t in entry["terms"])
        lines.append(f"  terms      {named or 'none'}")
        for statement in entry["statements"]:
            lines += [f"  {step}" for step in statement["steps"]]
            lines.append(f"  reading    {' | '.join(statement['readings'])}")
            why = f" ({', '.join(statement['shown_by'])})" if statement["shown_by"] else ""
            lines.append(f"  wording    {statement['polarity']}, {statement['certainty']}{why}")
            lines.append(
                f"  graph      {statement['claim'] or 'no claim'}"
                + (f", {statement['match']}, {statement['status']}" if statement["match"] else "")
            )
            lines.append(f"  verdict    {statement['verdict']}")
        lines += [f"  left out   {reason}" for reason in entry["abstained"]]
    return lines


def counted(outcome: Outcome) -> list[str]:
    """The statistics of one document for a person to read."""
    counts = outcome.statistics
    read = (
        f"{outcome.document.name}: {counts['words']} words, {counts['sentences']} sentences,"
        f" {counts['terms']} terms named; {counts['statements']} statements,"
        f" {counts['with_claim']} of them with a claim in the graph"
    )
    lines = [read]
    if counts["abstained"]:
        because = "; ".join(f"{n} {why}" for why, n in counts["abstained_because"].items())
        lines.append(f"  left undecided {counts['abstained']}: {because}")
    if counts["suppressed"]:
        lines.append(f"  suppressed {counts['suppressed']}")
    if counts["by_code"]:
        lines.append("  found " + ", ".join(f"{n} {code}" for code, n in counts["by_code"].items()))
    return lines
