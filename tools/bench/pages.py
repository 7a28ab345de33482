"""
What a page costs a reader: bytes sent, and how soon its first words and its picture are there.

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
}
# Milliseconds to the first words, to the end of loading, and bytes with headers as they were sent.
_TIMES: Final = """
const page = performance.getEntriesByType('navigation')[0];
const first = performance.getEntriesByName('first-contentful-paint')[0];
const files = performance.getEntriesByType('resource');
return [
  first ? first.startTime : NaN,
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
        try:
            console.print(_table(browser, base))
        finally:
            browser.quit()


def _table(browser: Any, base: str) -> Table:
    table = Table(title=f"Pages, empty cache, median of {TIMES}")
    table.add_column("page")
    for heading in ("first words and picture, ms", "loaded, ms", "sent, kB"):
        table.add_column(heading, justify="right")
    for name, path in PAGES.items():
        found = [_opened(browser, f"{base.rstrip('/')}{path}") for _ in range(TIMES)]
        first, loaded, sent = (statistics.median(column) for column in zip(*found, strict=True))
        table.add_row(name, f"{first:.0f}", f"{loaded:.0f}", f"{sent / 1000:.0f}")
    return table


def _opened(browser: Any, address: str) -> tuple[float, float, float]:
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.get(address)
    first, loaded, sent = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        f"setTimeout(() => done((() => {{{_TIMES}}})()), 300);"
    )
    return first, loaded, sent


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
