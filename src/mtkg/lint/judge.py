"""For the language server: judge an article while it is written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mtkg.build.current import Release
from mtkg.errors import GraphUnavailable
from mtkg.graph import Graph
from mtkg.lint.reading import form_of, read_text
from mtkg.lint.rulebook import codes_in, load_rules
from mtkg.lint.run import Linter
from mtkg.model.diagnostics import Diagnostic
from mtkg.resources import ontology_dir, release_dir
from mtkg.settings import load_settings


def judge(path: Path, text: str) -> tuple[Diagnostic, ...]:
    """The findings in *text*, whose form is told by the ending of *path*."""
    folder = release_dir(ontology_dir())
    release = Release.read(folder)
    if release is None:
        raise GraphUnavailable("there is no built graph", help="run `mtkg build`")
    settings = load_settings()
    linter = _linter(str(folder), release.digest, settings.lint_rules)
    outcome = linter.lint(
        read_text(str(path), text, form_of(path.name)),
        select=codes_in(settings.lint_select),
        ignore=codes_in(settings.lint_ignore),
    )
    return outcome.diagnostics


@cache
def _linter(folder: str, digest: str, rules: str) -> Linter:
    del digest  # a new build is read anew
    return Linter(Graph.from_release(Path(folder)), load_rules(Path(rules)) if rules else ())
