"""Articles in Markdown, HTML, plain text and Word as blocks of prose with exact positions."""

from __future__ import annotations

import codecs
import stat
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
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
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
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UsageError(f"{path}: no ordinary file", help="give a file, a folder, or -")
        if found.st_size > MOST_BYTES:
            raise _too_large(str(path), found.st_size)
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    return read_bytes(str(path), data, form)


def read_bytes(name: str, data: bytes, form: str) -> Document:
    """The article in *data*, whose form is a value of `FORMS`; raises `UsageError`."""
    if len(data) > MOST_BYTES:
        raise _too_large(name, len(data))
    if form == "docx":
        from mtkg.lint.reading.word import read_word  # noqa: PLC0415 - slow to import

        return read_word(name, data)
    return read_text(name, decoded(name, data), form)


def _too_large(name: str, size: int) -> UsageError:
    return UsageError(
        f"{name}: {size / 1e6:.0f} MB; articles of up to {MOST_BYTES // 1_000_000} MB are read",
        help="split the article, or lint its text alone",
    )


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
    mark, encoding = encoding_of(data)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name}: not UTF-8 text ({error.reason} at byte {error.start})",
            help="save the article as UTF-8",
        ) from error
    if "\0" in text:
        raise UsageError(f"{name}: holds a zero byte and is no text", help="save it as UTF-8 text")
    return text


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """The byte order mark that *data* begins with, if any, and how the rest is encoded."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding
    return b"", "utf-8"


def form_of(name: str) -> str:
    """The form that a file name tells, Markdown where it tells none."""
    return FORMS.get(PurePath(name).suffix.lower(), "markdown")
