"""Figures as a table for the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from mtkg.rules.figures import LABELS, Count, Figures


def report(figures: Figures) -> str:
    """Everything counted, the checker first and each baseline below it."""
    lines = [f"On {figures.where}", "", *rows("checker", figures.counts), ""]
    for name, counts in figures.baselines.items():
        lines += [*rows(name, counts), ""]
    lines += [*rows("rule", figures.rules), ""]
    for kind, alarms in figures.clean.items():
        lines.append(f"false alarms in {kind}: {alarms.alarms} in {alarms.words} words")
    lines.append(f"false alarms per 1,000 words: {figures.alarms.per_thousand:.2f}")
    return "\n".join(lines)


def rows(title: str, counts: Mapping[str, Count]) -> list[str]:
    """A line for each count, under a head; what cannot be missed has no recall."""
    lines = [f"{title:18}{'precision':38}recall"]
    for name, count in counts.items():
        recall = str(count.recall) if name not in LABELS else ""
        lines.append(f"{name:18}{count.precision!s:38}{recall}".rstrip())
    return lines
