"""
Write docs/reference from the code: commands, endpoints, Python, terms.

``python -m tools.reference_pages`` writes them anew; a test says when one is out of date.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType

import click

import mtkg.session
from api.app import create_app
from mtkg.cli import cli
from mtkg.display.listing import Listing
from mtkg.model.vocabulary import KINDS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
MADE = (
    "Made from the code by `python -m tools.reference_pages`; a test says when it is out of date.\n"
)


def commands() -> str:
    """Every verb with its own help."""
    lines = ["# Commands", "", MADE]
    parent = click.Context(cli, info_name="mtkg", help_option_names=["-h", "--help"])
    for name in cli.list_commands(parent):
        command = cli.get_command(parent, name)
        if command is None:
            continue
        # click keeps the help option of whichever context asked first.
        command._help_option = None  # noqa: SLF001
        with click.Context(command, info_name=name, parent=parent, terminal_width=100) as context:
            lines += [f"## mtkg {name}", "", "```text", command.get_help(context), "```", ""]
    return "\n".join(lines)


def endpoints() -> str:
    """Every path of the service, from its own OpenAPI description."""
    lines = ["# Endpoints", "", MADE, "| method | path | gives |", "|---|---|---|"]
    for path, methods in sorted(create_app().openapi()["paths"].items()):
        for method, operation in methods.items():
            lines.append(f"| {method.upper()} | `{path}` | {operation.get('summary', '')} |")
    return "\n".join(lines) + "\n"


def python() -> str:
    """`load`, `connect` and every public method of the session, with its docstring."""
    lines = ["# Python", "", MADE]
    for name in ("load", "connect"):
        lines += _described(f"mtkg.{name}", getattr(mtkg.session, name))
    for title, owner in (
        ("Session", mtkg.session.Session),
        ("Listing", Listing),
        ("Chains", mtkg.session.Chains),
    ):
        lines += [f"## {title}", "", inspect.cleandoc(owner.__doc__ or ""), ""]
        for name, member in vars(owner).items():
            if isinstance(member, FunctionType) and not name.startswith("_"):
                lines += _described(name, member, level=3)
    return "\n".join(lines)


def _described(name: str, function: Callable[..., object], level: int = 2) -> Iterator[str]:
    signature = str(inspect.signature(function)).replace("self, ", "").replace("(self)", "()")
    yield f"{'#' * level} {name.rpartition('.')[2]}"
    yield ""
    yield from ("```python", f"{name}{signature}".replace("'", ""), "```", "")
    prose, _, example = inspect.cleandoc(function.__doc__ or "").partition("\n>>>")
    yield from (prose.strip(), "")
    if example:
        yield from ("```pycon", f">>>{example}", "```", "")


def terms() -> str:
    """Every kind with its terms and their definitions."""
    graph = mtkg.session.load()
    lines = ["# Terms", "", MADE]
    for kind in (*KINDS, "Relation"):
        lines += [f"## {kind}", "", "| term | id | definition |", "|---|---|---|"]
        for term in graph.terms(kind):
            definition = (term.definition or "").replace("|", "\\|")
            lines.append(f"| {term.label} | `{term.id}` | {definition} |")
        lines.append("")
    return "\n".join(lines)


PAGES = {
    "commands.md": commands,
    "endpoints.md": endpoints,
    "python.md": python,
    "terms.md": terms,
}


def main() -> None:
    """Bring every page up to date."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
