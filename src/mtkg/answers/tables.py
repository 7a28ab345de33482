"""Rows of JSON as CSV and TSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], separator: str = ",") -> str:
    """*rows* as CSV (RFC 4180) or, with a tab, TSV: terms by id, lists joined by ``|``."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "|".join(_cell(each) for each in value)
    if isinstance(value, Mapping):
        return str(value.get("id", ""))
    return str(value)
