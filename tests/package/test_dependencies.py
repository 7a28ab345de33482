"""What the code imports is what `pyproject.toml` asks for."""

from __future__ import annotations

import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp

PROJECT = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text("utf-8"))
OWN = {"mtkg", "api"}
# hatchling runs the build; owlready2 ships HermiT's jar, which is found without an import.
NOT_IMPORTED = {"hatchling", "owlready2"}


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
    declared = {_normal(r) for r in PROJECT["project"]["dependencies"]}

    assert _external(_own_modules()) - declared == set()


def test_a_build_requires_exactly_what_the_build_command_uses() -> None:
    entries = {"mtkg.__main__", "mtkg.cli.build"}
    reached = entries.union(*(_graph().find_upstream_modules(entry) for entry in entries))
    required = {_normal(r) for r in PROJECT["build-system"]["requires"]}

    assert required == _distributions(reached) | NOT_IMPORTED
