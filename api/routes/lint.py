"""``POST /lint``: an article judged by the graph; nothing is kept."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request, Response
from starlette.datastructures import UploadFile

from api import described
from api.asking import service_of
from api.problems import UnsupportedBody
from api.service import Service
from mtkg.errors import BadParameter, Busy
from mtkg.lint.outputs.commented import commented
from mtkg.lint.outputs.margin import margin
from mtkg.lint.reading import form_of, read_bytes
from mtkg.lint.run import Linter, Outcome
from mtkg.reporters import Report, render

router = APIRouter(tags=["check"])

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES: Final = {
    "text/markdown": "article.md",
    "text/x-markdown": "article.md",
    "text/html": "article.html",
    "text/plain": "article.txt",
    WORD: "article.docx",
}
_FORM: Final = "multipart/form-data"
_FIELDS: Final = ("article", "file", "text", "draft")
_WAITING: Final = 8
_HEADERS: Final = {"cache-control": "no-store"}
# The annotated copy holds words of others: nothing in it may load or run.
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


class _Desk:
    """One linter per release; one article at a time leaves a processor for queries."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._linter: tuple[str, Linter] | None = None

    async def lint(self, service: Service, name: str, data: bytes) -> tuple[Linter, Outcome]:
        """The outcome for the article in *data*; raises `Busy` where too many wait already."""
        if self._waiting >= _WAITING:
            raise Busy("other articles are being checked", retry_after=5)
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(self._judge, service, name, data)
        finally:
            self._waiting -= 1

    def _judge(self, service: Service, name: str, data: bytes) -> tuple[Linter, Outcome]:
        document = read_bytes(name, data, form_of(name))
        if self._linter is None or self._linter[0] != service.digest:
            self._linter = (service.digest, Linter(service.graph))
        return self._linter[1], self._linter[1].lint(document)


_RESPONSES: Final = described.answers(None, ("json", "html"), 400, 413, 415, 503)
_RESPONSES[200]["content"][WORD] = {"schema": {"type": "string", "format": "binary"}}


@router.post(
    "/lint",
    summary="Check an article against the graph",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                **{kind: {"schema": {"type": "string"}} for kind in TYPES},
                _FORM: {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "article": {
                                "type": "string",
                                "description": "the article, as text or file",
                            }
                        },
                    }
                },
            },
        }
    },
)
async def lint(
    request: Request,
    format: Annotated[
        Literal["json", "html", "docx"] | None,
        Query(description="`html` or `docx`: the annotated article in place of the findings."),
    ] = None,
) -> Response:
    """The findings of ``mtkg lint``, or the article with its findings. Nothing is stored."""
    chosen = format or ("html" if _from_page(request) else "json")
    name, data = await _body(request)
    if not data:
        raise BadParameter("article", "", "an article that is not empty")
    service = service_of(request)
    linter, outcome = await _desk(request).lint(service, name, data)
    if chosen == "html":
        text = margin(linter.graph, outcome)
        return Response(
            text, media_type="text/html", headers={**_HEADERS, "content-security-policy": _POLICY}
        )
    if chosen == "docx":
        content = await asyncio.to_thread(commented, outcome, data)
        name = 'attachment; filename="article-with-findings.docx"'
        return Response(content, media_type=WORD, headers={**_HEADERS, "content-disposition": name})
    report = Report(outcome.diagnostics, extra={"statistics": outcome.statistics})
    return Response(render(report, "json"), media_type="application/json", headers=_HEADERS)


def _from_page(request: Request) -> bool:
    kind = request.headers.get("content-type", "")
    return kind.startswith(_FORM) and "text/html" in request.headers.get("accept", "")


def _desk(request: Request) -> _Desk:
    state = request.app.state
    if not hasattr(state, "lint_desk"):
        state.lint_desk = _Desk()
    desk: _Desk = state.lint_desk
    return desk


async def _body(request: Request) -> tuple[str, bytes]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in TYPES:
        return TYPES[kind], await request.body()
    if kind == _FORM:
        async with request.form(max_files=4, max_fields=8) as form:
            for field in _FIELDS:
                value = form.get(field)
                if isinstance(value, UploadFile) and value.filename:
                    return f"article.{value.filename.rpartition('.')[2]}", await value.read()
                if isinstance(value, str) and value:
                    return "article.md", value.encode("utf-8")
        return "article.md", b""
    raise UnsupportedBody(kind, (*TYPES, _FORM))
