"""
Measure the article checker on a folder of annotated articles: ``python tools/measure_lint.py DIR``.

Counts terms by exact range and id, claim tuples, polarity and certainty of matched tuples, and
findings by code, with 95 % Wilson intervals. ``--misses`` lists what was wrong. Give only the part
that is meant for tuning while rules are being written.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from mtkg.graph import Graph
from mtkg.lint.reading import read_file
from mtkg.lint.reading.document import Lines
from mtkg.lint.run import Linter, Outcome
from mtkg.resources import ontology_dir, release_dir
from mtkg.store.embedded import EmbeddedStore

UNCOUNTED = {"TX101", "TX103", "TX104", "TX105", "TX901", "TX902"}


class Tally:
    """True and false positives and false negatives, under names."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.misses: list[str] = []

    def add(self, what: str, outcome: str, note: str = "") -> None:
        """Count one *outcome* (``tp``, ``fp``, ``fn``) of *what*."""
        self.counts[what, outcome] += 1
        if note and outcome != "tp":
            self.misses.append(f"{what:10} {outcome}  {note}")

    def row(self, what: str) -> str:
        """Precision and recall of *what*, with intervals."""
        tp, fp, fn = (self.counts[what, o] for o in ("tp", "fp", "fn"))
        return f"{what:12} P {_share(tp, tp + fp)}   R {_share(tp, tp + fn)}"


def _share(part: int, whole: int) -> str:
    if not whole:
        return "   –               "
    low, high = wilson(part, whole)
    return f"{part / whole:.3f} [{low:.2f}–{high:.2f}] {part}/{whole}"


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    p = part / whole
    middle = p + z * z / (2 * whole)
    spread = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return (middle - spread) / (1 + z * z / whole), (middle + spread) / (1 + z * z / whole)


def main() -> None:
    """Print the table for the folders given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--clean", type=Path, help="a folder of texts without a fault")
    given = parser.parse_args()
    linter = Linter(Graph.read(EmbeddedStore.from_release(release_dir(ontology_dir()))))
    tally = Tally()
    for path in sorted(given.folder.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        outcome = linter.lint(read_file(path.with_name(data["article"])))
        measure(tally, data, outcome)
    for what in ("terms", "tuples", "polarity", "certainty", "errors"):
        print(tally.row(what))
    codes = sorted({w for w, _ in tally.counts if w.startswith("TX")})
    print("\n".join(tally.row(code) for code in codes))
    if given.clean:
        _clean(linter, given.clean, misses=given.misses)
    if given.misses:
        print("\n".join(tally.misses))


def _clean(linter: Linter, folder: Path, *, misses: bool) -> None:
    words = alarms = 0
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".md", ".html", ".txt"):
            continue
        outcome = linter.lint(read_file(path))
        words += outcome.document.words
        for d in outcome.diagnostics:
            serious = d.severity.value != "info" or d.code.startswith(("TX204", "TX3", "TX206"))
            alarms += serious
            if serious and misses:
                print(f"clean      fp  {path.name}:{d.start.line} {d.code} {d.message[:120]}")
    print(
        f"false alarms {alarms} in {words} words of clean text:"
        f" {1000 * alarms / max(words, 1):.2f} per 1,000"
    )


def measure(tally: Tally, data: dict[str, Any], outcome: Outcome) -> None:
    """Add one article's counts."""
    spans = [(s["offset"], s["offset"] + len(s["text"]), s) for s in data["sentences"]]
    _terms(tally, spans, outcome)
    lines = Lines(outcome.document.source)
    found_in: dict[int, list[Any]] = {}
    for read in outcome.sentences:
        start = read.block.source_start(read.start)
        place = next((n for n, (a, b, _) in enumerate(spans) if a <= start < b), None)
        if place is None:
            continue
        found_in.setdefault(place, []).extend(read.judged)
    for number, (a, b, sentence) in enumerate(spans):
        _claims(tally, sentence, found_in.get(number, []))
        found = [d for d in outcome.diagnostics if a <= lines.offset(d.start) < b]
        _verdicts(tally, sentence, found)
    expected = {v["code"] for v in data.get("verdicts", ())}
    got = {d.code for d in outcome.diagnostics if d.code in ("TX401", "TX402")}
    for code in sorted(expected | got):
        result = "tp" if code in expected & got else "fn" if code in expected else "fp"
        tally.add(code, result, data["article"])


