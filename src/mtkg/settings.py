"""Every setting, once: its default, its unit, and a sentence."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from mtkg.errors import UsageError


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set in ``[tool.mtkg]`` of pyproject.toml, or as ``MTKG_NAME`` around it."""

    host: str = _setting("127.0.0.1", "address that `mtkg serve` listens on")
    port: int = _setting(8000, "port that `mtkg serve` listens on")
    query_workers: int = _setting(2, "processes that answer SPARQL queries")
    query_timeout_s: float = _setting(10.0, "seconds a query may take unless it asks otherwise")
    query_timeout_max_s: float = _setting(60.0, "most seconds a query may ask for with timeout=")
    query_max_bytes: int = _setting(256 * 1024, "bytes of a query's text")
    query_queue: int = _setting(32, "queries that may wait for a worker before 503 is answered")
    worker_memory_mb: int = _setting(2048, "megabytes of address space of one query worker")
    disk_above_mb: int = _setting(
        256, "megabytes of RDF files above which a store on disk is used; 0 always uses memory"
    )
    disk_folder: str = _setting("", "folder for stores on disk; your cache folder unless set")
    result_max_rows: int = _setting(
        100_000, "rows or triples of one answer; more are cut, and said"
    )
    result_max_bytes: int = _setting(50_000_000, "bytes of one answer; more are cut, and said")
    body_max_bytes: int = _setting(5_000_000, "bytes of a posted draft or article")
    cache_mb: int = _setting(32, "megabytes of cached answers")
    read_timeout_s: float = _setting(15.0, "seconds a client may take to send its request")
    shutdown_grace_s: float = _setting(10.0, "seconds running requests get when the server stops")
    reload_interval_s: float = _setting(2.0, "seconds between looks for a new build; 0 never looks")
    reasoner_timeout_s: float = _setting(120.0, "seconds HermiT may take")
    endpoint_timeout_s: float = _setting(30.0, "seconds a remote endpoint may take for one query")
    endpoint_retries: int = _setting(2, "times a failed remote query is sent again")
    max_links: int = _setting(4, "links of a path unless max_links says otherwise; at most 8")
    releases: str = _setting("releases", "folder of dated releases, which /download serves as well")
    lint_select: str = _setting("", "codes or prefixes that `mtkg lint` reports; all unless set")
    lint_ignore: str = _setting("", "codes or prefixes that `mtkg lint` leaves out")
    lint_rules: str = _setting("", "folder with article rules of your own")
    lint_fail_on: str = _setting(
        "error", "least serious finding that makes `mtkg lint` exit with 1"
    )
    log_level: str = _setting("info", "debug, info, warning or error")


def load_settings(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """
    Settings from ``[tool.mtkg]`` of *folder*'s pyproject.toml, overridden by ``MTKG_*`` variables.

    Raises `UsageError` naming the key, the value and the type it should have.
    """
    values: dict[str, Any] = {}
    pyproject = (folder or Path.cwd()) / "pyproject.toml"
    kinds = {f.name: type(f.default) for f in fields(Settings)}
    if pyproject.is_file():
        for key, value in _table(pyproject).items():
            name = key.replace("-", "_")
            if name in kinds:
                values[name] = _cast(name, value, kinds[name], f"{pyproject}, [tool.mtkg]")
    environment = os.environ if environ is None else environ
    for name, kind in kinds.items():
        variable = f"MTKG_{name.upper()}"
        if variable in environment:
            values[name] = _cast(variable, environment[variable], kind, "the environment")
    return Settings(**values)


def _table(pyproject: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{pyproject}: {error}", help="mend the TOML, or run elsewhere") from error
    mtkg = table.get("tool", {}).get("mtkg", {})
    return mtkg if isinstance(mtkg, dict) else {}


def _cast(name: str, value: Any, kind: type, where: str) -> Any:
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        wanted = {"int": "a whole number", "float": "a number"}.get(kind.__name__, "text")
        raise UsageError(f"{name} in {where}: got {value!r}, expected {wanted}") from error
