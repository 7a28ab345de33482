"""
Measure the article checker: ``python -m tools.measure_lint DIR --clean DIR``.

DIR holds annotated articles, ``--clean`` texts without a fault. Prints precision and recall of
terms, claims, their labels, findings by code and at error level, with 95 % Wilson intervals, and
false alarms per 1,000 words; ``--baselines`` sets a phrase matcher and negspacy beside them. Over
files of the measured part it refuses to run without ``--log NOTE``, which adds a line to
``tests/corpus/opened.md`` whatever the figures are; what was wrong there is never shown, so that
nobody comes to tune on it. ``--write`` makes the figures those that the documentation, the rules'
pages and ``mtkg lint --statistics`` carry; ``make measure`` does it all.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.reading import read_file
from mtkg.lint.run import Linter
from mtkg.resources import ontology_dir, release_dir
from mtkg.rules.figures import FILE, Alarms, Figures
from mtkg.rules.figures import figures as published
from mtkg.store.embedded import EmbeddedStore
from tools import rule_pages
from tools.measuring import opening
from tools.measuring.answers import of_checker
from tools.measuring.claims import score_claims, score_terms
from tools.measuring.corpus import Article, articles, clean_texts, digest
from tools.measuring.table import report
from tools.measuring.tally import Tally
from tools.measuring.verdicts import Statuses, score_clean, score_verdicts

_CHECKER: Final = "checker"
_COUNTED: Final = (
    "terms", "tuples", "tuples as judged", "polarity", "polarity of all", "denials", "certainty",
    "comparison", "errors", "severity",
)  # fmt: skip


class Measurement:
    """Counts of one run over one part of the corpus."""

    def __init__(self, graph: Graph, *, baselines: bool = False) -> None:
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        self.clean: dict[str, Alarms] = {}
        self._linter = Linter(graph)
        self._now = statuses(graph)
        self._baselines = None
        if baselines:
            from tools.lint_baselines import Baselines  # noqa: PLC0415 - needs the bench extra

            self._baselines = Baselines(graph)

    @property
    def tally(self) -> Tally:
        """The checker's own counts."""
        return self.tallies[_CHECKER]

    def article(self, article: Article) -> None:
        """Add an annotated article."""
        document = read_file(article.path)
        answer = of_checker(self._linter.lint(document))
        score_terms(self.tally, article, answer)
        score_claims(self.tally, article, answer)
        alarms = score_verdicts(self.tally, article, answer, self._now)
        self._alarm("sentences without a fault in annotated articles", alarms)
        if self._baselines is not None:
            self._baselines.score(self.tallies, article, document, answer)

    def clean_text(self, path: Path) -> None:
        """Add a text without a fault."""
        answer = of_checker(self._linter.lint(read_file(path)))
        self._alarm("texts without a fault", score_clean(self.tally, path.name, answer))

    def _alarm(self, kind: str, found: Alarms) -> None:
        before = self.clean.get(kind, Alarms())
        self.clean[kind] = Alarms(before.alarms + found.alarms, before.words + found.words)

    def figures(self, part: str, found: Sequence[Article], folders: Sequence[Path]) -> Figures:
        """What was counted, as values."""
        return Figures(
            part=part,
            date=dt.datetime.now(tz=dt.UTC).date().isoformat(),
            commit=opening.commit(),
            digest=digest(folders),
            articles=len(found),
            sentences=sum(len(article.sentences) for article in found),
            counts=self.tally.counts(*_COUNTED),
            rules=self.tally.counts(*(name for name in self.tally.names if name.startswith("TX"))),
            baselines={
                name: tally.counts(*(one for one in _COUNTED if one != "tuples as judged"))
                for name, tally in self.tallies.items()
                if name != _CHECKER
            },
            clean=self.clean,
        )


def statuses(graph: Graph) -> Statuses:
    """The status of each claim as annotations write it."""
    found: Mapping[str, str] = {
        name: claim.status.value if claim.affirmed else f"{claim.status.value} (denied)"
        for name, claim in graph.claims.items()
    }
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, log, write; 2 where the arguments ask for what must not be."""
    given = _parser().parse_args(arguments)
    folders = [given.folder, *([given.clean] if given.clean else [])]
    absent = [str(folder) for folder in folders if not folder.is_dir()]
    measured = not absent and opening.is_measured(folders)
    refusal = (
        f"{', '.join(absent)}: no such folder" if absent else _refusal(given, measured=measured)
    )
    if refusal:
        print(refusal, file=sys.stderr)
        return 2
    part = "measured" if measured else "tuning"
    measurement = Measurement(
        Graph.read(EmbeddedStore.from_release(release_dir(ontology_dir()))),
        baselines=given.baselines,
    )
    found: tuple[Article, ...] = ()
    try:
        found = articles(given.folder)
        for article in found:
            measurement.article(article)
        for path in clean_texts(given.clean) if given.clean else ():
            measurement.clean_text(path)
    finally:
        # A run that breaks off has opened the part as well.
        figures = measurement.figures(part, found, folders)
        if measured:
            opening.log(figures, given.log)
    _publish(figures, given)
    print(report(figures))
    if given.misses:
        print("\n".join(["", *measurement.tally.misses]))
    return 0


def _refusal(given: argparse.Namespace, *, measured: bool) -> str | None:
    if measured and not (given.log or "").strip():
        return "these are files of the measured part: say why it is opened with --log NOTE"
    if measured and given.misses:
        return "what was wrong in the measured part is not shown: leave --misses out"
    if given.write and not measured and published().part == "measured":
        return "the published figures are of the measured part: only `make measure` replaces them"
    return None


def _publish(figures: Figures, given: argparse.Namespace) -> None:
    text = json.dumps(figures.as_data(), ensure_ascii=False, indent=2) + "\n"
    if given.json:
        given.json.write_text(text, encoding="utf-8")
    if given.write:
        FILE.write_text(text, encoding="utf-8")
        published.cache_clear()
        rule_pages.main()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="measure_lint", description=__doc__)
    parser.add_argument("folder", type=Path, help="annotated articles")
    parser.add_argument("--clean", type=Path, help="texts without a fault")
    parser.add_argument("--misses", action="store_true", help="list what was wrong")
    parser.add_argument("--baselines", action="store_true", help="measure them as well")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the counts there, too")
    parser.add_argument("--log", metavar="NOTE", help="why the measured part is opened")
    parser.add_argument(
        "--write", action="store_true", help="bring the published figures up to date"
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
