"""Times the graph's own release: build, start to first answer, paths, every catalogue query."""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from mtkg.resources import ontology_dir

REPEATS: Final = 20
PATHS: Final = (
    ("JointMobilization", "PainReduction"),
    ("ManualTherapy", "IncreasedRangeOfMotion"),
    ("MyofascialRelease", "IncreasedRangeOfMotion"),
)


def main() -> None:
    """Print one table for the build and one for the served graph."""
    console = Console()
    console.print(build_table())
    with served() as (base, seconds):
        console.print(f"start of the built graph to its first answer: {seconds:.2f} s")
        console.print(latency_table(base))


def build_table() -> Table:
    """Seconds for a build from nothing and for one with nothing changed, as a user starts them."""
    table = Table("build", "seconds", title="mtkg build")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "release"
        for title in ("from nothing", "nothing changed"):
            started = time.perf_counter()
            _mtkg("build", "--graph", str(ontology_dir()), "-o", str(out))
            table.add_row(title, f"{time.perf_counter() - started:.2f}")
    return table


def _mtkg(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "mtkg", *arguments], check=True, capture_output=True)


@contextmanager
def served() -> Iterator[tuple[str, float]]:
    """A server on a free port: its address, and seconds from start to its first path answer."""
    _mtkg("build")
    port = _free_port()
    base = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "mtkg", "serve", "--port", str(port)],
        stderr=subprocess.DEVNULL,
        env=os.environ | {"MTKG_LOG_LEVEL": "error"},
    )
    try:
        _wait(f"{base}/paths?from=JointMobilization&to=PainReduction", server)
        yield base, time.perf_counter() - started
    finally:
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes], seconds: float = 30) -> None:
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline and server.poll() is None:
        try:
            fetch(url)
            return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the server gave no answer")


def fetch(url: str) -> bytes:
    """The body of a JSON answer, uncompressed."""
    request = urllib.request.Request(url, headers={"accept": "application/json"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request) as response:  # noqa: S310
        body: bytes = response.read()
        return body


def latency_table(base: str) -> Table:
    """Milliseconds of the first answer and the median of repeated ones, by path and query."""
    table = Table(
        "asked", "first ms", f"median of {REPEATS} ms", "bytes", title="latency over HTTP"
    )
    for start, end in PATHS:
        _row(table, f"/paths {start} → {end}", f"{base}/paths?from={start}&to={end}")
    catalogue: list[dict[str, Any]] = json.loads(fetch(f"{base}/queries"))["items"]
    for query in catalogue:
        example = query.get("example") or {}
        parameters = urllib.parse.urlencode(example)
        _row(table, query["name"], f"{base}/queries/{query['name']}?{parameters}")
    return table


def _row(table: Table, name: str, url: str) -> None:
    times = []
    for _ in range(REPEATS + 1):
        started = time.perf_counter()
        try:
            size = len(fetch(url))
        except urllib.error.HTTPError as error:
            table.add_row(name, f"{error.code}", "", "")
            return
        times.append(1000 * (time.perf_counter() - started))
    table.add_row(name, f"{times[0]:.1f}", f"{statistics.median(times[1:]):.1f}", str(size))


if __name__ == "__main__":
    main()
