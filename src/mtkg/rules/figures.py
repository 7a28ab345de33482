"""
How well the article checker did on annotated articles, from ``figures.json`` beside this module.

The file holds counts; shares and their intervals are worked out from them here, so that the
command line, the rules' pages and the documentation say the same. ``make measure`` writes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("figures.json")
# Labels of what was found: they are right or wrong, and nothing can be missed.
LABELS: Final = frozenset({"polarity", "polarity of all", "certainty", "comparison", "severity"})
# What the guideline of the corpus leaves out: nothing can be said of these from a measurement.
NOT_ANNOTATED: Final = frozenset({"TX101", "TX103", "TX104", "TX105", "TX901", "TX902"})
_TOLD: Final = {
    "terms": "terms, precision",
    "tuples": "claims, precision",
    "polarity": "affirmed or denied, right",
    "certainty": "certainty, right",
    "errors": "findings at error level, precision",
}
_Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """
    A part of a whole, with its 95 % interval.

    >>> print(Share(64, 70))
    0.914 (0.825–0.960), 64 of 70
    """

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, between 0 and 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % score interval (Wilson 1927); the whole range where nothing was counted."""
        if not self.whole:
            return 0.0, 1.0
        n, p, z = self.whole, self.part / self.whole, _Z
        middle = p + z * z / (2 * n)
        spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - spread) / (1 + z * z / n)), min(
            1.0, (middle + spread) / (1 + z * z / n)
        )

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f}–{high:.3f}), {self.part} of {self.whole}"


@dataclass(frozen=True, slots=True)
class Count:
    """What was rightly found, wrongly found, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> Share:
        """How much of what was found is right."""
        return Share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Share:
        """How much of what is there was found."""
        return Share(self.right, self.right + self.missed)

    def __bool__(self) -> bool:
        return bool(self.right or self.wrong or self.missed)


@dataclass(frozen=True, slots=True)
class Alarms:
    """False alarms in text without a fault."""

    alarms: int = 0
    words: int = 0

    @property
    def per_thousand(self) -> float:
        """False alarms per 1,000 words."""
        return 1000 * self.alarms / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """
    One measurement of one part of the corpus.

    *part* is ``measured`` or ``tuning``; *counts* goes by what is counted (``terms``, ``tuples``
    and so on), *rules* by code, *baselines* by program and then by what is counted, *clean* by
    kind of text. *digest* is over the files measured.
    """

    part: str
    date: str
    commit: str
    digest: str
    articles: int
    sentences: int
    counts: Mapping[str, Count]
    rules: Mapping[str, Count] = field(default_factory=dict)
    baselines: Mapping[str, Mapping[str, Count]] = field(default_factory=dict)
    clean: Mapping[str, Alarms] = field(default_factory=dict)

    @property
    def alarms(self) -> Alarms:
        """False alarms in all text without a fault."""
        found = self.clean.values()
        return Alarms(sum(a.alarms for a in found), sum(a.words for a in found))

    @property
    def where(self) -> str:
        """What was measured, in words."""
        known = (
            "kept apart from the rules"
            if self.part == "measured"
            else "which rules are tuned on: an upper bound"
        )
        return (
            f"the {self.part} part of the corpus ({self.articles} articles, {self.sentences} "
            f"sentences, {known}; {self.date})"
        )

    def of_rule(self, code: str) -> str:
        """How rule *code* did, in a sentence or two."""
        if code in NOT_ANNOTATED:
            return "Not annotated in the corpus, so not measured."
        count = self.rules.get(code, Count())
        if not count:
            return f"No case in the {self.part} part."
        return (
            f"Precision {count.precision}; recall {count.recall}; with 95 % intervals, on "
            f"{self.where}."
        )

    def lines(self, codes: Iterable[str] = ()) -> list[str]:
        """How far to trust a run that gave findings with *codes*, in a few lines."""
        found = [f"how far to trust this, from {self.where}, with 95 % intervals:"]
        for name, title in _TOLD.items():
            count = self.counts.get(name)
            if count:
                recall = f"; recall {count.recall}" if name not in LABELS else ""
                found.append(f"  {title}: {count.precision}{recall}")
        for code in codes:
            count = self.rules.get(code)
            found.append(f"  {code}: {f'precision {count.precision}' if count else 'no case'}")
        return found

    def as_data(self) -> dict[str, Any]:
        """Plain values, for JSON; `parse` reads them back."""
        return {
            "part": self.part,
            "date": self.date,
            "commit": self.commit,
            "digest": self.digest,
            "articles": self.articles,
            "sentences": self.sentences,
            "clean": {k: {"alarms": a.alarms, "words": a.words} for k, a in self.clean.items()},
            "counts": _plain(self.counts),
            "rules": _plain(self.rules),
            "baselines": {name: _plain(counts) for name, counts in self.baselines.items()},
        }


@cache
def figures() -> Figures:
    """The figures that ship with this version."""
    return parse(json.loads(FILE.read_text(encoding="utf-8")))


def parse(data: Mapping[str, Any]) -> Figures:
    """Figures from what `Figures.as_data` gives."""
    return Figures(
        part=data["part"],
        date=str(data["date"]),
        commit=str(data["commit"]),
        digest=data["digest"],
        articles=data["articles"],
        sentences=data["sentences"],
        counts=_counts(data["counts"]),
        rules=_counts(data.get("rules", {})),
        baselines={k: _counts(v) for k, v in data.get("baselines", {}).items()},
        clean={k: Alarms(v["alarms"], v["words"]) for k, v in data.get("clean", {}).items()},
    )


def _counts(data: Mapping[str, Any]) -> dict[str, Count]:
    return {name: Count(c["right"], c["wrong"], c["missed"]) for name, c in data.items()}


def _plain(counts: Mapping[str, Count]) -> dict[str, dict[str, int]]:
    return {
        name: {"right": c.right, "wrong": c.wrong, "missed": c.missed} for name, c in counts.items()
    }
