"""The tooltip script is small, asks this service only, and writes text, not markup.

What it does in a page of another host: tests/browser/test_tooltip.py.
"""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.servers import serving

SCRIPT = Path(__file__).resolve().parents[2] / "api" / "static" / "js" / "mtkg-term.js"


def test_the_script_is_at_most_two_kilobytes() -> None:
    assert SCRIPT.stat().st_size <= 2000


def test_it_asks_the_host_it_came_from_and_sets_text_only() -> None:
    text = SCRIPT.read_text("utf-8")

    assert "import.meta.url" in text
    assert text.count("fetch(") == 1
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write"):
        assert way not in text


@pytest.mark.slow
def test_the_address_it_asks_answers_with_what_it_reads(release_folder: Path) -> None:
    with serving([]) as address:
        answer = httpx.get(f"{address}/terms.json?limit=1&q=joint%20mobilization")

    (item,) = answer.json()["items"]
    assert item["match"] == "label" and item["definition"]
    assert answer.headers["access-control-allow-origin"] == "*"
