"""What `pip install .` gives: a wheel with ontology, graph, queries and pages inside."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import mtkg

ROOT = Path(__file__).resolve().parents[2]
PROBE = Path(__file__).with_name("probe.py")

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Packed:
    """An sdist and the wheel made from it: digests, names of their files, and an installation."""

    digests: dict[str, str]
    sdist: frozenset[str]
    wheel: frozenset[str]
    programs: Path
    elsewhere: Path

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment from a folder that holds nothing."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        return _run(self.programs / program, *arguments, cwd=self.elsewhere, env=environment)


def _run(
    *command: str | Path, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def _checked(*command: str | Path, cwd: Path) -> None:
    done = _run(*command, cwd=cwd)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """sdist from the checkout, wheel from the sdist, installed beside this run's dependencies."""
    made = tmp_path_factory.mktemp("made")
    environment = tmp_path_factory.mktemp("environment")
    python = sys.executable
    _checked(python, "-m", "build", "--no-isolation", "--outdir", made, cwd=ROOT)
    sdist, wheel = next(made.glob("*.tar.gz")), next(made.glob("*.whl"))
    _checked(python, "-m", "venv", "--without-pip", environment, cwd=made)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = [python, "-m", "pip", "--python", str(programs / "python")]
    _checked(*pip, "install", "--no-deps", "--no-index", wheel, cwd=made)
    # A .pth file adds folders without reading the .pth files in them: this run's dependencies
    # are found there, an editable install of this checkout is not.
    purelib = next(environment.rglob("site-packages"))
    (purelib / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")

    with tarfile.open(sdist) as archive:
        in_sdist = frozenset(name.partition("/")[2] for name in archive.getnames())
    with zipfile.ZipFile(wheel) as packages:
        in_wheel = frozenset(packages.namelist())
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    return Packed(_digests(made), in_sdist, in_wheel, programs, elsewhere)


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix in (".gz", ".whl")
    }


def test_two_builds_of_the_same_files_are_the_same_bytes(packed: Packed, tmp_path: Path) -> None:
    """Another folder, other times of the files, another umask, and the graph built anew."""
    made = {".git", ".venv", "build", "dist", "releases"}

    def ignored(folder: str, names: list[str]) -> set[str]:
        caches = {n for n in names if n == "__pycache__" or n.endswith("_cache")}
        return caches | (made & set(names) if Path(folder) == ROOT else set())

    copy = tmp_path / "another place"
    shutil.copytree(ROOT, copy, copy_function=shutil.copy, ignore=ignored)
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path / "dist")]

    done = subprocess.run(build, cwd=copy, umask=0o077, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert not (ROOT / "build" / "release").samefile(copy / "build" / "release")
    assert _digests(tmp_path / "dist") == packed.digests


def test_the_wheel_holds_graph_ontology_queries_and_pages(packed: Packed) -> None:
    assert packed.wheel >= {
        "mtkg/release/release.json",
        "mtkg/release/mtkg.nq",
        "mtkg/ontology/mtkg.ttl",
        "mtkg/notebooks/first-look.ipynb",
        "mtkg/py.typed",
        "api/py.typed",
        "api/static/bundle/swagger-ui-dist/swagger-ui-bundle.js",
    }
    assert any(name.startswith("mtkg/queries/") and name.endswith(".rq") for name in packed.wheel)


def test_the_wheel_holds_only_its_two_packages(packed: Packed) -> None:
    tops = {name.split("/")[0] for name in packed.wheel}

    assert tops == {"mtkg", "api", f"mtkg-{mtkg.__version__}.dist-info"}
    assert not [name for name in packed.wheel if "__pycache__" in name or name.endswith(".map")]


def test_every_packaged_source_file_is_in_the_checkout_and_the_other_way_round(
    packed: Packed,
) -> None:
    places = {
        "mtkg": "src/mtkg",
        "mtkg/ontology": "ontology",
        "mtkg/queries": "queries",
        "api": "api",
    }
    expected = {
        f"{inside}/{file.relative_to(ROOT / place).as_posix()}"
        for inside, place in places.items()
        for file in (ROOT / place).rglob("*")
        if file.suffix in {".py", ".ttl", ".rq", ".yaml", ".css", ".html", ".tsv"}
    }

    assert expected - packed.wheel == set()


def test_the_sdist_holds_what_a_build_without_network_needs(packed: Packed) -> None:
    assert packed.sdist >= {
        "hatch_build.py",
        "tools/assets.py",
        "package.json",
        "package-lock.json",
        ".npmrc",
        "api/static/bundle/digest.txt",
        "build/release/release.json",
        "tests/conftest.py",
    }
    assert not [name for name in packed.sdist if name.startswith((".venv", "build/npm", "dist/"))]


def test_the_installed_command_works_from_any_folder(packed: Packed) -> None:
    version = packed.run("mtkg", "version")
    shown = packed.run("mtkg", "show", "JointMobilization")

    assert version.returncode == 0, version.stderr
    assert mtkg.__version__ in version.stdout
    assert shown.returncode == 0, shown.stderr
    assert "joint mobilization" in shown.stdout.lower()


def test_the_installed_library_and_pages_need_no_network(packed: Packed) -> None:
    probe = packed.run("python", PROBE)

    assert probe.returncode == 0, probe.stderr
    found = json.loads(probe.stdout)
    assert Path(found["home"]).is_relative_to(packed.programs.parent)
    assert found["version"] == mtkg.__version__
    assert found["turtle"] > 0
    assert found["queries"] > 0
    assert len(found["pages"]) > 1
    assert set(found["pages"].values()) == {200}, found["pages"]
