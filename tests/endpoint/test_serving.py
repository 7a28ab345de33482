"""`mtkg serve`: starting, failing to start, and new builds taking over."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.servers import ROOT, serving

QUADS = '<http://e/s> <http://e/p> "{}" <https://w3id.org/mtkg/graph/core> .\n'
ASK = {"query": "SELECT ?o { ?s ?p ?o }"}


def serve(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **settings, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    return subprocess.run(
        [sys.executable, "-m", "mtkg", "serve", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )


def write_release(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "mtkg.nq").write_text(QUADS.format(text), encoding="utf-8")
    manifest = {"digest": f"digest-{text}", "version": text}
    whole = folder / "release.json.new"
    whole.write_text(json.dumps(manifest), encoding="utf-8")
    whole.replace(folder / "release.json")


def answer(address: str) -> str:
    found = httpx.get(f"{address}/sparql.csv", params=ASK, timeout=20)
    assert found.status_code == 200
    return found.text.split()[1]


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def test_a_port_in_use_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        found = serve("--port", port)

    assert found.returncode == 2
    assert f"port {port} of 127.0.0.1 is in use" in found.stderr
    assert "--port" in found.stderr.splitlines()[1]
    assert "Traceback" not in found.stderr


def test_data_that_is_broken_is_named_with_its_line(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<a:s> <a:p> .", encoding="utf-8")

    found = serve("--port", "0", "--data", str(data))

    assert found.returncode == 2
    assert f"{data}:1:" in found.stderr


def test_data_and_endpoint_exclude_each_other() -> None:
    found = serve("--port", "0", "--data", "x.ttl", "--endpoint", "http://127.0.0.1:1/")

    assert found.returncode == 2
    assert "exclude each other" in found.stderr


def test_a_new_build_takes_over_without_a_request_lost(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    write_release(folder, "old")
    stop = threading.Event()
    seen: list[str] = []

    with serving([f"--release={folder}"], {"MTKG_RELOAD_INTERVAL_S": "0.1"}) as address:
        tag = httpx.get(f"{address}/version").headers["etag"]

        def ask() -> None:
            while not stop.is_set():
                seen.append(answer(address))

        askers = [threading.Thread(target=ask) for _ in range(4)]
        for asker in askers:
            asker.start()
        until(lambda: "old" in seen)
        write_release(folder, "new")
        until(lambda: bool(seen) and seen[-1] == "new")
        stop.set()
        for asker in askers:
            asker.join()

        assert set(seen) == {"old", "new"}
        changed = httpx.get(f"{address}/version", headers={"if-none-match": tag})
        assert (changed.status_code, changed.json()["version"]) == (200, "new")


def test_a_broken_build_leaves_the_old_one_in_service(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    write_release(folder, "old")

    with serving([f"--release={folder}"], {"MTKG_RELOAD_INTERVAL_S": "0.1"}) as address:
        (folder / "release.json").write_text('{"digest": ', encoding="utf-8")
        time.sleep(0.5)
        assert answer(address) == "old"

        shutil.rmtree(folder)
        time.sleep(0.5)
        assert answer(address) == "old"

        write_release(folder, "new")
        until(lambda: answer(address) == "new")


def test_a_killed_worker_or_mother_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    write_release(folder, "old")

    with serving([f"--release={folder}"]) as address:
        for name in ("worker", "mother"):
            for pid in processes(folder)[name]:
                os.kill(pid, signal.SIGKILL)
            until(lambda: httpx.get(f"{address}/ready").status_code == 200)
            until(lambda: httpx.get(f"{address}/sparql", params=ASK).status_code == 200)


@pytest.mark.parametrize("there", ["other", "broken", "nothing"])
def test_a_mother_that_is_replaced_answers_from_what_is_served_whatever_the_folder_holds(
    tmp_path: Path, there: str
) -> None:
    folder = tmp_path / "release"
    write_release(folder, "old")

    with serving([f"--release={folder}"], {"MTKG_RELOAD_INTERVAL_S": "0"}) as address:
        mothers = processes(folder)["mother"]
        write_release(folder, "new")
        if there == "broken":
            (folder / "mtkg.nq").write_text("no quads", encoding="utf-8")
        elif there == "nothing":
            (folder / "release.json").unlink()
        for pid in mothers:
            os.kill(pid, signal.SIGKILL)
        until(lambda: httpx.get(f"{address}/metrics").text.count("mtkg_queries_running 0.0") == 1)

        fresh = {"query": ASK["query"] + "# never asked before"}
        until(lambda: httpx.get(f"{address}/sparql", params=fresh).status_code == 200)
        assert httpx.get(f"{address}/sparql.csv", params=fresh).text.split()[1] == "old"


def processes(folder: Path) -> dict[str, list[int]]:
    """The pids of the mother that serves *folder* and of her workers."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().decode()
            status = (entry / "status").read_text()
        except OSError:
            continue
        if "mtkg.store.mother" in command and str(folder) in command:
            parent = next(line for line in status.splitlines() if line.startswith("PPid:"))
            parents[int(entry.name)] = int(parent.split()[1])
    mothers = [pid for pid, parent in parents.items() if parent not in parents]
    return {"mother": mothers, "worker": [pid for pid in parents if pid not in mothers]}


def test_nothing_is_left_running_when_the_server_stops(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    write_release(folder, "old")

    with serving([f"--release={folder}"]):
        assert processes(folder)["worker"]

    until(lambda: processes(folder) == {"mother": [], "worker": []})


def test_an_answer_under_way_is_finished_before_the_server_stops(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    write_release(folder, "old")
    found: list[httpx.Response] = []
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(
        f"VALUES ?v{n} {{ {' '.join(map(str, range(40)))} }}" for n in range(4)
    )

    with serving([f"--release={folder}"]) as address:

        def ask() -> None:
            params = {"query": slow + " }", "timeout": "30"}
            found.append(httpx.get(f"{address}/sparql", params=params, timeout=60))

        asker = threading.Thread(target=ask)
        asker.start()
        time.sleep(0.3)
    asker.join()

    assert found[0].status_code == 200
