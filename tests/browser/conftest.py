"""A real browser without a window, cut off from everything but the server under test."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers import serving
from tests.strange import strange_world

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
WIDE = (1280, 900)
# The narrowest that a page must fit: 1280 pixels at 400 % (WCAG 2.2, 1.4.10).
PHONE = (320, 640)


class Browser:
    """Chromium with one page open. What its console says is kept until it is asked for."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver = driver
        self.address = address

    def open(self, path: str) -> None:
        """Go to *path* of the server."""
        self.driver.get(self.address + path)

    def emulate(self, *, dark: bool = False, size: tuple[int, int] = WIDE) -> None:
        """Show pages in the dark, or at a phone's width."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.command("Emulation.setEmulatedMedia", features=[scheme, still])
        width, height = size
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def scripts(self, *, on: bool) -> None:
        """Whether pages opened from now on may run scripts."""
        self.command("Emulation.setScriptExecutionDisabled", value=not on)

    def command(self, name: str, **values: Any) -> Any:
        """A command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, values)

    def run(self, script: str, *values: Any) -> Any:
        """What *script* returns in the page."""
        return self.driver.execute_script(script, *values)

    def find(self, selector: str) -> Any:
        """The first element that a CSS selector names, once it is there."""
        from selenium.webdriver.common.by import By
        from selenium.webdriver.support.expected_conditions import presence_of_element_located

        return self.wait(presence_of_element_located((By.CSS_SELECTOR, selector)))

    def all(self, selector: str) -> list[Any]:
        """Every element that a CSS selector names now."""
        from selenium.webdriver.common.by import By

        found: list[Any] = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return found

    def wait(self, condition: Any, seconds: float = 20) -> Any:
        """What *condition* gives, once it gives something true; a page may go away meanwhile."""
        from selenium.common.exceptions import StaleElementReferenceException
        from selenium.webdriver.support.wait import WebDriverWait

        gone = [StaleElementReferenceException]
        return WebDriverWait(self.driver, seconds, ignored_exceptions=gone).until(condition)

    def press(self, *keys: str) -> None:
        """Keys, to whatever has the focus."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def press_without_scripts(self, selector: str, key: str) -> None:
        """*key* to the element that *selector* names, by the protocol alone."""
        root = self.command("DOM.getDocument", depth=0)["root"]["nodeId"]
        node = self.command("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.command("DOM.focus", nodeId=node)
        text = {"Enter": "\r", "Space": " "}[key]
        code = {"Enter": 13, "Space": 32}[key]
        name = " " if key == "Space" else key
        for kind in ("keyDown", "keyUp"):
            self.command(
                "Input.dispatchKeyEvent",
                type=kind,
                key=name,
                code=key,
                windowsVirtualKeyCode=code,
                **({"text": text} if kind == "keyDown" else {}),
            )

    @property
    def source(self) -> str:
        """The page's markup, read by the protocol alone."""
        root = self.command("DOM.getDocument", depth=0)["root"]["nodeId"]
        node = self.command("DOM.querySelector", nodeId=root, selector="body")["nodeId"]
        return str(self.command("DOM.getOuterHTML", nodeId=node)["outerHTML"])

    @property
    def focused(self) -> Any:
        """The element that has the focus."""
        return self.driver.switch_to.active_element

    @property
    def path(self) -> str:
        """Where the browser is, without the server's address."""
        return str(self.driver.current_url).removeprefix(self.address)

    @property
    def text(self) -> str:
        """All text that the page shows."""
        return str(self.run("return document.body ? document.body.innerText : ''"))

    def complaints(self) -> list[str]:
        """What the console has said since it was last asked, warnings included."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def axe(self) -> list[str]:
        """Violations of WCAG 2.2 AA and of good practice that axe-core finds, one line each."""
        if not self.run("return !!window.axe"):
            self.run(AXE.read_text("utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "const rules = {'target-size': {enabled: true}};"
            "axe.run(document, {resultTypes: ['violations'], rules})"
            ".then(r => done(r.violations));"
        )
        return [
            f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
            for rule in found
            for node in rule["nodes"]
        ]


@pytest.fixture(scope="session")
def axe_core() -> Path:
    """The axe-core script, fetched by the project's own tool where it is not there yet."""
    lock = ROOT / "build" / "assets.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        subprocess.run([sys.executable, "tools/assets.py", "--dev"], cwd=ROOT, check=True)
    return AXE


@pytest.fixture(scope="session")
def server(release_folder: Path) -> Iterator[str]:
    """The address of `mtkg serve` over this checkout's release."""
    with serving(["--release", str(release_folder), "--workers", "1"]) as address:
        yield address.rstrip("/")


@pytest.fixture(scope="session")
def strange_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a world whose text holds markup."""
    world = strange_world(tmp_path_factory.mktemp("strange"))
    with serving(["--release", str(world.out), "--workers", "1"]) as address:
        yield address.rstrip("/")


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory, axe_core: Path) -> Iterator[Any]:
    """Chromium; every name but the server's address resolves to nothing."""
    import shutil

    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    folder = tmp_path_factory.mktemp("downloads")
    options.add_experimental_option("prefs", {"download.default_directory": str(folder)})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    made = webdriver.Chrome(options=options, service=service)
    made.set_script_timeout(60)
    made.downloads = folder  # type: ignore[attr-defined]
    yield made
    made.quit()


@pytest.fixture
def browser(driver: Any, server: str) -> Iterator[Browser]:
    """The browser at this checkout's release; the console must stay silent."""
    found = Browser(driver, server)
    _fresh(found)
    yield found
    found.scripts(on=True)
    assert found.complaints() == []


@pytest.fixture
def wary(driver: Any, strange_server: str) -> Iterator[Browser]:
    """The browser at the world of strange terms."""
    found = Browser(driver, strange_server)
    _fresh(found)
    yield found
    found.scripts(on=True)


def _fresh(browser: Browser) -> None:
    browser.scripts(on=True)
    browser.driver.get("about:blank")
    browser.emulate()
    browser.complaints()
    browser.driver.get_log("performance")
