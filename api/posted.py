"""A text that was posted to be checked: as the body, or in a form that works without scripts."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from api.problems import UnsupportedBody
from mtkg.errors import BadParameter, UsageError

FORM: Final = "multipart/form-data"
# A page that shows what was checked carries it along, in base64: four characters for three bytes.
_CARRIED: Final = 3 / 4
_AROUND_IT: Final = 100_000
_MOST_FIELDS: Final = 5_000
_UNSAFE: Final = re.compile(r"[^\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Posted:
    """
    A text with the name it is checked under, whose ending tells its form.

    *title* is what its author calls the file, where that is known. *chosen* holds the names of the
    fixes that a person took on the page (`mtkg.model.choosing`), None where nobody chose.
    """

    name: str
    data: bytes
    title: str = ""
    chosen: frozenset[str] | None = None

    @property
    def kept(self) -> str:
        """The text as a form's field can carry it along, byte for byte."""
        return base64.b64encode(self.data).decode("ascii")

    def called(self, what: str, ending: str | None = None) -> str:
        """A name for a file made from this one: ``my-article-corrected.md``."""
        own = PurePosixPath(self.title or self.name)
        stem = _UNSAFE.sub("-", own.stem).strip("-.")[:60] or PurePosixPath(self.name).stem
        return f"{stem}-{what}{ending or PurePosixPath(self.name).suffix}"


def most_bytes(body_max_bytes: int) -> int:
    """Bytes of the largest text that a page can check and carry along, of this limit on bodies."""
    return max(0, int((body_max_bytes - _AROUND_IT) * _CARRIED))


async def posted(
    request: Request, types: Mapping[str, str], endings: Mapping[str, str], fields: tuple[str, ...]
) -> Posted:
    """
    What was posted.

    *types* gives for each media type that a body may have the name to check it under, *endings* the
    same for a file's ending (``.md``); the first of *fields* is where a form has the text. An empty
    text is an answer. Raises `UnsupportedBody` for other bodies and `UsageError` for other files.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in types:
        return Posted(types[kind], await request.body())
    if kind != FORM:
        raise UnsupportedBody(kind, (*types, FORM))
    most = request.app.state.settings.body_max_bytes
    async with request.form(max_files=4, max_fields=_MOST_FIELDS, max_part_size=most) as form:
        return await _of_form(form, endings, fields)


async def _of_form(form: FormData, endings: Mapping[str, str], fields: tuple[str, ...]) -> Posted:
    chosen = _chosen(form)
    default = next(iter(endings.values()))
    kept = form.get("kept")
    if isinstance(kept, str) and kept:
        title = _title(form.get("named"))
        return Posted(
            _named(_text(form.get("form")), endings, default), _unpacked(kept), title, chosen
        )
    written = None
    for field in fields:
        value = form.get(field)
        if isinstance(value, UploadFile) and value.filename:
            title = _title(value.filename)
            ending = PurePosixPath(title).suffix.lower()
            if ending not in endings:
                raise UsageError(
                    f"{title} is not a kind of file that is read here",
                    help=f"choose a file that ends in {', '.join(endings)}",
                )
            return Posted(endings[ending], await value.read(), title, chosen)
        if isinstance(value, str) and value.strip() and written is None:
            # A form sends every line end as two characters.
            written = value.replace("\r\n", "\n").encode("utf-8")
    name = _named(_text(form.get("form")), endings, default)
    return Posted(name, written or b"", "", chosen)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _title(value: object) -> str:
    return _text(value).replace("\\", "/").rpartition("/")[2][:120]


def _named(form: str, endings: Mapping[str, str], default: str) -> str:
    return endings.get(f".{form}", default)


def _unpacked(kept: str) -> bytes:
    try:
        return base64.b64decode(kept, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadParameter("kept", f"{kept[:20]}…", "the text as the page carried it") from error


def _chosen(form: FormData) -> frozenset[str] | None:
    """The fixes taken: ``fix`` may stand often, ``fix-3`` is one choice of several."""
    if "choosing" not in form:
        return None
    names = (
        value
        for key, value in form.multi_items()
        if (key == "fix" or key.startswith("fix-")) and isinstance(value, str)
    )
    return frozenset(name for name in names if name)
