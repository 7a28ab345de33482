"""Findings as text: each format says the same things in its own way."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from mtkg.errors import BadParameter
from mtkg.model.diagnostics import Diagnostic, Edit, Fix, Position, Related, Severity
from mtkg.reporters import FORMATS, Report, render
from mtkg.reporters.sarif_ import to_sarif

TEXT = "# a draft\nclaim:x mtkg:claimObject mtkg:JointCapsule .\n"
WRONG = Diagnostic(
    code="KG304",
    name="wrong-kind",
    severity=Severity.ERROR,
    message="engages links an intervention to a mechanism, but joint capsule is a tissue",
    file="draft.ttl",
    start=Position(2, 26),
    end=Position(2, 43),
    related=(Related("ontology/relations.ttl", Position(24, 17), "range of engages"),),
    help="did you mean appliedTo?",
    term="https://w3id.org/mtkg/claim/x",
)
UNTIDY = Diagnostic(
    code="KG406",
    name="label-format",
    severity=Severity.WARNING,
    message="100% of labels:\nno, two",
    file="draft.ttl",
    start=Position(1, 1),
    end=Position(2, 3),
    fixes=(Fix("write it", (Edit(Position(1, 1), Position(1, 2), "x"),), safe=True),),
    cite=("10.1000/182",),
)
REPORT = Report((UNTIDY, WRONG), {"draft.ttl": TEXT})
NOTHING = Report(())


def test_pretty_shows_the_line_with_carets_under_the_words() -> None:
    text = render(REPORT, "pretty")

    assert (
        "error KG304 wrong-kind: engages links an intervention to a mechanism, "
        "but joint capsule is a tissue\n"
        "  --> draft.ttl:2:26\n"
        "   |\n"
        " 2 | claim:x mtkg:claimObject mtkg:JointCapsule .\n"
        "   |                          ^^^^^^^^^^^^^^^^^\n"
        "   - ontology/relations.ttl:24  range of engages\n"
        "   = help: did you mean appliedTo?\n"
    ) in text
    assert text.endswith("1 error, 1 warning\n")


def test_pretty_has_no_escapes_unless_asked() -> None:
    assert "\x1b" not in render(REPORT, "pretty")
    assert "\x1b[1;31merror KG304\x1b[0m" in render(REPORT, "pretty", color=True)


def test_concise_is_one_line_a_finding() -> None:
    assert render(REPORT, "concise").splitlines() == [
        "draft.ttl:1:1 KG406 label-format  100% of labels: no, two",
        f"draft.ttl:2:26 KG304 wrong-kind  {WRONG.message}",
        "1 error, 1 warning",
    ]


def test_json_has_every_member_of_the_promise() -> None:
    data = json.loads(render(REPORT, "json"))

    assert data["summary"] == {"errors": 1, "warnings": 1, "infos": 0}
    assert data["diagnostics"][1] == {
        "code": "KG304",
        "name": "wrong-kind",
        "severity": "error",
        "message": "engages links an intervention to a mechanism, but joint capsule is a tissue",
        "file": "draft.ttl",
        "start": {"line": 2, "column": 26},
        "end": {"line": 2, "column": 43},
        "related": [
            {
                "file": "ontology/relations.ttl",
                "start": {"line": 24, "column": 17},
                "message": "range of engages",
            }
        ],
        "fixes": [],
        "cite": [],
        "help": "did you mean appliedTo?",
    }


def test_github_escapes_what_would_end_the_command() -> None:
    first, second = render(REPORT, "github").splitlines()

    assert first == (
        "::warning file=draft.ttl,line=1,endLine=2,title=KG406 label-format"
        "::100%25 of labels:%0Ano, two"
    )
    assert second.startswith(
        "::error file=draft.ttl,line=2,endLine=2,title=KG304 wrong-kind,col=26"
    )


def test_html_escapes_the_source_and_explains_each_code() -> None:
    report = Report((WRONG,), {"draft.ttl": TEXT.replace("claim:x", "<b>&")})

    page = render(report, "html")

    assert "&lt;b&gt;&amp; mtkg:claimObject" in page
    assert '<dt id="KG304">' in page
    assert "<script" not in page


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_say_that_nothing_was_found(name: str) -> None:
    text = render(NOTHING, name)

    assert "KG" not in text


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadParameter, match=r"pretty \| concise \| json"):
        render(NOTHING, "xml")


# The objects of SARIF 2.1.0 that are used, after sections 3.13 to 3.57 of the standard: names,
# types and required members as there, nothing else allowed.
_TEXT = {"type": "string"}
_MESSAGE = {
    "type": "object",
    "properties": {"text": _TEXT, "markdown": _TEXT},
    "required": ["text"],
    "additionalProperties": False,
}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_ONE = {"type": "integer", "minimum": 1}
_REGION = {
    "type": "object",
    "properties": dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), _ONE),
    "required": ["startLine"],
    "additionalProperties": False,
}
_ARTIFACT = {
    "type": "object",
    "properties": {"uri": {"type": "string", "format": "uri-reference"}},
    "additionalProperties": False,
}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_PHYSICAL = _object(["artifactLocation"], artifactLocation=_ARTIFACT, region=_REGION)
_RULE = _object(
    ["id"],
    id=_TEXT,
    name=_TEXT,
    shortDescription=_MESSAGE,
    fullDescription=_MESSAGE,
    help=_MESSAGE,
    defaultConfiguration=_object([], level=_LEVEL),
)
_FIX = _object(
    ["artifactChanges"],
    description=_MESSAGE,
    artifactChanges=_list(
        _object(
            ["artifactLocation", "replacements"],
            artifactLocation=_ARTIFACT,
            replacements=_list(
                _object(
                    ["deletedRegion"],
                    deletedRegion=_REGION,
                    insertedContent=_object([], text=_TEXT),
                )
            ),
        )
    ),
)
_RESULT = _object(
    ["message"],
    ruleId=_TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    level=_LEVEL,
    message=_MESSAGE,
    locations=_list(_object([], physicalLocation=_PHYSICAL)),
    relatedLocations=_list(
        _object(
            [],
            id={"type": "integer", "minimum": -1},
            message=_MESSAGE,
            physicalLocation=_PHYSICAL,
        )
    ),
    partialFingerprints={"type": "object", "additionalProperties": _TEXT},
    fixes=_list(_FIX),
)
_DRIVER = _object(
    ["name"],
    name=_TEXT,
    semanticVersion=_TEXT,
    informationUri={"type": "string", "format": "uri"},
    rules=_list(_RULE),
)
_RUN = _object(
    ["tool"],
    tool=_object(["driver"], driver=_DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=_list(_RESULT),
)
SARIF = _object(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs=_list(_RUN),
)


@pytest.mark.parametrize("report", [REPORT, NOTHING])
def test_sarif_keeps_to_the_standard(report: Report) -> None:
    jsonschema.validate(to_sarif(report), SARIF)


def test_sarif_results_point_at_their_rules() -> None:
    run = to_sarif(REPORT)["runs"][0]

    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == ["KG406", "KG304"]
    region = run["results"][1]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 26, "endLine": 2, "endColumn": 43}
