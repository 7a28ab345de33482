"""
What every test may ask for: `needs`, which skips a test where a program or folder is absent.

``@pytest.mark.needs("w3c", "chromium")`` skips the test where one of them is not there, and says
which. Where ``MTKG_REQUIRE`` names it (separated by blanks or commas), its absence fails the test
instead, so that a machine that should run a test cannot leave it out unnoticed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from mtkg.graph import Graph
from mtkg.store.embedded import EmbeddedStore
from tests.engines import oxigraph_program
from tests.worlds import World, built_release, make_world

# How long an example takes is the machine's affair; pytest's own limit ends what hangs.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def _w3c_folder() -> Path | None:
    """The W3C SPARQL test files, from ``MTKG_W3C``."""
    folder = os.environ.get("MTKG_W3C")
    return Path(folder) if folder and Path(folder).is_dir() else None


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


@cache
def _registry() -> bool:
    """Whether pip can fetch a package: one small wheel tells."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--dest",
            folder,
            "iniconfig",
        ]
        done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode == 0


# What a test may need, and how to tell that it is here. Later work adds a line.
AVAILABLE: dict[str, Callable[[], bool]] = {
    "chromium": _program("chromium", "chromium-browser"),
    "chromedriver": _program("chromedriver"),
    "curl": _program("curl"),
    "haproxy": _program("haproxy"),
    "minutes": lambda: "minutes" in _required(),  # what .ci/run has the time for
    "negspacy": lambda: find_spec("negspacy") is not None,
    "npm": _program("npm"),
    "oxigraph": lambda: oxigraph_program() is not None,
    "registry": _registry,
    "virtuoso": _program("virtuoso-t"),
    "w3c": lambda: _w3c_folder() is not None,
    "wrk": _program("wrk"),
}


def _required() -> set[str]:
    return set(os.environ.get("MTKG_REQUIRE", "").replace(",", " ").split())


def _needs(item: pytest.Item) -> list[str]:
    return [name for mark in item.iter_markers("needs") for name in mark.args]


def pytest_configure(config: pytest.Config) -> None:
    unknown = _required() - AVAILABLE.keys()
    if unknown:
        known = ", ".join(sorted(AVAILABLE))
        raise pytest.UsageError(f"MTKG_REQUIRE: {', '.join(sorted(unknown))}; known: {known}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for name in _needs(item):
            if name not in AVAILABLE:
                raise pytest.UsageError(
                    f"{item.nodeid}: needs({name!r}) is not in tests/conftest.py"
                )
    # Files that take long begin first, so that no worker waits for another at the end.
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


def pytest_runtest_setup(item: pytest.Item) -> None:
    missing = [name for name in _needs(item) if not AVAILABLE[name]()]
    if not missing:
        return
    if demanded := sorted(_required().intersection(missing)):
        pytest.fail(f"MTKG_REQUIRE demands {', '.join(demanded)}, not found here", pytrace=False)
    pytest.skip(f"not found here: {', '.join(missing)}")


@pytest.fixture(scope="session")
def w3c_folder() -> Path:
    """The folder with the W3C test files; for tests marked ``needs("w3c")``."""
    folder = _w3c_folder()
    assert folder is not None, "mark the test with @pytest.mark.needs('w3c')"
    return folder


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A small ontology folder that the test may change and build."""
    return make_world(tmp_path)


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The small world, built; for tests that only read it."""
    world = make_world(tmp_path_factory.mktemp("mini"))
    world.build()
    return world


@pytest.fixture(scope="session")
def release_folder() -> Path:
    """The release of this checkout's ontology, built where it is not up to date."""
    return built_release()


@pytest.fixture(scope="session")
def release_store(release_folder: Path) -> EmbeddedStore:
    """The release, loaded."""
    return EmbeddedStore.from_release(release_folder)


@pytest.fixture(scope="session")
def release_graph(release_store: EmbeddedStore) -> Graph:
    """The release in memory."""
    return Graph.read(release_store)
