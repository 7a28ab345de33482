"""``mtkg check``: what is wrong with the ontology, the claims, or a draft of either."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from mtkg.check.fixing import fixed, write_whole
from mtkg.check.known import findings_at, new_among, read_baseline
from mtkg.check.run import Checker, Options, Outcome
from mtkg.check.sources import Draft, read_draft, syntax_error
from mtkg.check.waivers import apply_waivers, read_waivers
from mtkg.cli._common import progress
from mtkg.errors import SyntaxProblem, UsageError
from mtkg.model.diagnostics import Diagnostic, Severity
from mtkg.reporters import FORMATS, Report, render
from mtkg.resources import ontology_dir
from mtkg.settings import load_settings
from mtkg.turtle.positions import decode

_FAIL_ON = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}


@click.command("check", short_help="Check the graph, or a draft with it, as its authors do.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--graph", type=click.Path(), help="The ontology folder.  [default: ./ontology]")
@click.option("--fix", is_flag=True, help="Apply safe fixes; every other byte stays as it is.")
@click.option("--since", metavar="REF", help="Show only what was not found at this commit.")
@click.option("--baseline", type=click.Path(), help="Leave out what this JSON report has.")
@click.option("--waivers", type=click.Path(), help="[default: waivers.yaml beside the ontology]")
@click.option("--select", metavar="CODES", help="Only these codes or prefixes: KG3,KG401.")
@click.option("--ignore", metavar="CODES", help="Not these codes or prefixes.")
@click.option(
    "--format",
    "-O",
    "form",
    type=click.Choice(FORMATS),
    default="pretty",
    show_default=True,
    help="How to print findings.",
)
@click.option("-o", "--output", type=click.Path(), help="Write the report to a file.")
@click.option(
    "--fail-on",
    type=click.Choice([*_FAIL_ON, "never"]),
    default="error",
    show_default=True,
    help="The least serious finding that makes the exit code 1.",
)
@click.option(
    "--hermit/--no-hermit",
    default=None,
    help="Ask HermiT, or not.  [default: for the graph, and for drafts that state axioms]",
)
@click.option(
    "--questions/--no-questions",
    default=True,
    help="Ask the competency questions of the graph, where it has no error and HermiT was asked.",
)
@click.option(
    "--max",
    "most",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    help="Justifications a logical finding may give.",
)
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input.")
def command(
    files: tuple[str, ...],
    graph: str | None,
    fix: bool,
    since: str | None,
    baseline: str | None,
    waivers: str | None,
    select: str | None,
    ignore: str | None,
    form: str,
    output: str | None,
    fail_on: str,
    hermit: bool | None,
    questions: bool,
    most: int,
    stdin_filename: str | None,
) -> int:
    """
    Say what is wrong, at which line, why, and what to do.

    Without FILE the graph itself is checked; with FILE, each is judged as a draft together with
    the graph, and only what it causes is reported. `-` reads standard input.

    Exit code: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or an unreadable file,
    3 the graph could not be loaded.
    """
    ontology = _ontology(graph)
    options = Options(hermit, most, load_settings().reasoner_timeout_s)
    with progress("checking") as note:
        given = [_read(name, stdin_filename) for name in _expanded(files)]
        outcome = _check(ontology, options, given)
        if fix and _apply(outcome, given, ontology):
            note("again, after the fixes")
            given = [_read(name, stdin_filename) for name in _expanded(files)]
            outcome = _check(ontology, options, given)
        asked: list[Diagnostic] = []
        if questions and not files:
            note("asking the competency questions")
            asked = _questions(ontology, outcome)
    found = _waived([*outcome.diagnostics, *asked], outcome, waivers, ontology, complete=not files)
    if since:
        paths = [draft.path for draft in given if isinstance(draft, Draft) and draft.path]
        found = new_among(found, findings_at(since, ontology, paths, options))
    if baseline:
        found = new_among(found, read_baseline(Path(baseline)))
    found = [d for d in found if _wanted(d.code, select, ignore)]
    report = Report(tuple(found), outcome.texts, notes=_notes(outcome, form))
    _write(render(report, form, color=_colorful(output)), output)
    return int(fail_on != "never" and any(d.severity.at_least(_FAIL_ON[fail_on]) for d in found))


def _ontology(graph: str | None) -> Path:
    if graph is None:
        return ontology_dir()
    folder = Path(graph)
    if not folder.is_dir():
        raise UsageError(f"--graph {graph}: no such folder", help="name the ontology folder")
    return folder


def _expanded(files: tuple[str, ...]) -> list[str]:
    """Folders as the Turtle files in them."""
    found: list[str] = []
    for name in files:
        if name != "-" and Path(name).is_dir():
            inside = sorted(str(path) for path in Path(name).rglob("*.ttl"))
            if not inside:
                raise UsageError(f"{name} holds no .ttl file")
            found += inside
        else:
            found.append(name)
    return list(dict.fromkeys(found))


def _read(name: str, stdin_filename: str | None) -> Draft | Diagnostic:
    if name != "-":
        return read_draft(Path(name))
    shown = stdin_filename or "<stdin>"
    try:
        text = decode(sys.stdin.buffer.read(), shown)
    except SyntaxProblem as problem:
        return syntax_error(problem, "")
    return Draft(shown, text, Path(stdin_filename) if stdin_filename else None)


def _check(ontology: Path, options: Options, given: list[Draft | Diagnostic]) -> Outcome:
    checker = Checker(ontology, options)
    if not given:
        return checker.check_graph()
    unreadable = [one for one in given if isinstance(one, Diagnostic)]
    outcome = checker.check_drafts([one for one in given if isinstance(one, Draft)])
    found = sorted([*unreadable, *outcome.diagnostics], key=lambda d: d.sort_key)
    return Outcome(tuple(found), outcome.texts, outcome.with_hermit)


def _questions(ontology: Path, outcome: Outcome) -> list[Diagnostic]:
    """The competency questions, of a graph that can be built; they need a whole release."""
    faulty = any(d.severity is Severity.ERROR for d in outcome.diagnostics)
    if faulty or not outcome.with_hermit:
        return []
    from mtkg.check.questions import check_questions
    from mtkg.check.sources import read_graph
    from mtkg.check.world import World

    world = World(document for _, document in read_graph(ontology).documents)
    return check_questions(ontology, world, load_settings())


def _apply(outcome: Outcome, given: list[Draft | Diagnostic], ontology: Path) -> int:
    """Write the fixed files; how many fixes were applied."""
    paths = {d.name: d.path for d in given if isinstance(d, Draft) and d.path}
    if not given:
        checker = Checker(ontology, Options(hermit=False))
        paths = {document.file: path for path, document in checker.sources.documents}
    total = 0
    for name, path in paths.items():
        text, count = fixed(outcome.texts[name], [d for d in outcome.diagnostics if d.file == name])
        if count:
            write_whole(path, text)
            total += count
    click.echo(f"{total} {'fix' if total == 1 else 'fixes'} applied", err=True)
    return total


def _waived(
    found: list[Diagnostic], outcome: Outcome, waivers: str | None, ontology: Path, complete: bool
) -> list[Diagnostic]:
    path = Path(waivers) if waivers else ontology / "waivers.yaml"
    if waivers and not path.is_file():
        raise UsageError(f"--waivers {waivers}: no such file")
    today = datetime.now(UTC).date()
    known = read_waivers(path, str(path))
    if known:
        outcome.texts[str(path)] = path.read_text(encoding="utf-8")
        found = apply_waivers(found, known, today, complete=complete)
    return sorted(found, key=lambda d: d.sort_key)


def _wanted(code: str, select: str | None, ignore: str | None) -> bool:
    if ignore and code.startswith(_codes(ignore)):
        return False
    return not select or code.startswith(_codes(select))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part.strip().upper() for part in text.split(",") if part.strip())


def _notes(outcome: Outcome, form: str) -> tuple[str, ...]:
    if form == "pretty" and not outcome.with_hermit:
        return ("HermiT was not asked; the EL part of the ontology was checked.",)
    return ()


def _colorful(output: str | None) -> bool:
    return output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _write(text: str, output: str | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output}: cannot be written: {error.strerror}") from error
