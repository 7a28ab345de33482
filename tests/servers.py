"""Servers for tests: the application as `mtkg serve` runs it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
START_S = 30.0


def limited(command: Sequence[str], data_bytes: int) -> list[str]:
    """*command*, started with so much memory for itself and each of its workers (RLIMIT_DATA)."""
    limit = f'ulimit -d {data_bytes // 1024}; exec "$0" "$@"'
    return ["sh", "-c", limit, *command]


@contextmanager
def serving(
    arguments: Sequence[str],
    settings: Mapping[str, str] | None = None,
    data_bytes: int | None = None,
) -> Iterator[str]:
    """
    ``mtkg serve`` with *arguments* on a free port; the address, once queries are answered.

    With *data_bytes* the server and each of its workers may have so much memory.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        **(settings or {}),
    }
    command = [sys.executable, "-m", "mtkg", "serve", "--port", "0", *arguments]
    if data_bytes is not None:
        command = limited(command, data_bytes)
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, cwd=ROOT) as server:
        try:
            assert server.stderr is not None
            said = server.stderr.readline().decode()
            while said.startswith("mtkg: building"):
                said = server.stderr.readline().decode()
            assert "http://" in said, said + server.stderr.read().decode()
            address = said.split()[1]
            drain(server)
            _await_ready(address)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()


def drain(server: subprocess.Popen[bytes]) -> None:
    """Read what the server says from now on, so that it never waits for us."""
    import threading

    def read() -> None:
        assert server.stderr is not None
        with suppress(ValueError):  # closed between two lines, when the server has ended
            for _ in server.stderr:
                pass

    threading.Thread(target=read, daemon=True).start()


def _await_ready(address: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{address}/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{address} was not ready within {START_S} seconds")
