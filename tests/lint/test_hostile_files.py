"""Whatever the file, the author gets findings or a clear message, and soon."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkg.errors import UsageError
from mtkg.lint.reading import MOST_BYTES, read_bytes, read_file, read_text
from mtkg.lint.run import Linter
from mtkg.lint.tables import FOLDER

FORMS = ["markdown", "html", "text", "docx"]
MARKS = ["<", ">", "</", "<!--", "-->", "[", "](", ")", "`", "*", "_", "~~", "&#", "|", "\n", "# ", "> ", "- ", "\t", "\r", "\0", "<p ", '"', "'", "<script>", "[^1]:", "---\n", "joint ", "reduces pain. "]  # fmt: skip


WORDS = sorted(
    {
        word
        for path in FOLDER.glob("*.yaml")
        for word in re.findall(r"[a-z']+(?:[ -][a-z']+){0,3}", path.read_text(encoding="utf-8"))
    }
)
NAMED = ["massage", "dry needling", "joint mobilization", "pain", "blood flow", "neck pain", "it"]
BETWEEN = [",", ":", ";", "(", ")", "—", "“", "”", "and", "or", "not", "no", "that", "which"]


def _word(change: Callable[[bytes], bytes]) -> bytes:
    """A Word file with one paragraph, its main part changed."""
    file = docx.Document()
    file.add_paragraph("Manual therapy improves joint alignment.")
    buffer, made = io.BytesIO(), io.BytesIO()
    file.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == "word/document.xml" else data)
    return made.getvalue()


def _refusal(linter: Linter, name: str, data: bytes, form: str) -> str:
    """Why *data* is not read, or its name and nothing where it is."""
    try:
        linter.lint(read_bytes(name, data, form))
    except UsageError as error:
        return str(error)
    return f"{name}: "


@settings(deadline=None)
@given(data=st.binary(max_size=400), form=st.sampled_from(FORMS))
def test_any_bytes_are_read_or_refused_in_words(linter: Linter, data: bytes, form: str) -> None:
    assert _refusal(linter, "a", data, form).startswith("a: ")


@settings(deadline=None)
@given(
    parts=st.lists(st.sampled_from(MARKS), max_size=60),
    form=st.sampled_from(["markdown", "html", "text"]),
)
def test_any_heap_of_marks_is_read_and_every_finding_is_inside(
    linter: Linter, parts: list[str], form: str
) -> None:
    text = "".join(parts)
    outcome = linter.lint(read_text("a", text, form))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for diagnostic in outcome.diagnostics:
        assert diagnostic.start <= diagnostic.end
        assert diagnostic.end.column <= len(lines[diagnostic.end.line - 1]) + 1


@pytest.mark.parametrize(
    "text",
    ["Massage eases pain. Bring joint mobilization?", "Massage eases pain. Ask what it is used to"],
)
def test_a_sentence_may_end_anywhere(linter: Linter, text: str) -> None:
    assert linter.lint(read_text("a", text, "text")).statistics["sentences"] == 2


@settings(deadline=None, max_examples=200)
@given(
    words=st.lists(
        st.one_of(st.sampled_from(WORDS), st.sampled_from(NAMED), st.sampled_from(BETWEEN)),
        min_size=1,
        max_size=14,
    ),
    end=st.sampled_from(["", ".", "?", "!"]),
)
def test_any_sentence_of_the_words_that_are_looked_for_is_read(
    linter: Linter, words: list[str], end: str
) -> None:
    text = f"Massage eases pain. {' '.join(words).capitalize()}{end}"
    assert linter.lint(read_text("a", text, "text")).statistics["sentences"] >= 1


@settings(deadline=None, max_examples=30)
@given(place=st.integers(0, 30_000), byte=st.integers(0, 255))
def test_a_damaged_word_file_is_read_or_refused(linter: Linter, place: int, byte: int) -> None:
    data = bytearray(_word(lambda part: part))
    data[place % len(data)] = byte
    assert _refusal(linter, "a.docx", bytes(data), "docx").startswith("a.docx: ")


MANY = 20_000
LONG = {
    "unclosed tags": ("html", "<a " * MANY),
    "quotes that pair wrongly": ("html", """<a "><a '>""" * MANY),
    "unclosed comments": ("html", "<!-- " * MANY),
    "unclosed scripts": ("html", "<script>" * MANY),
    "deep divisions": ("html", "<div>" * MANY + "x" + "</div>" * MANY),
    "runs of ticks": ("markdown", "a".join("`" * n for n in range(1, 300))),
    "brackets": ("markdown", "[" * MANY + "a" + "]" * MANY),
    "half links": ("markdown", "[a](" * MANY),
    "half pictures": ("markdown", "![a" * MANY),
    "comments in a line": ("markdown", "a <!-- " * MANY),
    "struck through": ("markdown", "~~a " * MANY),
    "emphasis": ("markdown", "*a **b " * MANY),
    "quotations in quotations": ("markdown", "> " * 2000 + "a"),
    "one word": ("text", "a" * 100_000),
    "full stops": ("text", "." * 100_000),
    "no. after no.": ("text", "no. " * MANY),
}


