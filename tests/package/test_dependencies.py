"""What the code imports is what `pyproject.toml` asks for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
BUILD_AND_LIST = """
import json, sys
from mtkg.cli import main
try:
    main(["build", "--force", "-o", sys.argv[1]])
except SystemExit as end:
    if end.code:
        raise
print()
print(json.dumps(sorted(sys.modules)))
"""
OWN = {"mtkg", "api"}
# hatchling runs the build, owlready2 ships HermiT's jar, rich draws progress on a terminal.
NOT_LOADED = {"hatchling", "owlready2", "rich"}


def _normal(requirement: str) -> str:
    """The name in a requirement, spelt as packages are compared: ``PyYAML>=6`` is ``pyyaml``."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "mtkg",
        "api",
        include_external_packages=True,
        exclude_type_checking_imports=True,
        cache_dir=None,
    )


def _distributions(modules: set[str]) -> set[str]:
    """The packages that the third-party modules among *modules* come from."""
    tops = {module.partition(".")[0] for module in modules} - OWN - sys.stdlib_module_names
    found = packages_distributions()
    return {_normal(name) for top in tops for name in found.get(top, [top])[:1]}


def _external(modules: set[str]) -> set[str]:
    graph = _graph()
    return _distributions({i for m in modules for i in graph.find_modules_directly_imported_by(m)})


def _own_modules() -> set[str]:
    return {m for m in _graph().modules if m.partition(".")[0] in OWN}


def test_every_import_is_a_declared_dependency() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    optional = [r for name in ("mcp", "notebook") for r in extras[name]]
    declared = {_normal(r) for r in [*PROJECT["project"]["dependencies"], *optional]}

    assert _external(_own_modules()) - declared == set()


def _loaded_by_a_build(out: Path) -> set[str]:
    """The packages whose modules a build has loaded when it ends."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", BUILD_AND_LIST, str(out)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return _distributions(set(json.loads(done.stdout.splitlines()[-1])))


def test_a_build_requires_exactly_what_the_build_command_uses(tmp_path: Path) -> None:
    entries = {"mtkg.__main__", "mtkg.cli.build"}
    reached = entries.union(*(_graph().find_upstream_modules(entry) for entry in entries))
    # What is imported inside a function is used only if a build loads it.
    used = _distributions(reached) & _loaded_by_a_build(tmp_path)
    required = {_normal(r) for r in PROJECT["build-system"]["requires"]}

    assert required == used | NOT_LOADED
