"""What a session is given to judge: an article or a draft, as text or as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from mtkg.errors import BadParameter, UsageError

if TYPE_CHECKING:
    from mtkg.check.run import Checker
    from mtkg.lint.reading.document import Document
    from mtkg.model.diagnostics import Diagnostic

Form = Literal["markdown", "html", "text"]
DRAFT: Final = "draft.ttl"
ARTICLE: Final = {"markdown": "article.md", "html": "article.html", "text": "article.txt"}
"""What an article that came as text is called in its findings."""


def path_of(article: str | Path) -> Path | None:
    """The path that *article* is: a `Path`, or one line that ends as an article's file does."""
    from mtkg.lint.reading import FORMS  # noqa: PLC0415 - waits for a lint

    if isinstance(article, Path):
        return article
    named = article.lower().endswith(tuple(FORMS)) and len(article.splitlines()) == 1
    return Path(article) if named else None


def read(path: Path) -> Document:
    """The article at *path*; raises `UsageError` where it cannot be read."""
    from mtkg.lint.reading import read_file  # noqa: PLC0415 - as above

    return read_file(path)


def text_document(text: str, form: Form) -> Document:
    """The article *text*; raises `UsageError` for what is no text, and for an unknown *form*."""
    from mtkg.lint.reading import read_text  # noqa: PLC0415 - as above

    if form not in ARTICLE:
        raise BadParameter("form", form, f"one of {', '.join(ARTICLE)}")
    _refuse_what_is_no_text("the article", text)
    return read_text(ARTICLE[form], text, form)


def encoded(draft: str) -> bytes:
    """*draft* as UTF-8; raises `UsageError` for what is no text."""
    _refuse_what_is_no_text("the draft", draft)
    return draft.encode()


def _refuse_what_is_no_text(what: str, text: str) -> None:
    bad = next((at for at, c in enumerate(text) if c == "\0" or "\ud800" <= c <= "\udfff"), None)
    if bad is not None:
        raise UsageError(f"{what} is no text: character {bad} is U+{ord(text[bad]):04X}")


def codes(given: str | Sequence[str]) -> tuple[str, ...]:
    """Codes or prefixes as the linter takes them: ``"TX3,TX204"`` or ``["TX3", "TX204"]``."""
    parts = given.split(",") if isinstance(given, str) else given
    return tuple(part.strip().upper() for part in parts if part.strip())


def checker(reasoner_timeout_s: float) -> Checker:
    """The checker of drafts; rdflib and pySHACL wait until it is wanted."""
    from mtkg.check.run import Checker, Options  # noqa: PLC0415 - as said
    from mtkg.resources import ontology_dir  # noqa: PLC0415 - as said

    options = Options(reasoner_timeout_s=reasoner_timeout_s)
    return Checker(ontology_dir(), options, lambda _, name: name)


def checked(by: Checker, draft: str) -> tuple[Diagnostic, ...]:
    """What *by* finds in the Turtle *draft*."""
    from mtkg.check.sources import Draft  # noqa: PLC0415 - as above

    return tuple(by.check_drafts([Draft(DRAFT, draft)]).diagnostics)
