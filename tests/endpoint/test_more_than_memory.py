"""Data that memory does not hold is served from disk (`disk_above_mb`)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.servers import ROOT, limited, serving

# More than the server needs by itself, and less than the data takes in memory.
LIMIT_BYTES = 250 * 1024 * 1024
TRIPLES = 500_000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA bounds memory on Linux only"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "data.nt"
    with path.open("w", encoding="utf-8") as out:
        for n in range(TRIPLES):
            out.write(f'<http://e/s{n // 5}> <http://e/p{n % 7}> "value {n}, one of many" .\n')
    return path


def test_the_disk_store_serves_what_memory_does_not_hold(data: Path, tmp_path: Path) -> None:
    stores = {"MTKG_DISK_FOLDER": str(tmp_path / "stores"), "MTKG_DISK_ABOVE_MB": "5"}
    arguments = [f"--data={data}"]
    with serving(arguments, stores):
        pass  # it builds the store, for which memory is needed once
    built = list((tmp_path / "stores").glob("*-*[0-9]"))

    with serving(arguments, stores, LIMIT_BYTES) as address:
        asked = {
            "query": "SELECT (COUNT(*) AS ?n) (MIN(?o) AS ?first) { ?s ?p ?o }",
            "timeout": "60",
        }
        counted = httpx.get(f"{address}/sparql.csv", params=asked, timeout=70)
        one = httpx.get(
            f"{address}/sparql.csv", params={"query": "SELECT * { <http://e/s7> ?p ?o }"}
        )

    assert counted.text.splitlines()[1] == f'{TRIPLES},"value 0, one of many"'
    assert len(one.text.splitlines()) == 6
    assert list((tmp_path / "stores").glob("*-*[0-9]")) == built


def test_in_memory_the_same_data_does_not_fit(data: Path) -> None:
    environment = {**os.environ, "MTKG_DISK_ABOVE_MB": "0", "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    command = [sys.executable, "-m", "mtkg", "serve", "--port", "0", f"--data={data}"]
    found = subprocess.run(
        limited(command, LIMIT_BYTES),
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )

    assert found.returncode != 0
    assert b"http://" not in found.stderr
