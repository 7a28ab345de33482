"""
How load, memory, catalogue and chains grow with the graph, in memory and on disk.

``MTKG_BENCH_SCALE`` gives the sizes (``10000,100000,1000000`` unless set; 10000000 takes minutes
and some 8 GB).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from mtkg.catalogue.spec import load_catalogue
from mtkg.resources import queries_dir
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.loading import QUADS_FILE
from tools.bench.generate_graph import write_release

SIZES: Final = tuple(
    int(size) for size in os.environ.get("MTKG_BENCH_SCALE", "10000,100000,1000000").split(",")
)
REPEATS: Final = 3


def main() -> None:
    """Print one table: a column for each size and kind of store."""
    table = Table("", title="growth; queries in milliseconds, the best of three")
    columns: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            release = Path(folder) / str(size)
            write_release(size, release)
            for kind in ("memory", "disk"):
                table.add_column(f"{size:,} {kind}", justify="right")
                columns.append(_in_a_process_of_its_own(release, kind))
    for row in columns[0]:
        table.add_row(row, *(column.get(row, "") for column in columns))
    Console(width=160).print(table)


def _in_a_process_of_its_own(release: Path, kind: str) -> dict[str, str]:
    command = [sys.executable, "-m", "tools.bench.scale", str(release), kind]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(line.split("\t", 1) for line in said.splitlines())


def measure(release: Path, kind: str) -> None:
    """Print what one store of one size takes, a line for each figure."""
    started = time.perf_counter()
    store = EmbeddedStore.from_release(release) if kind == "memory" else _on_disk(release)
    print(f"load, seconds\t{time.perf_counter() - started:.1f}")
    print(f"memory, MB\t{_resident_mb():.0f}")
    for name, spec in load_catalogue(queries_dir()).queries.items():
        print(f"{name}\t{_best(store, spec.text):.1f}")


def _on_disk(release: Path) -> EmbeddedStore:
    place = str(release / "disk")
    made = ox.Store(place)
    made.bulk_load(path=str(release / QUADS_FILE), format=ox.RdfFormat.N_QUADS)
    made.optimize()
    made.flush()
    del made
    return EmbeddedStore.from_disk(Path(place), "bench")


def _best(store: EmbeddedStore, query: str) -> float:
    found: list[float] = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        answer: Any = store.engine.query(query)
        answer.serialize(format=ox.QueryResultsFormat.TSV)
        found.append((time.perf_counter() - started) * 1000)
    return min(found)


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(Path(sys.argv[1]), sys.argv[2])
    else:
        main()
