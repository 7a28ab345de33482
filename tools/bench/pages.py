"""
What a page costs a reader: bytes sent, and how soon its first words and its picture are there.

The picture counts from when it has been drawn: the frame after the one in which it has a size, or
for a moving one the frame after it says that it is ready.

Needs Chromium with its driver (Debian: ``chromium``, ``chromium-driver``) and ``selenium``; where
one is missing nothing is measured, and that is said. Each page is opened afresh several times,
with an empty cache, from a server on this machine; the median is printed.
"""

from __future__ import annotations

import importlib.util
import shutil
import statistics
import tempfile
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from tools.bench.graph import served

TIMES: Final = 7
PAGES: Final = {
    "start": "/",
    "term": "/terms/JointMobilization",
    "chains": "/paths?from=JointMobilization&to=PainReduction",
    "moving picture": "/terms/JointMobilization/graph",
    "evidence": "/evidence",
    "editor": "/sparql",
    "article check": "/lint",
}
_WATCH: Final = """
const watch = () => {
  const moving = document.querySelector('#moving');
  const shown = moving ? moving.dataset.ready : document.querySelector('svg.picture')?.clientHeight;
  if (shown) {
    requestAnimationFrame(() => { window.pictureShown = performance.now(); });
  } else {
    requestAnimationFrame(watch);
  }
};
requestAnimationFrame(watch);
"""
# Milliseconds to the first words, to the picture, to the end of loading, and bytes with headers as
# they were sent.
_TIMES: Final = """
const page = performance.getEntriesByType('navigation')[0];
const first = performance.getEntriesByName('first-contentful-paint')[0];
const files = performance.getEntriesByType('resource');
return [
  first ? first.startTime : NaN,
  window.pictureShown ?? null,
  page.loadEventEnd,
  [page, ...files].reduce((sum, entry) => sum + entry.transferSize, 0),
];
"""


def main() -> None:
    """Print the table."""
    console = Console(width=120)
    driver = shutil.which("chromedriver")
    if driver is None or importlib.util.find_spec("selenium") is None:
        console.print("no chromedriver or no selenium here; nothing is measured")
        return
    with served() as (base, _), tempfile.TemporaryDirectory() as profile:
        browser = _browser(driver, profile)
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _WATCH})
        try:
            console.print(_table(browser, base))
        finally:
            browser.quit()


def _table(browser: Any, base: str) -> Table:
    table = Table(title=f"Pages, empty cache, median of {TIMES}")
    table.add_column("page")
    for heading in ("first words, ms", "picture, ms", "loaded, ms", "sent, kB"):
        table.add_column(heading, justify="right")
    for name, path in PAGES.items():
        found = [_opened(browser, f"{base.rstrip('/')}{path}") for _ in range(TIMES)]
        first, picture, loaded, sent = (_median(column) for column in zip(*found, strict=True))
        table.add_row(name, first, picture, loaded, sent)
    return table


def _median(column: tuple[float | None, ...]) -> str:
    """The median in whole numbers; a dash where a page has nothing to measure."""
    known = [value for value in column if value is not None]
    return f"{statistics.median(known):.0f}" if known else "–"


def _opened(browser: Any, address: str) -> tuple[float | None, ...]:
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.get(address)
    first, picture, loaded, sent = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        f"setTimeout(() => done((() => {{{_TIMES}}})()), 600);"
    )
    return first, picture, loaded, sent / 1000


def _browser(driver: str, profile: str) -> Any:
    from selenium import webdriver  # noqa: PLC0415  # may be absent

    options = webdriver.ChromeOptions()
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(argument)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
