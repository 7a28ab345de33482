"""The catalogue over HTTP: list, run, text and description of every query."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from mtkg.catalogue.rows import rows_of
from mtkg.catalogue.spec import load_catalogue
from mtkg.store.embedded import EmbeddedStore

QUERIES = Path(__file__).resolve().parents[2] / "queries"
NAMES = tuple(load_catalogue(QUERIES).queries)


@pytest.fixture(scope="module")
def client(release_folder: Path) -> TestClient:
    return TestClient(create_app(release=release_folder))


def test_the_list_names_every_query_with_its_parameters(client: TestClient) -> None:
    answer = client.get("/queries").json()

    assert tuple(item["name"] for item in answer["items"]) == NAMES
    assert answer["total"] == len(NAMES)
    assert answer["next"] is None
    shared = next(item for item in answer["items"] if item["name"] == "shared_mechanisms")
    assert set(shared["parameters"]["properties"]) == {"technique", "other"}


@pytest.mark.parametrize("name", NAMES)
def test_every_query_is_an_endpoint_that_answers_as_the_engine_does(
    client: TestClient, release_store: EmbeddedStore, name: str
) -> None:
    spec = load_catalogue(QUERIES).query(name)

    answer = client.get(f"/queries/{name}").json()

    columns = tuple(spec.columns)
    assert answer["items"] == rows_of(release_store.select(spec.text), columns)
    assert answer["total"] == len(answer["items"])
    assert tuple(answer["columns"]) == columns
    assert answer["truncated"] is False


@pytest.mark.parametrize("name", NAMES)
def test_every_query_has_its_own_path_in_openapi(client: TestClient, name: str) -> None:
    operation = client.get("/openapi.json").json()["paths"][f"/queries/{name}"]["get"]
    about = client.get(f"/queries/{name}/about").json()

    assert operation["summary"] == about["summary"]
    described = {parameter["name"] for parameter in operation.get("parameters", [])}
    assert described == set(about["parameters"]["properties"])


def test_the_text_has_the_values_in_place_and_runs_anywhere(client: TestClient) -> None:
    response = client.get("/queries/claims_by_status.rq", params={"status": "mixed"})

    assert response.headers["content-type"].startswith("application/sparql-query")
    assert 'VALUES ?status { "mixed" }' in response.text
    answer = client.get("/sparql", params={"query": response.text})
    assert answer.status_code == 200


def test_a_value_given_twice_asks_for_either(client: TestClient) -> None:
    path = "/queries/link_status_by_technique"
    names = ["JointMobilization", "MyofascialRelease"]

    items = client.get(path, params={"technique": names}).json()["items"]

    assert sorted(item["technique"] for item in items) == names


def test_an_empty_value_as_a_form_sends_it_is_none(client: TestClient) -> None:
    path = "/queries/claims_by_status"

    assert client.get(f"{path}?status=").json() == client.get(path).json()


def test_a_query_comes_as_csv_by_suffix(client: TestClient) -> None:
    response = client.get("/queries/claims_by_status.csv?status=unassessed")

    assert response.headers["content-type"].startswith("text/csv")
    assert response.text.splitlines()[0] == "claim,statement,reason"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/queries/no_such_query", 404, "no query"),
        ("/queries/claims_by_statos", 404, "claims_by_status"),
        ("/queries/no_such_query.rq", 404, "no query"),
        ("/queries/no_such_query/about", 404, "no query"),
        ("/queries/claims_by_status?status=proven", 422, "one of established"),
        ("/queries/claims_by_status?state=mixed", 422, "a parameter of this query: status"),
        ("/queries/effects_no_technique_reaches?x=1", 422, "no parameter"),
        ("/queries/most_disputed?least=many", 422, "a whole number"),
        ("/queries/mechanisms_of_technique?technique=JointMobilisatoin", 404, "JointMobilization"),
        ("/queries/mechanisms_of_technique?technique=Joint", 422, "a term of kind Intervention"),
        ("/queries/statements_of_source?source=nobody-1900", 404, "no source"),
        ("/queries/claims_by_status.ttl", 406, "text/csv"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_that_helps(
    client: TestClient, path: str, status: int, words: str
) -> None:
    response = client.get(path)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert words in response.text


def page(client: TestClient, path: str) -> tuple[int, str]:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.headers["content-type"].startswith("text/html")
    return response.status_code, response.text


def test_the_page_of_the_catalogue_leads_to_every_query(client: TestClient) -> None:
    status, text = page(client, "/queries")

    assert status == 200
    for name in NAMES:
        assert f'href="/queries/{name}"' in text


@pytest.mark.parametrize("name", NAMES)
def test_every_query_has_a_page_with_its_answer_and_its_text(client: TestClient, name: str) -> None:
    spec = load_catalogue(QUERIES).query(name)

    status, text = page(client, f"/queries/{name}")

    assert status == 200
    assert spec.summary in text
    for parameter in spec.parameters:
        assert f'name="{parameter.name}"' in text
    assert "SELECT" in text


def test_a_page_leads_from_cells_to_terms_and_claims(client: TestClient) -> None:
    _, text = page(client, "/queries/chains_from_technique_to_effect")

    assert 'href="/terms/SegmentalInhibition"' in text
    assert 'href="/claims/segmental-inhibition-leads-to-pain-reduction"' in text


def test_a_direction_that_is_mixed_is_not_shown_as_a_status(client: TestClient) -> None:
    _, text = page(client, "/queries/disputed_claims")

    assert "<td>mixed</td>" in text
    assert 'class="badge s-mixed"' not in text


def test_claims_in_an_answer_read_as_sentences(client: TestClient) -> None:
    _, text = page(client, "/queries/shared_mechanisms")

    assert ">Joint mobilization engages pain modulation that descends from the brain.</a>" in text


@pytest.mark.parametrize(
    ("value", "status", "words"),
    [
        ("JointMobilisatoin", 404, "did you mean"),
        ("Joint", 422, "a term of kind Intervention"),
        ("<script>alert(1)</script>", 404, "&lt;script&gt;"),
    ],
)
def test_a_page_says_what_is_wrong_beside_the_form(
    client: TestClient, value: str, status: int, words: str
) -> None:
    found, text = page(client, f"/queries/mechanisms_of_technique?technique={value}")

    assert found == status
    assert words in text
    assert "<script>alert" not in text
    assert 'name="technique"' in text
