"""``POST /check``: a draft in Turtle, judged together with the graph; nothing is kept."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from api import described
from api.negotiation import represent, wanted
from api.pages.rendering import page
from api.problems import UnsupportedBody
from mtkg.build.files import digest_of, source_files
from mtkg.check.run import Checker, Options, Outcome
from mtkg.check.sources import Draft, syntax_error
from mtkg.errors import Busy, SyntaxProblem
from mtkg.reporters import Report, render
from mtkg.resources import ontology_dir
from mtkg.rules import rule
from mtkg.turtle.positions import decode

router = APIRouter(tags=["check"])

TURTLE: Final = ("text/turtle", "application/x-turtle", "text/plain")
_FORM: Final = "multipart/form-data"
_OFFERS: Final = ("json", "html")
_NAME: Final = "draft.ttl"
_REASONER_S: Final = 20.0
_WAITING: Final = 8
_FIELDS: Final = ("draft", "file", "text")


class _Bench:
    """One checker, made when first asked for and again when the ontology's files change."""

    def __init__(self) -> None:
        # A check keeps one processor busy: one at a time leaves the other for queries.
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._checker: tuple[str, Checker] | None = None

    async def check(self, text: str) -> Outcome:
        """The findings on *text*; raises `Busy` where too many wait already."""
        if self._waiting >= _WAITING:
            raise Busy("other drafts are being checked", retry_after=5)
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(self._judge, text)
        finally:
            self._waiting -= 1

    def _judge(self, text: str) -> Outcome:
        ontology = ontology_dir()
        digest = digest_of(file.path for file in source_files(ontology))
        if self._checker is None or self._checker[0] != digest:
            options = Options(reasoner_timeout_s=_REASONER_S)
            self._checker = (digest, Checker(ontology, options, lambda _, name: name))
        return self._checker[1].check_drafts([Draft(_NAME, text)])


@router.post(
    "/check",
    summary="Check a draft of the ontology or of claims",
    response_class=Response,
    responses=described.answers(None, _OFFERS, 400, 406, 413, 415, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "text/turtle": {"schema": {"type": "string"}},
                _FORM: {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "draft": {"type": "string", "description": "Turtle, as text or file"}
                        },
                    }
                },
            },
        }
    },
)
async def check(request: Request) -> Response:
    """
    The same findings as ``mtkg check`` of the draft: only what the draft causes. Nothing is stored.

    Findings are an answer, so the status is 200 also where there are errors, bad Turtle included.
    """
    name = wanted(request, *_OFFERS)
    data = await _body(request)
    try:
        text = decode(data, _NAME)
    except SyntaxProblem as problem:
        outcome = Outcome((syntax_error(problem, ""),))
    else:
        outcome = await _bench(request).check(text)
    report = Report(outcome.diagnostics, outcome.texts)
    headers = {"cache-control": "no-store"}
    if name == "json":
        return represent(request, name, render(report, "json"), _OFFERS, headers)
    return page(request, "check.html", _OFFERS, headers=headers, **_shown(report))


def _bench(request: Request) -> _Bench:
    state = request.app.state
    if not hasattr(state, "check_bench"):
        state.check_bench = _Bench()
    bench: _Bench = state.check_bench
    return bench


async def _body(request: Request) -> bytes:
    """The draft's bytes, from the body itself or a form's first field that holds one."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in TURTLE:
        return await request.body()
    if kind == _FORM:
        async with request.form(max_files=4, max_fields=8) as form:
            for field in _FIELDS:
                value = form.get(field)
                data = await value.read() if isinstance(value, UploadFile) else value
                if data:
                    return data if isinstance(data, bytes) else data.encode("utf-8")
        return b""
    raise UnsupportedBody(kind, (*TURTLE, _FORM))


def _shown(report: Report) -> dict[str, Any]:
    lines = report.lines(_NAME)
    entries = []
    for diagnostic in report.diagnostics:
        here = diagnostic.file == _NAME and diagnostic.start.line <= len(lines)
        line = lines[diagnostic.start.line - 1] if here else ""
        first = diagnostic.start.column - 1
        same = diagnostic.end.line == diagnostic.start.line
        last = max(diagnostic.end.column - 1, first + 1) if same else len(line)
        parts = (line[:first], line[first:last], line[last:])
        entries.append({"diagnostic": diagnostic, "parts": parts, "rule": rule(diagnostic.code)})
    return {"sentence": report.sentence, "entries": entries}
