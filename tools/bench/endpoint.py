"""
The SPARQL endpoint against `oxigraph serve` and rdflib-endpoint: same data, queries and client.

Needs ``wrk`` (Debian) and, from PyPI, ``oxigraph`` and ``rdflib-endpoint``; what is missing is left
out and said. ``MTKG_BENCH_TRIPLES`` sets the size of the graph, ``MTKG_BENCH_SECONDS`` how long
each measurement lasts.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

import httpx
import pyoxigraph as ox

from mtkg.resources import ontology_dir, release_dir
from mtkg.store.embedded import EmbeddedStore
from tools.bench.generate_graph import write_release

TRIPLES: Final = int(os.environ.get("MTKG_BENCH_TRIPLES", "100000"))
SECONDS: Final = os.environ.get("MTKG_BENCH_SECONDS", "2")
CLIENTS: Final = 8
QUERIES: Final = Path(__file__).parent / "queries"
ACCEPT: Final = "application/sparql-results+json"
OURS, OXIGRAPH, RDFLIB = "mtkg", "oxigraph serve", "rdflib-endpoint"
START_S: Final = 120.0
# What stands for the constant that is another one in every request.
_FRESH: Final = "VALUES%20%3Frun%20%7B%200%20%7D"


@dataclass(frozen=True, slots=True)
class Measured:
    """Requests a second, milliseconds of the median one, and answers that were not 2xx."""

    rate: float
    median_ms: float
    failed: int


def report() -> Iterator[str]:
    """
    The comparison, and what the release's own service does, as lines of Markdown.

    Ends the program with a word where ``wrk`` is missing.
    """
    if shutil.which("wrk") is None:
        sys.exit("bench endpoint needs wrk (Debian: apt-get install wrk); nothing was measured")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        data = _data(Path(folder))
        servers = _servers(stack, data)
        results = {name: _measure(url) for name, url in servers.items()}
        hits, misses = _cache(servers[OURS])
    yield from _comparison(results, f"{hits:,.0f} of {hits + misses:,.0f}, all modes together")
    yield from _service()


def _data(folder: Path) -> Path:
    """The default graph of a generated release, as N-Triples."""
    write_release(TRIPLES, folder / "release")
    store = EmbeddedStore.from_release(folder / "release")
    path = folder / "data.nt"
    with path.open("wb") as out:
        store.engine.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return path


def _servers(stack: ExitStack, data: Path) -> dict[str, str]:
    found = {OURS: stack.enter_context(mtkg("--data", str(data)))}
    beside = Path(sys.executable).parent
    oxigraph = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(beside))
    if oxigraph:
        place = str(data.parent / "oxigraph")
        load = [oxigraph, "load", "--location", place, "--file", str(data)]
        subprocess.run(load, check=True, capture_output=True)
        optimize = [oxigraph, "optimize", "--location", place]
        subprocess.run(optimize, check=True, capture_output=True)
        port = free_port()
        command = [oxigraph, "serve-read-only", "--location", place, "--bind", f"127.0.0.1:{port}"]
        stack.enter_context(process(command))
        found[OXIGRAPH] = _awaited(f"http://127.0.0.1:{port}/query")
    else:
        print("oxigraph is not here (pip install oxigraph)", file=sys.stderr)
    rdflib = shutil.which("rdflib-endpoint", path=str(beside))
    if rdflib:
        port = free_port()
        command = [rdflib, "serve", "--host", "127.0.0.1", "--port", str(port), str(data)]
        stack.enter_context(process(command))
        found[RDFLIB] = _awaited(f"http://127.0.0.1:{port}/")
    else:
        print("rdflib-endpoint is not here (pip install rdflib-endpoint)", file=sys.stderr)
    return found


@contextmanager
def mtkg(*arguments: str, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Our own server; the address of its endpoint."""
    port = free_port()
    command = [sys.executable, "-m", "mtkg", "serve", "--port", str(port), *arguments]
    environment = {**os.environ, "MTKG_LOG_LEVEL": "warning", **(settings or {})}
    with process(command, environment):
        yield _awaited(f"http://127.0.0.1:{port}/sparql")


