"""``/lint``: the page for an article, and the article judged by the graph; nothing is kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from api import described
from api.asking import service_of
from api.desk import Desk
from api.negotiation import represent, wanted
from api.pages import checking
from api.posted import FORM, Posted, most_bytes, posted
from api.problems import UnsupportedBody
from api.service import Service
from mtkg.errors import BadParameter, TooLarge, UsageError
from mtkg.lint.reading import FORMS, encoding_of, form_of, read_bytes
from mtkg.model.choosing import taken
from mtkg.reporters import Report, render

if TYPE_CHECKING:
    from mtkg.lint.run import Linter, Outcome

router = APIRouter(tags=["check"])

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES: Final = {
    "text/markdown": "article.md",
    "text/x-markdown": "article.md",
    "text/html": "article.html",
    "text/plain": "article.txt",
    WORD: "article.docx",
}
_MEDIA: Final = {name: media for media, name in reversed(TYPES.items())}
_FIELDS: Final = ("file", "article", "text", "draft")
_OFFERS: Final = ("json", "html")
_HEADERS: Final = {"cache-control": "no-store"}
_ENDINGS: Final = {
    ending: next(name for name in TYPES.values() if form_of(name) == form)
    for ending, form in FORMS.items()
}


class _Reader(Desk):
    """One linter per release, one article at a time."""

    def __init__(self) -> None:
        super().__init__("articles")
        self._linter: tuple[str, Linter] | None = None

    async def lint(self, service: Service, article: Posted) -> tuple[Linter, Outcome]:
        """The outcome for *article*; raises `Busy` where too many wait already."""
        return await self.turn(lambda: self._judge(service, article))

    def _judge(self, service: Service, article: Posted) -> tuple[Linter, Outcome]:
        from mtkg.lint.run import Linter  # noqa: PLC0415 - the service starts without

        called = article.title or article.name
        document = read_bytes(called, article.data, form_of(article.name))
        if self._linter is None or self._linter[0] != service.digest:
            self._linter = (service.digest, Linter(service.graph))
        return self._linter[1], self._linter[1].lint(document)


@router.get("/lint", include_in_schema=False)
def article_form(request: Request, *, example: bool = False) -> Response:
    """A form that works without scripts, empty or with an example."""
    wanted(request, "html")
    return checking.article_form(request, example=example)


_RESPONSES: Final = described.answers(None, _OFFERS, 400, 413, 415, 503)
_RESPONSES[200]["content"][WORD] = {"schema": {"type": "string", "format": "binary"}}
_RESPONSES[200]["content"] |= {media: {} for media in TYPES if media.startswith("text/")}


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
                FORM: {
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
        Literal["json", "html", "docx", "fixed"] | None,
        Query(
            description="In place of the findings: `html` or `docx`, the annotated article; "
            "`fixed`, the article with its safe fixes applied."
        ),
    ] = None,
) -> Response:
    """The findings of ``mtkg lint``, or the article with its findings. Nothing is stored."""
    chosen = format or wanted(request, *_OFFERS)
    as_page = format is None and chosen == "html"
    try:
        article = await posted(request, TYPES, _ENDINGS, _FIELDS)
        _fits(request, article, as_page=as_page)
        if as_page and article.chosen is not None:
            article = await _with_fixes(request, article)
        linter, outcome = await _reader(request).lint(service_of(request), article)
    except (UsageError, UnsupportedBody, TooLarge) as error:
        if as_page:
            return checking.article_form(request, error)
        raise
    if as_page:
        return checking.article_page(request, article, linter.graph, outcome)
    if chosen == "html":
        from mtkg.lint.outputs.margin import margin  # noqa: PLC0415 - few ask for it

        return checking.download(
            margin(linter.graph, outcome), "text/html", article.called("with-findings", ".html")
        )
    if chosen == "docx":
        from mtkg.lint.outputs.commented import commented  # noqa: PLC0415 - as above

        content = await asyncio.to_thread(commented, outcome, article.data)
        return checking.download(content, WORD, article.called("with-findings", ".docx"))
    if chosen == "fixed":
        text = _fixed(article, outcome)
        return checking.download(text, _MEDIA[article.name], article.called("corrected"))
    report = Report(outcome.diagnostics, extra={"statistics": outcome.statistics})
    return represent(request, "json", render(report, "json"), ("json",), _HEADERS)


def _fits(request: Request, article: Posted, *, as_page: bool) -> None:
    if not article.data and as_page:
        raise UsageError("there is no article yet", help="write or paste one, or choose a file")
    if not article.data:
        raise BadParameter("article", "", "an article that is not empty")
    most = most_bytes(request.app.state.settings.body_max_bytes)
    if as_page and len(article.data) > most:
        raise TooLarge(
            f"the article has {len(article.data):,} bytes, and the page checks up to {most:,}",
            limit=most,
            help="split it, leave out its pictures, or use mtkg lint",
        )


async def _with_fixes(request: Request, article: Posted) -> Posted:
    """*article* as it is with the chosen fixes in it, for another look at it."""
    if article.name == _ENDINGS[".docx"]:
        return article
    _, outcome = await _reader(request).lint(service_of(request), article)
    return Posted(article.name, _fixed(article, outcome), article.title)


def _fixed(article: Posted, outcome: Outcome) -> bytes:
    """The bytes of *article* with the chosen fixes in it, or with the safe ones."""
    if outcome.document.form == "docx":
        raise UsageError(
            "the words of a Word file are left as they are",
            help="ask for format=docx: each finding is a comment, with what it offers",
        )
    from mtkg.lint.fixing import apply_fixes  # noqa: PLC0415 - few ask for it

    text, _ = apply_fixes(outcome.document.source, taken(outcome.diagnostics, article.chosen))
    mark, encoding = encoding_of(article.data)
    return mark + text.encode(encoding)


def _reader(request: Request) -> _Reader:
    state: Any = request.app.state
    if not hasattr(state, "lint_reader"):
        state.lint_reader = _Reader()
    reader: _Reader = state.lint_reader
    return reader
