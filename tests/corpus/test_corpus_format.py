"""The annotated corpus is well formed: offsets, terms, claims, sizes, digest (guideline.md)."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from rdflib import RDF, Graph, Namespace
from rdflib.namespace import SKOS

HERE = Path(__file__).parent
ONTOLOGY = HERE.parent.parent / "ontology"
MTKG = Namespace("https://w3id.org/mtkg/")
PARTS = ("tuning", "measured")
ANNOTATIONS = [path for part in PARTS for path in sorted((HERE / part).glob("*.yaml"))]
CLEAN = sorted(path for part in PARTS for path in (HERE / "clean" / part).iterdir())
WARNINGS_AND_ERRORS = {"warning", "error"}


def local(iri: object) -> str:
    return str(iri).rsplit("/", 1)[-1]


@cache
def annotation(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return loaded


def article_text(path: Path) -> str:
    article = path.parent / str(annotation(path)["article"])
    with article.open(encoding="utf-8", newline="") as file:
        return file.read()


def names_of(items: list[dict[str, Any]], *keys: str) -> set[str]:
    return {item[key] for item in items for key in keys if key in item}


@pytest.fixture(scope="module")
def graph() -> Graph:
    merged = Graph()
    for folder in ("modules", "claims"):
        for path in sorted((ONTOLOGY / folder).glob("*.ttl")):
            merged.parse(path)
    merged.parse(ONTOLOGY / "relations.ttl")
    return merged


@pytest.fixture(scope="module")
def terms(graph: Graph) -> set[str]:
    return {local(term) for term in graph.subjects(SKOS.prefLabel) if str(term).startswith(MTKG)}


@pytest.fixture(scope="module")
def claims(graph: Graph) -> set[str]:
    return {local(claim) for claim in graph.subjects(RDF.type, MTKG.Claim)}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((HERE / "schema.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", ANNOTATIONS, ids=lambda path: path.stem)
def test_an_annotation_follows_the_schema(path: Path, validator: Draft202012Validator) -> None:
    faults = [
        f"{error.json_path}: {error.message}" for error in validator.iter_errors(annotation(path))
    ]
    assert not faults


@pytest.mark.parametrize("path", ANNOTATIONS, ids=lambda path: path.stem)
def test_offsets_point_at_the_quoted_words(path: Path) -> None:
    text = article_text(path)
    end_of_last = 0
    for sentence in annotation(path)["sentences"]:
        start, end = sentence["offset"], sentence["offset"] + len(sentence["text"])
        assert text[start:end] == sentence["text"]
        assert start >= end_of_last, "sentences are in order and do not overlap"
        end_of_last = end
        end_of_term = start
        for term in sentence["terms"]:
            assert text[term["start"] : term["end"]] == term["text"]
            assert end_of_term <= term["start"] < term["end"] <= end
            end_of_term = term["end"]


@pytest.mark.parametrize("path", ANNOTATIONS, ids=lambda path: path.stem)
def test_terms_relations_and_claims_exist_in_the_graph(
    path: Path, graph: Graph, terms: set[str], claims: set[str]
) -> None:
    for sentence in annotation(path)["sentences"]:
        named = names_of(sentence["terms"], "id")
        named |= {other for term in sentence["terms"] for other in term.get("or", [])}
        for claim in sentence["claims"]:
            tuples = [claim, *claim.get("or", [])]
            named |= names_of(tuples, "subject", "object", "comparedWith")
            named |= set(claim.get("combinedWith", []))
            for relation in names_of(tuples, "relation") - {"subClassOf"}:
                assert (MTKG[relation], SKOS.prefLabel, None) in graph, relation
            assert {claim[key] for key in ("claim", "broader") if claim.get(key)} <= claims
        assert named <= terms, named - terms


@pytest.mark.parametrize("path", ANNOTATIONS, ids=lambda path: path.stem)
def test_a_verdict_points_at_something_of_its_sentence(path: Path) -> None:
    for sentence in annotation(path)["sentences"]:
        for verdict in sentence["verdicts"]:
            kind, _, number = verdict["on"].partition(":")
            if kind != "sentence":
                assert int(number) < len(sentence[f"{kind}s"]), verdict


def test_the_corpus_is_as_large_as_the_issue_asks() -> None:
    sentences = {path: len(annotation(path)["sentences"]) for path in ANNOTATIONS}
    measured = sum(n for path, n in sentences.items() if path.parent.name == "measured")
    assert len(ANNOTATIONS) >= 12
    assert sum(sentences.values()) >= 400
    assert measured >= 240


def test_there_are_six_thousand_words_of_clean_text() -> None:
    words = sum(len(path.read_text(encoding="utf-8").split()) for path in CLEAN)
    for path in ANNOTATIONS:
        for sentence in annotation(path)["sentences"]:
            if not sentence["verdicts"]:
                words += len(sentence["text"].split())
    assert words >= 6000


def test_every_article_has_an_annotation_and_lies_in_one_part_only() -> None:
    articles = [
        path for part in PARTS for path in (HERE / part).iterdir() if path.suffix != ".yaml"
    ]
    assert {path.with_suffix(".yaml") for path in articles} == set(ANNOTATIONS)
    assert len({path.stem for path in articles}) == len(articles)


def test_the_measured_part_is_the_one_whose_digest_was_committed() -> None:
    found = {
        path.relative_to(HERE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (HERE / "measured", HERE / "clean" / "measured")
        for path in sorted(folder.iterdir())
    }
    lines = (HERE / "measured.sha256").read_text(encoding="utf-8").splitlines()
    committed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert found == committed


def test_openings_of_the_measured_part_are_logged() -> None:
    log = (HERE / "opened.md").read_text(encoding="utf-8")
    assert "| date | commit |" in log
