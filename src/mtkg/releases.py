"""
Dated releases that stay: one folder for each below ``releases/``, its files named by SHA256SUMS.

A published release never changes, so a file that is not what its checksum says is no part of it.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

CHECKSUMS: Final = "SHA256SUMS"
NOTES: Final = "NOTES.md"
DATE: Final = re.compile(r"\d{4}-\d\d-\d\d\Z")
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^/\0]+)\Z")
_log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of a release: its size in bytes and its SHA-256 in hex."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Published:
    """The release of a day (``YYYY-MM-DD``), whole: every file is what its checksum says."""

    date: str
    folder: Path
    files: Mapping[str, PublishedFile]


def published(shelf: Path) -> tuple[Published, ...]:
    """
    The dated releases below *shelf*, the newest first; none where there is no such folder.

    A folder with a file that is missing or differs from its checksum is left out, and logged.
    """
    try:
        folders = sorted(p for p in shelf.iterdir() if DATE.match(p.name) and p.is_dir())
    except OSError:
        return ()
    found = (_read(folder, _stamp(folder)) for folder in reversed(folders))
    return tuple(release for release in found if release is not None)


def release_of(shelf: Path, date: str) -> Published | None:
    """The release of the day *date*, or None where there is none that is whole."""
    if not DATE.match(date):
        return None
    folder = shelf / date
    return _read(folder, _stamp(folder)) if folder.is_dir() else None


def checksums(folder: Path) -> str:
    """The text of ``SHA256SUMS`` for every other file of *folder*, as ``sha256sum -c`` reads it."""
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
        for file in sorted(folder.iterdir())
        if file.name != CHECKSUMS
    )


def stated(folder: Path) -> dict[str, str]:
    """SHA-256 by file name, as ``SHA256SUMS`` of *folder* has it; raises `OSError`."""
    lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    matches = [_LINE.match(line) for line in lines]
    return {m[2]: m[1] for m in matches if m}


def _stamp(folder: Path) -> Stamp:
    """What changes about *folder* when somebody touches it, so that it is read anew only then."""
    stats = ((file.name, file.stat()) for file in sorted(folder.iterdir()))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache(maxsize=256)
def _read(folder: Path, stamp: Stamp) -> Published | None:
    del stamp
    try:
        named = stated(folder)
        files = {name: _checked(folder / name, digest) for name, digest in named.items()}
    except (OSError, ValueError) as error:
        _log.warning("%s is not served: %s", folder, error)
        return None
    if not files:
        _log.warning("%s is not served: its %s names no file", folder, CHECKSUMS)
        return None
    data = (folder / CHECKSUMS).read_bytes()
    own = PublishedFile(len(data), hashlib.sha256(data).hexdigest())
    return Published(folder.name, folder, files | {CHECKSUMS: own})


def _checked(path: Path, digest: str) -> PublishedFile:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"{path.name} is not the file that {CHECKSUMS} names")
    return PublishedFile(len(data), digest)
