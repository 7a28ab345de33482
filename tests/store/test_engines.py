"""The same catalogue gives the same answers on the embedded store, Oxigraph and Virtuoso."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mtkg.catalogue.rows import rows_of
from mtkg.catalogue.spec import load_catalogue
from mtkg.graph import Graph
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.port import GraphStore
from mtkg.store.remote import RemoteStore
from tests.engines import oxigraph, virtuoso

QUERIES = load_catalogue(Path(__file__).resolve().parents[2] / "queries").queries
ENGINES = [
    pytest.param("oxigraph", marks=pytest.mark.needs("oxigraph")),
    pytest.param("virtuoso", marks=[pytest.mark.needs("virtuoso"), pytest.mark.slow]),
]


@pytest.fixture(scope="module")
def remote(
    request: pytest.FixtureRequest, release_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RemoteStore]:
    start = {"oxigraph": oxigraph, "virtuoso": virtuoso}[request.param]
    with start(release_folder, tmp_path_factory.mktemp(request.param)) as url:
        yield RemoteStore(url, timeout_s=60)


def rows(store: GraphStore, name: str) -> list[str]:
    """A query's rows with its examples or defaults, without the order of equal rows."""
    spec = QUERIES[name]
    return sorted(map(str, rows_of(store.select(spec.text), tuple(spec.columns))))


@pytest.mark.parametrize("remote", ENGINES, indirect=True)
@pytest.mark.parametrize("name", QUERIES)
def test_every_query_of_the_catalogue_answers_alike(
    remote: RemoteStore, release_store: EmbeddedStore, name: str
) -> None:
    assert rows(remote, name) == rows(release_store, name)


@pytest.mark.parametrize("remote", ENGINES, indirect=True)
def test_the_graph_is_read_alike(remote: RemoteStore, release_graph: Graph) -> None:
    found = Graph.read(remote)

    assert found.terms.keys() == release_graph.terms.keys()
    assert found.claims.keys() == release_graph.claims.keys()
    assert {(x.subject, x.relation, x.object) for x in found.links} == {
        (x.subject, x.relation, x.object) for x in release_graph.links
    }
