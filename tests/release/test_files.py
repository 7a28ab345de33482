"""The files a release is published with agree with the ontology, the code and each other."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from rdflib import OWL, RDFS, Graph, URIRef

from mtkg.cli import cli
from mtkg.model.vocabulary import BASE

ROOT = Path(__file__).resolve().parents[2]
CONTAINER = (ROOT / "Containerfile").read_text("utf-8")
INSTRUCTIONS = re.findall(r"^([A-Z]+) ((?:[^\n]*\\\n)*[^\n]*)", CONTAINER, re.MULTILINE)


@pytest.fixture(scope="module")
def header() -> Graph:
    return Graph().parse(ROOT / "ontology" / "mtkg.ttl")


def test_every_file_names_the_release_of_the_ontology(header: Graph) -> None:
    released = str(header.value(URIRef(BASE), OWL.versionInfo))
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    zenodo = json.loads((ROOT / ".zenodo.json").read_text("utf-8"))

    assert re.fullmatch(r"\d{4}-\d\d-\d\d", released)
    assert str(citation["version"]) == str(citation["date-released"]) == released
    assert zenodo["version"] == zenodo["publication_date"] == released


def test_every_file_names_the_ontology_alike(header: Graph) -> None:
    title = str(header.value(URIRef(BASE), RDFS.label))
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    zenodo = json.loads((ROOT / ".zenodo.json").read_text("utf-8"))

    assert citation["title"] == zenodo["title"] == title
    assert citation["authors"][0]["name"] == zenodo["creators"][0]["name"]
    assert citation["license"].lower() == zenodo["license"]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("", "/"),
        ("JointMobilization", "/terms/JointMobilization"),
        ("claim/a-b", "/claims/a-b"),
        ("source/pickar-2002", "/sources/pickar-2002"),
        ("glossary", "/glossary"),
        ("2026-11-24", "/download/2026-11-24/mtkg.owl"),
        ("2026-11-24/mtkg.ttl", "/download/2026-11-24/mtkg.ttl"),
    ],
)
def test_an_iri_of_ours_leads_to_what_it_names(path: str, target: str) -> None:
    rules = re.findall(
        r"^RewriteRule (\S+) https://HOST(\S+)", (ROOT / "w3id/.htaccess").read_text(), re.MULTILINE
    )
    matches = (
        re.sub(rule, to.replace("$", "\\"), path) for rule, to in rules if re.search(rule, path)
    )

    assert next(matches) == target


def test_the_image_runs_without_rights_and_tells_its_health() -> None:
    names = [name for name, _ in INSTRUCTIONS]
    last_stage = INSTRUCTIONS[len(names) - 1 - names[::-1].index("FROM") :]
    user = [value for name, value in last_stage if name == "USER"]

    assert user and user[-1] not in ("root", "0")
    assert "HEALTHCHECK" in names
    assert "ADD" not in names
    for name, value in INSTRUCTIONS:
        if name == "FROM":
            assert re.search(r":\d", value), f"{value} names no version"
        assert "latest" not in value and "sudo" not in value


def test_the_image_starts_a_command_that_there_is() -> None:
    told = {
        name: json.loads(value) for name, value in INSTRUCTIONS if name in ("ENTRYPOINT", "CMD")
    }
    program, arguments = told["ENTRYPOINT"], told["CMD"]

    assert program == ["mtkg"], shlex.join(program)
    verb, *options = arguments
    command = cli.get_command(None, verb)  # type: ignore[arg-type]
    assert command
    command.make_context(verb, options)
