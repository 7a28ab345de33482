"""Pages as the server makes them: nothing from elsewhere, nothing run that is text, light."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.strange import LINK, SCRIPT

PAGES = (
    "/",
    "/terms",
    "/terms?q=joint",
    "/terms?q=jiont+mob",
    "/terms/JointMobilization",
    "/terms/PainReduction",
    "/terms/engages",
    "/terms/JointMobilization/claims",
    "/terms/JointMobilization/graph",
    "/tree",
    "/tree?root=ManualTherapy",
    "/claims",
    "/claims?status=disputed",
    "/sources",
    "/sources/manual-therapy-article",
    "/paths",
    "/paths?from=JointMobilization&to=PainReduction",
    "/paths?from=PainReduction&to=JointMobilization",
    "/compare",
    "/compare?a=JointMobilization&b=JointManipulation",
    "/evidence",
    "/glossary",
    "/queries",
    "/sparql",
    "/lint",
    "/lint?example=true",
    "/check",
    "/check?example=true",
    "/docs",
    "/why?subject=JointMobilization&relation=engages&object=SegmentalInhibition",
)
STYLED = ("/sparql", "/docs", "/terms/JointMobilization/graph")
BROWSER = {"accept": "text/html"}
STATIC = Path(__file__).resolve().parents[2] / "api" / "static"


class Reader(HTMLParser):
    """What a page loads and runs, and whether its ids are its own."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.handlers: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.handlers += [name for name in found if name.startswith("on") or name == "style"]
        if tag in ("script", "img", "iframe"):
            self.loaded += [found["src"]] if "src" in found else []
            self._script = tag == "script" and "src" not in found
            if self._script and found.get("type") != "application/ld+json":
                self.inline.append(tag)
        if tag == "link" and found.get("rel") in ("stylesheet", "icon"):
            self.loaded.append(found["href"])
        if tag in ("a", "form"):
            self.links.append(found.get("href", found.get("action", "")))
        if "id" in found:
            self.ids.append(found["id"])


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_from_this_server_alone_and_runs_nothing_inline(
    client: TestClient, path: str
) -> None:
    answer = client.get(path, headers=BROWSER)

    assert answer.status_code == 200
    page = read(answer.text)
    assert all(address.startswith("/static/") for address in page.loaded)
    assert page.inline == [] and page.handlers == []
    assert len(page.ids) == len(set(page.ids))
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert ("'unsafe-inline'" in policy) == (path.partition("?")[0] in STYLED)
    assert "script-src" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_that_it_is_no_advice(client: TestClient, path: str) -> None:
    assert "never advice for patients" in client.get(path, headers=BROWSER).text


def test_every_page_has_a_title_and_one_heading_of_its_own(client: TestClient) -> None:
    titles: dict[str, set[str]] = {}
    for path in PAGES:
        text = client.get(path, headers=BROWSER).text
        found = re.findall(r"<title>(.*?)</title>", text.partition("</head>")[0])
        assert len(found) == 1 and len(re.findall(r"<h1\b", text)) == 1, path
        titles.setdefault(found[0], set()).add(path.partition("?")[0])

    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("path", PAGES)
def test_links_of_a_page_lead_somewhere(client: TestClient, path: str) -> None:
    links = read(client.get(path, headers=BROWSER).text).links

    for link in sorted(set(links))[:60]:
        assert link.startswith(("/", "#", "https://", "http://")), link
        if link.startswith("/") and not link.startswith(("/static", "/download", "/void")):
            assert client.get(link, headers=BROWSER).status_code in (200, 406), link


@pytest.mark.parametrize(
    "path", ["/terms/JointMobilization", "/terms/ManualTherapy", "/terms/PainReduction"]
)
def test_a_term_page_weighs_less_than_150_kb(client: TestClient, path: str) -> None:
    text = client.get(path, headers=BROWSER).text
    page = read(text)

    files = {address.split("?")[0].removeprefix("/static/") for address in page.loaded}
    files |= {use.split("#")[0].split("?")[0] for use in re.findall(r'/static/([^"]+\.svg)', text)}
    weight = len(gzip.compress(text.encode()))
    weight += sum(len(gzip.compress((STATIC / name).read_bytes())) for name in files)

    assert weight < 150_000


STRANGE = (
    "/terms/Harmful",
    "/terms/Harmful/graph",
    "/terms/Harmful/claims",
    "/terms?q=harmful",
    "/terms?q=%3Cscript%3Ewindow.harmed%20%3D%205%3C/script%3E",
    "/claims/harmful-leads-to-pain-reduction",
    "/claims",
    "/sources",
    "/sources/harmful",
    "/tree",
    "/glossary",
    "/evidence",
    "/paths?from=Harmful&to=PainReduction",
    "/paths?from=%3Cimg%20src=x%20onerror=alert(1)%3E&to=PainReduction",
    "/compare?a=Harmful&b=JointMobilization",
    "/terms/%3Cscript%3E",
)


@pytest.mark.parametrize("path", STRANGE)
def test_text_is_never_markup(strange: TestClient, path: str) -> None:
    answer = strange.get(path, headers=BROWSER)

    page = read(answer.text)
    assert SCRIPT not in answer.text
    assert page.inline == [] and page.handlers == []
    assert not any(link.lower().startswith(LINK.partition(":")[0]) for link in page.links)
    assert all(address.startswith("/static/") for address in page.loaded)


@pytest.mark.parametrize(
    "path", ["/terms/Harmful/picture.svg", "/paths/picture.svg?from=Harmful&to=PainReduction"]
)
def test_pictures_hold_text_as_text(strange: TestClient, path: str) -> None:
    answer = strange.get(path)

    assert answer.headers["content-type"] == "image/svg+xml"
    assert "<script" not in answer.text


def test_data_in_a_page_cannot_end_its_element(strange: TestClient) -> None:
    text = strange.get("/terms/Harmful", headers=BROWSER).text

    data = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert "<" not in data and ">" not in data
    assert data.rstrip().endswith("}")


def test_a_picture_tells_what_it_shows(client: TestClient) -> None:
    svg = client.get("/paths/picture.svg?from=JointMobilization&to=PainReduction").text

    assert "<title" in svg and "<desc" in svg
    assert "weakest link" in svg
    assert 'href="https://w3id.org/mtkg/JointMobilization"' in svg


def test_a_form_with_a_wrong_name_asks_again(client: TestClient) -> None:
    answer = client.get("/paths?from=JointMobilisatoin&to=PainReduction", headers=BROWSER)

    assert answer.status_code == 404
    assert "Did you mean" in answer.text and 'aria-invalid="true"' in answer.text


def test_an_intervention_without_known_harm_is_not_called_safe(strange: TestClient) -> None:
    text = strange.get("/terms/Harmful", headers=BROWSER).text

    assert "not a sign of safety" in text
