"""What articles look like in the wild: the words are read, and their places are the author's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkg.lint.reading import read_bytes, read_text
from mtkg.lint.reading.document import HIDDEN, Zone, is_own
from tests.lint.conftest import Lint

H = HIDDEN
# (form, source, the texts of the blocks that are the author's own)
READ: list[tuple[str, str, list[str]]] = [
    ("markdown", "- one\n  - two `x`\n    more\n  1. three", ["one", f"two {H} more", "three"]),
    ("markdown", "| a | b |\n|---|---|\n| joint \\| bone | joint |", ["a", "b", "joint | bone", "joint"]),
    ("markdown", "See [the joint\ncapsule](http://a.b 'x') now", ["See the joint capsule now"]),
    ("markdown", "See [joint capsule][1], [Knee] and [no].\n\n[1]: http://a.b\n[knee]: http://c.d", ["See joint capsule, Knee and [no]."]),
    ("markdown", "Code `a\nb` here", [f"Code {H} here"]),
    ("markdown", "One ``a ` b`` two ` three", [f"One {H} two ` three"]),
    ("markdown", "A ![picture of\na joint](x.png) here", [f"A {H} here"]),
    ("markdown", "Man**ual** _therapy_ and snake_case 2 * 3", ["Manual therapy and snake_case 2 * 3"]),
    ("markdown", "It ~~cures pain~~ helps", [f"It {H} helps"]),
    ("markdown", "a &amp; b&shy;c &nbsp;d &unknown; e", ["a & bc  d &unknown; e"]),
    ("markdown", "mobili\u00adsation and fas\u200bcia", ["mobilisation and fascia"]),
    ("markdown", "one  \ntwo\\\nthree<br>four", ["one two three four"]),
    ("markdown", "a <b class='x'>bold</b> <!-- no --> c", ["a bold c"]),
    ("markdown", "<div>\n<p>In a block of HTML</p>\n<script>no()</script>\n</div>\n\nafter", ["In a block of HTML", "after"]),
    ("markdown", "Title\n=====\n\n# Head #\n\ntext\r\n\r\nmore\rlast", ["Title", "Head", "text", "more last"]),
    ("markdown", "\ufeff---\ntitle: x\n---\nwords", ["words"]),
    ("markdown", "+++\ntitle = 'x'\n+++\nwords", ["words"]),
    ("markdown", "It helps.[^1]\n\n[^1]: Smith (2020). Massage cures all. doi 10.1000/1", ["It helps."]),
    ("markdown", "It helps.[^1]\n\n[^1]: In our view.", ["It helps.", ": In our view."]),
    ("markdown", "\U0001d4d0 \U0001f600 joint", ["\U0001d4d0 \U0001f600 joint"]),
    ("html", "<title>no</title><p>a<br/>b<td>c", ["a b", "c"]),
    ("html", "<head><title>no</title><p>yes <s>no</s> <del>no</del>so", ["yes so"]),
    ("html", "<h2>Head<p>text &ldquo;x&rdquo; &#8217; &frac12;", ["Head", "text “x” ’ ½"]),
    ("html", "<p>He said <q>it cures</q>.<blockquote>no</blockquote>", ["He said “it cures”."]),
    ("html", "<p>a</p><!-- <p>no</p> --><p title='a > b'>b</p><a unfinished", ["a", "b"]),
    ("html", "<p>mobili&shy;sation fas<wbr>cia&nbsp;x", ["mobilisation fascia x"]),
    ("html", "<p>a<script>var x = '<p>no</p>';</script>b<style>p{}</style>", ["ab"]),
    ("text", "A line that is wrapped\nby its author for good\n\n- item\n- other", ["A line that is wrapped by its author for good", "item", "other"]),
    ("text", "no\u00a0break and\ttab", ["no break and tab"]),
]  # fmt: skip


@pytest.mark.parametrize(("form", "source", "texts"), READ)
def test_the_authors_words_are_read(form: str, source: str, texts: list[str]) -> None:
    blocks = [b for b in read_text("a", source, form).blocks if is_own(b)]
    assert [" ".join(b.text.split()) for b in blocks] == [" ".join(t.split()) for t in texts]


def test_a_footnote_gives_its_source_to_the_paragraph_that_names_it() -> None:
    text = "It helps.[^a]\n\n[^a]: Smith (2020), 10.1000/182.\n"
    first, note = read_text("a", text, "markdown").blocks
    assert any("10.1000/182" in link for link in first.citations)
    assert note.zone is Zone.REFERENCES


def test_reference_links_cite_what_they_point_to() -> None:
    text = "It [helps][smith] a lot.\n\n[Smith]: https://doi.org/10.1000/182\n"
    assert "https://doi.org/10.1000/182" in read_text("a", text, "markdown").blocks[0].links


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_moves_no_column(mark: bytes) -> None:
    document = read_bytes("a.md", mark + b"joint", "markdown")
    assert document.blocks[0].source_start(0) == 0


WORDS = ["Manual", "therapy", "improves", "joint", "alignment."]
BETWEEN = {
    "markdown": [" ", "\n", "\r\n", "  ", "\u00a0", "&nbsp;", " *", "* ", " **", "** ", " <b>", "</b> ", "\\\n", "<br>", "\t", " <!-- x --> "],
    "html": [" ", "\n", "\r\n", "&nbsp;", " <b>", "</b> ", "<br>", " <i class='a>b'>", "\u00a0", "<!-- x --> "],
    "text": [" ", "\n", "\r\n", "  ", "\u00a0"],
}  # fmt: skip
WITHIN = {"markdown": ["", "*", "\u00ad", "&shy;", "<i>"], "html": ["", "<b>", "&shy;", "<wbr>"], "text": ["", "\u200b"]}  # fmt: skip
BEFORE = {
    "markdown": ["", "# A title\n\n", "- ", "> said\n\n1. ", "---\na: b\n---\n\n", "\U0001f600 The joint. ", "| joint | x |\n|---|---|\n| ", "```\njoint\n```\n\n"],
    "html": ["", "<h1>joint</h1><p>", "<!doctype html><head><title>joint</title></head>", "<script>joint</script>\n", "\U0001f600 <ul><li>"],
    "text": ["", "\U0001f600 joint\n\n", "- ", "\n\n\n"],
}  # fmt: skip


@st.composite
def typed(draw: st.DrawFn) -> tuple[str, str]:
    """One sentence, as an author might type it, after other things."""
    form = draw(st.sampled_from(sorted(BETWEEN)))
    text = draw(st.sampled_from(BEFORE[form]))
    in_table = text.endswith("| ")
    for word in WORDS:
        inner = draw(st.sampled_from(WITHIN[form]))
        text += word[:3] + inner + word[3:] if inner in ("", "\u00ad", "&shy;", "\u200b", "<wbr>") else inner + word + (inner if inner == "*" else "</" + inner[1:])  # fmt: skip
        if word != WORDS[-1]:
            between = draw(st.sampled_from(BETWEEN[form]))
            text += " " if in_table and ("\n" in between or "|" in between) else between
    return form, text


@settings(deadline=None)
@given(typed_text=typed())
def test_every_mention_covers_its_words_and_no_more(
    lint: Lint, typed_text: tuple[str, str]
) -> None:
    form, text = typed_text
    outcome = lint(text, form)
    for read, mention in outcome.mentions:
        start, end = read.span(mention.first, mention.last)
        tokens = read.sentence.tokens[mention.first : mention.last]
        written = text[start:end]
        assert written.startswith(tokens[0].text[0])
        assert written.endswith(tokens[-1].text[-1])
        letters = iter(written)
        assert all(c in letters for token in tokens for c in token.text)
    named = [m.term for _, m in outcome.mentions]
    assert "ManualTherapy" in named


@settings(deadline=None)
@given(typed_text=typed())
def test_every_finding_covers_the_statement(lint: Lint, typed_text: tuple[str, str]) -> None:
    form, text = typed_text
    found = [d for d in lint(text, form).diagnostics if d.code == "TX301"]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for diagnostic in found:
        first = lines[diagnostic.start.line - 1][diagnostic.start.column - 1 :]
        last = lines[diagnostic.end.line - 1][: diagnostic.end.column - 1]
        assert first.startswith("M") and last.endswith("t")
    assert len(found) == 1