def _terms(tally: Tally, spans: list[tuple[int, int, Any]], outcome: Outcome) -> None:
    found = {}
    for read, mention in outcome.mentions:
        if mention.is_named:
            span = read.span(mention.first, mention.last)
            if any(a <= span[0] < b for a, b, _ in spans):
                found[span] = {mention.term, *mention.also}
    for _, _, sentence in spans:
        for term in sentence["terms"]:
            right = {term["id"], *term.get("or", ())}
            span = (term["start"], term["end"])
            text = f"{term['text']} = {term['id']}"
            if span in found and found[span] & right:
                tally.add("terms", "tp")
                del found[span]
            else:
                tally.add("terms", "fn", text)
    for span, ids in found.items():
        tally.add("terms", "fp", f"{outcome.document.source[span[0] : span[1]]} = {ids}")


def _claims(tally: Tally, sentence: dict[str, Any], judged: list[Any]) -> None:
    left = list(judged)
    for claim in sentence["claims"]:
        right = [claim, *claim.get("or", ())]
        keys = {(r["subject"], r["relation"], r["object"]) for r in right}
        hit = next((j for j in left if _key(j) in keys), None)
        quoted = " ".join(sentence["text"].split())[:110]
        said = f"{claim['subject']} {claim['relation']} {claim['object']}  “{quoted}”"
        if hit is None:
            tally.add("tuples", "fn", said)
            continue
        left.remove(hit)
        tally.add("tuples", "tp")
        wording = hit.statement.wording
        polarity = "denied" if wording.denied != hit.statement.opposite else "affirmed"
        tally.add("polarity", "tp" if polarity == claim["polarity"] else "fp", said)
        level = wording.certainty.value
        tally.add(
            "certainty",
            "tp" if level == claim["certainty"] else "fp",
            f"{level}≠{claim['certainty']} {said}",
        )
    for judged_one in left:
        tally.add(
            "tuples",
            "fp",
            f"{' '.join(_key(judged_one))}  “{' '.join(sentence['text'].split())[:110]}”",
        )


def _key(judged: Any) -> tuple[str, str, str]:
    counterpart = judged.counterpart
    triple = counterpart.triple if counterpart else judged.statement.triple
    if judged.statement.identity:
        triple = judged.statement.triple
    return triple.subject, triple.relation, triple.object


def _verdicts(tally: Tally, sentence: dict[str, Any], found: list[Any]) -> None:
    expected = Counter(v["code"] for v in sentence["verdicts"] if v["code"] != "unscored")
    allowed = {o["code"] for v in sentence["verdicts"] for o in v.get("or", ())}
    open_ = any(v["code"] == "unscored" for v in sentence["verdicts"])
    got = Counter(
        d.code for d in found if d.code not in UNCOUNTED and d.code not in ("TX401", "TX402")
    )
    for code in sorted(expected | got):
        for result, number in (
            ("tp", min(expected[code], got[code])),
            ("fn", max(0, expected[code] - got[code])),
            ("fp", 0 if open_ or code in allowed else max(0, got[code] - expected[code])),
        ):
            for _ in range(number):
                tally.add(code, result, " ".join(sentence["text"].split())[:120])
    right = {v["code"] for v in sentence["verdicts"] if v.get("severity") == "error"} | allowed
    for d in found:
        if d.severity.value == "error" and not open_:
            tally.add(
                "errors",
                "tp" if d.code in right else "fp",
                f"{d.code} {' '.join(sentence['text'].split())[:110]}",
            )


if __name__ == "__main__":
    main()
