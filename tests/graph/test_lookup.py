"""Finding terms by what people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtkg.errors import NotFound
from mtkg.lookup import Index, Match, fold
from tests.worlds import World


@pytest.fixture(scope="module")
def index(mini: World) -> Index:
    return Index(mini.graph())


@pytest.mark.parametrize(
    "name",
    [
        "JointMobilization",
        "jointmobilization",
        "mtkg:JointMobilization",
        "https://w3id.org/mtkg/JointMobilization",
        "<https://w3id.org/mtkg/JointMobilization>",
        "joint mobilization",
        "Joint Mobilisation",
        "joint-mobilization",
        "joint mobs",
        "  joint mobilization ",
    ],
)
def test_a_term_is_found_by_id_curie_iri_label_and_synonym(index: Index, name: str) -> None:
    assert index.resolve(name).id == "JointMobilization"


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("JointMobilisaton", "JointMobilization"),
        ("pain reducton", "PainReduction"),
        ("mtkg:FoamRoling", "FoamRolling"),
    ],
)
def test_a_slip_is_answered_with_close_matches(index: Index, wrong: str, meant: str) -> None:
    with pytest.raises(NotFound) as caught:
        index.resolve(wrong)

    assert meant in caught.value.did_you_mean


def test_hits_come_by_exactness_then_label(index: Index) -> None:
    hits = index.search("joint")

    assert [(hit.term.id, hit.match) for hit in hits[:3]] == [
        ("Joint", Match.ID),
        ("JointCapsule", Match.PREFIX),
        ("JointMobilization", Match.PREFIX),
    ]


def test_a_word_inside_a_label_is_found(index: Index) -> None:
    assert index.search("capsule")[0].match is Match.WORD


def test_a_search_keeps_to_the_kind_asked_for(index: Index) -> None:
    assert {hit.term.kind for hit in index.search("joint", kinds=["Tissue"])} == {"Tissue"}


def test_nothing_like_it_finds_nothing(index: Index) -> None:
    assert index.search("xyzzyqqq") == []


@given(st.text(max_size=60))
def test_any_text_is_searched_without_failing(index: Index, text: str) -> None:
    hits = index.search(text)

    assert len({hit.term.id for hit in hits}) == len(hits)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
