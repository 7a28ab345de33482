"""An empty sheet of claims: as CSV, or as a workbook with drop-downs and a page of help."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from mtkg.curate.columns import COLUMNS, NEEDED_OF_CLAIM, NEEDED_OF_EVIDENCE, Column, Takes
from mtkg.curate.sheet import SHEET
from mtkg.graph import Graph
from mtkg.model.terms import Term
from mtkg.model.vocabulary import DERIVED_RELATION, KINDS, SUBCLASS

LISTS: Final = "Lists"
HELP: Final = "Help"
ROWS: Final = 1000
_WIDE: Final = {"statement": 60, "finding": 50, "claim": 24}


def template_csv() -> str:
    """The head of a sheet, as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([column.name for column in COLUMNS])
    return out.getvalue()


def template_xlsx(graph: Graph) -> bytes:
    """A workbook whose cells offer the terms, relations, sources and designs of *graph*."""
    book = Workbook()
    claims = book.active
    if not isinstance(claims, Worksheet):
        raise TypeError("a new workbook has a sheet")
    claims.title = SHEET
    ranges = _write_lists(book.create_sheet(LISTS), _lists(graph))
    for number, column in enumerate(COLUMNS, 1):
        _write_column(claims, number, column, ranges.get(column.name))
    claims.freeze_panes = "A2"
    _write_help(book.create_sheet(HELP), graph)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lists(graph: Graph) -> dict[str, list[str]]:
    """What each column with a drop-down offers, by the column's name."""
    terms = _names([t for t in graph.terms.values() if t.kind in KINDS and not t.deprecated])
    relations = [
        t.id for t in graph.of_kind("Relation") if t.id != DERIVED_RELATION and not t.deprecated
    ]
    offered = {
        Takes.TERM: terms,
        Takes.TERMS: terms,
        Takes.RELATION: [*sorted(relations), SUBCLASS],
        Takes.SOURCE: sorted(graph.sources),
        Takes.DESIGN: _names(list(graph.of_kind("StudyDesign"))),
    }
    return {c.name: list(c.choices) or offered.get(c.takes, []) for c in COLUMNS}


def _names(terms: Sequence[Term]) -> list[str]:
    """Labels, or local names where two terms share a label."""
    labels = Counter(term.label.casefold() for term in terms)
    named = (t.label if labels[t.label.casefold()] == 1 else t.id for t in terms)
    return sorted(named, key=str.casefold)


def _write_lists(sheet: Worksheet, lists: Mapping[str, list[str]]) -> dict[str, str]:
    """One column for each different list; returns the range that each sheet column draws on."""
    ranges: dict[str, str] = {}
    written: dict[tuple[str, ...], str] = {}
    for name, values in lists.items():
        key = tuple(values)
        if not key:
            continue
        if key not in written:
            letter = get_column_letter(len(written) + 1)
            _write(sheet[f"{letter}1"], name)
            for row, value in enumerate(values, 2):
                _write(sheet[f"{letter}{row}"], value)
            written[key] = f"{LISTS}!${letter}$2:${letter}${len(values) + 1}"
        ranges[name] = written[key]
    return ranges


def _write_column(sheet: Worksheet, number: int, column: Column, offered: str | None) -> None:
    letter = get_column_letter(number)
    head = sheet[f"{letter}1"]
    _write(head, column.name)
    head.font = Font(bold=True, italic=column.evidence)
    head.comment = Comment(_help(column), "mtkg")
    sheet.column_dimensions[letter].width = _WIDE.get(column.name, 18)
    if offered is not None:
        strict = column.takes is Takes.CHOICE
        choice = DataValidation(
            type="list",
            formula1=offered,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="stop" if strict else "warning",
            errorTitle=column.name,
            error=f"Takes {column.takes.value}.",
        )
        sheet.add_data_validation(choice)
        choice.add(f"{letter}2:{letter}{ROWS}")


def _write_help(sheet: Worksheet, graph: Graph) -> None:
    rows = [
        ("One row is a claim, evidence for a claim, or both. Fill the sheet Claims; then",),
        ("mtkg curate import FILE -o claims.ttl writes Turtle, or names the cells to mend.",),
        (f"Terms and sources are those of release {graph.release}.",),
        (),
        ("column", "needed", "takes", "meaning"),
        *((c.name, _needed(c), _takes(c), c.help) for c in COLUMNS),
    ]
    for number, row in enumerate(rows, 1):
        for position, text in enumerate(row, 1):
            cell = sheet.cell(row=number, column=position)
            if isinstance(cell, Cell):
                _write(cell, text)
                cell.alignment = Alignment(wrap_text=position == 4, vertical="top")
    for letter, width in zip("ABCD", (18, 16, 44, 80), strict=True):
        sheet.column_dimensions[letter].width = width


def _needed(column: Column) -> str:
    if column.name in NEEDED_OF_CLAIM:
        return "for a claim"
    return "for evidence" if column.name in NEEDED_OF_EVIDENCE else ""


def _takes(column: Column) -> str:
    return ", ".join(column.choices) or column.takes.value


def _help(column: Column) -> str:
    needed = _needed(column)
    return f"{column.help} Takes {_takes(column)}.{f' Needed {needed}.' if needed else ''}"


def _write(cell: Cell, text: str) -> None:
    """Put *text* into *cell* as text: a label that begins with ``=`` must not become a formula."""
    cell.value = text
    cell.data_type = "s"
