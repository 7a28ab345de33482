"""
Data too large to be held in memory: a store on disk, built once for each content.

A store is named after the digest of what is in it. It is built by a process of its own, in a
folder that takes its final name only when it is whole, so that a store that is there is good and
serves every process from then on. Stores that are not used may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

import mtkg
from mtkg.errors import GraphUnavailable, MtkgError, SyntaxProblem, UsageError
from mtkg.settings import Settings
from mtkg.store import loading
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.manifest import read_manifest

if sys.platform != "win32":
    import fcntl

# Raised whenever what is put into a store for the same digest changes.
_LAYOUT: Final = 1
_MEGABYTE: Final = 1_000_000
Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DiskStores:
    """Where stores on disk are kept, and above how many bytes of RDF one is used; 0 is never."""

    folder: Path
    above_bytes: int

    @classmethod
    def of(cls, settings: Settings) -> DiskStores:
        """As *settings* have it: without a folder, in the user's cache folder."""
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(settings.disk_folder or Path(cache) / "mtkg" / "stores")
        return cls(folder, settings.disk_above_mb * _MEGABYTE)

    def release(self, folder: Path, note: Note) -> EmbeddedStore:
        """
        The release in *folder*, in memory or, where it is large, on disk.

        *note* hears of it when a store has to be built. Raises `GraphUnavailable`.
        """
        try:
            size = (folder / loading.QUADS_FILE).stat().st_size
        except OSError:
            size = 0  # the store says what is missing
        if not self._wanted(size):
            return EmbeddedStore.from_release(folder)
        digest = str(read_manifest(folder)["digest"])
        return self._opened(digest, {"release": str(folder)}, size, note)

    def files(self, files: Iterable[str | Path], note: Note) -> EmbeddedStore:
        """
        RDF *files*, in memory or, where they are large, on disk.

        *note* hears of it when a store has to be built. Raises what `EmbeddedStore.from_files`
        raises, and `GraphUnavailable` where the store cannot be built.
        """
        named = [str(file) for file in files]
        size = sum(loading.DataFile.named(file).size for file in named)
        if not self._wanted(size):
            return EmbeddedStore.from_files(named)
        return self._opened(loading.digest_of_files(named), {"files": named}, size, note)

    def _wanted(self, size: int) -> bool:
        return 0 < self.above_bytes < size

    def _opened(
        self, digest: str, source: Mapping[str, Any], size: int, note: Note
    ) -> EmbeddedStore:
        engine = metadata.version("pyoxigraph")
        name = hashlib.sha256(digest.encode()).hexdigest()[:32]
        place = self.folder / f"{name}-{engine}-{_LAYOUT}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with _alone(place.with_name(f"{place.name}.lock")):
                if not place.is_dir():
                    note(f"building a store on disk from {size / _MEGABYTE:,.0f} MB, this once")
                    _build(place, digest, source)
        except OSError as error:
            raise GraphUnavailable(
                f"no store can be kept in {self.folder}: {error.strerror or error}",
                help="set MTKG_DISK_FOLDER to a folder with room, or MTKG_DISK_ABOVE_MB=0",
            ) from error
        return EmbeddedStore.from_disk(place, digest)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process holds *path*; whoever comes second finds the store built."""
    with path.open("w") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(place: Path, digest: str, source: Mapping[str, Any]) -> None:
    """Build a store under another name, and give it its own when it is whole."""
    partial = place.with_name(f"{place.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        said = _in_a_process_of_its_own(partial, source)
        if said.get("digest") != digest:
            raise _refusal(said)
        partial.rename(place)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _in_a_process_of_its_own(place: Path, source: Mapping[str, Any]) -> dict[str, Any]:
    # Loading takes memory that this process would keep.
    root = str(Path(mtkg.__file__).resolve().parents[1])
    paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "mtkg.store.disk", str(place), json.dumps(source)],
        env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
    )
    try:
        said = json.loads(done.stdout)
    except ValueError:
        said = {}
    return said if isinstance(said, dict) else {}


def _refusal(said: Mapping[str, Any]) -> MtkgError:
    match said:
        case {"detail": detail, "line": line, "column": column, "file": file, "help": help}:
            return SyntaxProblem(detail, line=line, column=column, file=file, help=help)
        case {"usage": message, "help": help}:
            return UsageError(message, help=help)
        case {"error": message, "help": help}:
            return GraphUnavailable(message, help=help)
        case {"digest": _}:
            return GraphUnavailable(
                "the data changed while it was loaded", help="start again once it is whole"
            )
    return GraphUnavailable(
        "the process that builds the store on disk ended early",
        help="it may have run out of memory: loading takes about a gigabyte",
    )


def main() -> None:
    """Fill the store that the command line names, and say how it went as one line of JSON."""
    place, source = sys.argv[1], json.loads(sys.argv[2])
    said: dict[str, Any]
    try:
        engine = ox.Store(place)
        if "release" in source:
            digest = loading.load_release(engine, Path(source["release"]), streamed=True)
        else:
            digest = loading.load_files(engine, source["files"], streamed=True)
        engine.optimize()
        engine.flush()
        said = {"digest": digest}
    except SyntaxProblem as error:
        place_of = {"line": error.line, "column": error.column, "file": error.file}
        said = {"detail": error.detail, **place_of, "help": error.help}
    except UsageError as error:
        said = {"usage": error.message, "help": error.help}
    except MtkgError as error:
        said = {"error": error.message, "help": error.help}
    except OSError as error:
        said = {"error": f"the store on disk cannot be built: {error}", "help": None}
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
