"""Claims, sources, chains, reasons and the state of the evidence over HTTP."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from mtkg.graph import Graph
from mtkg.model.claims import Status

CHAIN = "/paths?from=JointMobilization&to=PainReduction"


def test_a_claim_shows_every_line_for_and_against(client: TestClient, release_graph: Graph) -> None:
    claim = max(release_graph.claims.values(), key=lambda c: len(c.evidence))

    answer = client.get(f"/claims/{claim.id}").json()

    assert {line["id"] for line in answer["evidence"]} == {line.id for line in claim.evidence}
    assert set(answer) >= {
        "id", "iri", "statement", "subject", "relation", "object", "polarity", "type", "reach",
        "qualifiers", "status", "decided_by", "stated_in", "evidence", "release",
    }  # fmt: skip
    assert set(answer["decided_by"]) <= {line["id"] for line in answer["evidence"]}


def test_a_claim_in_turtle_brings_its_evidence(client: TestClient, release_graph: Graph) -> None:
    claim = max(release_graph.claims.values(), key=lambda c: len(c.evidence))

    turtle = client.get(f"/claims/{claim.id}.ttl").content

    subjects = {q.subject for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert {ox.NamedNode(line.iri) for line in claim.evidence} < subjects


@pytest.mark.parametrize("status", [status.value for status in Status])
def test_claims_can_be_narrowed_by_status(
    client: TestClient, release_graph: Graph, status: str
) -> None:
    answer = client.get(f"/claims?status={status}&limit=1000").json()

    expected = {c.id for c in release_graph.claims.values() if c.status == status}
    assert {item["id"] for item in answer["items"]} == expected


def test_conditions_on_claims_take_labels_and_curies(client: TestClient) -> None:
    by_id = client.get("/claims?subject=JointMobilization&relation=engages").json()
    by_label = client.get("/claims?subject=joint+mobilization&relation=engages").json()
    by_curie = client.get("/claims?subject=mtkg:JointMobilization&relation=engages").json()

    assert by_id["items"] == by_label["items"] == by_curie["items"] != []


@pytest.mark.parametrize(
    ("query", "code", "helps"),
    [
        ("status=certain", 422, "supported"),
        ("relation=cures", 422, "engages"),
        ("kind=Tool", 422, "Tissue"),
        ("subject=JointMobilisatoin", 404, "JointMobilization"),
        ("source=manual-therapy-artcile", 404, "manual-therapy-article"),
    ],
)
def test_an_unknown_condition_says_what_there_is(
    client: TestClient, query: str, code: int, helps: str
) -> None:
    answer = client.get(f"/claims?{query}")

    assert answer.status_code == code
    assert helps in answer.text


def test_claims_walk_in_pages_of_any_size(client: TestClient) -> None:
    whole = [item["id"] for item in client.get("/claims?limit=1000").json()["items"]]
    first = client.get("/claims?limit=7").json()

    assert first["next"] is not None
    second = client.get(first["next"]).json()
    assert [i["id"] for i in first["items"] + second["items"]] == whole[:14]


def test_a_cursor_survives_the_loss_of_the_item_it_names() -> None:
    from api.lists import _cursor, _start

    cursor = _cursor(3, "c")

    assert _start(["a", "b", "c", "d"], cursor, str) == 3
    assert _start(["b", "c", "d"], cursor, str) == 2
    assert _start(["a", "b", "d", "e"], cursor, str) == 3


def test_a_source_says_what_it_states_and_speaks_to(client: TestClient) -> None:
    article = client.get("/sources/manual-therapy-article").json()
    listed = client.get("/sources?limit=1000").json()

    assert len(article["states"]) > 100
    assert "manual-therapy-article" in {item["id"] for item in listed["items"]}
    assert client.get("/sources/nobody-1900").status_code == 404


def test_the_chain_of_the_first_source_is_found(client: TestClient) -> None:
    answer = client.get(CHAIN).json()

    chain = next(
        path
        for path in answer["paths"]
        if [link["object"]["id"] for link in path["links"]]
        == ["JointMechanoreceptorStimulation", "SegmentalInhibition", "PainReduction"]
    )
    assert chain["kind"] == "mechanism"
    assert chain["links"][0]["where"][0]["id"] == "JointCapsule"
    assert chain["links"][1]["where"][0]["id"] == "SpinalCord"
    assert all(link["claims"] for link in chain["links"])
    statuses = [link["status"] for link in chain["links"]]
    assert chain["status"] == statuses[chain["weakest"]]


def test_ends_of_a_chain_go_by_any_name(client: TestClient) -> None:
    spelled = client.get(
        "/paths",
        params={"from": "mtkg:JointMobilization", "to": "https://w3id.org/mtkg/PainReduction"},
    )
    labeled = client.get("/paths?from=joint+mobilisation&to=pain+reduction")

    assert spelled.json() == labeled.json() == client.get(CHAIN).json()


def test_no_chain_is_an_answer(client: TestClient) -> None:
    answer = client.get("/paths?from=PainReduction&to=JointMobilization&max_links=1")

    assert answer.status_code == 200
    assert answer.json()["paths"] == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("from=JointMobilization", 422),
        ("from=JointMobilization&to=", 422),
        ("from=JointMobilization&to=PainReduction&max_links=9", 422),
        ("from=JointMobilization&to=PainReduction&max_links=0", 422),
        ("from=Nothing1&to=PainReduction", 404),
        ("from=JointMobilization&to=Nothing1", 404),
    ],
)
def test_chains_need_two_known_ends_and_a_sane_length(
    client: TestClient, query: str, code: int
) -> None:
    answer = client.get(f"/paths?{query}")

    assert answer.status_code == code
    assert answer.headers["content-type"] == "application/problem+json"


def test_chains_as_a_table_have_a_row_for_each_link(client: TestClient) -> None:
    answer = client.get(CHAIN).json()
    rows = list(csv.DictReader(io.StringIO(client.get(CHAIN.replace("?", ".csv?")).text)))

    assert len(rows) == sum(path["length"] for path in answer["paths"])
    assert {row["subject"] for row in rows if row["path"] == "1"} >= {"JointMobilization"}


def test_why_names_file_and_line(client: TestClient) -> None:
    answer = client.get(
        "/why?subject=JointMobilization&relation=engages&object=JointMechanoreceptorStimulation"
    ).json()

    assert answer["holds"] is True
    assert all(premise["file"] and premise["line"] for premise in answer["premises"])


def test_what_does_not_hold_is_an_answer_too(client: TestClient) -> None:
    answer = client.get("/why?subject=PainReduction&relation=leadsTo&object=JointMobilization")

    assert (answer.status_code, answer.json()["holds"]) == (200, False)


def test_the_matrix_counts_every_claim_once(client: TestClient, release_graph: Graph) -> None:
    answer = client.get("/evidence").json()

    assert sum(cell["claims"] for cell in answer["matrix"]) == len(release_graph.claims)
    against = [entry["disputes"] for entry in answer["most_disputed"]]
    assert against == sorted(against, reverse=True) and min(against) > 0


def test_every_cell_of_the_matrix_leads_to_as_many_claims(client: TestClient) -> None:
    for cell in client.get("/evidence").json()["matrix"]:
        found = client.get("/claims", params={"kind": cell["kind"], "status": cell["status"]})
        assert found.json()["total"] == cell["claims"]


def test_the_glossary_is_a_set_of_defined_terms(client: TestClient, release_graph: Graph) -> None:
    answer = client.get("/glossary.jsonld")

    quads = list(ox.parse(answer.content, format=ox.RdfFormat.JSON_LD))
    members = [q for q in quads if q.predicate.value == "https://schema.org/hasDefinedTerm"]
    assert len(members) == len(release_graph.terms)


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "csv", "tsv", "html", "json"])
def test_the_glossary_comes_in_every_shape(client: TestClient, suffix: str) -> None:
    answer = client.get(f"/glossary.{suffix}")

    assert answer.status_code == 200
    assert "joint mobilization" in answer.text


def test_the_context_is_the_one_that_documents_hold(client: TestClient) -> None:
    context = client.get("/context.jsonld")

    assert context.headers["content-type"].startswith("application/ld+json")
    term = client.get("/terms/JointMobilization.jsonld").json()
    assert context.json()["@context"] == term["@context"]


def test_the_start_says_what_is_here(client: TestClient) -> None:
    answer = client.get("/").json()

    assert "not advice for patients" in answer["notice"]
    assert answer["counts"]["terms"]["Intervention"] > 20
