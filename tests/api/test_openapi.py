"""What is answered is what the OpenAPI document says is answered."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

ANSWERS = (
    ("/", "/"),
    ("/terms", "/terms?q=joint"),
    ("/terms", "/terms?limit=1000"),
    ("/terms", "/terms?ids=Joint,Nothing1"),
    ("/terms/{id}", "/terms/JointMobilization"),
    ("/terms/{id}", "/terms/engages"),
    ("/terms/{id}", "/terms/Nothing1"),
    ("/terms/{id}/claims", "/terms/JointMobilization/claims"),
    ("/terms/{id}/graph", "/terms/JointMobilization/graph?depth=2"),
    ("/terms/{id}/graph", "/terms/JointMobilization/graph?depth=7"),
    ("/suggest", "/suggest?q=jo"),
    ("/tree", "/tree"),
    ("/tree", "/tree?root=Tissue"),
    ("/claims", "/claims?limit=1000"),
    ("/claims", "/claims?status=sure"),
    ("/sources", "/sources?limit=1000"),
    ("/sources/{id}", "/sources/manual-therapy-article"),
    ("/paths", "/paths?from=JointMobilization&to=PainReduction"),
    ("/paths", "/paths?from=JointMobilization"),
    ("/why", "/why?subject=JointMobilization&relation=subClassOf&object=ManualTherapy"),
    ("/compare", "/compare?a=JointMobilization&b=JointManipulation"),
    ("/evidence", "/evidence"),
)


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/openapi.json").json()
    return document


@pytest.mark.parametrize(("path", "address"), ANSWERS, ids=[address for _, address in ANSWERS])
def test_an_answer_has_the_shape_that_is_described(
    client: TestClient, described: dict[str, Any], path: str, address: str
) -> None:
    answer = client.get(address)
    media = answer.headers["content-type"].partition(";")[0]

    response = described["paths"][path]["get"]["responses"][str(answer.status_code)]
    schema = {**response["content"][media]["schema"], "components": described["components"]}
    faults = [error.message for error in Draft202012Validator(schema).iter_errors(answer.json())]
    assert faults == []


def test_every_claim_has_the_shape_that_is_described(
    client: TestClient, described: dict[str, Any]
) -> None:
    schema = {
        "$ref": "#/components/schemas/ClaimAnswer",
        "components": described["components"],
    }
    validator = Draft202012Validator(schema)

    for item in client.get("/claims?limit=1000").json()["items"]:
        answer = client.get(f"/claims/{item['id']}").json()
        assert [error.message for error in validator.iter_errors(answer)] == []


@pytest.mark.parametrize("path", ["/terms/{id}", "/paths", "/claims", "/glossary"])
def test_other_representations_are_described_too(described: dict[str, Any], path: str) -> None:
    content = described["paths"][path]["get"]["responses"]["200"]["content"]

    assert "text/html" in content and "application/json" in content
