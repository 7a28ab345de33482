"""How a sentence is typed, spelled or turned changes no verdict: tried on every rule's examples."""

from __future__ import annotations

import html
import io
import random
import re
from collections.abc import Callable

import docx
import pytest

from mtkg.lint.reading import read_bytes
from mtkg.lint.rulebook import FOLDER, load_rules
from mtkg.lint.run import Linter
from tests.lint.conftest import Lint

RULES = load_rules(FOLDER)
EXAMPLES = sorted(
    {
        (rule.code, number, text)
        for rule in RULES
        for kind, texts in (("bad", rule.bad), ("good", rule.good))
        for number, text in enumerate(texts, start=1 if kind == "bad" else 101)
        if rule.code not in ("TX502", "TX901", "TX902")  # about the markup itself, or evidence
    }
)
PLAIN = [e for e in EXAMPLES if not re.search(r"[\[\]`<>#*_|]|^---|https?:|\n\s*\n", e[2])]
Change = Callable[[str], str]


def _ids(example: tuple[str, int, str]) -> str:
    return f"{example[0]}-{example[1]}"


def _words(text: str, change: Change) -> str:
    return re.sub(r"[^\W\d_]{6,}", lambda m: change(m.group()), text)


def _at_breaks(text: str, by: str) -> str:
    """Other blanks, where the next word would not begin a block of Markdown."""
    return re.sub(r" (?![-+*#>=\d])", lambda _: by, text)


TYPED: dict[str, Change] = {
    "emphasis in mid-word": lambda t: _words(t, lambda w: f"{w[:3]}**{w[3:]}**"),
    "emphasis on words": lambda t: _words(t, lambda w: f"*{w}*"),
    "tags": lambda t: _words(t, lambda w: f'<span class="a">{w[:2]}</span>{w[2:]}'),
    "line breaks": lambda t: _at_breaks(t, "\n"),
    "Windows line ends": lambda t: _at_breaks(t, "\r\n"),
    "hard breaks": lambda t: _at_breaks(t, "  \n"),
    "entities in words": lambda t: _words(t, lambda w: f"{w[:2]}&#{ord(w[2])};{w[3:]}"),
    "blanks that do not break": lambda t: _at_breaks(t, "\u00a0"),
    "entities for blanks": lambda t: _at_breaks(t, "&nbsp;"),
    "soft hyphens": lambda t: _words(t, lambda w: f"{w[:3]}\u00ad{w[3:]}"),
    "typographic apostrophes": lambda t: t.replace("'", "’"),
    "double blanks": lambda t: _at_breaks(t, "  "),
}
BRITISH = {
    r"(?i)\b(\w*?(?:mobil|manipul|real|normal|sensit|general|immobil|desensit|local|util|recogn|optim|minim|stabil|neutral)?i)z(e[sd]?|ing|ations?|er)\b": r"\1s\2",
    r"(?i)\bedema": "oedema",
    r"(?i)\bfiber": "fibre",
    r"(?i)\banesthe": "anaesthe",
    r"(?i)\bcenter": "centre",
    r"(?i)\b(\w*)ischemi": r"\1ischaemi",
    r"(?i)\bhematoma": "haematoma",
    r"(?i)\bbehavior": "behaviour",
}  # fmt: skip


def _british(text: str) -> str:
    for pattern, by in BRITISH.items():
        text = re.sub(pattern, by, text)
    return text


def _codes(lint: Lint, code: str, text: str, form: str = "markdown") -> list[str]:
    select = (code,) if code in ("TX101", "TX105") else ()
    return sorted(d.code for d in lint(text, form, select=select).diagnostics)


@pytest.mark.parametrize("example", PLAIN, ids=_ids)
def test_typing_it_otherwise_changes_no_verdict(lint: Lint, example: tuple[str, int, str]) -> None:
    code, _, text = example
    expected = _codes(lint, code, text)
    found = {how: _codes(lint, code, change(text)) for how, change in TYPED.items()}
    assert found == dict.fromkeys(TYPED, expected)


@pytest.mark.parametrize("example", PLAIN, ids=_ids)
def test_british_spelling_changes_no_verdict(lint: Lint, example: tuple[str, int, str]) -> None:
    code, _, text = example
    assert _codes(lint, code, _british(text)) == _codes(lint, code, text)


@pytest.mark.parametrize("example", PLAIN, ids=_ids)
def test_the_form_of_the_file_changes_no_verdict(
    lint: Lint, linter: Linter, example: tuple[str, int, str]
) -> None:
    code, number, text = example
    expected = _codes(lint, code, text)
    page = html.escape(text).replace(" ", " <i>", 1).replace(" ", "</i> ", 2)
    select = (code,) if code in ("TX101", "TX105") else ()

    def in_word(parts: list[str]) -> list[str]:
        file = docx.Document()
        paragraph = file.add_paragraph("")
        for part in parts:
            paragraph.add_run(part).bold = bool(len(part) % 2)
        buffer = io.BytesIO()
        file.save(buffer)
        outcome = linter.lint(read_bytes("a.docx", buffer.getvalue(), "docx"), select=select)
        return sorted(d.code for d in outcome.diagnostics)

    cuts = sorted(random.Random(number).sample(range(len(text)), min(7, len(text))))
    runs = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert _codes(lint, code, f"<p>{page}</p>", "html") == expected
    assert _codes(lint, code, text, "text") == expected
    assert in_word(runs) == expected


PASSIVE = {
    "improves": "improved", "reduces": "reduced", "relieves": "relieved", "clears": "cleared",
    "restores": "restored", "increases": "increased", "lowers": "lowered", "stimulates": "stimulated",
    "supports": "supported", "promotes": "promoted", "realigns": "realigned", "breaks": "broken",
}  # fmt: skip
ACTIVE = re.compile(
    rf"^(?P<s>[A-Z][a-z]+(?: [a-z]+){{0,2}}) (?P<v>{'|'.join(PASSIVE)}) (?P<o>[a-z ]+)\.$"
)
TURNED = [(e, m) for e in PLAIN if (m := ACTIVE.match(e[2]))]


@pytest.mark.parametrize(("example", "parts"), TURNED, ids=str)
def test_the_passive_changes_no_verdict(
    lint: Lint, example: tuple[str, int, str], parts: re.Match[str]
) -> None:
    code, _, text = example
    target = parts["o"][0].upper() + parts["o"][1:]
    turned = f"{target} is {PASSIVE[parts['v']]} by {parts['s'].lower()}."
    assert _codes(lint, code, turned) == _codes(lint, code, text)


PLURAL = {
    "therapy": "therapies", "massage": "massages", "mobilization": "mobilizations",
    "manipulation": "manipulations", "release": "releases", "technique": "techniques",
}  # fmt: skip
# "Massages lower cortisol" still reads as a noun, "lower cortisol".
MANY = [(e, m) for e, m in TURNED if m["s"].split()[-1].lower() in PLURAL and m["v"] != "lowers"]


@pytest.mark.parametrize(("example", "parts"), MANY, ids=str)
def test_the_plural_changes_no_verdict(
    lint: Lint, example: tuple[str, int, str], parts: re.Match[str]
) -> None:
    code, _, text = example
    *before, head = parts["s"].split()
    subject = " ".join([*before, PLURAL[head.lower()]]).capitalize()
    verb = parts["v"].removesuffix("s")
    assert _codes(lint, code, f"{subject} {verb} {parts['o']}.") == _codes(lint, code, text)
