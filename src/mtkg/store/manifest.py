"""The ``release.json`` of a release folder, and the files it vouches for."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from mtkg.errors import GraphUnavailable

MANIFEST: Final = "release.json"


def read_manifest(folder: Path) -> dict[str, Any]:
    """
    The ``release.json`` of *folder*.

    Raises `GraphUnavailable` where it is missing, broken, or names no digest.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise GraphUnavailable(f"no release in {folder}", help="run `mtkg build` first") from error
    except (OSError, ValueError) as error:
        raise GraphUnavailable(f"{path}: {error}", help="run `mtkg build` again") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("digest"), str):
        raise GraphUnavailable(f"{path} names no digest", help="run `mtkg build` again")
    return manifest


def verified(path: Path, manifest: dict[str, Any]) -> bytes:
    """
    The bytes of the release's file *path*.

    Raises `GraphUnavailable` where it cannot be read or is not what *manifest* says was written.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GraphUnavailable(
            f"{path} cannot be read: {error}", help="run `mtkg build` again"
        ) from error
    verify(path, hashlib.sha256(data).hexdigest(), manifest)
    return data


def verify(path: Path, found: str, manifest: dict[str, Any]) -> None:
    """Raise `GraphUnavailable` where the sum *found* is not what the manifest says of *path*."""
    stated = manifest.get("files", {}).get(path.name, {}).get("sha256")
    if stated and stated != found:
        raise GraphUnavailable(
            f"{path} is not the file that {MANIFEST} describes", help="run `mtkg build` again"
        )
