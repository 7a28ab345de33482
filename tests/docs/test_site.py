"""The documentation builds, its links lead somewhere, its reference is current.

That its code runs is seen in test_blocks.py, that commands print what is shown in test_console.py.
"""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tools.reference_pages import FOLDER, PAGES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


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
