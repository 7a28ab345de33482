"""The catalogue as a page of documentation, made from the heads of its queries."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from mtkg.catalogue.arguments import plain_default
from mtkg.catalogue.spec import Catalogue, Parameter, QuerySpec

_INTRODUCTION = """\
# The catalogue of queries

Made from the heads of `queries/*.rq` by `python -m tools.query_pages`; a test says when it is out
of date.

Each query is a file, a command (`mtkg run NAME`), an endpoint (`GET /queries/NAME`) and a test.
`GET /queries/NAME.rq` is the query with your values in place, ready for any SPARQL 1.1 store that
holds the release's named graphs, whatever its default graph is. Terms are given by local name,
CURIE, IRI, or exact label or synonym; a value given twice asks for either.
"""


def page(catalogue: Catalogue) -> str:
    """Every query of *catalogue* with its parameters and columns, in Markdown."""
    parts = [_INTRODUCTION, *_table(("query", "answers"), _overview(catalogue)), ""]
    for spec in catalogue:
        parts.extend(_section(spec))
    return "\n".join(parts).rstrip() + "\n"


def _overview(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    for spec in catalogue:
        yield f"[{spec.name}](#{spec.name})", spec.summary


def _section(spec: QuerySpec) -> Iterator[str]:
    words = [f"--{name} {shlex.quote(value)}" for name, value in spec.example.items()]
    tail = f"?{urlencode(spec.example)}" if spec.example else ""
    yield f"## {spec.name}\n\n{spec.summary}.\n\n{spec.description}\n"
    yield f"    {' '.join(['mtkg run', spec.name, *words])}\n    GET /queries/{spec.name}{tail}\n"
    if spec.parameters:
        yield from _table(
            ("parameter", "takes", "default", "meaning"), map(_parameter, spec.parameters)
        )
        yield ""
    yield from _table(("column", "holds"), spec.columns.items())
    yield f"\nTags: {', '.join(spec.tags)}.\n"


def _parameter(parameter: Parameter) -> tuple[str, ...]:
    takes = " or ".join(parameter.kinds) or parameter.type.value
    default = "any" if parameter.optional else f"`{plain_default(parameter)}`"
    return f"`{parameter.name}`", takes, default, parameter.description


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join('---' for _ in heads)}|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
