"""What the pages of the two checks show: the forms, the findings, and what can be taken away."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from fastapi import Request, Response

from api.pages.rendering import POLICY, page
from api.posted import Posted, most_bytes
from api.problems import UnsupportedBody
from mtkg.errors import MtkgError, TooLarge
from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.choosing import named
from mtkg.model.claims import Claim, Source
from mtkg.model.diagnostics import Diagnostic, Edit, Position, summary_of
from mtkg.reporters import Report
from mtkg.rules import Rule, rule

if TYPE_CHECKING:
    from mtkg.lint.run import Outcome

HEADERS: Final = {"cache-control": "no-store"}
_DRAFT: Final = "draft.ttl"
_AROUND: Final = 40
_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_DOI: Final = "https://doi.org/"


@dataclass(frozen=True, slots=True)
class Wording:
    """A fix as a person weighs it: the words as they are and as they would be, in their place."""

    name: str
    title: str
    safe: bool
    lead: str
    before: str
    after: str
    tail: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic with what the graph has to say about it."""

    number: int
    diagnostic: Diagnostic
    rule: Rule
    wordings: tuple[Wording, ...]
    claim: Claim | None = None
    term: str | None = None
    sources: tuple[Source, ...] = ()
    excerpt: tuple[str, str, str] | None = None

    @property
    def message(self) -> str:
        """What is said; the claim's CURIE is left out where the claim itself is shown."""
        if self.claim is None:
            return self.diagnostic.message
        return self.diagnostic.message.replace(f" (claim:{self.claim.id})", "")

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``info``."""
        return self.diagnostic.severity.value


def article_form(
    request: Request, error: MtkgError | None = None, *, example: bool = False
) -> Response:
    """The page to paste or drop an article on; with *error*, what was wrong with the last."""
    return _form(request, "article.html", error, example=example)


def draft_form(
    request: Request, error: MtkgError | None = None, *, example: bool = False
) -> Response:
    """The page to paste or drop a draft on; with *error*, what was wrong with the last."""
    return _form(request, "draft.html", error, example=example)


def _form(request: Request, template: str, error: MtkgError | None, *, example: bool) -> Response:
    most = most_bytes(request.app.state.settings.body_max_bytes)
    status = HTTPStatus.OK
    if error is not None:
        status = HTTPStatus.BAD_REQUEST
        if isinstance(error, TooLarge):
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        elif isinstance(error, UnsupportedBody):
            status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    headers = HEADERS if error is not None else None
    return page(
        request, template, headers=headers, status=status, error=error, most=most, example=example
    )


def article_page(request: Request, article: Posted, graph: Graph, outcome: Outcome) -> Response:
    """The article with its findings, each beside the words that it is about."""
    from mtkg.lint.outputs.passages import passages  # noqa: PLC0415 - the service starts without
    from mtkg.lint.reading.document import Lines  # noqa: PLC0415 - as above

    source = outcome.document.source
    found = _findings(outcome.diagnostics, source, Lines(source).offset, graph)
    placed = passages(outcome)
    inside = {number for passage in placed for number in passage.findings}
    return page(
        request,
        "article_checked.html",
        headers=HEADERS,
        graph=graph,
        article=article,
        form=outcome.document.form,
        source=source,
        sentence=_sentence(outcome.diagnostics),
        statistics=outcome.statistics,
        findings={finding.number: finding for finding in found},
        worst=lambda numbers: min(
            (outcome.diagnostics[n - 1].severity for n in numbers), key=lambda each: each.rank
        ),
        passages=placed,
        rest=[finding for finding in found if finding.number not in inside],
    )


def draft_page(request: Request, draft: Posted, report: Report) -> Response:
    """The findings on a draft, each with its line."""
    from mtkg.turtle.tokens import Lines  # noqa: PLC0415 - the service starts without

    source = report.texts.get(_DRAFT, "")
    found = _findings(report.diagnostics, source, Lines(source).offset, None)
    return page(
        request,
        "draft_checked.html",
        headers=HEADERS,
        draft=draft,
        source=source,
        sentence=_sentence(report.diagnostics),
        findings=found,
    )


def download(content: str | bytes, media: str, name: str) -> Response:
    """A file to keep. It may hold words of others, so that nothing in it loads or runs here."""
    policy = POLICY
    if media == "text/html" and isinstance(content, str):
        policy += f"; style-src {' '.join(_hashes(content)) or repr('none')}"
    headers = {
        **HEADERS,
        "content-security-policy": f"{policy}; script-src 'none'",
        "content-disposition": f'attachment; filename="{name}"',
    }
    return Response(content, media_type=media, headers=headers)


def _hashes(text: str) -> list[str]:
    """The style sheets of a page as a policy names them (https://www.w3.org/TR/CSP3/#hash-source)."""
    digests = (hashlib.sha256(style.encode()).digest() for style in _STYLE.findall(text))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _sentence(diagnostics: Sequence[Diagnostic]) -> str:
    """The findings counted in words: ``2 errors, 1 warning, 3 notes``."""
    names = {"errors": "error", "warnings": "warning", "infos": "note"}
    counts = summary_of(list(diagnostics))
    parts = [
        f"{counts[key]} {name}{'s' if counts[key] != 1 else ''}"
        for key, name in names.items()
        if counts[key]
    ]
    return ", ".join(parts) or "nothing found"


def _findings(
    diagnostics: Sequence[Diagnostic],
    source: str,
    offset: Callable[[Position], int],
    graph: Graph | None,
) -> list[Finding]:
    wordings: dict[int, list[Wording]] = {}
    for name, diagnostic, fix in named(diagnostics):
        if fix.edits and (graph is not None or diagnostic.file == _DRAFT):
            number = int(name.partition("-")[0])
            shown = _wording(name, fix.title, source, offset, fix.edits[0], safe=fix.safe)
            wordings.setdefault(number, []).append(shown)
    return [
        _finding(number, diagnostic, tuple(wordings.get(number, ())), source, graph)
        for number, diagnostic in enumerate(diagnostics, start=1)
    ]


def _finding(
    number: int,
    diagnostic: Diagnostic,
    wordings: tuple[Wording, ...],
    source: str,
    graph: Graph | None,
) -> Finding:
    said = rule(diagnostic.code)
    if graph is None:
        return Finding(number, diagnostic, said, wordings, excerpt=_excerpt(diagnostic, source))
    name = v.local_name(diagnostic.term) if diagnostic.term else ""
    is_claim = bool(diagnostic.term and diagnostic.term.startswith(v.CLAIM))
    return Finding(
        number,
        diagnostic,
        said,
        wordings,
        claim=graph.claims.get(name) if is_claim else None,
        term=name if not is_claim and name in graph.terms else None,
        sources=tuple(_sources(graph, diagnostic.cite)),
    )


def _sources(graph: Graph, cited: Sequence[str]) -> list[Source]:
    by_doi = {source.doi.lower(): source for source in graph.sources.values() if source.doi}
    found = []
    for each in cited:
        source = by_doi.get(each.removeprefix(_DOI).lower()) or graph.sources.get(
            each.removeprefix("source:")
        )
        if source is not None:
            found.append(source)
    return found


def _wording(
    name: str,
    title: str,
    source: str,
    offset: Callable[[Position], int],
    edit: Edit,
    *,
    safe: bool,
) -> Wording:
    start, end = offset(edit.start), offset(edit.end)
    lead = source[max(0, start - _AROUND) : start].rpartition("\n")[2]
    tail = source[end : end + _AROUND].partition("\n")[0]
    if start > _AROUND and len(lead) == _AROUND:
        lead = f"… {lead.partition(' ')[2]}"
    if len(tail) == _AROUND:
        tail = f"{tail.rpartition(' ')[0]} …"
    return Wording(name, title, safe, lead, source[start:end], edit.text, tail)


def _excerpt(diagnostic: Diagnostic, source: str) -> tuple[str, str, str] | None:
    """The line of a draft that a finding points at, before, within and after what it means."""
    lines = source.splitlines()
    if diagnostic.file != _DRAFT or diagnostic.start.line > len(lines):
        return None
    line = lines[diagnostic.start.line - 1]
    first = diagnostic.start.column - 1
    same = diagnostic.end.line == diagnostic.start.line
    last = max(diagnostic.end.column - 1, first + 1) if same else len(line)
    return line[:first], line[first:last], line[last:]
