"""Times the article checker: start of the command, and 100 kB of Markdown once it is ready."""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from mtkg.graph import Graph
from mtkg.lint.reading import read_text
from mtkg.lint.run import Linter
from mtkg.resources import ontology_dir, release_dir

_PARAGRAPHS = (
    (
        "## How it works\n\nJoint mobilization *may* reduce pain, and [manual therapy](https://example.org)"
        " improves range of motion in some people. It is often combined with exercise therapy.\n\n"
    ),
    (
        "- Soft tissue massage lowers stiffness, swelling and muscle tension for a while.\n"
        "- There is no evidence that **joint manipulation** realigns the spine.\n\n"
    ),
    (
        "Our clinic opens at nine. The team meets on Mondays, and the coffee is good; we also have a"  # noqa: E501
        " garden in which visitors may wait for as long as they like.\n\n"
    ),
)


def main() -> None:
    """Print both times, the best of five."""
    table = Table("what", "seconds", title="mtkg lint")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.md"
        path.write_text("Our clinic opens at nine.\n", encoding="utf-8")
        command = [sys.executable, "-m", "mtkg", "lint", str(path)]
        table.add_row("start, one short article", f"{min(_run(command) for _ in range(5)):.2f}")
    linter = Linter(Graph.from_release(release_dir(ontology_dir())))
    text = ("".join(_PARAGRAPHS) * 400)[:100_000]
    linter.lint(read_text("warm.md", text[:2000], "markdown"))
    gc.collect()
    gc.freeze()  # as the command does
    gc.set_threshold(100_000)
    times = []
    for _ in range(5):
        started = time.perf_counter()
        linter.lint(read_text("article.md", text, "markdown"))
        times.append(time.perf_counter() - started)
    table.add_row("100 kB of Markdown after start", f"{min(times):.2f}")
    Console().print(table)


def _run(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started
