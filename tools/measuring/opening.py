"""The measured part is opened seldom, and never unnoticed: what guards it, and its log."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from mtkg.rules.figures import Figures
from tools.measuring.corpus import CORPUS

LOG: Final = CORPUS / "opened.md"
DIGESTS: Final = CORPUS / "measured.sha256"


def is_measured(folders: Iterable[Path], digests: Path = DIGESTS) -> bool:
    """Whether any file in *folders* is one of the measured part, under whatever name and place."""
    known = {line.split()[0] for line in digests.read_text(encoding="utf-8").splitlines()}
    return any(
        hashlib.sha256(path.read_bytes()).hexdigest() in known
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    )


def line(figures: Figures, note: str) -> str:
    """The row of ``opened.md`` for one opening."""
    counts = figures.counts

    def value(name: str, share: str = "precision") -> str:
        part = getattr(counts[name], share).value if name in counts else None
        return "–" if part is None else f"{part:.3f}"

    cells = (
        figures.date,
        figures.commit,
        f"{value('terms')} / {value('terms', 'recall')}",
        f"{value('tuples')} / {value('tuples', 'recall')}",
        value("polarity"),
        value("certainty"),
        value("errors"),
        f"{figures.alarms.per_thousand:.2f}" if figures.alarms.words else "–",
        " ".join(note.replace("|", "/").split()),
    )
    return f"| {' | '.join(cells)} |\n"


def log(figures: Figures, note: str, path: Path = LOG) -> None:
    """Add the row to the log."""
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(line(figures, note))


def commit() -> str:
    """The commit that is measured, with ``-dirty`` where the work tree differs from it."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*"],
        cwd=CORPUS,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"
