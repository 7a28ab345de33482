"""The mapping set (SSSOM): every row's CURIEs in form, its subject in the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml
from rdflib.term import URIRef

from mtkg.check.findings import finding
from mtkg.check.world import World
from mtkg.model.diagnostics import Diagnostic, Place, Position
from mtkg.model.vocabulary import MTKG, PREFIXES

_CURIE: Final = re.compile(r"(?P<prefix>[A-Za-z_][\w.-]*):(?P<local>\S+)")
_NEEDED: Final = ("subject_id", "predicate_id", "object_id")


def check_mappings(path: Path, name: str, world: World) -> Iterator[Diagnostic]:
    """KG101 for a table that cannot be read, KG303 and KG305 for its cells."""
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    try:
        head = yaml.safe_load("\n".join(line[1:] for line in comments)) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        yield _at(name, "KG101", "the head of the mapping set is no YAML", line, 1, 2)
        return
    prefixes = (
        {*PREFIXES, *(head.get("curie_map") or {})} if isinstance(head, dict) else {*PREFIXES}
    )
    body = [(number, line) for number, line in enumerate(lines, 1) if not line.startswith("#")]
    columns = body[0][1].split("\t") if body else []
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        line = body[0][0] if body else 1
        yield _at(name, "KG101", f"expected a column {missing[0]}", line, 1, 2)
        return
    for number, line in body[1:]:
        if line.strip():
            yield from _row(name, number, line.split("\t"), columns, prefixes, world)


def _row(
    name: str, number: int, cells: list[str], columns: list[str], prefixes: set[str], world: World
) -> Iterator[Diagnostic]:
    start = 1
    for column, cell in zip(columns, cells, strict=False):
        place = (number, start, start + max(len(cell), 1))
        start += len(cell) + 1
        if column not in _NEEDED:
            continue
        found = _CURIE.fullmatch(cell)
        if found is None:
            yield _at(name, "KG303", f"“{cell}” in {column} is no CURIE", *place)
        elif found["prefix"] not in prefixes:
            say = f"the prefix {found['prefix']}: is not in the mapping set's curie_map"
            yield _at(name, "KG303", say, *place)
        elif (
            column == "subject_id"
            and found["prefix"] == "mtkg"
            and URIRef(MTKG + found["local"]) not in world.types
        ):
            yield _at(name, "KG305", f"there is no term {cell} to map", *place)


def _at(name: str, code: str, message: str, line: int, start: int, end: int) -> Diagnostic:
    return finding(code, message, Place(name, Position(line, start), Position(line, end)))
