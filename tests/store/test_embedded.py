"""The embedded store: what it loads, and what it says where it cannot."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from mtkg.errors import GraphUnavailable, SyntaxProblem, UsageError
from mtkg.store.embedded import EmbeddedStore

QUADS = """\
<http://e/a> <http://e/p> "core" <https://w3id.org/mtkg/graph/core> .
<http://e/b> <http://e/p> "disputed" <https://w3id.org/mtkg/graph/links> .
<http://e/c> <http://e/p> "supported" <https://w3id.org/mtkg/graph/links-supported> .
"""


def release(folder: Path, quads: str = QUADS, **manifest: object) -> Path:
    (folder / "mtkg.nq").write_text(quads, encoding="utf-8")
    stated = {"digest": "d1", "version": "1", **manifest}
    (folder / "release.json").write_text(json.dumps(stated), encoding="utf-8")
    return folder


def test_the_default_graph_is_the_union_without_what_is_disputed(tmp_path: Path) -> None:
    store = EmbeddedStore.from_release(release(tmp_path))

    found = store.select("SELECT ?o { ?s ?p ?o } ORDER BY ?o")

    assert [row["o"].value for row in found.rows] == ["core", "supported"]
    assert store.ask('ASK { GRAPH <https://w3id.org/mtkg/graph/links> { ?s ?p "disputed" } }')
    assert store.digest == "d1"


def test_unbound_variables_are_absent_from_a_row(tmp_path: Path) -> None:
    store = EmbeddedStore.from_release(release(tmp_path))

    found = store.select("SELECT ?s ?x { ?s ?p 'core' OPTIONAL { ?s <http://e/none> ?x } }")

    assert found.variables == ("s", "x")
    assert list(found.rows[0]) == ["s"]


def test_construct_gives_each_triple_once(tmp_path: Path) -> None:
    store = EmbeddedStore.from_release(release(tmp_path))

    found = store.construct("CONSTRUCT { <http://e/x> ?p 1 } WHERE { ?s ?p ?o }")

    assert len(found) == 1


@pytest.mark.parametrize("method", ["select", "ask", "construct"])
def test_a_query_of_another_form_is_refused(tmp_path: Path, method: str) -> None:
    store = EmbeddedStore.from_release(release(tmp_path))
    other = "ASK {}" if method != "ask" else "SELECT * {}"

    with pytest.raises(SyntaxProblem):
        getattr(store, method)(other)


def test_no_release_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(GraphUnavailable) as caught:
        EmbeddedStore.from_release(tmp_path)

    assert str(tmp_path) in str(caught.value)
    assert "mtkg build" in str(caught.value.help)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"digest": 1}'])
def test_a_broken_manifest_is_no_release(tmp_path: Path, text: str) -> None:
    release(tmp_path)
    (tmp_path / "release.json").write_text(text, encoding="utf-8")

    with pytest.raises(GraphUnavailable):
        EmbeddedStore.from_release(tmp_path)


def test_quads_that_the_manifest_does_not_describe_are_not_served(tmp_path: Path) -> None:
    sums = {"mtkg.nq": {"sha256": hashlib.sha256(b"other").hexdigest()}}

    with pytest.raises(GraphUnavailable, match="not the file"):
        EmbeddedStore.from_release(release(tmp_path, files=sums))


def test_quads_that_are_broken_are_not_served(tmp_path: Path) -> None:
    with pytest.raises(GraphUnavailable, match="line 2"):
        EmbeddedStore.from_release(release(tmp_path, QUADS.replace("<http://e/b>", "<http://e/b")))


def test_files_fill_the_default_graph_and_named_ones(tmp_path: Path) -> None:
    data = tmp_path / "a=b.ttl"
    data.write_text("<s> <p> 1 .", encoding="utf-8")

    store = EmbeddedStore.from_files([data, f"http://e/g={data}"])

    assert len(store) == 2
    assert store.graphs() == ["http://e/g"]
    assert store.ask("ASK { ?s ?p 1 }")


def test_the_digest_of_files_is_that_of_their_content(tmp_path: Path) -> None:
    data = tmp_path / "a.ttl"
    data.write_text("<s> <p> 1 .", encoding="utf-8")
    first = EmbeddedStore.from_files([data]).digest
    data.write_text("<s> <p> 2 .", encoding="utf-8")

    assert EmbeddedStore.from_files([data]).digest != first


def test_a_file_that_is_missing_is_named() -> None:
    with pytest.raises(UsageError, match="No such file"):
        EmbeddedStore.from_files(["nowhere.ttl"])


def test_a_suffix_that_names_no_format_is_said_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        EmbeddedStore.from_files([tmp_path / "data.xlsx"])

    assert ".ttl" in str(caught.value.help)


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    data = tmp_path / "a.ttl"
    data.write_text("<s> <p> 1 .\n<s> <p> .\n", encoding="utf-8")

    with pytest.raises(SyntaxProblem) as caught:
        EmbeddedStore.from_files([data])

    assert (caught.value.file, caught.value.line) == (str(data), 2)


def test_a_store_on_disk_is_opened_read_only_as_often_as_one_likes(tmp_path: Path) -> None:
    made = ox.Store(str(tmp_path / "db"))
    made.add(ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("x")))
    made.flush()
    del made

    stores = [EmbeddedStore.from_disk(tmp_path / "db", "d") for _ in range(2)]

    assert [len(store) for store in stores] == [1, 1]


def test_a_folder_that_is_no_store_is_said(tmp_path: Path) -> None:
    with pytest.raises(GraphUnavailable):
        EmbeddedStore.from_disk(tmp_path / "nothing", "d")
