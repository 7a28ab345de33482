"""
Times the article checker: start of the command, and 100 kB of Markdown once it is ready.

The text is the tuning part of the corpus, one article after another: prose of many hands, in which
nearly every sentence is new.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from mtkg.graph import Graph
from mtkg.lint.reading import read_text
from mtkg.lint.run import Linter
from mtkg.resources import ontology_dir, release_dir

_ARTICLES = Path(__file__).parents[2] / "tests/corpus/tuning"
_SIZE = 100_000
"""Bytes of text."""


def main() -> None:
    """Print the times: of starts and of the whole text, the best of five."""
    table = Table("what", "seconds", title="mtkg lint")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.md"
        path.write_text("Our clinic opens at nine.\n", encoding="utf-8")
        command = [sys.executable, "-m", "mtkg", "lint", str(path)]
        empty = {**os.environ, "XDG_CACHE_HOME": folder}
        table.add_row("first start on a machine", f"{_run(command, empty):.2f}")
        table.add_row("start, one short article", f"{_best(command):.2f}")
        (Path(folder) / "long.md").write_bytes(_text())
        command[-1] = str(Path(folder) / "long.md")
        table.add_row("start and 100 kB of Markdown", f"{_best([*command, '--fail-on=never']):.2f}")
    table.add_row("100 kB of Markdown after start", f"{_reading(_text().decode()):.2f}")
    Console().print(table)


def _text() -> bytes:
    """100 kB of the corpus, cut between two paragraphs; articles come again where there are few."""
    articles = [path.read_text(encoding="utf-8") for path in sorted(_ARTICLES.glob("*.md"))]
    text = "\n\n".join(articles).encode()
    while len(text) < _SIZE:
        text += b"\n\n" + text
    return text[: text.rindex(b"\n\n", 0, _SIZE)]


def _reading(text: str) -> float:
    linter = Linter(Graph.from_release(release_dir(ontology_dir())))
    linter.lint(read_text("warm.md", "Massage may ease pain.\n", "markdown"))
    gc.collect()
    gc.freeze()  # as the command does
    gc.set_threshold(100_000)
    times = []
    for _ in range(5):
        started = time.perf_counter()
        linter.lint(read_text("article.md", text, "markdown"))
        times.append(time.perf_counter() - started)
    return min(times)


def _best(command: list[str]) -> float:
    return min(_run(command, os.environ) for _ in range(5))


def _run(command: list[str], environment: Mapping[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - started
