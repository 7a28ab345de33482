"""Answers as HTML fragments for a notebook; every text is escaped, nothing is fetched."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mtkg.model import vocabulary as v

MARKS: Final = MappingProxyType(
    {
        "established": "●",
        "supported": "◕",
        "mixed": "◑",
        "insufficient": "◔",
        "unassessed": "○",
        "disputed": "✕",
    }
)
MOST_ROWS: Final = 20
"""Rows of a table that a notebook shows; the frame has them all."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(marks=MARKS, base=v.MTKG)
    return environment


def fragment(name: str, **values: Any) -> str:
    """The template ``<name>.html.j2`` of this folder, filled in."""
    return _environment().get_template(f"{name}.html.j2").render(**values)


def table(rows: list[dict[str, Any]], total: int) -> str:
    """The first `MOST_ROWS` of *rows* as a table that says how many there are in all."""
    return fragment("table", rows=rows[:MOST_ROWS], total=total)
