"""Who judges which kind of text: the checker for Turtle, the article checker for the rest."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeAlias

from mtkg.lsp.knowledge import Knowledge
from mtkg.model.diagnostics import Diagnostic

Judge: TypeAlias = Callable[[Path, str], tuple[Diagnostic, ...]]

TURTLE: Final = frozenset({".ttl", ".turtle"})
ARTICLES: Final = frozenset({".md", ".markdown", ".html", ".htm", ".txt"})
_ARTICLE_JUDGE: Final = "mtkg.lint.judge"


def judge_of(path: Path, knowledge: Knowledge) -> Judge | None:
    """
    The judge for a file of this name, None for a kind that no one judges.

    The article checker plugs in by its module ``mtkg.lint.judge`` with a function
    ``judge(path, text)`` that returns diagnostics whose file is ``str(path)``.
    """
    suffix = path.suffix.lower()
    if suffix in TURTLE:
        return knowledge.check
    if suffix in ARTICLES and _has_article_judge():
        found: Judge = import_module(_ARTICLE_JUDGE).judge
        return found
    return None


def _has_article_judge() -> bool:
    try:
        return find_spec(_ARTICLE_JUDGE) is not None
    except ModuleNotFoundError:
        return False
