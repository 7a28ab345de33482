"""Templates filled in, with the headers that a page is sent with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.negotiation import represent
from api.pages import words
from api.service import Service

FOLDER: Final = Path(__file__).resolve().parents[1]
STATIC: Final = FOLDER / "static"

# Nothing but what this server sends is loaded or run, and no one may frame a page.
POLICY: Final = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
# The editor and the moving pictures write style attributes of their own.
STYLED_POLICY: Final = f"{POLICY}; style-src 'self' 'unsafe-inline'"
EDITOR_POLICY: Final = f"{STYLED_POLICY}; img-src 'self' data:"


def static(name: str) -> str:
    """The address of a file in ``api/static``, which changes with what the files hold."""
    return f"/static/{name}?v={static_version()}"


@lru_cache(maxsize=1)
def static_version() -> str:
    """A short digest of our own static files and of the bundle's stamp."""
    files = [p for p in STATIC.rglob("*") if p.is_file() and "bundle" not in p.parts]
    stamp = STATIC / "bundle" / "digest.txt"
    total = hashlib.sha256()
    for path in sorted([*files, *([stamp] if stamp.is_file() else [])]):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()[:10]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates' environment: every value is escaped, every missing one is an error."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(words.GLOBALS, static=static)
    made.filters.update(words.FILTERS)
    return made


def render(template: str, **values: Any) -> str:
    """The text of *template* with *values* in their places."""
    return environment().get_template(template).render(**values)


def page(
    request: Request,
    template: str,
    offers: Sequence[str] = ("html",),
    *,
    policy: str = POLICY,
    headers: Mapping[str, str] | None = None,
    status: int = 200,
    **values: Any,
) -> Response:
    """A page of this release; *offers* are the other representations of what it shows."""
    service: Service = request.app.state.service
    text = render(
        template,
        release=service.release,
        path=request.url.path,
        query=request.url.query,
        offers=[name for name in offers if name != "html"],
        **values,
    )
    sent = {"content-security-policy": policy, **(headers or {})}
    response = represent(request, "html", text, offers, sent)
    response.status_code = status
    return response
