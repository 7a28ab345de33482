"""Read a sheet, CSV or xlsx, as rows of cells that know their place."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from mtkg.curate.columns import BY_NAME
from mtkg.errors import MtkgError, UsageError

SHEET: Final = "Claims"
_SEPARATORS: Final = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One cell; rows count from 1, the head being row 1; ``sheet`` is None in a CSV file.

    ``problem`` says what the cell holds where that is no value: a formula, a date, an error.
    """

    file: str
    sheet: str | None
    row: int
    column: int
    heading: str
    text: str
    problem: str = ""

    @property
    def place(self) -> str:
        """Where the cell is, as a person finds it."""
        letter = get_column_letter(self.column)
        heading = f" ({self.heading})" if self.heading else ""
        if self.sheet is None:
            return f"{self.file}, row {self.row}, column {letter}{heading}"
        return f"{self.file}, sheet {self.sheet}, cell {letter}{self.row}{heading}"


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell and what is wrong with it."""

    cell: Cell
    message: str

    def __str__(self) -> str:
        return f"{self.cell.place}: {self.message}"


class SheetFaults(MtkgError):
    """A sheet with cells that cannot be taken over; nothing is written."""

    exit_code = 1

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        listed = "".join(f"\n  {fault}" for fault in faults)
        count = f"{len(faults)} cell{'s' if len(faults) > 1 else ''}"
        super().__init__(
            f"{file}: nothing was written, {count} to mend{listed}",
            help="mtkg curate template gives a sheet with drop-downs and a page of help",
        )
        self.faults = tuple(faults)


Row = Mapping[str, Cell]


def read_sheet(path: Path) -> list[Row]:
    """
    The rows of *path* that hold anything, as cells by heading.

    Raises `UsageError` for a file that cannot be read as a sheet, and `SheetFaults` for a heading
    that is unknown or stands twice, and for a cell under no heading.
    """
    if path.suffix.lower() == ".xlsx":
        grid = _read_xlsx(path)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        grid = _read_csv(path)
    else:
        raise UsageError(f"{path.name}: no sheet has this suffix", help="give .csv or .xlsx")
    if not grid:
        raise UsageError(f"{path.name} is empty", help="start from mtkg curate template")
    head, *rows = grid
    headings = _headings(path.name, head)
    filled = [[cell for cell in row if cell.text] for row in rows]
    astray = [cell for row in filled for cell in row if cell.column not in headings]
    if astray:
        raise SheetFaults(path.name, [Fault(cell, "stands under no heading") for cell in astray])
    return [
        {headings[c.column]: replace(c, heading=headings[c.column]) for c in row}
        for row in filled
        if row
    ]


def _headings(file: str, head: Iterable[Cell]) -> dict[int, str]:
    found: dict[int, str] = {}
    faults = []
    for cell in head:
        name = " ".join(cell.text.casefold().split())
        if name and name not in BY_NAME:
            faults.append(Fault(cell, f"no column is called {cell.text!r}"))
        elif name in found.values():
            faults.append(Fault(cell, f"{name} heads another column already"))
        elif name:
            found[cell.column] = name
    if faults:
        raise SheetFaults(file, faults)
    if not found:
        raise UsageError(f"{file}: the first row names no column")
    return found


def _read_csv(path: Path) -> list[list[Cell]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path.name}: {error.strerror}", help="name a readable file") from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path.name}: not UTF-8 at byte {error.start}", help="save it as CSV UTF-8"
        ) from error
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise UsageError(f"{path.name}: no CSV: {error}") from error
    width = len(rows[0]) if rows else 0
    return [
        [
            Cell(path.name, None, r, c, rows[0][c - 1] if c <= width else "", _unquoted(value))
            for c, value in enumerate(row, 1)
            if c <= width or value.strip()
        ]
        for r, row in enumerate(rows, 1)
    ]


def _unquoted(value: str) -> str:
    """A value without the apostrophe that keeps a spreadsheet from computing it."""
    text = value.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" and len(text) > 1 else text


def _read_xlsx(path: Path) -> list[list[Cell]]:
    try:
        with warnings.catch_warnings():
            # What openpyxl leaves out of a workbook is decoration that no claim rests on.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(path, keep_links=False)
    except OSError as error:
        raise UsageError(f"{path.name}: {error.strerror or error}") from error
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UsageError(f"{path.name}: no xlsx workbook: {error}") from error
    if SHEET not in book.sheetnames:
        raise UsageError(f"{path.name} has no sheet {SHEET}", help="keep the template's names")
    return [
        [_cell(path.name, cell) for cell in row if isinstance(cell, ExcelCell)]
        for row in book[SHEET].iter_rows()
    ]


def _cell(file: str, cell: ExcelCell) -> Cell:
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip()
    return Cell(file, SHEET, cell.row, cell.column, text, text, _problem(cell))


def _problem(cell: ExcelCell) -> str:
    if cell.data_type == "f":
        return "holds a formula; enter its value"
    if cell.data_type == "e":
        return "holds an error of the spreadsheet"
    if cell.is_date:
        return "was made a date by the spreadsheet; format the cell as text and enter it again"
    return ""
