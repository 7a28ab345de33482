"""Other people's stores, run as processes with the release loaded into them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from mtkg.model.vocabulary import graph_iri
from mtkg.store.loading import QUADS_FILE

START_S = 60.0
VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
FileExtend = 200
[Parameters]
ServerPort = {sql}
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
DirsAllowed = {data}
CheckpointInterval = 0
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 6
[SPARQL]
DefaultGraph = {default}
ResultSetMaxRows = 100000
MaxQueryExecutionTime = 10
"""


def free_port() -> int:
    """A port that no one listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def oxigraph_program() -> str | None:
    """The program of the PyPI package ``oxigraph``, on the path or beside this Python."""
    return shutil.which("oxigraph") or shutil.which(
        "oxigraph", path=str(Path(sys.executable).parent)
    )


class Engine:
    """A store of other people's as a process; ``url`` is its endpoint's address."""

    def __init__(self, command: list[str], url: str) -> None:
        self.url = url
        self._command = command
        self._process = self._started()

    def restart(self) -> None:
        """End the process and start it anew on the data it has written, at the same address."""
        self.stop()
        self._process = self._started()

    def stop(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(self._command, stdout=quiet, stderr=quiet)
        try:
            _answering(self.url)
        except BaseException:
            process.kill()
            process.wait()
            raise
        return process


@contextmanager
def oxigraph(release: Path, folder: Path) -> Iterator[Engine]:
    """`oxigraph serve-read-only` over *release*."""
    program = oxigraph_program()
    assert program is not None
    folder.mkdir(exist_ok=True)
    place, port = str(folder / "oxigraph"), free_port()
    load = [program, "load", "--location", place, "--file", str(release / QUADS_FILE)]
    subprocess.run(load, check=True, capture_output=True)
    bind = ["--bind", f"127.0.0.1:{port}"]
    command = [program, "serve-read-only", "--location", place, *bind]
    with _stopped(Engine(command, f"http://127.0.0.1:{port}/query")) as engine:
        yield engine


@contextmanager
def virtuoso(release: Path, folder: Path) -> Iterator[Engine]:
    """Virtuoso 7 with *release* put in by its own bulk loader."""
    folder.mkdir(exist_ok=True)
    data = folder / "load"
    data.mkdir()
    shutil.copy(release / QUADS_FILE, data)
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    # Its default graph is the union of all graphs and of its own; a name makes it none of them.
    text = VIRTUOSO_INI.format(
        folder=folder, sql=sql, http=http, data=data, default=graph_iri("core")
    )
    ini.write_text(text, encoding="utf-8")
    command = ["virtuoso-t", "+configfile", str(ini), "+foreground", "+wait"]
    with _stopped(Engine(command, f"http://127.0.0.1:{http}/sparql")) as engine:
        commands = (
            f"ld_dir('{data}', '*.nq', '{graph_iri('core')}'); rdf_loader_run(); checkpoint;"
            " SELECT ll_error FROM DB.DBA.LOAD_LIST;"
        )
        isql = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={commands}"]
        loaded = subprocess.run(isql, check=True, capture_output=True, text=True)
        assert "NULL" in loaded.stdout, loaded.stdout
        yield engine


@contextmanager
def _stopped(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.stop()


def _answering(url: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, params={"query": "ASK { ?s ?p ?o }"}).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within {START_S} seconds")
