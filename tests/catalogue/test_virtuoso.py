"""The catalogue on another engine: Virtuoso, with nothing but the release's named graphs."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtkg.catalogue.rows import rows_of
from mtkg.catalogue.spec import QuerySpec, load_catalogue
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.loading import QUADS_FILE
from mtkg.store.remote import RemoteStore

QUERIES = Path(__file__).resolve().parents[2] / "queries"
NQUADS_FLAG = 512  # of TTLP, http://docs.openlinksw.com/virtuoso/fn_ttlp/
START_S = 60

pytestmark = [pytest.mark.needs("virtuoso"), pytest.mark.slow, pytest.mark.xdist_group("virtuoso")]

CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = {sql}
DirsAllowed = {folder}
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = {http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 100000
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def virtuoso(
    release_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RemoteStore]:
    folder = tmp_path_factory.mktemp("virtuoso")
    sql, http = free_port(), free_port()
    shutil.copy(release_folder / QUADS_FILE, folder / "release.nq")
    (folder / "virtuoso.ini").write_text(
        CONFIGURATION.format(folder=folder, sql=sql, http=http), encoding="utf-8"
    )
    server = subprocess.Popen(
        ["virtuoso-t", "-f", "-c", "virtuoso.ini"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        load(folder, sql, server)
        yield RemoteStore(f"http://127.0.0.1:{http}/sparql", timeout_s=30, retries=1)
    finally:
        server.kill()
        server.wait()


def load(folder: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    client = shutil.which("isql-vt") or shutil.which("isql")
    assert client is not None, "Virtuoso is here without its isql"
    command = (
        f"DB.DBA.TTLP(file_to_string_output('{folder}/release.nq'), '', 'urn:x', {NQUADS_FLAG});"
    )
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        done = subprocess.run(
            [client, str(port), "dba", "dba", f"exec={command}"], capture_output=True, check=False
        )
        if done.returncode == 0:
            return
        assert server.poll() is None, "Virtuoso ended"
        time.sleep(0.5)
    pytest.fail(f"Virtuoso took no data within {START_S} s: {done.stderr.decode()}")


@pytest.mark.parametrize("spec", tuple(load_catalogue(QUERIES)), ids=lambda spec: spec.name)
def test_a_query_has_the_same_answer_on_virtuoso(
    spec: QuerySpec, virtuoso: RemoteStore, release_store: EmbeddedStore
) -> None:
    columns = tuple(spec.columns)

    assert rows_of(virtuoso.select(spec.text), columns) == rows_of(
        release_store.select(spec.text), columns
    )
