"""The figures as docs/lint.md shows them: aims, the checker, the baselines, each rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from mtkg.rules.figures import LABELS, Count, Figures, Share

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "lint.md"
_PLACE: Final = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)

# What issue and documentation promise: (what, which share, least value).
AIMS: Final = (
    ("terms", "precision", 0.97),
    ("terms", "recall", 0.92),
    ("tuples", "precision", 0.88),
    ("tuples", "recall", 0.60),
    ("polarity", "precision", 0.95),
    ("certainty", "precision", 0.88),
    ("errors", "precision", 0.95),
)
MOST_ALARMS: Final = 1.0
_CALLED: Final = {
    "terms": "terms",
    "tuples": "claim tuples",
    "tuples as judged": "claim tuples, in the reading that a claim of the graph decided",
    "polarity": "polarity of found tuples",
    "denials": "denials among found tuples",
    "certainty": "certainty of found tuples",
    "comparison": "comparison partner of found tuples",
    "errors": "findings at error level",
    "severity": "severity of right findings",
}


def renew(figures: Figures, page: Path = PAGE) -> None:
    """Put the figures into *page*."""
    page.write_text(renewed(figures, page.read_text(encoding="utf-8")), encoding="utf-8")


def renewed(figures: Figures, text: str) -> str:
    """*text* with the figures between its two marks; raises `ValueError` where they are missing."""
    if not _PLACE.search(text):
        raise ValueError("no place for figures: expected <!-- figures --> and <!-- /figures -->")
    return _PLACE.sub(lambda m: f"{m[1]}{section(figures)}{m[2]}", text)


def section(figures: Figures) -> str:
    """The figures in Markdown."""
    parts = [
        f"On {figures.where}, at commit `{figures.commit}`; 95 % intervals in brackets.",
        table(figures),
        alarms(figures),
        shortfalls(figures),
        rules(figures),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(figures: Figures) -> str:
    """What the checker and the baselines find, side by side."""
    phrases = figures.baselines.get("phrase matcher", {})
    negex = figures.baselines.get("negspacy", {})
    lines = ["| what | share | checker | phrase matcher | negspacy |", "|---|---|---|---|---|"]
    for name, title in _CALLED.items():
        for share in ("precision",) if name in LABELS else ("precision", "recall"):
            cells = [cell(counts, name, share) for counts in (figures.counts, phrases, negex)]
            if any(cells):
                shown = "right" if name in LABELS else share
                lines.append(f"| {title} | {shown} | {' | '.join(cells)} |")
    return "\n".join(lines)


def cell(counts: Mapping[str, Count], name: str, share: str) -> str:
    """One share, or nothing where the program has no opinion of it."""
    if name not in counts:
        return ""
    found: Share = getattr(counts[name], share)
    return str(found)


def alarms(figures: Figures) -> str:
    """False alarms, by kind of text."""
    parts = [
        f"{found.alarms} in {found.words:,} words of {kind}"
        for kind, found in figures.clean.items()
    ]
    rate = f"{figures.alarms.per_thousand:.2f} per 1,000 words"
    return f"False alarms: {' and '.join(parts)}, that is {rate}." if parts else ""


def shortfalls(figures: Figures) -> str:
    """Which aims are missed, and by how much."""
    missed = list(_missed(figures))
    if not missed:
        return "Every aim is reached."
    return "Short of its aim: " + "; ".join(missed) + "."


def _missed(figures: Figures) -> Iterator[str]:
    for name, share, least in AIMS:
        found: Share = getattr(figures.counts.get(name, Count()), share)
        if found.value is None or found.value < least:
            value = "nothing to count" if found.value is None else f"{found.value:.3f}"
            kind = "" if name in LABELS else f" ({share})"
            yield f"{_CALLED[name]}{kind} {value}, aim {least:.2f}"
    if figures.alarms.per_thousand > MOST_ALARMS:
        rate = f"{figures.alarms.per_thousand:.2f} per 1,000 words"
        yield f"false alarms {rate}, aim at most {MOST_ALARMS:.0f}"


def rules(figures: Figures) -> str:
    """Precision and recall of each rule that had a case."""
    lines = ["| rule | precision | recall |", "|---|---|---|"]
    lines += [
        f"| [{code}](rules/{code}.md) | {count.precision} | {count.recall} |"
        for code, count in figures.rules.items()
    ]
    return "\n".join(lines)
