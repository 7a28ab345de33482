"""
Two stateless replicas behind haproxy, in front of a store that is not ours; one replica killed.

The same shape is in deploy/compose.yaml.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.engines import free_port, oxigraph, virtuoso
from tests.servers import ROOT

HAPROXY = """\
defaults
  mode http
  retries 3
  option redispatch
  retry-on all-retryable-errors
  timeout connect 2s
  timeout check 2s
  timeout client 30s
  timeout server 60s
frontend front
  bind 127.0.0.1:{front}
  default_backend replicas
backend replicas
  balance roundrobin
  option httpchk GET /health
  default-server check inter 500ms fall 4 rise 1
  server one 127.0.0.1:{one}
  server two 127.0.0.1:{two}
"""
ENGINES = [
    pytest.param(oxigraph, marks=pytest.mark.needs("oxigraph"), id="oxigraph"),
    pytest.param(virtuoso, marks=pytest.mark.needs("virtuoso"), id="virtuoso"),
]
ASK = "SELECT ?s { GRAPH <https://w3id.org/mtkg/graph/core> { ?s a ?type } } LIMIT 1"
PATHS = "/paths?from=JointMobilization&to=PainReduction"


@contextmanager
def replica(port: int, endpoint: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "MTKG_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "mtkg", "serve", "--port", str(port), "--endpoint", endpoint]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, cwd=ROOT) as started:
        try:
            _until_ok(f"http://127.0.0.1:{port}/health")
            yield started
        finally:
            started.kill()


@contextmanager
def balancer(folder: Path, one: int, two: int) -> Iterator[str]:
    front = free_port()
    config = folder / "haproxy.cfg"
    config.write_text(HAPROXY.format(front=front, one=one, two=two), encoding="utf-8")
    with subprocess.Popen(["haproxy", "-f", str(config)], stderr=subprocess.DEVNULL) as started:
        try:
            address = f"http://127.0.0.1:{front}"
            _until_ok(f"{address}/health")
            yield address
        finally:
            started.kill()


def _until_ok(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{url} did not answer")


@pytest.mark.slow
@pytest.mark.needs("haproxy")
@pytest.mark.parametrize("engine", ENGINES)
def test_a_replica_that_dies_under_load_loses_no_request(
    engine: object, release_folder: Path, tmp_path: Path
) -> None:
    assert callable(engine)
    one, two = free_port(), free_port()
    with (
        engine(release_folder, tmp_path / "store") as store,
        replica(one, store.url) as first,
        replica(two, store.url),
        balancer(tmp_path, one, two) as address,
    ):
        stop, seen = threading.Event(), []

        def ask() -> None:
            while not stop.is_set():
                seen.append(httpx.get(f"{address}/sparql", params={"query": ASK}, timeout=30))

        askers = [threading.Thread(target=ask) for _ in range(4)]
        for asker in askers:
            asker.start()
        time.sleep(1)
        first.send_signal(signal.SIGKILL)
        time.sleep(2)
        stop.set()
        for asker in askers:
            asker.join()

        assert len(seen) > 20
        assert {answer.status_code for answer in seen} == {200}
        assert all(answer.json()["results"]["bindings"] for answer in seen)
        paths = httpx.get(address + PATHS, timeout=30).json()["paths"]
        assert paths[0]["kind"] == "mechanism"


@pytest.mark.needs("oxigraph")
def test_a_store_that_goes_away_and_comes_back_needs_no_restart(
    release_folder: Path, tmp_path: Path
) -> None:
    port = free_port()
    with replica(port, "http://127.0.0.1:9/sparql"):
        gone = httpx.get(f"http://127.0.0.1:{port}/sparql?query=ASK{{}}", timeout=30)

        assert gone.status_code == 503
        assert gone.headers["content-type"] == "application/problem+json"
        assert "retry-after" in gone.headers
        assert httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
