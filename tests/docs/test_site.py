"""The documentation builds, its code runs, its links lead somewhere, its reference is current."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tools.reference_pages import FOLDER, PAGES
from tools.shown import commands, output, shown

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GUIDES = sorted([*DOCS.glob("tutorials/*.md"), *DOCS.glob("how-to/*.md"), DOCS / "index.md"])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [
    pytest.param(language, code, id=f"{guide.stem}-{number}")
    for guide in GUIDES
    for number, (language, code) in enumerate(FENCE.findall(guide.read_text("utf-8")), 1)
]
ENVIRONMENT = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin", "NO_COLOR": "1"}


@pytest.mark.parametrize(("language", "code"), BLOCKS)
def test_a_code_block_runs_as_written(
    release_folder: Path, language: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", ENVIRONMENT["PYTHONPATH"])
    monkeypatch.chdir(ROOT)
    match language:
        case "python":
            command = [sys.executable, "-c", code]
            done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
            assert done.returncode == 0, done.stderr
        case "console":
            for command_line, before in commands(code):
                real = output(command_line)
                assert not real[0].startswith("mtkg: "), real
                expected = "\n".join(before).rstrip()
                assert "\n".join(shown(real, before)).rstrip() == expected, (
                    "python -m tools.shown renews it"
                )
        case "turtle":
            from rdflib import Graph

            assert len(Graph().parse(data=code, format="turtle"))
        case "sh":
            verb = code.split()[1]
            assert (ROOT / f"src/mtkg/cli/{verb}.py").is_file(), code
        case _:
            pytest.fail(f"a block of language {language!r}: no test runs it")


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_says_what_the_code_says(release_folder: Path, name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == PAGES[name](), (
        "run python -m tools.reference_pages"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def _links(page: Path) -> list[str]:
    parser = _Links()
    parser.feed(page.read_text("utf-8"))
    return parser.found


def test_no_link_between_pages_is_dead(site: Path) -> None:
    dead = []
    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue
        for link in _links(page):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
                continue
            target = (page.parent / unquote(parts.path)).resolve()
            if site in target.parents and not target.exists():
                dead.append(f"{page.relative_to(site)}: {link}")
    assert dead == []


def test_the_pages_load_nothing_from_another_host(site: Path) -> None:
    text = (site / "index.html").read_text("utf-8")

    assert not re.findall(
        r'<(?:script|link)[^>]+(?:src|href)="https?://(?!w3id)[^"]+\.(?:js|css)', text
    )
