"""
Every code block of the documents is run as it is written.

They run in a folder that holds an ontology, a release, a draft and an article. Blocks of ``sh``
have these programs in front of the machine's own: ``mtkg`` of this checkout (one that would go on
for ever only has its options read), ``make`` that says what it would do, ``pip`` that looks whether
what is asked for exists. ``http://127.0.0.1:8000`` is a server of this checkout. Blocks of
``console`` are run by test_console.py, which compares what they print.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from rdflib import Graph

from mtkg.session import Session
from mtkg.store.embedded import EmbeddedStore
from tests.docs.blocks import ROOT, Block, blocks
from tests.servers import serving

ADDRESS = "http://127.0.0.1:8000"
BLOCKS = list(blocks())
# What a reader reads and nobody runs: a diagram.
PICTURES = {"docs/architecture.md"}


def of(*languages: str) -> pytest.MarkDecorator:
    chosen = [each for each in BLOCKS if each.language in languages]
    return pytest.mark.parametrize("block", chosen, ids=str)


def test_no_block_is_of_a_kind_that_nothing_runs() -> None:
    run = {
        "console",
        "sh",
        "bash",
        "python",
        "turtle",
        "sparql",
        "markdown",
        "yaml",
        "json",
        "toml",
        "html",
    }

    left = [block for block in BLOCKS if block.language not in run]
    assert [str(b) for b in left if b.document.relative_to(ROOT).as_posix() not in PICTURES] == []


@pytest.fixture(scope="module")
def address(release_folder: Path) -> Iterator[str]:
    with serving([]) as found:
        yield found.rstrip("/")


def told(block: Block, request: pytest.FixtureRequest) -> str:
    """The code, with a server of ours where one is asked."""
    if ADDRESS not in block.code:
        return block.code
    return block.code.replace(ADDRESS, str(request.getfixturevalue("address")))


@of("python")
def test_python_runs(block: Block, workplace: Path, request: pytest.FixtureRequest) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-W", "error::DeprecationWarning:__main__", "-c"]

    done = subprocess.run(
        [*command, told(block, request)],
        capture_output=True,
        text=True,
        check=False,
        cwd=workplace,
        env=environment,
    )

    assert done.returncode == 0, done.stderr


SHIMS = {
    "mtkg": f"""#!{sys.executable}
import subprocess, sys
words = sys.argv[1:]
sys.path[:0] = [{str(ROOT / "src")!r}, {str(ROOT)!r}]
if words[:1] and words[0] in ("serve", "mcp", "lsp"):
    from mtkg.cli import cli
    cli.get_command(None, words[0]).make_context(words[0], words[1:])
    sys.exit()
code = subprocess.run([sys.executable, "-m", "mtkg", *words]).returncode
sys.exit(code if code != 1 else 0)  # 1: there are findings, which is an answer
""",
    "make": f"""#!/bin/sh
exec {shutil.which("make")} -n -C {ROOT} "$@"
""",
    "pip": f"""#!{sys.executable}
import re, sys, tomllib
extras = tomllib.load(open({str(ROOT / "pyproject.toml")!r}, "rb"))["project"]
extras = extras["optional-dependencies"]
for word in sys.argv[2:]:
    if not word.startswith("-"):
        known = r"(mtkg|jupyterlab|[.]|[^\\[]*[.]whl)(?:\\[(.*)\\])?"
        asked = re.fullmatch(known, word)[2]
        assert set((asked or "mcp").split(",")) <= extras.keys(), word
""",
    "curl": f"""#!/bin/sh
exec {shutil.which("curl")} --fail-with-body --silent --show-error "$@"
""",
    "python3": """#!/bin/sh
[ "$1 $2" = "-m venv" ] && mkdir -p "$3/bin" && : > "$3/bin/activate"
""",
    "python": f"""#!/bin/sh
exec {sys.executable} "$@"
""",
    "jupyter": """#!/bin/sh
test "$1" = lab && test -f "$2" # tests/notebooks runs it
""",
    "podman": """#!/bin/sh
exit 0 # there is no engine here; tests/release/test_image.py runs the steps
""",
}


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory, release_folder: Path) -> Path:
    """A repository with an ontology, a draft and articles, and the programs above."""
    folder = tmp_path_factory.mktemp("workplace")
    for name in ("ontology", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    for place in ("build/release", "releases/2026-11-24"):
        shutil.copytree(release_folder, folder / place)
    samples = Path(__file__).parent / "samples"
    shutil.copytree(samples, folder, dirs_exist_ok=True)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (
        ["init", "--quiet"],
        ["add", "ontology", "queries"],
        ["commit", "--quiet", "-m", "as it was"],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
    ):
        subprocess.run([*git, *words], cwd=folder, check=True)
    programs = folder / "programs"
    programs.mkdir()
    for name, text in SHIMS.items():
        program = programs / name
        program.write_text(text, "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


@of("sh", "bash")
@pytest.mark.needs("curl")
def test_a_command_runs(block: Block, workplace: Path, request: pytest.FixtureRequest) -> None:
    environment = {
        **os.environ,
        "PATH": f"{workplace / 'programs'}:{os.environ['PATH']}",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "NO_COLOR": "1",
    }

    done = subprocess.run(
        [f"/bin/{block.language}", "-e", "-c", told(block, request)],
        cwd=workplace,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "Traceback" not in done.stderr


@of("turtle")
def test_turtle_is_turtle(block: Block) -> None:
    assert len(Graph().parse(data=block.code, format="turtle"))


@of("sparql")
def test_a_query_is_answered(block: Block, release_store: EmbeddedStore) -> None:
    assert Session(release_store).sparql(block.code)


@of("markdown")
def test_an_article_is_linted(block: Block, release_store: EmbeddedStore) -> None:
    assert Session(release_store).lint(block.code).statistics["words"] > 0


@of("yaml", "json", "toml")
def test_data_is_well_formed(block: Block) -> None:
    read: dict[str, Callable[[str], object]] = {
        "yaml": yaml.safe_load,
        "json": json.loads,
        "toml": tomllib.loads,
    }
    assert read[block.language](block.code)


@of("html")
def test_a_page_names_an_element_and_a_script_of_ours(block: Block) -> None:
    for name in ("mtkg-term.js", "mtkg-term"):
        assert name in block.code
    assert (ROOT / "api/static/js/mtkg-term.js").is_file()
