"""Word files as Word writes them: what a reader sees is read, and comments stand on its words."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from mtkg.lint.outputs.commented import commented
from mtkg.lint.reading import read_bytes
from mtkg.lint.reading.document import Zone
from mtkg.lint.run import Linter
from tests.lint.conftest import Lint

W = nsdecls("w")
NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
BOX = f"""<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>
  <mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>Manual therapy
  improves joint alignment.</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>
  <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Twice.</w:t></w:r></w:p></w:txbxContent></w:pict>
  </mc:Fallback></mc:AlternateContent></w:r>"""


def _saved(file: Any, notes: str = "") -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    if not notes:
        return buffer.getvalue()
    made = io.BytesIO()
    part = f"<w:footnotes {W}>{notes}</w:footnotes>"
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"</Types>", b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>')  # fmt: skip
            if name == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", f'<Relationship Id="rId99" Type="{NOTES}" Target="footnotes.xml"/></Relationships>'.encode())  # fmt: skip
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", part)
    return made.getvalue()


def _texts(data: bytes) -> list[str]:
    return [" ".join(b.text.split()) for b in read_bytes("a.docx", data, "docx").blocks]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:r><w:t>Manual ther</w:t></w:r><w:r><w:t>apy</w:t></w:r>", "Manual therapy"),
        ('<w:ins w:id="1" w:author="a"><w:r><w:t>added</w:t></w:r></w:ins>', "added"),
        ('<w:del w:id="1" w:author="a"><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>kept</w:t></w:r>', "kept"),
        ('<w:hyperlink w:anchor="x"><w:r><w:t>linked</w:t></w:r></w:hyperlink>', "linked"),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r><w:r><w:t>kept</w:t></w:r>", "kept"),
        ('<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>not struck</w:t></w:r>', "not struck"),
        ("<w:r><w:t>joint</w:t><w:noBreakHyphen/><w:t>based</w:t><w:tab/><w:t>care</w:t></w:r>", "joint-based care"),
        ("<w:r><w:t>mobili</w:t><w:softHyphen/><w:t>sation</w:t></w:r>", "mobilisation"),
        ('<w:r><w:instrText>HYPERLINK "http://a.b"</w:instrText></w:r><w:fldSimple w:instr="x"><w:r><w:t>field</w:t></w:r></w:fldSimple>', "field"),
        ("<w:sdt><w:sdtContent><w:r><w:t>control</w:t></w:r></w:sdtContent></w:sdt>", "control"),
        ('<w:smartTag w:element="x"><w:r><w:t>tagged</w:t></w:r></w:smartTag>', "tagged"),
    ],
    ids=["runs", "added", "deleted", "link", "struck", "not struck", "hyphen and tab", "soft hyphen", "fields", "control", "smart tag"],
)  # fmt: skip
def test_a_paragraph_is_read_as_its_reader_sees_it(inner: str, text: str) -> None:
    file = docx.Document()
    file.element.body.insert(0, parse_xml(f"<w:p {W}>{inner}</w:p>"))
    assert _texts(_saved(file)) == [text]


def test_tables_text_boxes_and_controls_are_read_once() -> None:
    file = docx.Document()
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "one", "two"
    table.cell(0, 0).merge(table.cell(0, 1))
    file.add_paragraph("Before.")._p.append(parse_xml(BOX))
    block = (
        f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    file.element.body.insert(-1, parse_xml(block))

    found = _texts(_saved(file))

    assert found == [
        "one",
        "two",
        "Before.",
        "Manual therapy improves joint alignment.",
        "Control.",
    ]


def test_a_note_gives_its_source_to_the_paragraph_that_refers_to_it() -> None:
    file = docx.Document()
    paragraph = file.add_paragraph("It helps.")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    notes = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>Smith (2020), 10.1000/182</w:t></w:r></w:p></w:footnote>'

    body, note = read_bytes("a.docx", _saved(file, notes), "docx").blocks

    assert any("10.1000/182" in link for link in body.citations)
    assert note.zone is Zone.REFERENCES


def _commented_words(data: bytes) -> list[tuple[str, str]]:
    """What each comment covers, and its first words."""
    file = docx.Document(io.BytesIO(data))
    names = {c.comment_id: c.text for c in file.comments}
    found = []
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for start in file.element.iter(f"{w}commentRangeStart"):
        number = int(start.get(f"{w}id"))
        text = ""
        for element in start.itersiblings():
            if element.tag == f"{w}commentRangeEnd" and int(element.get(f"{w}id")) == number:
                break
            text += "".join(element.itertext(f"{w}t"))
        found.append((" ".join(text.split()), names[number].split(":")[0]))
    return found


def test_a_comment_covers_the_words_of_its_finding(linter: Linter) -> None:
    file = docx.Document()
    paragraph = file.add_paragraph("We say it: Manual ")
    paragraph.add_run("ther").bold = True
    paragraph.add_run("apy improves joint alignment. And more.")
    data = _saved(file)

    made = commented(linter.lint(read_bytes("a.docx", data, "docx")), data)

    words = _commented_words(made)
    assert words == [("Manual therapy improves joint alignment", "warning TX301 disputed-unhedged")]
    after = docx.Document(io.BytesIO(made)).paragraphs[0]
    assert after.text == paragraph.text
    assert [run.text for run in after.runs if run.bold] == ["ther"]


def test_a_comment_on_a_text_box_or_note_stands_where_it_hangs(linter: Linter) -> None:
    file = docx.Document()
    file.add_paragraph("Before.")._p.append(parse_xml(BOX))
    paragraph = file.add_paragraph("Note")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>Manual therapy improves joint alignment.</w:t></w:r></w:p></w:footnote>'
    data = _saved(file, notes)

    outcome = linter.lint(read_bytes("a.docx", data, "docx"))
    made = docx.Document(io.BytesIO(commented(outcome, data)))

    assert [d.code for d in outcome.diagnostics] == ["TX301", "TX301"]
    assert len(list(made.comments)) == 2


def test_an_article_of_another_form_becomes_a_word_file_with_its_comments(lint: Lint) -> None:
    outcome = lint("# Title\n\nSo: Manual *therapy* improves joint&nbsp;alignment. And more.\n")

    made = commented(outcome)

    assert _commented_words(made) == [
        ("Manual therapy improves joint alignment", "warning TX301 disputed-unhedged")
    ]


def test_nothing_is_fixed_in_a_word_file(linter: Linter) -> None:
    file = docx.Document()
    file.add_paragraph("We offer joint mobs. Manual therapy improves joint alignment.")
    outcome = linter.lint(read_bytes("a.docx", _saved(file), "docx"))
    assert outcome.diagnostics and not any(d.fixes for d in outcome.diagnostics)
