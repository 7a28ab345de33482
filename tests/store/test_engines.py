"""The same catalogue gives the same answers on the embedded store, Oxigraph and Virtuoso."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from mtkg.catalogue.binding import bind
from mtkg.catalogue.rows import Row, rows_of
from mtkg.catalogue.spec import load_catalogue
from mtkg.errors import TimedOut
from mtkg.graph import Graph
from mtkg.model.vocabulary import MTKG
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.port import GraphStore
from mtkg.store.remote import RemoteStore
from tests.engines import Engine, oxigraph, virtuoso

QUERIES = load_catalogue(Path(__file__).resolve().parents[2] / "queries").queries
ENGINES = [
    pytest.param("oxigraph", marks=pytest.mark.needs("oxigraph")),
    pytest.param("virtuoso", marks=[pytest.mark.needs("virtuoso"), pytest.mark.slow]),
]
# What the catalogue's own examples leave open, and ends of other chains.
ASKED = [
    ("adverse_reactions", {"technique": "ManualTherapy"}),
    ("chains_from_technique_to_effect", {"technique": "SpinalManipulation"}),
    ("claims_by_status", {"status": "mixed"}),
    ("claims_without_study_evidence", {"source": "source/manual-therapy-article"}),
    ("disputed_claims", {"subject": "MyofascialRelease"}),
    ("evidence_by_design", {"claim": "claim/joint-mobilization-stimulates-joint-mechanoreceptors"}),
    ("evidence_by_design", {"subject": "JointMobilization"}),
    ("least_studied", {"kind": "Effect"}),
    ("link_status_by_technique", {"technique": "JointMobilization"}),
    ("red_flags", {"condition": "Malignancy"}),
    ("techniques_acting_on_tissue", {"tissue": "Fascia"}),
]
NAMES = [f"{name}-by-{'-'.join(values)}" for name, values in ASKED]


@pytest.fixture(scope="module")
def engine(
    request: pytest.FixtureRequest, release_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    start = {"oxigraph": oxigraph, "virtuoso": virtuoso}[request.param]
    with start(release_folder, tmp_path_factory.mktemp(request.param)) as running:
        yield running


def answered(engine: Engine, name: str, text: str) -> list[Row]:
    """
    The rows that *engine* gives.

    One that hangs (Virtuoso may, over a query it plans badly, and answers nothing from then on) is
    started anew: the test that met it fails, and the next ones say what is true of theirs.
    """
    try:
        return rows(RemoteStore(engine.url, timeout_s=10, retries=0), name, text)
    except TimedOut:
        engine.restart()
        raise


def rows(store: GraphStore, name: str, text: str) -> list[Row]:
    return rows_of(store.select(text), tuple(QUERIES[name].columns))


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@pytest.mark.parametrize("name", QUERIES)
def test_every_query_of_the_catalogue_answers_alike(
    engine: Engine, release_store: EmbeddedStore, name: str
) -> None:
    text = QUERIES[name].text

    assert answered(engine, name, text) == rows(release_store, name, text)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@pytest.mark.parametrize(("name", "values"), ASKED, ids=NAMES)
def test_values_put_into_a_query_are_answered_alike(
    engine: Engine, release_store: EmbeddedStore, name: str, values: dict[str, str]
) -> None:
    terms = {
        each: [ox.Literal(value) if each == "status" else ox.NamedNode(MTKG + value)]
        for each, value in values.items()
    }
    text = bind(QUERIES[name].text, terms)
    expected = rows(release_store, name, text)

    assert expected
    assert answered(engine, name, text) == expected


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_the_graph_is_read_alike(engine: Engine, release_graph: Graph) -> None:
    found = Graph.read(RemoteStore(engine.url, timeout_s=60))

    assert found.terms.keys() == release_graph.terms.keys()
    assert found.claims.keys() == release_graph.claims.keys()
    assert {(x.subject, x.relation, x.object) for x in found.links} == {
        (x.subject, x.relation, x.object) for x in release_graph.links
    }
