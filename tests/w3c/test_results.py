"""The W3C's tests of result formats: CSV and TSV, and JSON."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests.servers import serving
from tests.w3c.manifests import QueryTest, cases, query_tests

pytestmark = pytest.mark.needs("w3c")

FOLDER = os.environ.get("MTKG_W3C")
HERE = Path(FOLDER) if FOLDER and Path(FOLDER).is_dir() else None
TESTS = [t for name in ("csv-tsv-res", "json-res") for t in query_tests(HERE, name)] if HERE else []
BY_SUFFIX = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".srj": "application/json"}


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[Path, str]]:
    """An address for each file of data."""
    with ExitStack() as stack:
        yield {
            data: stack.enter_context(serving([f"--data={data}"]))
            for data in {test.data for test in TESTS}
        }


@pytest.mark.parametrize("test", cases(TESTS))
def test_a_result_is_written_as_the_standard_has_it(
    addresses: dict[Path, str], test: QueryTest
) -> None:
    answer = httpx.get(
        f"{addresses[test.data]}/sparql",
        params={"query": test.query.read_text(encoding="utf-8")},
        headers={"accept": BY_SUFFIX[test.result.suffix]},
    )

    assert answer.status_code == 200
    expected = test.result.read_bytes()
    if test.result.suffix == ".csv":
        assert csv_rows(answer.content) == csv_rows(expected)
    else:
        form = (
            ox.QueryResultsFormat.TSV
            if test.result.suffix == ".tsv"
            else ox.QueryResultsFormat.JSON
        )
        assert solutions(answer.content, form) == solutions(expected, form)


def csv_rows(data: bytes) -> list[list[str]]:
    """Rows with blank nodes numbered as they come; their labels mean nothing."""
    labels: dict[str, str] = {}
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8")))
    plain = [
        [labels.setdefault(c, f"_:{len(labels)}") if c.startswith("_:") else number(c) for c in row]
        for row in rows
    ]
    return [head, *sorted(plain)]


def number(cell: str) -> str:
    try:
        return str(float(cell))
    except ValueError:
        return cell


def solutions(data: bytes, form: ox.QueryResultsFormat) -> object:
    """A boolean, or variables and rows in no particular order, blank nodes without labels."""
    found = ox.parse_query_results(data, form)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = sorted([plain(term) for term in row] for row in found)
    return names, rows


def plain(term: object) -> str:
    """A term by its value: the engine keeps numbers so, and derived integers as integers."""
    if isinstance(term, ox.BlankNode):
        return "blank"
    if isinstance(term, ox.Literal):
        kind = term.datatype.value.rpartition("#")[2]
        if kind.lower().endswith("integer"):
            return f"integer {int(term.value)}"
        if kind in ("double", "decimal"):
            return f"{kind} {float(term.value)}"
    return str(term)
