"""What release lies in a folder, and whether today's files and code would make the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mtkg import __version__
from mtkg.build.files import SourceFile, code_digest, digest_of

MANIFEST: Final = "release.json"
QUADS: Final = "mtkg.nq"


@dataclass(frozen=True, slots=True)
class Release:
    """
    What lies in a release folder.

    ``digest`` names the content and ``inputs`` what it was built from (files and code), both
    SHA-256 in hex; ``counts`` holds numbers of terms, claims and so on; ``files`` the size in
    bytes and SHA-256 of each file.
    """

    version: str
    release: str
    digest: str
    inputs: str
    counts: Mapping[str, int]
    files: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, folder: Path) -> Release | None:
        """The release in *folder*, or None where there is none that can be read whole."""
        try:
            return cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


def inputs_digest(files: Sequence[SourceFile], queries: Path) -> str:
    """SHA-256 over everything a build's result depends on: files, catalogue, code, version."""
    catalogue = sorted(queries.rglob("*.rq"))
    return digest_of([*(f.path for f in files), *catalogue], salt=f"{__version__} {code_digest()}")


def fresh_release(folder: Path, inputs: str) -> Release | None:
    """The release in *folder* if it was made from *inputs* and every file is there in its size."""
    known = Release.read(folder)
    if known is None or known.inputs != inputs:
        return None
    whole = all(
        (folder / name).is_file() and (folder / name).stat().st_size == described["bytes"]
        for name, described in known.files.items()
    )
    return known if whole else None
