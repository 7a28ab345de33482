"""The pages of the two checks, as a browser without scripts uses them."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html import unescape
from typing import Any

import docx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from mtkg.settings import Settings
from mtkg.store.embedded import EmbeddedStore
from tests.api.test_pages import read

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ARTICLE = "# Alignment\n\nManual therapy improves joint alignment. We offer joint mobs.\n"
SCRIPT = "<script>window.harmed = 1</script>"
IMAGE = "<img src=x onerror=window.harmed=2>"
LINK = "javascript:window.harmed=3"
HARMFUL = f"Manual therapy improves joint alignment {SCRIPT} {IMAGE} and [more]({LINK})."


def ask(client: TestClient, path: str = "/lint", **fields: Any) -> Any:
    """A form posted as a browser does: every field a part, files with their names."""
    files = [
        (name, value if isinstance(value, tuple) else (None, value))
        for name, values in fields.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    return client.post(path, files=files, headers=BROWSER)


def hidden(text: str) -> dict[str, str]:
    """The fields that a page carries along."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    return {name: unescape(value) for name, value in found}


def offered(text: str) -> dict[str, str]:
    """The names of the fixes by their code."""
    return {n.split("-")[1]: n for n in re.findall(r'value="(\d+-[A-Z]+\d+-\d+)"', text)}


def word(*paragraphs: str) -> bytes:
    file = docx.Document()
    for text in paragraphs:
        file.add_paragraph(text)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def test_a_pasted_article_is_shown_with_each_finding_at_its_words(client: TestClient) -> None:
    answer = ask(client, article=ARTICLE, form="md")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    page = read(answer.text)
    assert page.inline == [] and page.handlers == []
    assert len(page.ids) == len(set(page.ids))
    assert '<mark class="v-warning">' in answer.text
    assert "TX301 disputed-unhedged" in answer.text
    assert 'href="/claims/manual-therapy-is-given-for-joint-alignment"' in answer.text
    assert 'class="badge s-disputed"' in answer.text
    assert "Nothing was stored" in answer.text
    for target in re.findall(r'href="#((?:finding|at)-\d+)"', answer.text):
        assert target in page.ids


