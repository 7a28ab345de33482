"""An author at the two checks, in a real browser: paste, drop, choose, take away."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.browser.conftest import PHONE, Browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("chromium", "chromedriver"),
    pytest.mark.xdist_group("browser"),
]

ARTICLE = "# Alignment\n\nManual therapy improves joint alignment. We offer joint mobs.\n"
HARMFUL = (
    "Manual therapy improves joint alignment <script>window.harmed = 1</script>"
    "<img src=x onerror='window.harmed = 2'> [here](javascript:window.harmed=3)."
)
DROP = """
const [selector, name, text] = arguments;
const carried = new DataTransfer();
carried.items.add(new File([text], name));
for (const kind of ['dragenter', 'dragover', 'drop']) {
  document.querySelector(selector).dispatchEvent(
    new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried}));
}
"""


def check(browser: Browser, text: str, path: str = "/lint") -> None:
    browser.open(path)
    browser.run("arguments[0].value = arguments[1]", browser.find("main textarea"), text)
    browser.find("main form button").click()
    browser.wait(lambda _: "Nothing was stored" in browser.text, 60)


def downloads(browser: Browser) -> Path:
    folder: Path = browser.driver.downloads
    for old in folder.iterdir():
        old.unlink()
    browser.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    return folder


def downloaded(folder: Path, name: str) -> bytes:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        path = folder / name
        if path.is_file() and path.stat().st_size:
            return path.read_bytes()
        time.sleep(0.1)
    raise AssertionError(f"no {name} was saved, but {[p.name for p in folder.iterdir()]}")


def test_an_article_is_pasted_and_each_finding_leads_to_its_words_and_back(
    browser: Browser,
) -> None:
    check(browser, ARTICLE)

    mark = browser.find(".passage mark.v-warning")
    assert mark.text == "Manual therapy improves joint alignment"
    browser.find("#at-1").click()
    assert browser.path.endswith("#finding-1")
    finding = browser.find(".remark")
    assert finding.find_element("css selector", ".badge.s-disputed svg.mark")
    summary = finding.find_element("css selector", ".claims summary")
    summary.click()
    assert "against" in finding.find_element("css selector", ".lines").text
    assert browser.axe() == []


@pytest.mark.parametrize("path", ["/lint", "/check"])
def test_axe_finds_nothing_in_the_findings_in_the_dark_on_a_phone(
    browser: Browser, path: str
) -> None:
    browser.emulate(dark=True, size=PHONE)
    browser.open(f"{path}?example=true")
    browser.find("main form button").click()
    browser.wait(lambda _: "Nothing was stored" in browser.text, 60)

    assert browser.axe() == []
    widths = browser.run("return [innerWidth, document.documentElement.scrollWidth]")
    assert max(widths) <= PHONE[0]


def test_wordings_are_chosen_by_keyboard_and_the_corrected_text_is_taken_away(
    browser: Browser,
) -> None:
    from selenium.webdriver.common.keys import Keys

    folder = downloads(browser)
    check(browser, ARTICLE)
    said = browser.find(".takeaway [role=status]")
    assert said.text == "1 of 2 wordings taken."
    box = browser.find(".remark.v-warning input[type=checkbox]")
    assert not box.is_selected()
    box.send_keys(Keys.SPACE)
    browser.wait(lambda _: said.text == "2 of 2 wordings taken.")
    browser.find("button[formaction$='format=fixed']").send_keys(Keys.ENTER)

    expected = ARTICLE.replace("improves", "may improve").replace("mobs", "mobilizations")
    assert downloaded(folder, "article-corrected.md").decode() == expected


def test_the_word_file_and_the_copy_with_notes_are_taken_away(browser: Browser) -> None:
    folder = downloads(browser)
    check(browser, ARTICLE)

    browser.find("button[formaction$='format=docx']").click()
    word = docx.Document(io.BytesIO(downloaded(folder, "article-with-findings.docx")))
    browser.find("button[formaction$='format=html']").click()
    copy = downloaded(folder, "article-with-findings.html").decode()

    assert any("TX301" in comment.text for comment in word.comments)
    assert "improves joint alignment" in copy and "TX301" in copy


def test_chosen_wordings_are_taken_and_the_article_is_checked_again(browser: Browser) -> None:
    check(browser, ARTICLE)
    browser.find(".remark.v-warning input[type=checkbox]").click()
    browser.find(".take button[formaction='/lint']").click()
    browser.wait(lambda _: "Nothing found" in browser.text)

    assert "Manual therapy may improve joint alignment" in browser.text


def test_a_file_is_dropped_on_the_form_and_checked(browser: Browser) -> None:
    browser.open("/lint")
    browser.run(DROP, "form[data-drop]", "dropped.txt", ARTICLE)
    browser.find("main form button").click()
    browser.wait(lambda _: "Nothing was stored" in browser.text, 60)

    assert browser.find("h1").text == "dropped.txt"
    assert "TX301" in browser.text


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(browser: Browser) -> None:
    browser.open("/lint")
    browser.run(DROP, "form[data-drop]", "large.txt", "a" * 4_000_000)
    browser.find("main form button").click()

    said = browser.run("return document.querySelector('#file').validationMessage")
    assert said == "This file has 4.0 MB; up to 3.7 MB are read."
    assert browser.path == "/lint"


def test_an_empty_article_is_asked_for_again_at_its_field(browser: Browser) -> None:
    browser.open("/lint")
    browser.find("main form button").click()
    browser.find("#input-error")

    area = browser.find("#article")
    assert area.get_attribute("aria-invalid") == "true"
    assert "input-error" in area.get_attribute("aria-describedby")
    assert browser.axe() == []
    browser.complaints()  # Chromium reports the 400 itself.


@pytest.mark.parametrize(
    ("path", "said", "then"),
    [
        ("/lint", "TX301", lambda page: "may improve joint alignment" in page),
        ("/check", "KG406", lambda page: "KG304" in page and "KG406" not in page),
    ],
)
def test_both_checks_work_with_scripts_off(
    browser: Browser, path: str, said: str, then: Callable[[str], bool]
) -> None:
    browser.scripts(on=False)
    browser.open(f"{path}?example=true")
    browser.press_without_scripts("main form button", "Enter")
    _until(lambda: said in browser.source)
    browser.press_without_scripts(".remark.v-warning input[type=checkbox]", "Space")
    browser.press_without_scripts(f".take button[formaction='{path}']", "Enter")

    _until(lambda: then(browser.source))


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError("it did not come")


@pytest.mark.parametrize("name", ["paste", "a.md", "a.html", "a.txt", "<img src=x onerror=x>.md"])
def test_markup_in_an_article_is_shown_and_not_run(browser: Browser, name: str) -> None:
    if name == "paste":
        check(browser, HARMFUL)
    else:
        browser.open("/lint")
        browser.run(DROP, "form[data-drop]", name, HARMFUL)
        browser.find("main form button").click()
        browser.wait(lambda _: "Nothing was stored" in browser.text, 60)

    assert "TX301" in browser.text
    assert browser.run("return window.harmed") is None
    assert browser.all("main img, main script, main a[href^=javascript]") == []


def test_markup_in_a_word_file_is_shown_and_not_run(browser: Browser, tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph(HARMFUL)
    file.save(str(tmp_path / "harmful.docx"))
    browser.open("/lint")
    browser.find("#file").send_keys(str(tmp_path / "harmful.docx"))
    browser.find("main form button").click()
    browser.wait(lambda _: "Nothing was stored" in browser.text, 60)

    assert "<script>window.harmed = 1</script>" in browser.text
    assert browser.run("return window.harmed") is None
    assert browser.all("main img, main script") == []


def test_a_draft_is_corrected_and_taken_away(browser: Browser) -> None:
    folder = downloads(browser)
    browser.open("/check?example=true")
    browser.find("main form button").click()
    browser.find(".remark input[type=checkbox]").click()
    browser.find("button[formaction$='format=fixed']").click()

    assert b'glide."@en' in downloaded(folder, "draft-corrected.ttl")


def test_findings_can_be_printed_beside_their_words(browser: Browser) -> None:
    check(browser, ARTICLE)
    browser.command("Emulation.setEmulatedMedia", media="print")

    assert browser.find(".passage mark").is_displayed() and browser.find(".remark").is_displayed()
    assert not browser.find(".takeaway").is_displayed()
    assert not browser.find("#article").is_displayed()
    browser.command("Emulation.setEmulatedMedia", media="")
