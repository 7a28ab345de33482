"""Articles in Markdown, HTML, plain text and Word as blocks of prose with exact positions."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

from mtkg.errors import UsageError
from mtkg.lint.reading.document import Document

FORMS: Final = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".docx": "docx",
}
MOST_BYTES: Final = 20_000_000
"""Larger files are refused: no article is that long, and a reader would wait for minutes."""


def read_file(path: Path) -> Document:
    """
    The article at *path*, by its ending.

    Raises `UsageError` where it cannot be read, is too large, or is no text.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UsageError(
            f"{path}: not a kind of file that is read", help=f"give {', '.join(FORMS)}"
        )
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UsageError(
                f"{path}: {size / 1e6:.0f} MB; articles of up to {MOST_BYTES // 1_000_000} MB are read",
                help="split the article, or lint its text alone",
            )
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    return read_bytes(str(path), data, form)


def read_bytes(name: str, data: bytes, form: str) -> Document:
    """The article in *data*, whose form is a value of `FORMS`; raises `UsageError`."""
    if form == "docx":
        from mtkg.lint.reading.word import read_word  # noqa: PLC0415 - slow to import

        return read_word(name, data)
    return read_text(name, decoded(name, data), form)


def read_text(name: str, text: str, form: str) -> Document:
    """The article *text* in Markdown, HTML or plain text."""
    if form == "markdown":
        from mtkg.lint.reading.markdown import read_markdown  # noqa: PLC0415

        return read_markdown(name, text)
    if form == "html":
        from mtkg.lint.reading.html import read_html  # noqa: PLC0415

        return read_html(name, text)
    from mtkg.lint.reading.plain import read_plain  # noqa: PLC0415

    return read_plain(name, text)


def decoded(name: str, data: bytes) -> str:
    """UTF-8 text, with or without a byte order mark, or UTF-16 with one; raises `UsageError`."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name}: not UTF-8 text ({error.reason} at byte {error.start})",
            help="save the article as UTF-8",
        ) from error
    if "\0" in text:
        raise UsageError(f"{name}: holds a zero byte and is no text", help="save it as UTF-8 text")
    return text


def form_of(name: str) -> str:
    """The form that a file name tells, Markdown where it tells none."""
    return FORMS.get(PurePath(name).suffix.lower(), "markdown")
