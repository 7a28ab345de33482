"""What is prose, and where it stands in the author's file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkg.errors import UsageError
from mtkg.lint.reading import read_bytes, read_file, read_text
from mtkg.lint.reading.document import Zone, is_own

ARTICLE = {
    "markdown": "---\ntitle: x\n---\r\n# Title\r\n\r\nManual *therapy* improves `code` [joint &amp; bone](http://a.b)\r\n  alignment.\r\n\r\n> Quoted words.\r\n\r\n    code block\r\n\r\n## References\r\n\r\n1. A book.\r\n",
    "html": "<html><head><title>no</title></head><body><h1>Title</h1><p>Manual <b>ther</b>apy\n improves joint&nbsp;&amp; bone <script>x()</script>alignment.</p><blockquote><p>Quoted words.</p></blockquote><h2>References</h2><ol><li>A book.</li></ol></body></html>",
}


@pytest.mark.parametrize("form", ARTICLE)
def test_every_literal_character_stands_where_its_place_says(form: str) -> None:
    source = ARTICLE[form]
    for block in read_text("a", source, form).blocks:
        for piece in block.pieces:
            written = source[piece.source : piece.source + piece.width]
            if piece.is_literal and not written.isspace():
                assert block.text[piece.clean : piece.clean + piece.length] == written


@pytest.mark.parametrize("form", ARTICLE)
def test_quotes_code_and_references_are_not_the_authors_words(form: str) -> None:
    own = " ".join(b.text for b in read_text("a", ARTICLE[form], form).blocks if is_own(b))
    assert "alignment" in own
    assert not any(word in own for word in ("Quoted", "code block", "A book", "x()", "title: x"))


def test_short_lines_of_plain_text_are_headings() -> None:
    blocks = read_text(
        "a", "A heading\n\nA long sentence, which ends with a full stop.\n", "text"
    ).blocks
    assert [b.zone for b in blocks] == [Zone.HEADING, Zone.PROSE]


@given(st.text(max_size=200), st.sampled_from(["markdown", "html", "text"]))
def test_any_text_is_read_and_every_place_is_inside_it(text: str, form: str) -> None:
    for block in read_text("a", text, form).blocks:
        assert 0 <= block.source_start(0) <= block.source_end(len(block.text)) <= len(text)


def test_a_paragraph_of_word_is_a_line() -> None:
    file = docx.Document()
    file.add_heading("Title")
    paragraph = file.add_paragraph("Manual ")
    paragraph.add_run("ther").bold = True
    paragraph.add_run("apy helps.")
    buffer = io.BytesIO()
    file.save(buffer)

    document = read_bytes("a.docx", buffer.getvalue(), "docx")

    assert document.source == "Title\nManual therapy helps."
    assert document.blocks[1].source_start(0) == 6


def test_files_that_are_no_articles_are_refused_with_a_reason(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.docx", "w") as archive:
        archive.writestr("a.txt", "hi")
    (tmp_path / "r.docx").write_bytes(b"\x00\xff\x10random")
    (tmp_path / "r.md").write_bytes(b"\xff\x80\x81random")
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    for name, reason in (
        ("z.docx", "no Word file"),
        ("r.docx", "no Word file"),
        ("r.md", "not UTF-8"),
        ("x.pdf", "not a kind"),
    ):
        with pytest.raises(UsageError, match=reason):
            read_file(tmp_path / name)
