"""For the language server: judge an article while it is written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mtkg.build.current import Release
from mtkg.errors import GraphUnavailable
from mtkg.graph import Graph
from mtkg.lint.reading import form_of, read_text
from mtkg.lint.run import Linter
from mtkg.model.diagnostics import Diagnostic
from mtkg.resources import ontology_dir, release_dir
from mtkg.store.embedded import EmbeddedStore


def judge(path: Path, text: str) -> tuple[Diagnostic, ...]:
    """The findings in *text*, whose form is told by the ending of *path*."""
    folder = release_dir(ontology_dir())
    release = Release.read(folder)
    if release is None:
        raise GraphUnavailable("there is no built graph", help="run `mtkg build`")
    linter = _linter(str(folder), release.digest)
    return linter.lint(read_text(str(path), text, form_of(path.name))).diagnostics


@cache
def _linter(folder: str, digest: str) -> Linter:
    del digest  # a new build is read anew
    return Linter(Graph.read(EmbeddedStore.from_release(Path(folder))))
