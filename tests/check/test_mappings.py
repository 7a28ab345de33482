"""The mapping set is checked cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkg.build.files import Layer
from mtkg.check.mappings import check_mappings
from mtkg.check.world import Document, World
from mtkg.turtle import parse

HEAD = "# curie_map:\n#   MESH: http://id.nlm.nih.gov/mesh/\nsubject_id\tpredicate_id\tobject_id\n"
WORLD = World(
    [
        Document(
            parse(
                "<https://w3id.org/mtkg/Joint> a <http://www.w3.org/2002/07/owl#Class> .", "j.ttl"
            ),
            Layer.CORE,
        )
    ]
)


def found(tmp_path: Path, text: str) -> list[tuple[str, int, int]]:
    path = tmp_path / "mappings.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    diagnostics = check_mappings(path, path.name, WORLD)
    return [(d.code, d.start.line, d.start.column) for d in diagnostics]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("mtkg:Joint\tskos:exactMatch\tMESH:D007596", []),
        ("mtkg:Jiont\tskos:exactMatch\tMESH:D007596", [("KG305", 4, 1)]),
        ("mtkg:Joint\tskos:exactMatch\tD007596", [("KG303", 4, 28)]),
        ("mtkg:Joint\tskos:exactMatch\tFMA:7490", [("KG303", 4, 28)]),
        ("Joint\tskos:exactMatch\tMESH:D007596", [("KG303", 4, 1)]),
    ],
)
def test_a_row_is_judged_cell_by_cell(
    tmp_path: Path, row: str, expected: list[tuple[str, int, int]]
) -> None:
    assert found(tmp_path, f"{HEAD}{row}\n") == expected


def test_a_table_without_its_columns_is_a_syntax_error(tmp_path: Path) -> None:
    assert found(tmp_path, "subject_id\tobject_id\n") == [("KG101", 1, 1)]


def test_a_head_that_is_no_yaml_is_a_syntax_error(tmp_path: Path) -> None:
    assert found(tmp_path, "# a: [b\nsubject_id\tpredicate_id\tobject_id\n")[0][0] == "KG101"