def test_the_corrected_text_holds_the_safe_fixes_and_those_that_were_chosen(
    client: TestClient,
) -> None:
    text = ask(client, article=ARTICLE, form="md").text
    kept, names = hidden(text), offered(text)

    safe = ask(client, "/lint?format=fixed", kept=kept["kept"], form="md")
    chosen = ask(
        client,
        "/lint?format=fixed",
        **kept,
        fix=[names["TX301"], names["TX102"]],
    )

    assert safe.text == ARTICLE.replace("joint mobs", "joint mobilizations")
    assert chosen.text == safe.text.replace("improves", "may improve")
    assert chosen.headers["content-type"].startswith("text/markdown")
    assert 'filename="article-corrected.md"' in chosen.headers["content-disposition"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_only_what_is_ticked_is_changed_and_every_other_byte_stays(
    client: TestClient, encoding: str
) -> None:
    article = ARTICLE.replace("\n", "\r\n").encode(encoding)
    text = ask(client, file=("My ä article.md", article)).text
    kept, names = hidden(text), offered(text)

    answer = ask(client, "/lint?format=fixed", **kept, fix=names["TX301"])

    expected = ARTICLE.replace("\n", "\r\n").replace("improves", "may improve")
    assert answer.content == expected.encode(encoding)
    assert 'filename="My-article-corrected.md"' in answer.headers["content-disposition"]


def test_wordings_are_taken_and_the_article_is_checked_again(client: TestClient) -> None:
    text = ask(client, article=ARTICLE, form="md").text
    kept, names = hidden(text), offered(text)

    again = ask(client, **kept, fix=list(names.values())).text

    assert "may improve joint alignment" in again
    assert "TX301" not in again and "TX102" not in again


def test_a_wording_of_another_text_is_refused_in_words(client: TestClient) -> None:
    kept = hidden(ask(client, article=ARTICLE, form="md").text)

    answer = ask(client, **kept, fix="7-TX301-1")

    assert answer.status_code == 400
    assert "Check the text again" in answer.text


def test_programs_get_the_corrected_text_too(client: TestClient) -> None:
    kind = {"content-type": "text/markdown"}

    answer = client.post("/lint?format=fixed", content=ARTICLE, headers=kind)

    assert answer.text == ARTICLE.replace("joint mobs", "joint mobilizations")


def test_a_word_file_comes_back_with_comments_and_its_words_untouched(client: TestClient) -> None:
    data = word("Manual therapy improves joint alignment.")
    text = ask(client, file=("talk.docx", data)).text
    kept = hidden(text)

    assert "each finding becomes a comment" in text
    assert "format=fixed" not in text
    answer = ask(client, "/lint?format=docx", **kept)
    found = docx.Document(io.BytesIO(answer.content))
    assert [p.text for p in found.paragraphs] == ["Manual therapy improves joint alignment."]
    assert any("TX301" in comment.text for comment in found.comments)
    assert 'filename="talk-with-findings.docx"' in answer.headers["content-disposition"]
    assert ask(client, "/lint?format=fixed", **kept).status_code == 400


def test_the_copy_with_notes_is_a_file_whose_own_styles_alone_are_let_in(
    client: TestClient,
) -> None:
    kept = hidden(ask(client, article=ARTICLE, form="md").text)

    answer = ask(client, "/lint?format=html", **kept)

    policy = answer.headers["content-security-policy"]
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy and "script-src 'none'" in policy
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "fields",
    [
        {"article": HARMFUL, "form": "md"},
        {"article": HARMFUL, "form": "txt"},
        {"article": f"<p>{HARMFUL}</p><a href='{LINK}'>x</a>{SCRIPT}", "form": "html"},
        {"file": ("a.md", HARMFUL.encode())},
        {"file": ("a.txt", HARMFUL.encode())},
        {"file": ("a.html", f"<p onclick='x()'>{HARMFUL}</p>".encode())},
        {"file": ("a.docx", word(HARMFUL, SCRIPT, IMAGE))},
        {"file": (f"{IMAGE}.md", HARMFUL.encode())},
    ],
    ids=["markdown", "text", "html", "md-file", "txt-file", "html-file", "word", "file-name"],
)
def test_markup_in_an_article_is_text_on_the_page_and_in_what_is_taken_away(
    client: TestClient, fields: dict[str, Any]
) -> None:
    answer = ask(client, **fields)

    assert answer.status_code == 200
    assert "TX301" in answer.text
    copy = ask(client, "/lint?format=html", **hidden(answer.text)).text
    for text in (answer.text, copy):
        page = read(text)
        assert page.inline == [] and page.handlers == []
        assert not any(link.startswith("javascript") for link in page.links)
        assert all(address.startswith("/static/") for address in page.loaded)


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"article": "  \n", "form": "md"}, 400, "There is no article yet"),
        ({"file": ("paper.pdf", b"%PDF-1.7")}, 400, "paper.pdf is not a kind of file"),
        ({"file": ("paper.txt", b"\xff\x80")}, 400, "not UTF-8"),
        ({"file": ("paper.docx", b"no zip")}, 400, "no Word file"),
        ({"kept": "%%%", "form": "md"}, 400, "as the page carried it"),
        ({"article": "a " * 500_000, "form": "md"}, 413, "the page checks up to"),
    ],
    ids=["empty", "pdf", "noise", "no-word", "broken", "large"],
)
def test_what_cannot_be_checked_is_said_at_its_field(
    release_store: EmbeddedStore, fields: dict[str, Any], status: int, said: str
) -> None:
    small = TestClient(create_app(release_store, settings=Settings(body_max_bytes=1_200_000)))

    answer = ask(small, **fields)

    assert answer.status_code == status
    assert said in unescape(answer.text)
    assert 'id="input-error" role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'input-error"' in re.findall(r'<textarea[^>]*aria-describedby="([^"]*")', answer.text)[0]


def test_an_article_without_terms_is_told_so(client: TestClient) -> None:
    assert "No term of the graph" in ask(client, article="Die Katze schläft.", form="md").text


def test_a_clean_article_is_no_proof(client: TestClient) -> None:
    text = ask(client, article="Joint mobilization may reduce pain.", form="md").text

    assert "That is no proof" in text
    assert "Nothing found in 5 words" in text


def test_the_example_has_something_to_find(client: TestClient) -> None:
    page = client.get("/lint?example=true", headers=BROWSER).text
    example = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert example is not None

    text = ask(client, article=unescape(example[1]), form="md").text

    assert {"v-error", "v-warning", "v-info"} <= set(re.findall(r'remark (v-\w+)"', text))
    assert offered(text)


TURTLE = """@prefix mtkg: <https://w3id.org/mtkg/> .
@prefix claim: <https://w3id.org/mtkg/claim/> .
@prefix source: <https://w3id.org/mtkg/source/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

claim:fascia-engages-glide a mtkg:Claim ;
    skos:prefLabel "Fascia <script>window.harmed = 1</script> engages." ;
    mtkg:claimSubject mtkg:Fascia ;
    mtkg:claimRelation mtkg:engages ;
    mtkg:claimObject mtkg:TissueGlideRestoration ;
    mtkg:statedIn source:manual-therapy-article .
"""


def test_the_corrected_draft_holds_the_changes_that_were_chosen(client: TestClient) -> None:
    answer = ask(client, "/check", draft=TURTLE)
    names = offered(answer.text)
    page = read(answer.text)
    assert page.inline == [] and page.handlers == []
    assert len(page.ids) == len(set(page.ids))

    plain = ask(client, "/check?format=fixed", **hidden(answer.text))
    fixed = ask(client, "/check?format=fixed", **hidden(answer.text), fix=names["KG406"])

    assert plain.text == TURTLE
    assert fixed.text == TURTLE.replace('engages."', 'engages."@en')
    assert fixed.headers["content-type"].startswith("text/turtle")
    assert 'filename="draft-corrected.ttl"' in fixed.headers["content-disposition"]


def test_a_draft_is_checked_again_with_the_changes_taken(client: TestClient) -> None:
    text = ask(client, "/check", draft=TURTLE).text

    again = ask(client, "/check", **hidden(text), fix=offered(text)["KG406"]).text

    assert "KG304 wrong-kind" in again and "KG406" not in again
    assert "engages.&#34;@en" in again


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"draft": ""}, "There is no draft yet"), ({"file": ("d.owl", b"<rdf/>")}, "d.owl is not")],
)
def test_no_draft_is_said_at_its_field(
    client: TestClient, fields: dict[str, Any], said: str
) -> None:
    answer = ask(client, "/check", **fields)

    assert answer.status_code == 400
    assert said in unescape(answer.text)
    assert 'id="input-error" role="alert"' in answer.text
