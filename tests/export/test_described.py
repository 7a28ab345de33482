"""A published release is read by the programs that its descriptions and formats are for."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, URIRef
from rdflib import Graph as RdfGraph

from mtkg.errors import UsageError
from mtkg.export.formats import EXPORTS, exported
from mtkg.export.tables import tables, written
from mtkg.graph import Graph
from tools.release import publish

DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"


@pytest.fixture(scope="module")
def dated(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real graph, published."""
    return publish(release_folder, tmp_path_factory.mktemp("releases"))[0]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.filterwarnings("ignore")
def test_mlcroissant_finds_no_fault_and_reads_every_record(dated: Path) -> None:
    import mlcroissant

    files = {table.file: str(dated / table.file) for table in tables().values()}
    found = mlcroissant.Dataset(jsonld=str(dated / "croissant.json"), mapping=files)

    issues = found.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    for name in tables():
        read = [
            {
                key.partition("/")[2]: value.decode() if isinstance(value, bytes) else value
                for key, value in record.items()
            }
            for record in found.records(name)
        ]
        assert _told(read) == _told(rows(dated, name))


def _told(records: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Records as text, so that what a program made of types is compared with the file."""
    words = {"True": "true", "False": "false"}
    return [
        {k: words.get(str(v), str(v)).removesuffix(".0") for k, v in record.items() if v or v == 0}
        for record in records
    ]


@pytest.mark.filterwarnings("ignore")
def test_frictionless_finds_every_file_whole_and_every_table_in_order(dated: Path) -> None:
    from frictionless import Package

    report = Package(str(dated / "datapackage.json")).validate()

    assert report.flatten(["name", "type", "message"]) == []
    assert report.valid and len(report.tasks) >= len(tables())


@pytest.mark.filterwarnings("ignore")
def test_frictionless_sees_a_row_that_names_what_is_not_there(dated: Path, tmp_path: Path) -> None:
    """The description is strict enough to be worth having."""
    from frictionless import Package

    described = json.loads((dated / "datapackage.json").read_text("utf-8"))
    for resource in described["resources"]:
        resource.pop("hash"), resource.pop("bytes")
        (tmp_path / resource["path"]).write_bytes((dated / resource["path"]).read_bytes())
    (tmp_path / "datapackage.json").write_text(json.dumps(described), "utf-8")
    lines = tmp_path / "evidence.csv"
    text = lines.read_text("utf-8").splitlines()
    first = next(csv.reader([text[1]]))
    first[1] = "no-such-claim"
    out = io.StringIO()
    csv.writer(out).writerow(first)
    lines.write_text("\r\n".join([text[0], out.getvalue().strip(), *text[2:]]), "utf-8")

    report = Package(str(tmp_path / "datapackage.json")).validate()

    assert [row[0] for row in report.flatten(["type"])] == ["foreign-key"]


def test_obo_graphs_are_read_by_the_object_model_of_the_format(dated: Path) -> None:
    from obographs import GraphDocument

    text = (dated / "mtkg.obographs.json").read_text("utf-8")
    (found,) = GraphDocument.model_validate_json(text).graphs

    assert len(found.nodes) == len(rows(dated, "terms"))
    assert all(node.lbl and node.type for node in found.nodes)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    said: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    handler = Keep()
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield said
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.mark.filterwarnings("ignore")
def test_skosify_has_nothing_to_mend(dated: Path) -> None:
    """No cycle, no overlap of labels, no concept without scheme or label: fit for Skosmos."""
    import skosify

    with _complaints() as said:
        skosify.skosify(str(dated / "mtkg-skos.ttl"))

    assert said == []


def test_dcat_tells_where_each_file_is_and_its_checksum(dated: Path) -> None:
    found = RdfGraph().parse(dated / "dcat.ttl")

    seen = set()
    for node in found.subjects(RDF.type, URIRef(f"{DCAT}Distribution")):
        name = str(node).rpartition("/")[2]
        data = (dated / name).read_bytes()
        checksum = found.value(node, URIRef(f"{SPDX}checksum"))
        value = str(found.value(checksum, URIRef(f"{SPDX}checksumValue")))
        assert value == hashlib.sha256(data).hexdigest()
        assert str(found.value(node, URIRef(f"{DCAT}byteSize"))) == str(len(data))
        assert found.value(node, URIRef(f"{DCAT}downloadURL")) == node
        seen.add(name)
    data_files = {p.name for p in dated.iterdir() if p.suffix in (".csv", ".nq", ".owl", ".ttl")}
    assert seen >= data_files - {"dcat.ttl"}


@pytest.mark.parametrize("name", tables())
def test_a_table_has_the_columns_that_are_told_and_its_key_is_one(dated: Path, name: str) -> None:
    table, found = tables()[name], rows(dated, name)

    assert list(found[0]) == [column.name for column in table.columns]
    keys = [tuple(row[column] for column in table.key) for row in found]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", tables())
def test_values_are_of_their_column_s_type_and_point_to_what_there_is(
    dated: Path, name: str
) -> None:
    for column in tables()[name].columns:
        values = [row[column.name] for row in rows(dated, name) if row[column.name]]
        if column.kind == "boolean":
            assert set(values) <= {"true", "false"}
        if column.kind == "integer":
            assert all(value.isdigit() for value in values)
        if column.of:
            other, its = column.of
            assert set(values) <= {row[its] for row in rows(dated, other)}


def test_the_glossary_of_the_service_is_the_table_of_terms(release_graph: Graph) -> None:
    assert exported("csv", lambda: release_graph, None).decode() == written(release_graph, "terms")


def test_a_remote_graph_is_told_which_formats_it_can_be_had_in(release_graph: Graph) -> None:
    with pytest.raises(UsageError) as caught:
        exported("owl", lambda: release_graph, None)

    offered = (caught.value.help or "").partition("export ")[2].split(", ")[1:]
    assert {"claims", "skos"} <= set(offered) <= EXPORTS.keys()