@pytest.mark.parametrize("name", LONG)
def test_no_text_makes_the_reader_search_it_over_and_over(linter: Linter, name: str) -> None:
    # A reader that goes back would take minutes and end at the suite's time limit for one test.
    form, text = LONG[name]
    linter.lint(read_text("a", text, form))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document', 1), "entities"),
        (lambda d: d[: len(d) // 2], "cannot be opened"),
        (lambda d: b"\xff\xfe" + d, "cannot be opened"),
        (lambda d: b"", "cannot be opened"),
        (lambda d: d.replace(b"<w:body>", b"<w:body>" + b"<w:p>" * 3000 + b"</w:p>" * 3000, 1), "cannot be opened"),
    ],
    ids=["entities", "cut", "two marks", "empty", "deep"],
)  # fmt: skip
def test_a_word_file_that_is_none_is_refused(change: Callable[[bytes], bytes], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        read_bytes("a.docx", _word(change), "docx")


def test_a_word_file_that_unpacks_to_gigabytes_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 201_000_000)
    with pytest.raises(UsageError, match="unpacks to more"):
        read_bytes("a.docx", made.getvalue(), "docx")


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "broken.md").symlink_to("nowhere.md")
    with (tmp_path / "large.md").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for name, reason in (
        ("pipe.md", "no ordinary file"),
        ("broken.md", "No such file"),
        ("large.md", "articles of up to"),
    ):
        with pytest.raises(UsageError, match=reason):
            read_file(tmp_path / name)


def _mtkg(*arguments: str, folder: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "mtkg", "lint", *arguments]
    return subprocess.run(command, cwd=folder, input=given, capture_output=True, check=False)


def test_the_command_checks_what_it_can_read_and_names_the_rest(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\xff\xff")
    (tmp_path / "good.md").write_text("Nothing to say.\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "no.md").write_bytes(b"\xff")
    (tmp_path / "~$good.docx").write_bytes(b"lock")

    done = _mtkg(".", folder=tmp_path)

    assert done.returncode == 2
    assert done.stdout == b"nothing found\n"
    assert done.stderr.startswith(b"mtkg: bad.md: not UTF-8 text")
    assert b"hidden" not in done.stderr and b"good" not in done.stderr


def test_the_command_ends_with_the_codes_it_promises(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Self-treatment replaces manual therapy.\n")
    (tmp_path / "none").mkdir()

    assert _mtkg("a.md", folder=tmp_path).returncode == 1
    assert _mtkg("--fail-on", "never", "a.md", folder=tmp_path).returncode == 0
    assert _mtkg("-", folder=tmp_path, given=b"\x00\x01").returncode == 2
    assert _mtkg("none", folder=tmp_path).returncode == 2
    assert _mtkg("--select", "TX999", "a.md", folder=tmp_path).returncode == 2
    assert _mtkg("--release", ".", "a.md", folder=tmp_path).returncode == 3


def test_a_project_settles_its_own_rules_and_codes(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Self-treatment replaces manual therapy. Our Wonder Cure.\n")
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "H1.yaml").write_text(
        "{code: H1, name: house-word, severity: warning, kind: phrase, message: 'no “{text}” here',"
        " any: [wonder cure], bad: [a wonder cure, Wonder Cure, the wonder cure],"
        " good: [a wonder, a cure, none]}"
    )
    (tmp_path / "pyproject.toml").write_text(
        '[tool.mtkg]\nlint-rules = "house"\nlint-ignore = "TX2"\nlint-fail-on = "warning"\n'
    )

    done = _mtkg("-O", "concise", "a.md", folder=tmp_path)

    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "a.md:1:45 H1 house-word  no “Wonder Cure” here",
        "1 warning",
    ]


def test_what_is_too_long_for_a_sentence_is_read_for_terms_and_counted_as_undecided(
    linter: Linter,
) -> None:
    endless = "Massage realigns joints, " * 3000 + "and that is that. Massage realigns joints."

    outcome = linter.lint(read_text("a.txt", endless, "text"))

    assert [d.start.column for d in outcome.diagnostics if d.code[:3] != "TX1"] == [
        endless.index("that is that.") + 15
    ]
    assert outcome.statistics["terms"] > 3000
    assert outcome.statistics["abstained_because"]["too long a sentence"] == 1
