"""Chains from one term to another: which are found, in which order, and what each says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkg.errors import BadParameter, NotFound
from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.claims import Claim, Status
from mtkg.model.links import Link
from mtkg.model.terms import Term
from mtkg.paths import NOT_FOLLOWED, Path, PathFinder, PathKind, Step
from mtkg.reading import Hierarchy
from tests.worlds import World


def nodes(path: Path) -> list[str]:
    return [path.links[0].node, *(link.link.object for link in path.links)]


@pytest.fixture(scope="module")
def finder(mini: World) -> PathFinder:
    return PathFinder(mini.graph())


def test_a_chain_runs_from_technique_over_mechanisms_to_effect(finder: PathFinder) -> None:
    best = finder.find("JointMobilization", "PainReduction").paths[0]

    assert nodes(best) == [
        "JointMobilization",
        "ReceptorStimulation",
        "SegmentalInhibition",
        "PainReduction",
    ]
    assert best.kind is PathKind.MECHANISM
    assert all(link.link.claims for link in best.links)
    assert {link.step for link in best.links} == {Step.ASSERTED}


def test_a_chain_is_as_strong_as_its_weakest_link_and_names_the_first(finder: PathFinder) -> None:
    best = finder.find("JointMobilization", "PainReduction").paths[0]

    assert [link.link.status for link in best.links] == [
        Status.UNASSESSED,
        Status.UNASSESSED,
        Status.SUPPORTED,
    ]
    assert (best.status, best.weakest) == (Status.UNASSESSED, 0)


def test_a_mechanism_says_where_it_occurs_and_what_that_is_part_of(finder: PathFinder) -> None:
    best = finder.find("JointMobilization", "PainReduction").paths[0]

    where = best.links[0].where[0]
    assert (where.tissue.id, where.part_of) == ("JointCapsule", ("Joint",))
    assert where.claims == ("stimulation-occurs-in-capsule",)


def test_a_kind_inherits_what_is_said_of_every_kind(finder: PathFinder) -> None:
    best = finder.find("GradeOneMobilization", "SegmentalInhibition").paths[0]

    assert best.links[0].step is Step.INHERITED
    assert best.links[0].link.subject == "JointMobilization"


def test_what_is_said_of_the_whole_comes_after_and_is_marked_broader(finder: PathFinder) -> None:
    found = finder.find("JointMobilization", "PainReduction")

    assert [path.links[0].step for path in found.paths] == [Step.ASSERTED, Step.BROADER]
    assert nodes(found.paths[1]) == ["JointMobilization", "BloodFlowIncrease", "PainReduction"]


def test_a_path_may_step_down_to_a_kind_of_its_start(finder: PathFinder) -> None:
    found = finder.find("ManualTherapy", "SegmentalInhibition")

    assert [path.links[0].step for path in found.paths] == [Step.NARROWER]
    assert found.paths[0].links[0].link.subject == "JointMobilization"


def test_exact_leaves_out_broader_and_narrower_paths(finder: PathFinder) -> None:
    assert finder.find("ManualTherapy", "SegmentalInhibition", exact=True).paths == ()
    assert len(finder.find("JointMobilization", "PainReduction", exact=True).paths) == 1


def test_a_tissue_is_on_a_path_only_where_one_was_asked_for(finder: PathFinder) -> None:
    to_tissue = finder.find("JointMobilization", "JointCapsule").paths[0]

    assert nodes(to_tissue)[-1] == "JointCapsule"
    for path in finder.find("JointMobilization", "PainReduction").paths:
        assert "JointCapsule" not in nodes(path)


def test_a_denied_claim_is_never_a_link(finder: PathFinder) -> None:
    assert finder.find("SelfTreatment", "ManualTherapy").paths == ()


def test_a_disputed_claim_is_a_link_and_says_so(finder: PathFinder) -> None:
    found = finder.find("MyofascialRelease", "BetterMotion").paths[0]

    assert found.links[0].link.status is Status.DISPUTED
    assert (found.status, found.weakest) == (Status.DISPUTED, 0)


def test_no_chain_is_an_answer_and_an_unknown_end_is_not(finder: PathFinder) -> None:
    assert finder.find("PainReduction", "JointMobilization").paths == ()
    with pytest.raises(NotFound):
        finder.find("JointMobilization", "Nowhere")


@pytest.mark.parametrize("wrong", [0, 9, -1])
def test_a_path_has_one_to_eight_links(finder: PathFinder, wrong: int) -> None:
    with pytest.raises(BadParameter, match="from 1 to 8"):
        finder.find("JointMobilization", "PainReduction", max_links=wrong)


# --- properties on any graph ---

NAMES = tuple("ABCDEFG")
RELATIONS = ("engages", "leadsTo", "intendedEffect", "contraindicatedIn", "mayProduce")


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    kinds = {name: draw(st.sampled_from(["Intervention", "Mechanism", "Effect"])) for name in NAMES}
    above = {
        name: frozenset(draw(st.sets(st.sampled_from(NAMES[:at]), max_size=1)))
        if at
        else frozenset()
        for at, name in enumerate(NAMES)
    }
    triples = draw(
        st.sets(
            st.tuples(st.sampled_from(NAMES), st.sampled_from(RELATIONS), st.sampled_from(NAMES)),
            max_size=14,
        )
    )
    claims, links = {}, []
    for number, (s, r, o) in enumerate(sorted(t for t in triples if t[0] != t[2])):
        reach = draw(st.sampled_from(["every", "whole"]))
        claims[f"c{number}"] = Claim(f"c{number}", "", s, r, o, reach=reach)
        status = draw(st.sampled_from(list(Status)))
        links.append(Link(s, r, o, status, claims=(f"c{number}",)))
    children: dict[str, list[str]] = {}
    for name, ups in above.items():
        for up in ups:
            children.setdefault(up, []).append(name)
    hierarchy = Hierarchy(
        {n: tuple(ups) for n, ups in above.items()},
        {n: tuple(c) for n, c in children.items()},
        {n: _all_above(n, above) for n in NAMES},
    )
    terms = {n: Term(n, kinds[n], n.lower()) for n in NAMES}
    return Graph("r", "d", terms, hierarchy, claims, {}, {}, tuple(links))


def _all_above(name: str, above: dict[str, frozenset[str]]) -> frozenset[str]:
    direct = above[name]
    return direct.union(*(_all_above(up, above) for up in direct)) if direct else direct


@given(graphs(), st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_every_path_is_simple_connected_ordered_and_honest(
    graph: Graph, start: str, end: str, most: int
) -> None:
    found = PathFinder(graph).find(start, end, max_links=most)

    assert [p.order for p in found.paths] == sorted(p.order for p in found.paths)
    assert len({p.order for p in found.paths}) == len(found.paths), "no path twice"
    for path in found.paths:
        way = nodes(path)
        assert way[0] == start
        assert graph.is_kind_of(way[-1], end)
        assert len(set(way)) == len(way) <= most + 1
        for at, link in enumerate(path.links):
            assert link.link.subject not in way[:at], "no claim of a term already passed"
            assert link.link.subject not in way[at + 1 :], "no return to whose claim was used"
        assert all(before.link.object == after.node for before, after in pairwise(path.links))
        assert all(link.link.relation not in NOT_FOLLOWED for link in path.links)
        weakest = path.links[path.weakest].link.status
        assert weakest is path.status
        assert all(link.link.status.rank <= weakest.rank for link in path.links)


@given(graphs(), st.sampled_from(NAMES), st.sampled_from(NAMES))
@settings(max_examples=100, deadline=None)
def test_more_links_never_lose_a_path(graph: Graph, start: str, end: str) -> None:
    finder = PathFinder(graph)

    few = {p.order for p in finder.find(start, end, max_links=2).paths}
    more = {p.order for p in finder.find(start, end, max_links=4).paths}

    assert few <= more


def test_every_kind_and_default_graph_name_is_declared_once() -> None:
    assert len(set(v.KINDS)) == 8
    assert set(v.DEFAULT_GRAPHS) <= set(v.GRAPHS)
