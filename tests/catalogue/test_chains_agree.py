"""Chains as `mtkg path` finds them, as the catalogue lists them, and as plain SPARQL gives them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from mtkg.catalogue.binding import bind
from mtkg.catalogue.rows import rows_of
from mtkg.catalogue.spec import load_catalogue
from mtkg.graph import Graph
from mtkg.model.vocabulary import MTKG
from mtkg.paths import PathFinder
from mtkg.store.embedded import EmbeddedStore

CHAINS = load_catalogue(Path(__file__).resolve().parents[2] / "queries").query(
    "chains_from_technique_to_effect"
)
PAIRS = [
    ("JointMobilization", "PainReduction"),
    ("JointManipulation", "PainReduction"),
    ("MyofascialRelease", "IncreasedRangeOfMotion"),
    ("SoftTissueMobilization", "ImprovedMotorControl"),
    ("ManualTherapy", "ReducedSwelling"),
    ("ManualTherapy", "AcceleratedHealing"),
]
Links = set[tuple[object, object, object]]


def by_path(graph: Graph, start: str, end: str) -> Links:
    """Links of the strict chains that are one "engages" and then "leads to" only."""
    found = PathFinder(graph).find(start, end, max_links=8, exact=True)
    assert not found.truncated
    links: Links = set()
    for path in found.paths:
        relations = [each.link.relation for each in path.links]
        if relations == ["engages"] + ["leadsTo"] * (len(relations) - 1):
            links |= {each.link.triple for each in path.links}
    return links


def by_catalogue(store: EmbeddedStore, start: str, end: str) -> Links:
    values = {"technique": [NamedNode(MTKG + start)], "effect": [NamedNode(MTKG + end)]}
    rows = rows_of(store.select(bind(CHAINS.text, values)), tuple(CHAINS.columns))
    return {(row["from"], row["relation"], row["to"]) for row in rows}


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_the_catalogue_lists_the_links_of_the_chains_that_path_finds(
    release_graph: Graph, release_store: EmbeddedStore, start: str, end: str
) -> None:
    expected = by_path(release_graph, start, end)

    assert expected
    assert by_catalogue(release_store, start, end) == expected


def test_plain_sparql_finds_the_chain_through_the_spinal_cord(release_store: EmbeddedStore) -> None:
    found = release_store.select("""
        PREFIX mtkg: <https://w3id.org/mtkg/>
        SELECT ?first ?then WHERE {
          GRAPH <https://w3id.org/mtkg/graph/links> {
            mtkg:JointMobilization mtkg:engages ?first . ?first mtkg:occursIn mtkg:JointCapsule .
            ?first mtkg:leadsTo ?then . ?then mtkg:leadsTo mtkg:PainReduction . } }""")

    assert rows_of(found, ("first", "then")) == [
        {"first": "JointMechanoreceptorStimulation", "then": "SegmentalInhibition"}
    ]
    assert {
        ("JointMobilization", "engages", "JointMechanoreceptorStimulation"),
        ("JointMechanoreceptorStimulation", "leadsTo", "SegmentalInhibition"),
        ("SegmentalInhibition", "leadsTo", "PainReduction"),
    } <= by_catalogue(release_store, "JointMobilization", "PainReduction")
