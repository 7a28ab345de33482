"""Small ontology folders that tests may change and build."""

from __future__ import annotations

import fcntl
import shutil
from dataclasses import dataclass
from pathlib import Path

from mtkg.build.current import Release
from mtkg.build.pipeline import build
from mtkg.graph import Graph
from mtkg.resources import release_dir
from mtkg.settings import Settings
from mtkg.store.embedded import EmbeddedStore

MINI = Path(__file__).parent / "mini"
ROOT = Path(__file__).parents[1]


@dataclass
class World:
    """An ontology folder with the real kinds and relations, and a few terms and claims."""

    folder: Path

    @property
    def ontology(self) -> Path:
        return self.folder / "ontology"

    @property
    def out(self) -> Path:
        return self.folder / "build" / "release"

    def swap(self, file: str, old: str, new: str) -> int:
        """Replace *old*, which must occur once, by *new*; return its line."""
        path = self.ontology / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def build(self) -> tuple[Release, bool]:
        return build(self.ontology, self.out, queries=self.folder / "queries", settings=Settings())

    def store(self) -> EmbeddedStore:
        return EmbeddedStore.from_release(self.out)

    def graph(self) -> Graph:
        return Graph.read(self.store())


def make_world(folder: Path) -> World:
    ontology = folder / "ontology"
    (ontology / "modules").mkdir(parents=True)
    (ontology / "claims").mkdir()
    (folder / "queries").mkdir()
    for name in ("mtkg.ttl", "relations.ttl", "vocabulary.ttl", "modules/kinds.ttl"):
        shutil.copy(ROOT / "ontology" / name, ontology / name)
    shutil.copy(MINI / "terms.ttl", ontology / "modules" / "terms.ttl")
    shutil.copy(MINI / "claims.ttl", ontology / "claims" / "claims.ttl")
    return World(folder)


def built_release() -> Path:
    """The folder of the checkout's own release, built once though several processes ask for it."""
    folder = release_dir(ROOT / "ontology")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(ROOT / "ontology", folder, queries=ROOT / "queries", settings=Settings())
    return folder
