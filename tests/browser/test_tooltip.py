"""`<mtkg-term>` in a page of another host: by pointer, by keyboard, for a screen reader."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, Browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("chromium", "chromedriver"),
    pytest.mark.xdist_group("browser"),
]

ARTICLE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hands</title>
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="script-src {address}; connect-src {address}">
<link rel="icon" href="data:,">
<script type="module" src="{address}/static/js/mtkg-term.js"></script>
</head><body><main><h1>Hands</h1><p>In <mtkg-term>joint mobilisation</mtkg-term> a joint is moved.
<mtkg-term>Nothing we know</mtkg-term>, <a href="#x" id="x">a link</a>, and at the far end of a line
<mtkg-term term="Kinesiophobia">fear</mtkg-term>.</p></main></body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The test's output is not a log."""


@pytest.fixture
def article(browser: Browser, tmp_path: Path) -> Iterator[Browser]:
    """A page of another origin that uses the script, open."""
    (tmp_path / "index.html").write_text(ARTICLE.format(address=browser.address), "utf-8")
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path))
    ) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        browser.emulate(size=WIDE)
        browser.driver.get(f"http://127.0.0.1:{elsewhere.server_port}/")
        browser.wait(lambda _: len(_defined(browser)) == 2)
        yield browser
        elsewhere.shutdown()


def _defined(browser: Browser) -> list[str]:
    """The words that have a definition."""
    words: list[str] = browser.run(
        "return [...document.querySelectorAll('mtkg-term')].filter(t => t.shadowRoot)"
        ".map(t => t.textContent)"
    )
    return words


def _shown(browser: Browser) -> list[str]:
    """The definitions that can be seen now."""
    texts: list[str] = browser.run(
        "return [...document.querySelectorAll('mtkg-term')].map(t => t.shadowRoot)"
        ".filter(Boolean).map(r => r.getElementById('tip'))"
        ".filter(tip => tip.checkVisibility()).map(tip => tip.innerText)"
    )
    return texts


def test_an_exact_name_is_defined_and_what_is_none_stays_plain_text(article: Browser) -> None:
    assert _defined(article) == ["joint mobilisation", "fear"]
    assert _shown(article) == []


def test_the_keyboard_opens_a_definition_and_escape_closes_it(article: Browser) -> None:
    from selenium.webdriver.common.keys import Keys

    article.press(Keys.TAB)
    (text,) = _shown(article)
    assert text.startswith("joint mobilization: Manual therapy in which")
    article.press(Keys.ESCAPE)
    assert _shown(article) == []
    article.press(Keys.TAB)
    assert article.focused.get_attribute("id") == "x", "what is not defined is no stop"
    article.press(Keys.TAB)
    assert [text.partition(":")[0] for text in _shown(article)] == ["kinesiophobia"]


def test_the_pointer_opens_a_definition_that_can_be_pointed_at_itself(article: Browser) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    term = article.find("mtkg-term")
    ActionChains(article.driver).move_to_element(term).perform()
    article.wait(lambda _: _shown(article))
    tip = article.run("return arguments[0].shadowRoot.getElementById('tip')", term)
    ActionChains(article.driver).move_to_element(tip).perform()
    assert _shown(article)
    ActionChains(article.driver).move_to_element(article.find("h1")).perform()
    article.wait(lambda _: not _shown(article))


def test_a_screen_reader_is_told_the_definition(article: Browser) -> None:
    tree = article.command("Accessibility.getFullAXTree")["nodes"]

    described = {
        node["description"]["value"] for node in tree if node.get("description", {}).get("value")
    }
    assert any(text.startswith("joint mobilization: Manual therapy in which") for text in described)


def test_a_definition_stays_within_a_narrow_page_and_is_no_barrier(article: Browser) -> None:
    from selenium.webdriver.common.keys import Keys

    article.emulate(size=PHONE)
    for _ in range(3):
        article.press(Keys.TAB)
    assert _shown(article)
    edge = article.run(
        "return [...document.querySelectorAll('mtkg-term')].at(-1).shadowRoot"
        ".getElementById('tip').getBoundingClientRect().right - innerWidth"
    )
    assert edge <= 0
    assert article.axe() == []
    assert article.complaints() == []
