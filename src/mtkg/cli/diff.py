"""``mtkg diff``: what changed between two builds."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from mtkg.errors import UsageError


@click.command("diff", short_help="Say what changed between two releases.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--axioms", is_flag=True, help="Also list the axioms that came and went.")
@click.option(
    "-O",
    "output",
    type=click.Choice(["md", "json"]),
    default="md",
    show_default=True,
    help="How to print it.",
)
def command(old: Path, new: Path, axioms: bool, output: str) -> None:
    """
    Say what changed from OLD to NEW: terms, claims, status, links.

    OLD and NEW are release folders, as `mtkg build -o DIR` writes them, or ontology folders, which
    are built for the comparison and left alone.
    """
    from mtkg.diff.axioms import axioms as axioms_of
    from mtkg.diff.compare import compare
    from mtkg.diff.render import to_json, to_markdown
    from mtkg.graph import Graph
    from mtkg.store.embedded import EmbeddedStore

    with ExitStack() as stack:
        folders = [_release(folder, stack) for folder in (old, new)]
        graphs = [Graph.read(EmbeddedStore.from_release(folder)) for folder in folders]
        difference = compare(graphs[0], graphs[1])
        if axioms:
            before, after = (axioms_of(folder) for folder in folders)
            difference = replace(
                difference,
                axioms_added=tuple(sorted(after - before)),
                axioms_removed=tuple(sorted(before - after)),
            )
    if output == "json":
        click.echo(json.dumps(to_json(difference), ensure_ascii=False, indent=2))
    else:
        click.echo(to_markdown(difference), nl=False)


def _release(folder: Path, stack: ExitStack) -> Path:
    """*folder* if it is a release, else a build of the ontology in it, gone when *stack* ends."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder", help="name a release or an ontology folder")
    if (folder / "release.json").is_file():
        return folder
    if not any(folder.rglob("*.ttl")):
        raise UsageError(
            f"{folder} is neither a release (no release.json) nor an ontology (no .ttl)",
            help="make a release with  mtkg build -o DIR",
        )
    from mtkg.build.pipeline import build
    from mtkg.resources import queries_dir
    from mtkg.settings import load_settings

    made = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mtkg-diff-")))
    build(folder, made, queries=queries_dir(), settings=load_settings())
    return made
