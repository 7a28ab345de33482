"""
The notes of a release: what changed since the one before, in terms and claims, and its checksums.

``python -m tools.release_notes OLD NEW`` takes two release folders and prints Markdown.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mtkg.diff.compare import compare
from mtkg.diff.render import to_markdown
from mtkg.export.packaging import described, manifest
from mtkg.graph import Graph
from mtkg.store.embedded import EmbeddedStore


def notes(old: Path | None, new: Path) -> str:
    """
    Markdown for the release in *new*, after the one in *old* if there was one.

    Raises `mtkg.errors.GraphUnavailable` where a folder holds no release.
    """
    about = described(new)
    rows = [f"| {file.name} | {file.summary} | `{file.sha256}` |" for file in about.files]
    return "\n".join(
        [
            f"# Release {about.date}",
            "",
            f"Version IRI: <{about.iri}>",
            "",
            _changes(old, new),
            "",
            "| file | what it is | SHA-256 |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _changes(old: Path | None, new: Path) -> str:
    if old is None:
        counts = manifest(new)["counts"]
        names = ("terms", "relations", "claims", "evidence_lines", "sources", "links")
        told = ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in names)
        return f"The first release: {told}, and {counts['derived_links']} derived links."
    before, after = (Graph.read(EmbeddedStore.from_release(folder)) for folder in (old, new))
    return to_markdown(compare(before, after)).strip()


if __name__ == "__main__":
    print(notes(Path(sys.argv[1]), Path(sys.argv[2])), end="")
