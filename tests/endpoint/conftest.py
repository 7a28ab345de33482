"""A server over a little data, as `mtkg serve` runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers import serving

SETTINGS = {
    "MTKG_READ_TIMEOUT_S": "2",
    "MTKG_WORKER_MEMORY_MB": "300",
    "MTKG_RESULT_MAX_ROWS": "1000",
    "MTKG_QUERY_QUEUE": "2",
}


@pytest.fixture(scope="package")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "data.nt"
    lines = (
        f"<http://e/s{n % 300}> <http://e/p{n % 7}> <http://e/s{n % 250}> .\n" for n in range(9000)
    )
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="package")
def address(data: Path) -> Iterator[str]:
    with serving([f"--data={data}"], SETTINGS) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as found:
        yield found
