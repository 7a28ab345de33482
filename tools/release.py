"""
Publish the graph: put its dated release, which then never changes, into the folder of releases.

``python -m tools.release`` writes ``releases/<date>/``: what ``mtkg build`` made, the same as
tables and for other programs, descriptions of the data set, notes of what changed since the
release before, and SHA256SUMS. What is published already is left alone; where the graph differs
from what is published under its date, nothing is written, and it says what to do.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mtkg.build.ready import ready_release
from mtkg.errors import MtkgError, UsageError
from mtkg.export.formats import exported
from mtkg.export.packaging import manifest
from mtkg.export.tables import tables
from mtkg.graph import Graph
from mtkg.releases import CHECKSUMS, DATE, NOTES, checksums, published, stated
from mtkg.store.embedded import EmbeddedStore
from tools.release_notes import notes

ROOT: Final = Path(__file__).resolve().parents[1]
MADE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "skos": "mtkg-skos.ttl",
        "obographs": "mtkg.obographs.json",
        "schema": "mtkg-glossary.jsonld",
    }
)
DESCRIPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"frictionless": "datapackage.json", "croissant": "croissant.json", "dcat": "dcat.ttl"}
)
COPIED: Final = ("CITATION.cff", "ontology/LICENSE", "ontology/mappings.sssom.tsv")
# The record of a build names the code that made it: other code may make the same graph.
OF_THE_BUILD: Final = frozenset({"release.json"})


def publish(release: Path, shelf: Path) -> tuple[Path, bool]:
    """
    The folder of the release below *shelf*, and whether it was written now.

    Raises `UsageError` where *release* has no date, or differs from what is published under it;
    *shelf* is then as it was.
    """
    date = manifest(release)["release"]
    if not DATE.match(date):
        raise UsageError(
            f"the graph is not released: its version is {date!r}",
            help="give ontology/mtkg.ttl an owl:versionInfo of the form YYYY-MM-DD",
        )
    target = shelf / date
    shelf.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=shelf, prefix=f".{date}-") as made:
        folder = Path(made) / date
        _write(release, folder, _before(shelf, date))
        if target.exists():
            _refuse_others(target, folder)
            return target, False
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.rename(target)
    return target, True


def _before(shelf: Path, date: str) -> Path | None:
    return next((each.folder for each in published(shelf) if each.date < date), None)


def _write(release: Path, folder: Path, before: Path | None) -> None:
    shutil.copytree(release, folder)
    graph = Graph.read(EmbeddedStore.from_release(release))
    for name in tables():
        form = {"terms": "csv", "links": "linktable"}.get(name, name)
        (folder / f"{name}.csv").write_bytes(exported(form, lambda: graph, release))
    for form, file in MADE.items():
        (folder / file).write_bytes(exported(form, lambda: graph, release))
    for source in COPIED:
        shutil.copyfile(ROOT / source, folder / Path(source).name)
    for form, file in DESCRIPTIONS.items():
        (folder / file).write_bytes(exported(form, lambda: graph, folder))
    (folder / NOTES).write_text(notes(before, folder), encoding="utf-8")
    (folder / CHECKSUMS).write_text(checksums(folder), encoding="utf-8")


def _refuse_others(target: Path, made: Path) -> None:
    """Raise `UsageError` where *made* is not what lies at *target*."""
    try:
        there = stated(target)
    except OSError as error:
        raise UsageError(
            f"{target} is there but holds no {CHECKSUMS}: {error.strerror}",
            help="move that folder away",
        ) from error
    new = stated(made)
    differing = {name for name in there.keys() | new.keys() if there.get(name) != new.get(name)}
    if differing - OF_THE_BUILD:
        raise UsageError(
            f"{target} is published and stays as it is; this graph differs from it in "
            f"{', '.join(sorted(differing - OF_THE_BUILD))}",
            help="a new release needs a new date: change owl:versionInfo in ontology/mtkg.ttl,"
            " and the dates in CITATION.cff and .zenodo.json",
        )


def main() -> int:
    """Publish the graph of this checkout; 0 published or there already, 2 refused."""
    parser = argparse.ArgumentParser(prog="make release", description=__doc__)
    parser.add_argument("shelf", nargs="?", type=Path, default=ROOT / "releases")
    given = parser.parse_args()
    try:
        release, failure = ready_release()
        if failure:
            raise failure
        target, written = publish(release, given.shelf)
    except MtkgError as error:
        print(f"release: {error}", *filter(None, [error.help]), sep="\n  ", file=sys.stderr)
        return error.exit_code
    count = len(stated(target))
    shown = target.relative_to(Path.cwd()) if target.is_relative_to(Path.cwd()) else target
    print(f"{shown}: {'published' if written else 'published already'}, {count} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
