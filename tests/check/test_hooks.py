"""The pre-commit hooks and the GitHub Action call commands that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from mtkg.cli import check, lint

ROOT = Path(__file__).resolve().parents[2]
VERBS = {
    verb.name: {name for parameter in verb.params for name in parameter.opts}
    for verb in (check.command, lint.command)
}
OPTIONS = VERBS["check"]
CHECKED = {"check": "ontology/claims/fascia.ttl", "lint": "articles/foam-rolling.md"}
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_calls_a_verb_with_options_it_has(hook: dict[str, Any]) -> None:
    program, verb, *words = shlex.split(hook["entry"])

    assert program == "mtkg"
    assert {word for word in words if word.startswith("--")} <= VERBS[verb]
    assert re.search(hook["files"], CHECKED[verb])


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
