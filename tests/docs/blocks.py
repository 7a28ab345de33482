"""The code blocks of every document that people read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Written by tools from what the program says: rules' examples, docstrings, help texts, findings.
GENERATED = tuple(ROOT / "docs" / name for name in ("rules", "reference", "lint-first-source.md"))


@dataclass(frozen=True)
class Block:
    """One fenced block, and which it is of its document."""

    document: Path
    number: int
    language: str
    code: str

    def __str__(self) -> str:
        return f"{self.document.relative_to(ROOT).with_suffix('')}-{self.number}-{self.language}"


def documents() -> list[Path]:
    """Every document but those that tools write."""
    tops = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
    below = sorted((ROOT / "docs").rglob("*.md"))
    return tops + [path for path in below if not any(map(path.is_relative_to, GENERATED))]


def blocks() -> Iterator[Block]:
    """Every block of them."""
    for document in documents():
        found = FENCE.findall(document.read_text("utf-8"))
        for number, (language, code) in enumerate(found, start=1):
            yield Block(document, number, language, code)
