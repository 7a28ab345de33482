"""``mtkg lint``: what an article says that the graph knows otherwise."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtkg.cli._common import graph_options, open_graph
from mtkg.errors import UsageError
from mtkg.model.diagnostics import Diagnostic, Severity
from mtkg.settings import load_settings

if TYPE_CHECKING:
    from mtkg.lint.reading.document import Document
    from mtkg.lint.rulebook import LintRule
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
@click.option(
    "--statistics",
    is_flag=True,
    help="Count what was read, found and left undecided, and say how far to trust it.",
)
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
    help="The least serious finding that makes the exit code 1; error unless set.",
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
    fail_on: str | None,
    stdin_filename: str,
    endpoint: str | None,
    release: Path | None,
) -> int:
    """
    Say where an article differs from what the graph knows, why, and what would be right.

    FILE is Markdown, HTML, plain text or Word, a folder of these, or `-` for standard input.

    Defaults for --select, --ignore, --rules and --fail-on may stand in [tool.mtkg] of
    pyproject.toml, as lint-select, lint-ignore, lint-rules and lint-fail-on.

    Exit code: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or an unreadable file,
    3 the graph could not be loaded.
    """
    documents, unread = _all_read(_expanded(files), stdin_filename)
    from mtkg.lint.rulebook import load_rules
    from mtkg.lint.run import Linter

    settings = load_settings()
    fail_on = fail_on or settings.lint_fail_on
    if fail_on not in (*_FAIL_ON, "never"):
        raise UsageError(
            f"lint-fail-on is {fail_on!r}", help=f"expected {', '.join(_FAIL_ON)} or never"
        )
    folder = rules or (Path(settings.lint_rules) if settings.lint_rules else None)
    extra = load_rules(folder) if folder else ()
    linter = Linter(open_graph(endpoint, release), extra)
    gc.freeze()  # the graph stays: an article need not pay for looking it through again
    gc.set_threshold(100_000)  # nor for searching its own, which leave few cycles
    codes = (
        _codes(select or settings.lint_select, extra),
        _codes(ignore or settings.lint_ignore, extra),
    )
    outcomes = [linter.lint(d, select=codes[0], ignore=codes[1]) for d in documents]
    if fix:
        outcomes = [_fixed(linter, o, codes) for o in outcomes]
    content = _rendered(
        linter, outcomes, form, explain=explain, statistics=statistics, output=output
    )
    _write(content, output)
    for error in unread:
        click.echo(f"mtkg: {error}" + (f"\n  {error.help}" if error.help else ""), err=True)
    found = [d for outcome in outcomes for d in outcome.diagnostics]
    if unread:
        return unread[0].exit_code
    return int(fail_on != "never" and any(d.severity.at_least(_FAIL_ON[fail_on]) for d in found))


def _expanded(files: tuple[str, ...]) -> list[str]:
    from mtkg.lint.reading import FORMS

    found: list[str] = []
    for name in files:
        if name != "-" and Path(name).is_dir():
            inside = sorted(str(path) for path in _articles(Path(name), frozenset(FORMS)))
            if not inside:
                raise UsageError(f"{name} holds no article ({', '.join(FORMS)})")
            found += inside
        else:
            found.append(name)
    return list(dict.fromkeys(found))


def _articles(folder: Path, endings: frozenset[str]) -> Iterator[Path]:
    """The articles under *folder*: no hidden files or folders, no packages, no locks of Word."""
    for path in folder.iterdir():
        if path.name.startswith((".", "~$")) or path.name == "node_modules":
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _articles(path, endings)
        elif path.suffix.lower() in endings and path.is_file():
            yield path


def _all_read(names: list[str], stdin_filename: str) -> tuple[list[Document], list[UsageError]]:
    """
    The documents that can be read, and what is wrong with the others.

    Raises the first `UsageError` where none can be read.
    """
    documents: list[Document] = []
    errors: list[UsageError] = []
    for name in names:
        try:
            documents.append(_read(name, stdin_filename))
        except UsageError as error:
            errors.append(error)
    if errors and not documents:
        raise errors[0]
    return documents, errors


def _read(name: str, stdin_filename: str) -> Document:
    from mtkg.lint.reading import form_of, read_bytes, read_file

    if name != "-":
        return read_file(Path(name))
    return read_bytes(stdin_filename, sys.stdin.buffer.read(), form_of(stdin_filename))


def _codes(text: str, extra: tuple[LintRule, ...]) -> tuple[str, ...]:
    """Codes and prefixes of *text*; raises `UsageError` for one that no rule has."""
    from mtkg.lint.rulebook import codes_in, own_rules

    wanted = codes_in(text)
    known = sorted({*own_rules(), *(rule.code for rule in extra)})
    for code in wanted:
        if not any(name.upper().startswith(code) for name in known):
            raise UsageError(f"{code}: no rule has this code", help=f"known are {' '.join(known)}")
    return wanted


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
        from mtkg.rules.figures import figures

        extra["statistics"] = {o.document.name: o.statistics for o in outcomes}
        extra["measured"] = figures().as_data()
    if explain:
        from mtkg.lint.explaining import trace

        extra["trace"] = {o.document.name: trace(o) for o in outcomes}
    if form in ("pretty", "concise"):
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
        from mtkg.lint.explaining import counted
        from mtkg.rules.figures import figures

        notes += [line for outcome in outcomes for line in counted(outcome)]
        notes += figures().lines(sorted({d.code for o in outcomes for d in o.diagnostics}))
    safe = sum(
        any(fix.safe for fix in d.fixes) for outcome in outcomes for d in outcome.diagnostics
    )
    if safe:
        notes.append(f"{safe} can be mended with --fix")
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
        if isinstance(content, bytes) and sys.stdout.isatty():
            raise UsageError("a Word file is nothing to print", help="name a file with -o FILE")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written: {error.strerror or error}") from error
