"""The release to answer from: the current one, built first where it is missing or out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from mtkg.build.current import Release, fresh_release, inputs_digest
from mtkg.build.files import source_files
from mtkg.errors import GraphUnavailable, MtkgError
from mtkg.resources import ontology_dir, queries_dir, release_dir
from mtkg.settings import Settings, load_settings

Note = Callable[[str], None]


@contextmanager
def _unwatched() -> Iterator[Note]:
    """Nobody listens to the notes of a build."""
    yield lambda _: None


def ready_release(
    settings: Settings | None = None,
    watching: Callable[[], AbstractContextManager[Note]] = _unwatched,
) -> tuple[Path, MtkgError | None]:
    """
    The release folder of the current graph, and what kept it from being up to date, if anything.

    The current graph is that of ``./ontology`` where there is one, else the packaged one. Where a
    build fails and an earlier release is there, that one stays and the failure is given with it.
    *watching* opens what shows a build's notes; it is entered only where there is one to build.
    Raises what `mtkg.build.pipeline.build` raises where there is none, and `GraphUnavailable` for
    an installation without a release.
    """
    ontology = ontology_dir()
    folder = release_dir(ontology)
    if folder.parent.name != "build":
        # Shipped inside the installed package, which is never written to.
        if Release.read(folder) is None:
            raise GraphUnavailable(
                "this installation ships no built graph", help="reinstall mtkg, or run `mtkg build`"
            )
        return folder, None
    queries = queries_dir()
    if fresh_release(folder, inputs_digest(source_files(ontology), queries)):
        return folder, None
    from mtkg.build.pipeline import build  # noqa: PLC0415 - rdflib and owlready2 wait for a build

    try:
        with watching() as note:
            build(
                ontology, folder, queries=queries, settings=settings or load_settings(), note=note
            )
    except MtkgError as error:
        if Release.read(folder) is None:
            raise
        return folder, error
    return folder, None
