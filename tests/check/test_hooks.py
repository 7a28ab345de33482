"""The pre-commit hook and the GitHub Action call commands that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from mtkg.cli.check import command

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = {name for parameter in command.params for name in parameter.opts}
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_calls_the_check_with_options_it_has(hook: dict[str, Any]) -> None:
    words = shlex.split(hook["entry"])

    assert words[:2] == ["mtkg", "check"]
    assert {word for word in words if word.startswith("--")} <= OPTIONS
    assert re.search(hook["files"], "ontology/claims/fascia.ttl")


def test_the_action_calls_the_check_with_options_it_has() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

    scripts = [
        step["run"] for step in action["runs"]["steps"] if "mtkg check" in step.get("run", "")
    ]
    assert len(scripts) == 2
    for script in scripts:
        assert set(re.findall(r"(?<![\w-])--[a-z-]+", script)) <= OPTIONS


def test_the_action_passes_inputs_by_environment_only() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

    for step in action["runs"]["steps"]:
        assert "${{ inputs" not in step.get("run", "")
