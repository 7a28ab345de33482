"""The import contracts of ``pyproject.toml``: what may know what."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
CONTRACTS = tomllib.loads(PYPROJECT.read_text("utf-8"))["tool"]["importlinter"]["contracts"]


@pytest.fixture(autouse=True)
def loggers_as_they_were() -> Iterator[None]:
    """The linter sets logging up anew, and so silences every logger that is there already."""
    yield
    for logger in logging.Logger.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False


@pytest.mark.parametrize("contract", [pytest.param(c["id"], id=c["name"]) for c in CONTRACTS])
def test_the_contract_is_kept(contract: str, capfd: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(
        config_filename=str(PYPROJECT),
        limit_to_contracts=(contract,),
        no_cache=True,
        no_logo=True,
    )

    assert status == EXIT_STATUS_SUCCESS, capfd.readouterr().out
