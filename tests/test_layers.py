"""The import contracts of ``pyproject.toml``: what may know what."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
CONTRACTS = tomllib.loads(PYPROJECT.read_text("utf-8"))["tool"]["importlinter"]["contracts"]


@pytest.mark.parametrize("contract", [pytest.param(c["id"], id=c["name"]) for c in CONTRACTS])
def test_the_contract_is_kept(contract: str, capfd: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(
        config_filename=str(PYPROJECT),
        limit_to_contracts=(contract,),
        no_cache=True,
        no_logo=True,
    )

    assert status == EXIT_STATUS_SUCCESS, capfd.readouterr().out
