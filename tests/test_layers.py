"""The import contracts of ``pyproject.toml``: what may know what."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
CONTRACTS = tomllib.loads(PYPROJECT.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
# A process of its own: the linter sets logging up anew, and closes what other tests still write to.
COMMAND = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@pytest.fixture(scope="module")
def said() -> str:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, str(PYPROJECT), "--no-cache", "--no-logo"],
        cwd=PYPROJECT.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", [c["name"] for c in CONTRACTS])
def test_the_contract_is_kept(said: str, name: str) -> None:
    assert f"{name} KEPT" in " ".join(said.split()), said
