"""Print records as a table, JSON, CSV, TSV or Markdown."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

Record = Mapping[str, Any]


def emit(text: str) -> None:
    """Print a result on standard output, with one line end."""
    click.echo(text.rstrip("\n"))


def as_json(value: Any) -> str:
    """Indented JSON, non-ASCII letters as they are."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def records(rows: Sequence[Record], columns: Sequence[str], form: str) -> str:
    """
    *rows* in *form* (``table``, ``json``, ``csv``, ``tsv`` or ``md``), *columns* in their order.

    Values that are lists are joined by "; " outside JSON.
    """
    if form == "json":
        return as_json(list(rows))
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    if form == "csv":
        return _separated(columns, cells, ",")
    if form == "tsv":
        return _separated(columns, cells, "\t")
    if form == "md":
        return _markdown(columns, cells)
    return _table(columns, cells)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(_cell(each) for each in value)
    if isinstance(value, Mapping):
        return str(value.get("label") or value.get("id") or "")
    return str(value)


def _separated(columns: Sequence[str], cells: Sequence[Sequence[str]], separator: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(cells)
    return out.getvalue()


def _markdown(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    def line(values: Sequence[str]) -> str:
        safe = (value.replace("|", "\\|").replace("\n", " ") for value in values)
        return f"| {' | '.join(safe)} |"

    return "\n".join([line(columns), line(["---"] * len(columns)), *map(line, cells)])


def _table(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    if not cells:
        return "nothing found"
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in cells:
        table.add_row(*(Text(value) for value in row))
    out = io.StringIO()
    width = None if sys.stdout.isatty() else 200
    Console(file=out, width=width, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())
