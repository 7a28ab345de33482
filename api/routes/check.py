"""``/check``: a page for drafts, and a draft in Turtle judged with the graph; nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api import described
from api.desk import Desk
from api.negotiation import represent, wanted
from api.pages import checking
from api.posted import FORM, Posted, posted
from api.problems import UnsupportedBody
from mtkg.errors import SyntaxProblem, UsageError
from mtkg.model.choosing import taken
from mtkg.reporters import Report, render
from mtkg.resources import ontology_dir

if TYPE_CHECKING:
    from mtkg.check.run import Checker, Outcome

router = APIRouter(tags=["check"])

TURTLE: Final = ("text/turtle", "application/x-turtle", "text/plain")
_OFFERS: Final = ("json", "html")
_NAME: Final = "draft.ttl"
_REASONER_S: Final = 20.0
_FIELDS: Final = ("file", "draft", "text")
_HEADERS: Final = {"cache-control": "no-store"}
_TYPES: Final = dict.fromkeys(TURTLE, _NAME)
_ENDINGS: Final = dict.fromkeys((".ttl", ".turtle", ".txt"), _NAME)


class _Bench(Desk):
    """One checker, made when first asked for and again when the ontology's files change."""

    def __init__(self) -> None:
        super().__init__("drafts")
        self._checker: tuple[str, Checker] | None = None

    async def check(self, text: str) -> Outcome:
        """The findings on *text*; raises `Busy` where too many wait already."""
        return await self.turn(lambda: self._judge(text))

    def _judge(self, text: str) -> Outcome:
        from mtkg.build.files import digest_of, source_files  # noqa: PLC0415 - starts without
        from mtkg.check.run import Checker, Options  # noqa: PLC0415 - as above
        from mtkg.check.sources import Draft  # noqa: PLC0415 - as above

        ontology = ontology_dir()
        digest = digest_of(file.path for file in source_files(ontology))
        if self._checker is None or self._checker[0] != digest:
            options = Options(reasoner_timeout_s=_REASONER_S)
            self._checker = (digest, Checker(ontology, options, lambda _, name: name))
        return self._checker[1].check_drafts([Draft(_NAME, text)])


@router.get("/check", include_in_schema=False)
def draft_form(request: Request, *, example: bool = False) -> Response:
    """A form that works without scripts, empty or with an example."""
    wanted(request, "html")
    return checking.draft_form(request, example=example)


_RESPONSES: Final = described.answers(None, _OFFERS, 400, 406, 413, 415, 503)
_RESPONSES[200]["content"]["text/turtle"] = {}


@router.post(
    "/check",
    summary="Check a draft of the ontology or of claims",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "text/turtle": {"schema": {"type": "string"}},
                FORM: {
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
async def check(
    request: Request,
    format: Annotated[
        Literal["json", "fixed"] | None,
        Query(description="`fixed`: the draft with its safe fixes applied, in place of findings."),
    ] = None,
) -> Response:
    """
    The same findings as ``mtkg check`` of the draft: only what the draft causes. Nothing is stored.

    Findings are an answer, so the status is 200 also where there are errors, bad Turtle included.
    """
    name = format or wanted(request, *_OFFERS)
    try:
        draft = await posted(request, _TYPES, _ENDINGS, _FIELDS)
        if name == "html":
            draft = await _for_page(request, draft)
    except (UsageError, UnsupportedBody) as error:
        if name == "html":
            return checking.draft_form(request, error)
        raise
    if name == "fixed":
        text, _ = await _fixed(request, draft)
        return checking.download(text, "text/turtle", draft.called("corrected"))
    outcome = await _outcome(request, draft)
    report = Report(outcome.diagnostics, outcome.texts)
    if name == "json":
        return represent(request, name, render(report, "json"), ("json",), _HEADERS)
    return checking.draft_page(request, draft, report)


async def _for_page(request: Request, draft: Posted) -> Posted:
    """*draft* as the page is to show it: with the fixes that were chosen, and never empty."""
    if not draft.data:
        raise UsageError("there is no draft yet", help="write or paste one, or choose a file")
    if draft.chosen is None:
        return draft
    text, _ = await _fixed(request, draft)
    return Posted(_NAME, text.encode("utf-8"), draft.title)


async def _outcome(request: Request, draft: Posted) -> Outcome:
    from mtkg.check.run import Outcome  # noqa: PLC0415 - the service starts without
    from mtkg.check.sources import syntax_error  # noqa: PLC0415 - as above
    from mtkg.turtle.positions import decode  # noqa: PLC0415 - as above

    try:
        text = decode(draft.data, _NAME)
    except SyntaxProblem as problem:
        return Outcome((syntax_error(problem, ""),))
    return await _bench(request).check(text)


async def _fixed(request: Request, draft: Posted) -> tuple[str, int]:
    """The draft with the chosen fixes in it, or with the safe ones; raises `SyntaxProblem`."""
    from mtkg.check.fixing import fixed  # noqa: PLC0415 - the service starts without
    from mtkg.turtle.positions import decode  # noqa: PLC0415 - as above

    text = decode(draft.data, _NAME)
    outcome = await _bench(request).check(text)
    here = (
        diagnostic
        for diagnostic in taken(outcome.diagnostics, draft.chosen)
        if diagnostic.file == _NAME
    )
    return fixed(text, here)


def _bench(request: Request) -> _Bench:
    state: Any = request.app.state
    if not hasattr(state, "check_bench"):
        state.check_bench = _Bench()
    bench: _Bench = state.check_bench
    return bench
