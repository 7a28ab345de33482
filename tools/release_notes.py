"""
The notes of a release: what changed since the last one, in terms and claims, and its checksums.

``python -m tools.release_notes OLD NEW`` takes two release folders and prints Markdown.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mtkg.diff.compare import compare
from mtkg.diff.render import to_markdown
from mtkg.export.packaging import manifest
from mtkg.graph import Graph
from mtkg.store.embedded import EmbeddedStore


def notes(old: Path, new: Path) -> str:
    """Markdown; raises `mtkg.errors.GraphUnavailable` where a folder holds no release."""
    before, after = (Graph.read(EmbeddedStore.from_release(folder)) for folder in (old, new))
    about = manifest(new)
    rows = [f"| {name} | `{file['sha256']}` |" for name, file in sorted(about["files"].items())]
    return "\n".join(
        [
            f"# Release {about['release']}",
            "",
            to_markdown(compare(before, after)).strip(),
            "",
            "| file | SHA-256 |",
            "|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    print(notes(Path(sys.argv[1]), Path(sys.argv[2])), end="")
