"""Write docs/rules and the figures in docs/lint.md from src/mtkg/rules; run after a change."""

from __future__ import annotations

from pathlib import Path

from mtkg.rules.figures import figures
from mtkg.rules.page import pages
from tools.measuring import document

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "rules"


def main() -> None:
    """Bring every page up to date, and remove pages of rules that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    document.renew(figures())


if __name__ == "__main__":
    main()
