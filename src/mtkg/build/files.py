"""Which files make the graph, what each is for, and a digest of them all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mtkg.errors import UsageError


class Layer(StrEnum):
    """What a file of the ontology folder holds."""

    CORE = "core"
    CLAIMS = "claims"
    SHAPES = "shapes"
    MAPPINGS = "mappings"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: where it is, the name shown for it (``ontology/claims/fascia.ttl``), its layer."""

    path: Path
    name: str
    layer: Layer


def source_files(ontology: Path) -> tuple[SourceFile, ...]:
    """
    Every Turtle file and the mapping set under *ontology*, by name.

    Files under ``claims/`` and ``sources.ttl`` are claims, those under ``shapes/`` are shapes;
    the rest is core. Raises `UsageError` where the folder is missing or holds no Turtle.
    """
    if not ontology.is_dir():
        raise UsageError(f"no ontology folder {ontology}", help="name one with --graph DIR")
    found = sorted([*ontology.rglob("*.ttl"), *ontology.rglob("*.sssom.tsv")])
    if not any(path.suffix == ".ttl" for path in found):
        raise UsageError(f"{ontology} holds no .ttl file", help="name another with --graph DIR")
    return tuple(
        SourceFile(
            path,
            f"{ontology.name}/{path.relative_to(ontology).as_posix()}",
            _layer(path.relative_to(ontology)),
        )
        for path in found
    )


def _layer(path: Path) -> Layer:
    if path.suffix == ".tsv":
        return Layer.MAPPINGS
    if path.parts[0] in ("claims", "evidence") or path.name == "sources.ttl":
        return Layer.CLAIMS
    return Layer.SHAPES if path.parts[0] == "shapes" else Layer.CORE


def digest_of(paths: Iterable[Path], *, salt: str = "") -> str:
    """SHA-256, in hex, over the names and contents of files in order, and *salt*."""
    total = hashlib.sha256(salt.encode())
    for path in paths:
        content = path.read_bytes()
        total.update(f"\0{path.name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def code_digest() -> str:
    """A digest of the code that a build's result depends on: model, store, build, reading."""
    package = Path(__file__).resolve().parents[1]
    folders = ("model", "build", "catalogue", "turtle", "sparql")
    paths = [p for f in folders for p in (package / f).rglob("*") if p.suffix in (".py", ".rq")]
    return digest_of(sorted([*paths, package / "contents.py", package / "reading.py"]))
