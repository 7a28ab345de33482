"""Pages about the catalogue: every query, and one with its parameters and its answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response

from api.pages.rendering import page
from api.pages.words import claim_url, source_url, term_url
from api.service import Service
from mtkg.catalogue.arguments import plain_default
from mtkg.catalogue.rows import Row, Value
from mtkg.catalogue.spec import Catalogue, Parameter, ParameterType, QuerySpec
from mtkg.errors import MtkgError, NotFound
from mtkg.graph import Graph
from mtkg.model.claims import Status
from mtkg.model.vocabulary import KINDS

SHOWN = 500
"""Rows on a page; the other representations hold all."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a form shows it: *choices* are all it can take, none where it is free."""

    name: str
    description: str
    value: str
    placeholder: str
    choices: tuple[str, ...]
    is_term: bool
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of an answer, with where it leads and the label of what it names."""

    text: str
    url: str | None = None
    status: str | None = None


def catalogue(request: Request, found: Catalogue, *, offers: Sequence[str]) -> Response:
    """Every query under its first tag."""
    groups: dict[str, list[QuerySpec]] = defaultdict(list)
    for spec in found:
        groups[spec.tags[0]].append(spec)
    return page(request, "queries.html", offers, groups=sorted(groups.items()), count=len(found))


def results(
    request: Request,
    service: Service,
    spec: QuerySpec,
    given: Mapping[str, Sequence[str]],
    rows: Sequence[Row],
    text: str,
    *,
    offers: Sequence[str],
    headers: Mapping[str, str],
) -> Response:
    """One query with a form for its parameters, its answer as a table, and its text."""
    shown = _shown(spec)
    cells = [[_cell(service.graph, row, *pair) for pair in shown] for row in rows[:SHOWN]]
    return page(
        request,
        "query.html",
        offers,
        headers=headers,
        **_about(spec, given),
        rows=cells,
        total=len(rows),
        text=text,
        error=None,
    )


def refused(
    request: Request,
    spec: QuerySpec,
    given: Mapping[str, Sequence[str]],
    error: MtkgError,
    *,
    offers: Sequence[str],
) -> Response:
    """The same with what is wrong with a parameter in the place of the answer."""
    return page(
        request,
        "query.html",
        offers,
        status=404 if isinstance(error, NotFound) else 422,
        **_about(spec, given),
        rows=[],
        total=0,
        text=spec.text,
        error=error,
    )


def _about(spec: QuerySpec, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    pairs = [(name, value) for name, values in given.items() for value in values]
    return {
        "spec": spec,
        "columns": [name for name, _ in _shown(spec)],
        "fields": [_field(parameter, given) for parameter in spec.parameters],
        "source": f"/queries/{spec.name}.rq" + (f"?{urlencode(pairs)}" if pairs else ""),
        "most": SHOWN,
    }


def _field(parameter: Parameter, given: Mapping[str, Sequence[str]]) -> Field:
    choices: tuple[str, ...] = ()
    if parameter.type is ParameterType.STATUS:
        choices = tuple(status.value for status in Status)
    if parameter.type is ParameterType.KIND:
        choices = KINDS
    default = "" if parameter.optional else str(plain_default(parameter))
    return Field(
        parameter.name,
        parameter.description,
        ", ".join(given.get(parameter.name, ())),
        default,
        choices,
        parameter.type is ParameterType.TERM,
        parameter.kinds,
    )


_STATUSES = frozenset(status.value for status in Status)
# What is read in place of an id that leads somewhere.
_READ = {"claim": "statement", "source": "title"}


def _shown(spec: QuerySpec) -> list[tuple[str, str | None]]:
    """The columns of the page: each with the column that is read in its place, if there is one."""
    words = {name: f"{name}_label" for name in spec.columns} | _READ
    pairs = {
        name: words[name] for name in words.keys() & spec.columns if words[name] in spec.columns
    }
    instead = set(pairs.values())
    return [(name, pairs.get(name)) for name in spec.columns if name not in instead]


def _cell(graph: Graph, row: Row, column: str, words: str | None) -> Cell:
    value = row[column]
    said = None if words is None else row[words]
    if value is None:
        return Cell("" if said is None else str(said))
    if not isinstance(value, str):
        return Cell(_number(value))
    url = _url(graph, value)
    if url is None:
        # A direction can be "mixed" too; only a status is shown as one.
        is_status = value in _STATUSES and column.endswith("status")
        return Cell(value, status=value if is_status else None)
    if said is not None:
        return Cell(str(said), url)
    claim = graph.claims.get(value)
    return Cell(claim.statement if claim else graph.label(value), url)


def _number(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _url(graph: Graph, name: str) -> str | None:
    if name in graph.terms:
        return term_url(name)
    if name in graph.claims:
        return claim_url(name)
    return source_url(name) if name in graph.sources else None
