"""What the verbs share: which graph to read, how to print it, and how to show progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mtkg.errors import UsageError
from mtkg.graph import Graph
from mtkg.settings import Settings, load_settings

if TYPE_CHECKING:
    from mtkg.store.port import GraphStore

F = TypeVar("F", bound=Callable[..., Any])


def graph_options(command: F) -> F:
    """``--endpoint`` and ``--release``, for every verb that reads the graph."""
    endpoint = click.option(
        "--endpoint", metavar="URL", help="Ask a remote SPARQL 1.1 endpoint instead."
    )
    release = click.option(
        "--release",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help="Read this release folder instead of the current graph's.",
    )
    return endpoint(release(command))


def output_option(*formats: str) -> Callable[[F], F]:
    """``-O``, with the first of *formats* as default."""
    return click.option(
        "-O",
        "--output",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to print the result.",
    )


def open_store(endpoint: str | None, release: Path | None) -> GraphStore:
    """
    The store that a verb reads: the remote one, the folder named, or the current graph's build.

    Raises `GraphUnavailable` where there is none that can be read.
    """
    if endpoint and release:
        raise UsageError("--endpoint and --release name two graphs", help="give one of them")
    if endpoint:
        from mtkg.store.remote import RemoteStore

        settings = load_settings()
        return RemoteStore(
            endpoint, timeout_s=settings.endpoint_timeout_s, retries=settings.endpoint_retries
        )
    from mtkg.store.embedded import EmbeddedStore

    return EmbeddedStore.from_release(release or current_release())


def open_graph(endpoint: str | None, release: Path | None) -> Graph:
    """The graph that a verb reads; raises as `open_store` does."""
    if endpoint:
        return Graph.read(open_store(endpoint, release))
    return Graph.from_release(release or current_release())


def current_release(settings: Settings | None = None) -> Path:
    """
    The release folder of the current graph, built first where it is missing or out of date.

    Where a build fails and an earlier release is there, that one serves, and a note says so.
    """
    from mtkg.build.ready import ready_release

    folder, failure = ready_release(settings, lambda: progress("building the graph"))
    if failure:
        click.echo(f"mtkg: {failure}", err=True)
        click.echo("  the last good build answers instead", err=True)
    return folder


def _unheard(note: str) -> None:
    """Nobody watches a pipe."""


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """A spinner on standard error that shows the notes it is given; silent in a pipe."""
    if not sys.stderr.isatty():
        yield _unheard
        return
    from rich.console import Console

    with Console(stderr=True).status(title) as status:
        yield lambda note: status.update(f"{title}: {note}")


def read_text_argument(name: str) -> str:
    """
    The text of the file *name*, or of standard input for ``-``.

    Raises `UsageError` where it cannot be read or is not UTF-8.
    """
    try:
        if name == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        return Path(name).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name}: not UTF-8 text ({error.reason} at byte {error.start})"
        ) from error
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror or error}") from error
