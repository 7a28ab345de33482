"""``mtkg lint``: what an article says that the graph knows otherwise."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtkg.cli._common import graph_options, open_graph
from mtkg.errors import UsageError
from mtkg.model.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from mtkg.lint.reading.document import Document
    from mtkg.lint.run import Outcome

_FAIL_ON = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}
_FORMATS = (
    "pretty",
    "concise",
    "json",
    "sarif",
    "github",
    "html",
    "annotation",
    "jsonld",
    "margin",
    "docx",
)
_WHOLE = frozenset({"annotation", "jsonld", "margin", "docx"})


@click.command("lint", short_help="Say where an article differs from the graph.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--explain", is_flag=True, help="Print the trace from words to verdict.")
@click.option("--fix", is_flag=True, help="Apply safe fixes; every other byte stays as it is.")
@click.option("--select", metavar="CODES", help="Only these codes or prefixes: TX3,TX204.")
@click.option("--ignore", metavar="CODES", help="Not these codes or prefixes.")
@click.option("--statistics", is_flag=True, help="Count what was read, found, and left undecided.")
@click.option("--rules", type=click.Path(path_type=Path), help="A folder with rules of your own.")
@click.option(
    "--format",
    "-O",
    "form",
    type=click.Choice(_FORMATS),
    default="pretty",
    show_default=True,
    help="How to print findings; margin and docx write the article with its findings.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the report to a file.")
@click.option(
    "--fail-on",
    type=click.Choice([*_FAIL_ON, "never"]),
    default="error",
    show_default=True,
    help="The least serious finding that makes the exit code 1.",
)
@click.option(
    "--stdin-filename", metavar="NAME", default="<stdin>.md", help="What to call standard input."
)
@graph_options
def command(
    files: tuple[str, ...],
    explain: bool,
    fix: bool,
    select: str | None,
    ignore: str | None,
    statistics: bool,
    rules: Path | None,
    form: str,
    output: Path | None,
    fail_on: str,
    stdin_filename: str,
    endpoint: str | None,
    release: Path | None,
) -> int:
    """
    Say where an article differs from what the graph knows, why, and what would be right.

    FILE is Markdown, HTML, plain text or Word, a folder of these, or `-` for standard input.

    Exit code: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or an unreadable file,
    3 the graph could not be loaded.
    """
    documents = [_read(name, stdin_filename) for name in _expanded(files)]
    from mtkg.lint.rulebook import load_rules
    from mtkg.lint.run import Linter

    extra = load_rules(rules) if rules else ()
    linter = Linter(open_graph(endpoint, release), extra)
    codes = (_codes(select), _codes(ignore))
    outcomes = [linter.lint(d, select=codes[0], ignore=codes[1]) for d in documents]
    if fix:
        outcomes = [_fixed(linter, o, codes) for o in outcomes]
    content = _rendered(
        linter, outcomes, form, explain=explain, statistics=statistics, output=output
    )
    _write(content, output)
    found = [d for outcome in outcomes for d in outcome.diagnostics]
    return int(fail_on != "never" and any(d.severity.at_least(_FAIL_ON[fail_on]) for d in found))


def _expanded(files: tuple[str, ...]) -> list[str]:
    from mtkg.lint.reading import FORMS

    found: list[str] = []
    for name in files:
        if name != "-" and Path(name).is_dir():
            inside = sorted(str(p) for p in Path(name).rglob("*") if p.suffix.lower() in FORMS)
            if not inside:
                raise UsageError(f"{name} holds no article ({', '.join(FORMS)})")
            found += inside
        else:
            found.append(name)
    return list(dict.fromkeys(found))


def _read(name: str, stdin_filename: str) -> Document:
    from mtkg.lint.reading import form_of, read_bytes, read_file

    if name != "-":
        return read_file(Path(name))
    return read_bytes(stdin_filename, sys.stdin.buffer.read(), form_of(stdin_filename))


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip().upper() for part in (text or "").split(",") if part.strip())


def _fixed(
    linter: object, outcome: Outcome, codes: tuple[tuple[str, ...], tuple[str, ...]]
) -> Outcome:
    from mtkg.lint.fixing import apply_fixes, write_back
    from mtkg.lint.reading import read_file
    from mtkg.lint.run import Linter

    assert isinstance(linter, Linter)
    path = Path(outcome.document.name)
    text, count = apply_fixes(outcome.document.source, outcome.diagnostics)
    if not path.is_file():
        click.echo("--fix leaves standard input as it is", err=True)
        return outcome
    if count:
        write_back(path, text)
    click.echo(f"{path}: {count} {'fix' if count == 1 else 'fixes'} applied", err=True)
    return linter.lint(read_file(path), select=codes[0], ignore=codes[1]) if count else outcome


def _rendered(
    linter: object,
    outcomes: list[Outcome],
    form: str,
    *,
    explain: bool,
    statistics: bool,
    output: Path | None,
) -> str | bytes:
    if form in _WHOLE:
        return _whole(linter, outcomes, form)
    from mtkg.reporters import Report, render

    found: list[Diagnostic] = [d for outcome in outcomes for d in outcome.diagnostics]
    extra: dict[str, object] = {}
    notes: list[str] = []
    if statistics:
        extra["statistics"] = {o.document.name: o.statistics for o in outcomes}
    if explain:
        from mtkg.lint.explaining import trace

        extra["trace"] = {o.document.name: trace(o) for o in outcomes}
    if form == "pretty":
        notes = _notes(outcomes, explain=explain, statistics=statistics)
    texts = {outcome.document.name: outcome.document.source for outcome in outcomes}
    report = Report(tuple(found), texts, extra, tuple(notes))
    colorful = output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return render(report, form, color=colorful)


def _notes(outcomes: list[Outcome], *, explain: bool, statistics: bool) -> list[str]:
    notes: list[str] = []
    if explain:
        from mtkg.lint.explaining import as_text

        notes += [line for outcome in outcomes for line in as_text(outcome)]
    if statistics:
        for outcome in outcomes:
            counts = json.dumps(outcome.statistics, ensure_ascii=False, indent=2)
            notes.append(f"{outcome.document.name}: {counts}")
    return notes


def _whole(linter: object, outcomes: list[Outcome], form: str) -> str | bytes:
    from mtkg.lint.run import Linter

    assert isinstance(linter, Linter)
    if form in ("margin", "docx") and len(outcomes) != 1:
        raise UsageError(f"--format {form} writes one article", help="name one file")
    if form == "margin":
        from mtkg.lint.outputs.margin import margin

        return margin(linter.graph, outcomes[0])
    if form == "docx":
        from mtkg.lint.outputs.commented import commented

        return commented(outcomes[0])
    if form == "annotation":
        from mtkg.lint.outputs.annotation import collection

        return json.dumps(collection(outcomes), ensure_ascii=False, indent=2) + "\n"
    from mtkg.lint.outputs.schema_org import page

    pages = [page(linter.graph, outcome) for outcome in outcomes]
    return json.dumps(pages[0] if len(pages) == 1 else pages, ensure_ascii=False, indent=2) + "\n"


def _write(content: str | bytes, output: Path | None) -> None:
    data = content.encode("utf-8") if isinstance(content, str) else content
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written: {error.strerror or error}") from error
