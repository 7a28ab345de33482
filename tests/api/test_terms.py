"""Terms over HTTP: search, list, batch, one definition in every shape, what stands around it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from mtkg.export.triples import FORMATS

TERM = "/terms/JointMobilization"
IRI = ox.NamedNode("https://w3id.org/mtkg/JointMobilization")
SKOS = "http://www.w3.org/2004/02/skos/core#"


def test_a_definition_has_the_promised_keys(client: TestClient) -> None:
    answer = client.get(TERM).json()

    assert set(answer) >= {
        "id", "iri", "kind", "label", "definition", "definition_source", "synonyms", "parents",
        "children", "links", "mappings", "deprecated", "replaced_by", "release",
    }  # fmt: skip
    assert (answer["id"], answer["kind"]) == ("JointMobilization", "Intervention")
    assert {"id": "ManualTherapy", "label": "manual therapy"} in answer["parents"]
    link = answer["links"]["engages"][0]
    assert set(link) == {"id", "label", "status", "claims", "derived_from"}


def test_a_browser_gets_a_page_and_a_program_json_at_the_same_path(client: TestClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    assert (
        client.get(TERM, headers={"accept": browser})
        .headers["content-type"]
        .startswith("text/html")
    )
    assert (
        client.get(TERM, headers={"accept": "*/*"})
        .headers["content-type"]
        .startswith("application/json")
    )
    assert "accept" in client.get(TERM).headers["vary"].lower()


@pytest.mark.parametrize("suffix", [*FORMATS])
def test_every_rdf_format_holds_the_definition(client: TestClient, suffix: str) -> None:
    answer = client.get(f"{TERM}.{suffix}")

    triples = [quad.triple for quad in ox.parse(answer.content, format=FORMATS[suffix])]
    labels = {t.object.value for t in triples if t.predicate.value == f"{SKOS}prefLabel"}
    assert "joint mobilization" in labels


def test_turtle_holds_the_axioms_and_only_links_that_are_supported(client: TestClient) -> None:
    turtle = client.get(f"{TERM}.ttl").text
    links = client.get(TERM).json()["links"]

    assert "owl:someValuesFrom" in turtle
    for relation, found in links.items():
        for link in found:
            if link["status"] in ("disputed", "unassessed", "insufficient") and link["claims"]:
                assert f"mtkg:{relation} mtkg:{link['id']} " not in turtle


def test_turtle_is_the_same_bytes_each_time(client: TestClient) -> None:
    assert client.get(f"{TERM}.ttl").content == client.get(f"{TERM}.ttl?again=1").content


def test_json_ld_is_a_medical_therapy_and_a_concept(client: TestClient) -> None:
    graph = list(ox.parse(client.get(f"{TERM}.jsonld").content, format=ox.RdfFormat.JSON_LD))

    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    types = {q.object.value for q in graph if q.subject == IRI and q.predicate.value == rdf_type}
    assert types == {
        "https://schema.org/MedicalTherapy",
        "https://schema.org/DefinedTerm",
        f"{SKOS}Concept",
    }


def test_an_unknown_id_is_404_with_close_names(client: TestClient) -> None:
    answer = client.get("/terms/JointMobilisation")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "JointMobilization" in answer.json()["did_you_mean"]


def test_a_person_who_mistypes_is_led_on(client: TestClient) -> None:
    answer = client.get("/terms/JointMobilisation", headers={"accept": "text/html"})

    assert answer.status_code == 404
    assert 'href="/terms/JointMobilization"' in answer.text


def test_a_retired_term_says_what_replaces_it(strange: TestClient) -> None:
    answer = strange.get("/terms/OldName").json()

    assert answer["deprecated"] is True
    assert answer["replaced_by"] == "JointMobilization"
    page = strange.get("/terms/OldName.html").text
    assert "Retired." in page and 'href="/terms/JointMobilization"' in page


@pytest.mark.parametrize(
    ("typed", "first", "match"),
    [
        ("JointMobilization", "JointMobilization", "id"),
        ("pain reduction", "PainReduction", "label"),
        ("joint mobilisation", "JointMobilization", "label"),
        ("massage", "RelaxationMassage", "synonym"),
        ("joint mobiliz", "JointMobilization", "prefix"),
        ("jiont mobilization", "JointMobilization", "fuzzy"),
    ],
)
def test_search_finds_the_exact_before_the_near(
    client: TestClient, typed: str, first: str, match: str
) -> None:
    items = client.get("/terms", params={"q": typed}).json()["items"]

    assert (items[0]["id"], items[0]["match"]) == (first, match)
    assert set(items[0]) == {"id", "iri", "kind", "label", "definition", "match"}


def test_no_hit_is_an_empty_list(client: TestClient) -> None:
    answer = client.get("/terms?q=qqqqxxxxzzzz")

    assert answer.status_code == 200
    assert answer.json()["items"] == [] and answer.json()["next"] is None


def test_cursors_walk_through_every_term_once(client: TestClient) -> None:
    seen: list[str] = []
    address = "/terms?limit=97"
    while address:
        response = client.get(address)
        answer = response.json()
        seen += [item["id"] for item in answer["items"]]
        if answer["next"]:
            assert f'<{answer["next"]}>; rel="next"' in response.headers["link"]
        address = answer["next"]

    assert len(seen) == len(set(seen)) == answer["total"]


def test_a_page_of_results_leads_to_the_next(client: TestClient) -> None:
    answer = client.get("/terms.html?limit=3&kind=Tissue")

    assert 'rel="next"' in answer.text and "cursor=" in answer.headers["link"]
    assert "/terms.html?" in answer.headers["link"]


def test_a_batch_answers_in_order_and_names_what_is_missing(client: TestClient) -> None:
    answer = client.get("/terms?ids=PainReduction,Nonsense,Joint").json()

    assert [item["id"] for item in answer["items"]] == ["PainReduction", "Joint"]
    assert answer["missing"] == ["Nonsense"]


def test_a_batch_is_answered_whole(client: TestClient) -> None:
    ids = [item["id"] for item in client.get("/terms?limit=200").json()["items"]]

    answer = client.get("/terms", params={"ids": ",".join(ids)}).json()

    assert [item["id"] for item in answer["items"]] == ids
    assert answer["next"] is None


@pytest.mark.parametrize(
    ("query", "parameter", "expected"),
    [
        ("kind=Tool", "kind", "Intervention"),
        ("limit=0", "limit", "greater than or equal to 1"),
        ("limit=1001", "limit", "less than or equal to 1000"),
        ("limit=many", "limit", "integer"),
        ("cursor=nonsense", "cursor", "next"),
        ("ids=,", "ids", "local names"),
    ],
)
def test_a_bad_parameter_is_422_and_says_what_is_expected(
    client: TestClient, query: str, parameter: str, expected: str
) -> None:
    answer = client.get(f"/terms?{query}")

    assert answer.status_code == 422
    item = answer.json()["errors"][0]
    assert item["parameter"] == parameter and expected in item["expected"]


def test_suggestions_name_the_synonym_that_fits(client: TestClient) -> None:
    items = client.get("/suggest?q=mas").json()["items"]

    massage = next(item for item in items if item["id"] == "RelaxationMassage")
    assert massage["name"] == "massage"
    assert client.get("/suggest?q=").json()["items"] == []


def test_claims_of_a_term_put_its_own_first(client: TestClient) -> None:
    answer = client.get("/terms/PainReduction/claims?limit=1000").json()

    sides = [item["subject"]["id"] == "PainReduction" for item in answer["items"]]
    assert sides == sorted(sides, reverse=True)
    assert answer["total"] == len(sides) > 3


def test_a_neighborhood_grows_with_depth(client: TestClient) -> None:
    near = client.get(f"{TERM}/graph").json()
    far = client.get(f"{TERM}/graph?depth=2").json()

    assert near["depth"] == 1 and far["depth"] == 2
    ids = {node["id"] for node in near["nodes"]}
    assert ids < {node["id"] for node in far["nodes"]}
    assert all(e["subject"] in ids and e["object"] in ids for e in near["edges"])
    assert client.get(f"{TERM}/graph?depth=9").status_code == 422


def test_the_tree_has_a_root_for_each_kind_or_the_one_asked_for(client: TestClient) -> None:
    whole = client.get("/tree").json()
    below = client.get("/tree?root=manual+therapy&depth=1").json()

    assert [root["id"] for root in whole["items"]][:2] == ["Intervention", "Tissue"]
    assert below["id"] == "ManualTherapy"
    assert all(child["children"] == [] for child in below["children"])
    assert client.get("/tree?root=Nonsense").status_code == 404


def test_two_terms_are_set_side_by_side(client: TestClient) -> None:
    answer = client.get("/compare?a=joint+mobilization&b=JointManipulation").json()

    assert (answer["a"]["id"], answer["b"]["id"]) == ("JointMobilization", "JointManipulation")
    mechanisms = answer["aspects"]["mechanisms"]
    both = {point["id"] for point in mechanisms["both"]}
    assert not both & {point["id"] for point in mechanisms["only_a"] + mechanisms["only_b"]}
    assert client.get("/compare?a=JointMobilization").status_code == 422
