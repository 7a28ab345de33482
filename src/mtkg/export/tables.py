"""The graph as tables: what `tables.yaml` describes, written as CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final, Literal

import yaml

from mtkg.graph import Graph
from mtkg.model.claims import Claim, Direction, EvidenceLine

Kind = Literal["string", "integer", "boolean", "list"]
SEPARATOR: Final = "|"
"""What stands between the values of a list in one cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column: what its values are and say.

    ``key`` columns together tell one row from another; ``of`` names the table and column of
    another table whose values these are.
    """

    name: str
    kind: Kind
    says: str
    key: bool = False
    of: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its file's name, what a row is, and its columns in order."""

    name: str
    summary: str
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """The name of its file in a release."""
        return f"{self.name}.csv"

    @property
    def key(self) -> list[str]:
        """The columns that tell one row from another."""
        return [column.name for column in self.columns if column.key]


@cache
def tables() -> Mapping[str, Table]:
    """Every table by name."""
    text = resources.files("mtkg.export").joinpath("tables.yaml").read_text("utf-8")
    return MappingProxyType(
        {name: _table(name, about) for name, about in yaml.safe_load(text).items()}
    )


def _table(name: str, about: Mapping[str, Any]) -> Table:
    columns = tuple(
        Column(
            column,
            said["type"],
            said["says"],
            said.get("key", False),
            _pair(said["of"]) if "of" in said else None,
        )
        for column, said in about["columns"].items()
    )
    return Table(name, about["summary"], columns)


def _pair(text: str) -> tuple[str, str]:
    table, _, column = text.partition(".")
    return table, column


def written(graph: Graph, name: str, separator: str = ",") -> str:
    """The table *name* of `tables` as CSV or, with a tab as *separator*, TSV."""
    columns = [column.name for column in tables()[name].columns]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(columns)
    for record in _RECORDS[name](graph):
        writer.writerow([_cell(_value(record, column)) for column in columns])
    return out.getvalue()


def _value(record: Any, column: str) -> Any:
    return record[column] if isinstance(record, dict) else getattr(record, column)


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return SEPARATOR.join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _terms(graph: Graph) -> Iterable[object]:
    return sorted(graph.terms.values(), key=lambda term: (term.label.casefold(), term.id))


def _claim(claim: Claim) -> dict[str, object]:
    directions = [line.direction for line in claim.evidence]
    counts = {side.value: directions.count(side) for side in Direction}
    names = ("id", "statement", "subject", "relation", "object", "polarity", "type", "reach")
    return {
        **{name: getattr(claim, name) for name in (*names, "stated_in")},
        "status": claim.status.value,
        **counts,
    }


def _line(line: EvidenceLine) -> dict[str, object]:
    names = [column.name for column in tables()["evidence"].columns]
    return {
        **{name: getattr(line, name) for name in names},
        "source": line.source.id,
        "direction": line.direction.value,
        "study_design": line.study_design.id if line.study_design else None,
    }


def _link(link: Any) -> dict[str, object]:
    names = ("subject", "relation", "object", "claims", "derived_from")
    return {**{name: getattr(link, name) for name in names}, "status": link.status.value}


_RECORDS: Final[Mapping[str, Callable[[Graph], Iterable[object]]]] = MappingProxyType(
    {
        "terms": _terms,
        "claims": lambda graph: map(_claim, graph.claims.values()),
        "evidence": lambda graph: map(_line, graph.evidence.values()),
        "sources": lambda graph: graph.sources.values(),
        "links": lambda graph: map(_link, sorted(graph.links, key=lambda link: link.triple)),
    }
)
