"""A person at the pages, in a real browser: search, follow, compare, weigh, ask, check."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PHONE, Browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("chromium", "chromedriver"),
    pytest.mark.xdist_group("browser"),
]

CHAIN = "/paths?from=JointMobilization&to=PainReduction"
PAGES = (
    "/",
    "/terms?q=joint",
    "/terms/JointMobilization",
    "/terms/PainReduction",
    "/terms/JointMobilization/graph",
    "/tree",
    "/claims?status=mixed&limit=20",
    "/sources?limit=20",
    "/sources/manual-therapy-article",
    "/paths",
    CHAIN,
    "/compare?a=JointMobilization&b=JointManipulation",
    "/evidence",
    "/glossary",
    "/queries",
    "/queries/shared_mechanisms",
    "/sparql",
    "/lint",
    "/check",
    "/docs",
)
# Where a page has nothing to show: no hit, no chain, no such term, no such end.
EMPTY = ("/terms?q=zzz", "/paths?from=PainReduction&to=JointMobilization")
PROBLEMS = ("/terms/Nothing", "/paths?from=JointMobilisatoin&to=PainReduction")
WITHOUT_SCRIPTS = {
    "/": "How is manual therapy thought to work",
    "/terms?q=joint+mob": "joint mobilization",
    "/terms/JointMobilization": "Claims, for and against",
    "/terms/JointMobilization/graph": "The links in words",
    "/tree": "manual therapy",
    CHAIN: "weakest link",
    "/compare?a=JointMobilization&b=JointManipulation": "Mechanisms",
    "/evidence": "Most disputed",
    "/sources/manual-therapy-article": "What it states",
    "/glossary": "joint mobilization",
    "/queries/shared_mechanisms": "Ask",
    "/sparql": "The editor needs scripts",
    "/docs": "needs scripts",
    "/check": "Turtle",
    "/lint": "Nothing is stored",
}


def ready(browser: Browser, path: str) -> None:
    browser.open(path)
    if path.endswith("/graph"):
        browser.find("#moving[data-ready]")
    if path == "/docs":
        browser.find("#swagger .opblock")
    if path == "/sparql":
        browser.find("#editor .CodeMirror")
        browser.find("#examples:not([hidden])")


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_the_console_is_silent(browser: Browser, path: str) -> None:
    ready(browser, path)

    assert browser.axe() == []


@pytest.mark.parametrize("path", [*PAGES, *EMPTY, *PROBLEMS])
def test_axe_finds_nothing_in_the_dark_on_a_phone(browser: Browser, path: str) -> None:
    browser.emulate(dark=True, size=PHONE)
    ready(browser, path)

    assert browser.axe() == []
    # A phone widens its view to what does not fit, so that the view's width tells as well.
    widths = browser.run("return [innerWidth, document.documentElement.scrollWidth]")
    assert max(widths) <= PHONE[0], "the page is wider than the phone"
    if path in PROBLEMS:
        assert all("404 (Not Found)" in said for said in browser.complaints())


@pytest.mark.parametrize("path", WITHOUT_SCRIPTS)
def test_every_page_works_with_scripts_off(browser: Browser, path: str) -> None:
    browser.scripts(on=False)
    browser.open(path)

    assert WITHOUT_SCRIPTS[path] in browser.source


def test_a_search_is_completed_and_taken_by_keyboard_alone(browser: Browser) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.open("/")
    browser.press(Keys.TAB)
    assert browser.focused.get_attribute("class") == "skip"
    field = browser.find("#home-search")
    field.send_keys("joint mobiliz")
    browser.find("#home-search-options li")
    assert field.get_attribute("aria-expanded") == "true"
    browser.press(Keys.ARROW_DOWN)
    chosen = field.get_attribute("aria-activedescendant")
    assert browser.find(f"#{chosen}").get_attribute("aria-selected") == "true"
    browser.press(Keys.ENTER)

    browser.wait(lambda _: browser.path == "/terms/JointMobilization")
    assert browser.find("h1").text == "Joint mobilization"


def test_suggestions_close_on_escape_and_leave_the_form_as_it_is(browser: Browser) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.open("/terms")
    browser.find("#q").send_keys("fascia")
    browser.find("#q-options li")
    browser.press(Keys.ESCAPE)
    assert browser.all("#q-options li") == []
    browser.press(Keys.ENTER)

    browser.wait(lambda _: "q=fascia" in browser.path)
    assert "fascia" in browser.find("ol.hits").text


def test_a_term_page_tells_status_by_word_and_mark_and_cites_itself(browser: Browser) -> None:
    browser.open("/terms/JointMobilization")

    badge = browser.find("main .badge")
    assert badge.text in ("established", "supported", "mixed", "insufficient", "unassessed",
                          "disputed")  # fmt: skip
    assert badge.find_elements("css selector", "svg.mark")
    assert "https://w3id.org/mtkg/JointMobilization" in browser.find(".cite").text
    assert {link.text for link in browser.all(".formats a")} >= {"JSON", "JSON-LD", "Turtle"}
    assert browser.find("section.safety h2").text == "Safety"
    assert browser.find("svg.picture a").get_attribute("href") is not None


def test_a_chain_is_asked_for_found_and_its_evidence_opened_in_place(browser: Browser) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.open("/paths")
    browser.find("#from").send_keys("joint mobilization")
    browser.find("#from-options li")
    browser.press(Keys.ARROW_DOWN)
    browser.press(Keys.ENTER)
    browser.find("#to").send_keys("pain reduction", Keys.ENTER)
    browser.wait(lambda _: "from=joint+mobilization&to=pain+reduction" in browser.path)

    assert "joint mobilization" in browser.find("h1").text
    weakest = browser.find("li.link.weakest")
    assert "weakest link" in weakest.text
    address = browser.path
    summary = weakest.find_element("css selector", "summary")
    summary.send_keys(Keys.ENTER)
    browser.wait(lambda _: weakest.find_element("css selector", ".claims").is_displayed())
    opened = weakest.get_attribute("id")
    browser.wait(lambda _: browser.path == f"{address}#{opened}")
    browser.driver.refresh()
    browser.wait(lambda _: browser.find(f"#{opened} .claims").is_displayed())
    browser.find(f"#{opened} summary").send_keys(Keys.ENTER)
    browser.wait(lambda _: browser.path == address)


def test_a_line_of_the_picture_opens_its_evidence(browser: Browser) -> None:
    browser.open(CHAIN)

    name = browser.run(
        "const line = document.querySelector('#picture .arrow[data-link]');"
        "line.dispatchEvent(new MouseEvent('click', {bubbles: true}));"
        "return line.dataset.link"
    )

    link = browser.find("li.link.chosen")
    assert link.get_attribute("data-link") == name
    assert link.find_element("css selector", "details").get_attribute("open") is not None


def test_the_address_of_a_chain_can_be_shared(browser: Browser) -> None:
    browser.open(CHAIN + "&max_links=3&exact=true")

    assert browser.find("#max_links").get_attribute("value") == "3"
    assert browser.find("#exact").is_selected()
    assert browser.find("#from").get_attribute("value") == "joint mobilization"


def test_a_picture_is_saved_as_png_and_as_svg(browser: Browser) -> None:
    browser.command(
        "Browser.setDownloadBehavior",
        behavior="allow",
        downloadPath=str(browser.driver.downloads),
    )
    browser.open(CHAIN)
    browser.run("document.querySelector('.actions button').click()")
    png = _downloaded(browser.driver.downloads, ".png")
    browser.run("document.querySelector('#save-svg').click()")
    svg = _downloaded(browser.driver.downloads, ".svg")

    assert png.read_bytes().startswith(b"\x89PNG")
    assert svg.read_text("utf-8").startswith("<svg")


def _downloaded(folder: Path, suffix: str) -> Path:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = [path for path in folder.iterdir() if path.suffix == suffix]
        if found and found[0].stat().st_size:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no {suffix} was saved")


def test_an_unknown_name_is_asked_again_with_close_ones(wary: Browser) -> None:
    wary.open("/paths?from=JointMobilisatoin&to=PainReduction")

    assert "Did you mean" in wary.find("#from-unknown").text
    wary.find("#from-unknown a").click()
    wary.wait(lambda _: "from=JointMobilisatoin" not in wary.path)


def test_a_moving_picture_follows_the_mouse_and_leads_to_terms(browser: Browser) -> None:
    ready(browser, "/terms/JointMobilization/graph")

    assert browser.find("#moving canvas").size["width"] > 300
    zoom = [button for button in browser.all("#moving button") if button.text == "Zoom in"]
    zoom[0].click()
    assert "is a kind of" in browser.find("table").text


def test_two_techniques_are_compared(browser: Browser) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.open("/compare")
    browser.find("#a").send_keys("joint mobilization")
    browser.find("#b").send_keys("joint manipulation", Keys.ENTER)
    browser.wait(lambda _: "a=joint" in browser.path)

    assert browser.find("#aspect-mechanisms")
    assert len(browser.all(".three")) >= 2


def test_a_cell_of_the_matrix_leads_to_its_claims(browser: Browser) -> None:
    browser.open("/evidence")
    cell = browser.find("table.matrix td a")
    count = int(cell.text)
    cell.click()

    browser.wait(lambda _: browser.path.startswith("/claims?"))
    assert f"{count} claim" in browser.text


def test_claims_are_filtered_by_status_and_term(browser: Browser) -> None:
    from selenium.webdriver.support.select import Select

    browser.open("/evidence")
    Select(browser.find("#status")).select_by_visible_text("mixed")
    browser.find("#subject").send_keys("joint mobilization")
    browser.find("main form button").click()
    browser.wait(lambda _: "status=mixed" in browser.path)

    badges = {badge.text for badge in browser.all(".claims > li > .head .badge")}
    assert badges == {"mixed"}
    assert browser.find("#subject").get_attribute("value") == "joint mobilization"


def test_the_least_studied_lead_to_their_unassessed_claims(browser: Browser) -> None:
    browser.open("/evidence")
    link = browser.find("#unstudied ~ .scroll tbody td:last-child a")
    count = int(link.text.split()[0])
    link.click()
    browser.wait(lambda _: "status=unassessed" in browser.path)

    assert f"{count} claim" in browser.text


def test_the_rows_of_chains_are_saved_as_csv(browser: Browser) -> None:
    browser.open(CHAIN)
    link = browser.find("a[href^='/paths.csv']")

    rows = browser.run(
        "return fetch(arguments[0]).then((answer) => answer.text())",
        link.get_attribute("href"),
    )
    assert link.get_attribute("download").endswith(".csv")
    assert "subject" in rows.splitlines()[0]
    assert "JointMobilization" in rows


def test_a_publication_shows_what_it_speaks_to(browser: Browser) -> None:
    browser.open("/evidence")
    browser.find("#disputed ~ ul a").click()
    browser.wait(lambda _: browser.path.startswith("/claims/"))
    browser.find(".line a[href^='/sources/']").click()
    browser.wait(lambda _: browser.path.startswith("/sources/"))

    assert "What it says to claims" in browser.text


def test_the_editor_answers_a_query_and_asks_no_other_host(browser: Browser) -> None:
    ready(browser, "/sparql")
    browser.run("document.querySelector('.yasqe_queryButton').click()")
    browser.wait(lambda _: "JointMobilization" in browser.find(".yasr").text)

    asked = _hosts(browser)
    assert asked == {browser.address.removeprefix("http://")}


def _hosts(browser: Browser) -> set[str]:
    found = set()
    for entry in browser.driver.get_log("performance"):
        message: dict[str, Any] = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            address = message["params"]["request"]["url"]
            if address.startswith("http"):
                found.add(address.split("/")[2])
    return found


def test_a_catalogue_query_becomes_the_editors_text(browser: Browser) -> None:
    from selenium.webdriver.support.select import Select

    ready(browser, "/sparql")
    Select(browser.find("#example")).select_by_value("disputed_claims")

    text = "return document.querySelector('#editor .CodeMirror').CodeMirror.getValue()"
    browser.wait(lambda _: "#+ summary: Disputed claims" in browser.run(text))


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("PREFIX mtkg: <https://w3id.org/mtkg/> SELECT * { ?x mtkg:engag", "mtkg:engages"),
        (
            "PREFIX mtkg: <https://w3id.org/mtkg/> SELECT * { ?x a mtkg:JointMob",
            "JointMobilization",
        ),
        # Nothing declares it; the description of the dataset (VoID) says that it is used.
        ("SELECT * { ?x <https://w3id.org/sssom/conf", "sssom/confidence"),
        ("PREFIX sko", "skos: <http://www.w3.org/2004/02/skos/core#>"),
    ],
)
def test_the_editor_completes_what_the_graph_holds(
    browser: Browser, text: str, offered: str
) -> None:
    from selenium.webdriver.common.keys import Keys

    ready(browser, "/sparql")
    browser.run(
        "const cm = document.querySelector('#editor .CodeMirror').CodeMirror;"
        "cm.setValue(arguments[0]); cm.focus(); cm.setCursor(0, arguments[0].length);",
        text,
    )
    browser.press(Keys.CONTROL, " ")

    browser.wait(lambda _: offered in browser.find(".CodeMirror-hints").text)


def test_a_question_of_the_catalogue_is_a_plain_form(browser: Browser) -> None:
    browser.scripts(on=True)
    browser.open("/queries/disputed_claims")

    assert browser.all("table tbody tr")


def test_a_draft_is_checked_and_a_fault_is_shown_at_its_line(browser: Browser) -> None:
    browser.open("/check")
    area = browser.find("#draft")
    draft = "@prefix mtkg: <https://w3id.org/mtkg/> .\n\nmtkg:X a"
    browser.run("arguments[0].value = arguments[1]", area, draft)
    browser.find("main form button").click()
    browser.wait(lambda _: "KG101" in browser.text, 60)

    assert "line 3" in browser.text
    assert browser.axe() == []


def test_focus_is_seen_and_the_skip_link_works(browser: Browser) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.open("/terms/JointMobilization")
    browser.press(Keys.TAB)
    browser.press(Keys.ENTER)

    assert browser.focused.get_attribute("id") == "main"
    browser.press(Keys.TAB)
    outline = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize(
    "path",
    [
        "/terms/Harmful",
        "/terms/Harmful/graph",
        "/terms?q=harmful",
        "/claims/harmful-leads-to-pain-reduction",
        "/sources/harmful",
        "/paths?from=Harmful&to=PainReduction",
        "/paths?from=%3Cimg%20src=x%20onerror=window.harmed=1%3E&to=PainReduction",
        "/compare?a=Harmful&b=JointMobilization",
        "/glossary",
    ],
)
def test_harmful_text_is_shown_and_not_run(wary: Browser, path: str) -> None:
    wary.open(path)
    if path.endswith("/graph"):
        wary.find("#moving[data-ready]")

    assert wary.run("return window.harmed") is None
    assert wary.all("main img") == []
    assert (
        "<script>" in wary.text
        or "<img" in wary.text
        or "value=" in wary.run("return document.body.innerHTML")
    )


def test_harmful_suggestions_are_text(wary: Browser) -> None:
    wary.open("/")
    wary.find("#home-search").send_keys("harmf")
    option = wary.find("#home-search-options li")

    assert "<script>" in option.text
    assert wary.run("return window.harmed") is None


def test_print_leaves_out_what_paper_cannot_use(browser: Browser) -> None:
    browser.command("Emulation.setEmulatedMedia", media="print")
    browser.open("/terms/JointMobilization")

    assert not browser.find("header.site nav").is_displayed()
    assert browser.find(".definition").is_displayed()
    browser.command("Emulation.setEmulatedMedia", media="")