@contextmanager
def process(command: list[str], environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """A program in a group of its own, ended with all its children; its pid."""
    started = subprocess.Popen(
        command,
        env=dict(environment or os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield started.pid
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def free_port() -> int:
    """A port that no one listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _awaited(url: str) -> str:
    deadline = time.monotonic() + START_S
    asked = f"{url}?query={urllib.parse.quote('ASK { ?s ?p ?o }')}"
    while time.monotonic() < deadline:
        try:
            httpx.get(asked, headers={"accept": ACCEPT}, timeout=30).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return url
    raise TimeoutError(f"{url} did not answer within {START_S:g} seconds")


def _measure(url: str) -> dict[tuple[str, str], Measured]:
    found = {}
    queries = {
        path.stem: urllib.parse.quote(path.read_text(encoding="utf-8"))
        for path in sorted(QUERIES.glob("*.rq"))
    }
    for name, query in queries.items():
        found[name, "repeated"] = wrk(f"{url}?query={query}", clients=CLIENTS)
    for name, query in queries.items():
        found[name, "fresh"] = wrk(url, query, clients=CLIENTS)
        found[name, "cold"] = wrk(url, query, clients=1)
    return found


def wrk(url: str, query: str | None = None, *, clients: int, headers: str = "") -> Measured:
    """What wrk measures on *url*; with *query*, a number in it is another one in every request."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}s", "--timeout", "60s", "--latency"]
        if query is None:
            command += ["-H", f"Accept: {ACCEPT}"] if not headers else ["-H", headers]
        else:
            script = Path(folder) / "fresh.lua"
            before, _, after = query.partition(_FRESH)
            path = urllib.parse.urlsplit(url).path
            script.write_text(
                f"local n = {time.time_ns() // 10**6 % 10**7 * 10**5}\n"
                f'local before = "{path}?query={before}VALUES%20%3Frun%20%7B%20"\n'
                f'local after = "%20%7D{after}"\n'
                f'local headers = {{ ["Accept"] = "{ACCEPT}" }}\n'
                "function request()\n  n = n + 1\n"
                '  return wrk.format("GET", before .. n .. after, headers)\nend\n',
                encoding="utf-8",
            )
            command += ["-s", str(script)]
        said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    return _read(said)


def _read(said: str) -> Measured:
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    median = re.search(r"50%\s+([\d.]+)(us|ms|s|m)\b", said)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}
    return Measured(
        rate=float(rate[1]) if rate else 0.0,
        median_ms=float(median[1]) * scale[median[2]] if median else 0.0,
        failed=int(failed[1]) if failed else 0,
    )


def _cache(url: str) -> tuple[float, float]:
    """Hits and misses of our server's cache so far; nothing of another server."""
    text = httpx.get(url.replace("/sparql", "/metrics"), timeout=60).text
    found = dict(re.findall(r"^mtkg_cache_(hits|misses) (\S+)", text, re.MULTILINE))
    return float(found.get("hits", 0)), float(found.get("misses", 0))


def _comparison(results: dict[str, dict[tuple[str, str], Measured]], hits: str) -> Iterator[str]:
    rivals = [name for name in (OXIGRAPH, RDFLIB) if name in results]
    yield f"{TRIPLES:,} quads, {CLIENTS} clients (wrk), {machine()}; {versions()}."
    yield f"Answers from our cache: {hits}."
    for mode, title in (
        ("repeated", "Requests a second for the same query again:"),
        ("fresh", "With a fresh constant in every request, so that no cache helps:"),
        ("cold", "Median milliseconds of one client with fresh constants (lower is better):"),
    ):
        yield from ("", title, "")
        heads = [*results, *(f"÷ {name}" for name in rivals), "added, ms"]
        heads = heads if mode == "cold" else heads[:-1]
        yield f"| query | {' | '.join(heads)} |"
        yield f"|---|{'---|' * len(heads)}"
        ratios: dict[str, list[float]] = {name: [] for name in rivals}
        for query in sorted({q for q, m in results[OURS] if m == mode}):
            row = {name: found[query, mode] for name, found in results.items()}
            cells = [_cell(each, mode) for each in row.values()]
            for name in rivals:
                ratio = _ratio(row[OURS], row[name], mode)
                ratios[name].append(ratio)
                cells.append(f"{ratio:,.2f}")
            if mode == "cold" and OXIGRAPH in row:
                cells.append(f"{row[OURS].median_ms - row[OXIGRAPH].median_ms:+.2f}")
            yield f"| {query} | {' | '.join(cells)} |"
        medians = [f"{statistics.median(ratios[name]):,.2f}" for name in rivals]
        blank = [""] * len(results)
        yield f"| median | {' | '.join([*blank, *medians])} |"


def machine() -> str:
    """Which machine this is, and what else keeps it busy."""
    load = os.getloadavg()[2]
    return f"{os.cpu_count()} cores, {platform.machine()}, load {load:.1f} before"


def _ratio(ours: Measured, theirs: Measured, mode: str) -> float:
    if mode == "cold":
        return ours.median_ms / theirs.median_ms if theirs.median_ms else float("nan")
    return ours.rate / theirs.rate if theirs.rate else float("nan")


def _cell(found: Measured, mode: str) -> str:
    text = f"{found.median_ms:.2f}" if mode == "cold" else f"{found.rate:,.0f}"
    return f"{text} ({found.failed} failed)" if found.failed else text


def versions() -> str:
    """Which versions were measured."""
    names = ("pyoxigraph", "oxigraph", "rdflib-endpoint", "rdflib", "uvicorn")
    found = []
    for name in names:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def _service() -> Iterator[str]:
    """The release's own service: polls, cached pages, memory."""
    yield ""
    folder = release_dir(ontology_dir())
    if not folder.is_dir():
        yield "There is no release to serve; run mtkg build."
        return
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "mtkg", "serve", "--port", str(port)]
    with process(command, {**os.environ, "MTKG_LOG_LEVEL": "warning"}) as pid:
        _awaited(f"{base}/sparql")
        term = f"{base}/terms/JointMobilization"
        tag = httpx.get(term, headers={"accept-encoding": "identity"}).headers["etag"]
        polls = wrk(term, clients=CLIENTS, headers=f"If-None-Match: {tag}")
        bodies = wrk(term, clients=CLIENTS, headers="Accept: */*")
        memory = sum(_pss_mb(each) for each in _family(pid))
    yield (
        f"The release's own service: `/terms/{{id}}` answers {_cell(polls, '')} polls (304) and"
        f" {_cell(bodies, '')} cached bodies a second; server, two workers and their mother take"
        f" {memory:.0f} MB (PSS)."
    )


def _family(pid: int) -> list[int]:
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(re.findall(r"^(Pid|PPid):\s+(\d+)", entry.read_text(), re.MULTILINE))
        except OSError:
            continue
        if "Pid" in fields:
            parents[int(fields["Pid"])] = int(fields.get("PPid", 0))
    found = [pid]
    for parent in found:
        found += [child for child, its in parents.items() if its == parent]
    return found


def _pss_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
