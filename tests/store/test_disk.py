"""Stores on disk: when they are used, that they are built once and whole, what refuses them."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mtkg.errors import GraphUnavailable, SyntaxProblem, TimedOut, UsageError
from mtkg.store import loading
from mtkg.store.answer import Question
from mtkg.store.disk import DiskStores
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.workers import PoolLimits, WorkerPool
from tests.store.test_embedded import QUADS, release

LINES = "".join(f"<http://e/s{n}> <http://e/p{n % 5}> {n} .\n" for n in range(400))
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    path.write_text(LINES, encoding="utf-8")
    return path


@pytest.fixture
def stores(tmp_path: Path) -> DiskStores:
    return DiskStores(tmp_path / "stores", above_bytes=1000)


def test_small_data_is_held_in_memory(tmp_path: Path, data: Path) -> None:
    notes: list[str] = []
    stores = DiskStores(tmp_path / "stores", above_bytes=1_000_000)

    assert stores.files([data], notes.append).folder is None
    assert DiskStores(tmp_path / "stores", above_bytes=0).files([data], notes.append).folder is None
    assert not (tmp_path / "stores").exists()
    assert notes == []


def test_large_files_are_served_from_disk_with_the_same_answers_and_digest(
    data: Path, stores: DiskStores
) -> None:
    files: list[str | Path] = [data, f"http://e/g={data}"]
    in_memory = EmbeddedStore.from_files(files)

    found = stores.files(files, lambda _: None)

    assert found.folder is not None
    assert found.digest == in_memory.digest
    assert found.graphs() == ["http://e/g"]
    assert found.select(ALL).rows == in_memory.select(ALL).rows


def test_a_large_release_has_its_default_graph_on_disk_too(tmp_path: Path) -> None:
    folder = release(
        tmp_path, f"{QUADS}_:b <http://e/p> _:b <https://w3id.org/mtkg/graph/core> .\n"
    )
    in_memory = EmbeddedStore.from_release(folder)

    found = DiskStores(tmp_path / "stores", above_bytes=10).release(folder, lambda _: None)

    assert found.folder is not None
    assert (found.digest, found.graphs()) == (in_memory.digest, in_memory.graphs())
    assert len(found.select(ALL).rows) == len(in_memory.select(ALL).rows)
    assert found.ask("ASK { ?b ?p ?b . GRAPH ?g { ?b ?p ?b } }")


def test_a_store_is_built_once_whoever_asks_and_stays_for_the_next(
    data: Path, stores: DiskStores
) -> None:
    notes: list[str] = []

    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda _: stores.files([data], notes.append), range(3)))
    again = stores.files([data], notes.append)

    assert len(notes) == 1
    assert {each.folder for each in found} == {again.folder}


def test_other_content_has_another_store(data: Path, stores: DiskStores) -> None:
    first = stores.files([data], lambda _: None)
    data.write_text(LINES + "<http://e/new> <http://e/p> 1 .\n", encoding="utf-8")

    second = stores.files([data], lambda _: None)

    assert second.folder != first.folder
    assert len(second) == len(first) + 1


def test_a_store_left_half_built_is_built_anew(data: Path, stores: DiskStores) -> None:
    whole = stores.files([data], lambda _: None).folder
    assert whole is not None
    partial = whole.with_name(f"{whole.name}.partial")
    shutil.move(whole, partial)
    (partial / "CURRENT").write_text("half", encoding="utf-8")

    assert len(stores.files([data], lambda _: None)) == 400
    assert not partial.exists()


def test_a_broken_file_is_named_with_its_line_and_leaves_nothing(
    data: Path, stores: DiskStores
) -> None:
    data.write_text(f"{LINES}<http://e/s> <http://e/p> .\n", encoding="utf-8")

    with pytest.raises(SyntaxProblem) as caught:
        stores.files([data], lambda _: None)

    assert (caught.value.file, caught.value.line) == (str(data), 401)
    assert [each.suffix for each in stores.folder.iterdir()] == [".lock"]


def test_a_missing_file_is_named(stores: DiskStores) -> None:
    with pytest.raises(UsageError, match="No such file"):
        stores.files(["nowhere.nt"], lambda _: None)


def test_data_that_changes_while_it_is_loaded_is_not_served(
    data: Path, stores: DiskStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "digest_of_files", lambda _: "of what it was before")

    with pytest.raises(GraphUnavailable, match="changed while it was loaded"):
        stores.files([data], lambda _: None)


def test_a_folder_that_takes_no_store_is_named_with_the_settings(
    tmp_path: Path, data: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(GraphUnavailable) as caught:
        DiskStores(tmp_path / "file" / "stores", above_bytes=10).files([data], lambda _: None)

    assert str(tmp_path / "file") in caught.value.message
    assert "MTKG_DISK_FOLDER" in str(caught.value.help)


def test_workers_answer_from_disk_and_a_killed_one_is_replaced(
    data: Path, stores: DiskStores
) -> None:
    store = stores.files([data], lambda _: None)
    source = {"disk": str(store.folder), "digest": store.digest}

    async def run() -> tuple[bytes, bytes]:
        pool = WorkerPool(source, PoolLimits(workers=1))
        pool.start()
        try:
            assert await pool.loaded(store.digest)
            count = Question("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", table="csv")
            first = await pool.run(count, 20)
            endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
            with pytest.raises(TimedOut):
                await pool.run(Question(endless), 0.5)
            return first.body, (await pool.run(count, 20)).body
        finally:
            await pool.close()

    assert asyncio.run(run()) == (b"n\r\n400\r\n", b"n\r\n400\r\n")


@pytest.mark.skipif(sys.platform != "linux", reason="descriptors are counted in /proc")
def test_a_worker_on_disk_can_open_nothing_either(data: Path, stores: DiskStores) -> None:
    store = stores.files([data], lambda _: None)
    program = (
        "import socket, sys\n"
        "from pathlib import Path\n"
        "from mtkg.store import mother, wire\n"
        "ours, theirs = socket.socketpair()\n"
        "def reply(engine, payload, limit):\n"
        "    said = [str(len(engine))]\n"
        "    for attempt in (lambda: open('/etc/passwd'), socket.socket,\n"
        "                    lambda: list(engine.query(payload.decode()))):\n"
        "        try:\n"
        "            attempt(); said.append('opened')\n"
        "        except OSError:\n"
        "            said.append('refused')\n"
        "    return ' '.join(said).encode()\n"
        "mother._reply = reply\n"
        "mother._fork(theirs.fileno(), {'disk': sys.argv[1], 'digest': 'd'}, None)\n"
        "theirs.close()\n"
        "wire.write_frame(ours, b'SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }')\n"
        "print(wire.read_frame(ours).decode())\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, str(store.folder)],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PYTHONPATH": "src"},
        check=True,
    )

    assert found.stdout.split() == ["400", "refused", "refused", "refused"]
