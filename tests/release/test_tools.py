"""The release's notes and the report of licences."""

from __future__ import annotations

import re
from pathlib import Path

from tests.worlds import World
from tools.licenses import report
from tools.release_notes import notes


def test_the_notes_name_what_changed_and_each_checksum(mini: World, tmp_path: Path) -> None:
    told = notes(mini.out, mini.out)

    assert told.startswith("# Release ")
    assert re.search(r"\| mtkg\.owl \| .* \| `[0-9a-f]{64}` \|", told)
    assert "https://w3id.org/mtkg/" in told


def test_every_dependency_of_ours_stands_in_the_report() -> None:
    told = report()

    for name in ("pyoxigraph", "rdflib", "click"):
        assert f"| {name} |" in told
        assert f"| {name} | states none" not in told
