"""A problem as a page, where a person's browser asked."""

from __future__ import annotations

import json
from typing import Final

from fastapi import Request, Response

from api.negotiation import best, suffix_of
from api.pages.rendering import page

_OFFERS: Final = ("application/problem+json", "application/json", "text/html")
_NOUNS: Final = ("terms", "claims", "sources", "queries")


def for_people(request: Request, response: Response) -> Response:
    """*response*, a problem document, as a page of the same status where a page is preferred."""
    accept = request.headers.get("accept", "")
    asked = best(accept, _OFFERS) == "text/html" if suffix_of(request.scope) is None else False
    if not asked and suffix_of(request.scope) != "html":
        return response
    noun = request.url.path.strip("/").partition("/")[0]
    problem = json.loads(bytes(response.body))
    graph = request.app.state.service.graph
    near = problem.get("did_you_mean", ())
    shown = page(
        request,
        "problem.html",
        status=response.status_code,
        problem=problem,
        # The close names follow as links, so that they need not be told twice.
        detail=problem["detail"].partition("; did you mean")[0] if near else problem["detail"],
        near=[(name, graph.label(name)) for name in near],
        base=f"/{noun if noun in _NOUNS else 'terms'}/",
    )
    for name in ("retry-after", "allow", "vary"):
        if name in response.headers:
            shown.headers[name] = response.headers[name]
    return shown
