"""
How load, start, memory, catalogue and chains grow with the graph, in memory and on disk.

``MTKG_BENCH_SCALE`` gives the sizes (``10000,100000,1000000`` unless set), none of which is smaller
than the release itself; 10000000 takes long, some 12 GB of memory and 6 GB of disk. Figures are
printed as they come, each of a process of its own that holds one store; the table is Markdown.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
import pyoxigraph as ox

from mtkg.catalogue.spec import load_catalogue
from mtkg.graph import Graph
from mtkg.model.vocabulary import MTKG
from mtkg.paths import PathFinder
from mtkg.resources import queries_dir
from mtkg.store.disk import DiskStores
from mtkg.store.embedded import EmbeddedStore
from tools.bench.endpoint import free_port
from tools.bench.generate_graph import write_release

SIZES: Final = tuple(
    int(size) for size in os.environ.get("MTKG_BENCH_SCALE", "10000,100000,1000000").split(",")
)
REPEATS: Final = 3
LONG_MS: Final = 2000.0
ENDS: Final = ("JointMobilization", "PainReduction")
Figures = dict[str, str]


def report() -> Iterator[str]:
    """A table in Markdown: a row for each figure, a column for each size and kind of store."""
    columns: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            release = Path(folder) / str(size)
            print(f"writing {size:,} quads", file=sys.stderr)
            count = write_release(size, release)
            for kind in ("memory", "disk"):
                columns[f"{count:,} {kind}"] = _in_a_process_of_its_own(release, kind)
            shutil.rmtree(release)
    yield from table(columns)


def table(columns: dict[str, Figures]) -> Iterator[str]:
    """*columns* by title as lines of Markdown, in the order the figures first came."""
    yield f"| | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for row in dict.fromkeys(name for figures in columns.values() for name in figures):
        yield f"| {row} | {' | '.join(each.get(row, '–') for each in columns.values())} |"


def _in_a_process_of_its_own(release: Path, kind: str) -> Figures:
    command = [sys.executable, "-m", "tools.bench.scale", str(release), kind]
    found: Figures = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as measuring:
        assert measuring.stdout is not None
        for line in measuring.stdout:
            name, _, value = line.rstrip("\n").partition("\t")
            found[name] = value
            print(f"{release.name} {kind}: {name} {value}", file=sys.stderr)
    if measuring.returncode:
        print(f"{release.name} {kind}: ended early, what follows is not measured", file=sys.stderr)
    return found


def measure(release: Path, kind: str) -> None:
    """Print what one store of one size takes, a line for each figure."""
    stores = DiskStores(release / "stores", above_bytes=1 if kind == "disk" else 0)
    if kind == "disk":
        built, _ = _timed(lambda: stores.release(release, lambda _: None))
        _say("build of the disk store, s", built / 1000)
    opened, store = _timed(lambda: stores.release(release, lambda _: None))
    _say("load or open, s", opened / 1000)
    _say("memory of the store, MB", _resident_mb(), 0)
    for name, spec in load_catalogue(queries_dir()).queries.items():
        _say(f"{name}, ms", _best(store, spec.text))
    _measure_paths(store)
    del store
    _measure_service(release, stores)


def _measure_paths(store: EmbeddedStore) -> None:
    reading, graph = _timed(lambda: Graph.read(store))
    _say("reading the graph for pages and /paths, s", reading / 1000)
    finder = PathFinder(graph)
    prepared, _ = _timed(finder.prepare)
    _say("preparing /paths (at load), s", prepared / 1000)
    for said, ends in (("in the release", ENDS), ("between made-up terms", _made_up_ends(graph))):
        took = min(_timed(partial(finder.find, *ends))[0] for _ in range(REPEATS))
        _say(f"/paths {said}, ms", took)
    _say("memory with the graph read, MB", _resident_mb(), 0)


def _made_up_ends(graph: Graph) -> tuple[str, str]:
    """A technique and an effect of the generated part that a mechanism joins, if it has any."""
    reached = {
        link.subject: link.object
        for link in graph.links
        if link.relation == "leadsTo" and link.object.removeprefix("Effect").isdigit()
    }
    engaged = [
        (link.subject, reached[link.object])
        for link in graph.links
        if link.relation == "engages"
        and link.subject.removeprefix("Technique").isdigit()
        and link.object in reached
    ]
    return engaged[len(engaged) // 2] if engaged else ENDS


def _measure_service(release: Path, stores: DiskStores) -> None:
    """How long `mtkg serve` takes to its first answer, and what its processes hold then."""
    settings = {
        "MTKG_DISK_FOLDER": str(stores.folder),
        "MTKG_DISK_ABOVE_MB": "1" if stores.above_bytes else "0",
        "MTKG_LOG_LEVEL": "warning",
    }
    port = free_port()
    command = [sys.executable, "-m", "mtkg", "serve", "--port", str(port)]
    command += ["--release", str(release)]
    started = time.perf_counter()
    with _running(command, settings):
        asked = f"http://127.0.0.1:{port}/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
        while True:
            try:
                httpx.get(asked, timeout=600).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        _say("start to first answer of /sparql, s", time.perf_counter() - started)


@contextmanager
def _running(command: list[str], settings: dict[str, str]) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    environment = {**os.environ, **settings}
    server = subprocess.Popen(
        command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        yield
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds that *work* took, and what it gave."""
    started = time.perf_counter()
    found = work()
    return (time.perf_counter() - started) * 1000, found


def _best(store: EmbeddedStore, query: str) -> float:
    """The best of three; of one, where it is long."""
    found: list[float] = []
    for _ in range(REPEATS):
        took, _ = _timed(lambda: _rows(store, query))
        found.append(took)
        if took > LONG_MS:
            break
    return min(found)


def _rows(store: EmbeddedStore, query: str) -> bytes:
    found = store.engine.query(query, base_iri=MTKG)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("the catalogue holds SELECT queries")
    return found.serialize(format=ox.QueryResultsFormat.TSV) or b""


def _say(name: str, value: float, digits: int = 1) -> None:
    print(f"{name}\t{value:,.{digits}f}", flush=True)


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    measure(Path(sys.argv[1]), sys.argv[2])
