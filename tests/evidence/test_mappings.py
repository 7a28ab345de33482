"""The mapping set is valid SSSOM, maps what the ontology has, and says what each row rests on."""

from __future__ import annotations

import csv
import warnings
from collections import defaultdict
from pathlib import Path

import pytest

from mtkg.graph import Graph

ROOT = Path(__file__).parents[2]
SET = ROOT / "ontology" / "mappings.sssom.tsv"
VOCABULARY = {"Claim", "EvidenceLine", "evidenceFor", "claimSubject"}
"""What is mapped of the claims layer; it is no term of a kind."""

READ = "definition read"
CURATED = "label and curated equivalence seen"


def rows(path: Path = SET) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def complaints(path: Path) -> list[str]:
    """What the sssom package says of the mapping set at *path*, rows it leaves out included."""
    # pandas warns of an option that sssom sets when it is imported.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sssom.constants import DEFAULT_VALIDATION_TYPES
        from sssom.parsers import parse_sssom_table
        from sssom.validators import validate

        mappings = parse_sssom_table(path)
        reports = validate(mappings, DEFAULT_VALIDATION_TYPES, fail_on_error=False)
    said = [result.message for report in reports.values() for result in report.results]
    left_out = len(rows(path)) - len(mappings.df)
    return [*said, f"{left_out} rows are malformed"] if left_out else said


def test_the_set_is_valid_sssom() -> None:
    assert complaints(SET) == []


def test_a_set_that_breaks_the_format_is_not_valid(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sssom.tsv"
    broken.write_text(
        SET.read_text(encoding="utf-8").replace("UBERON:0001484\t", "no curie\t"),
        encoding="utf-8",
    )

    assert complaints(broken)


def test_there_are_at_least_200_mappings() -> None:
    assert len(rows()) >= 200


def test_every_subject_is_a_term_with_the_label_given(release_graph: Graph) -> None:
    for row in rows():
        name = row["subject_id"].removeprefix("mtkg:")
        if name not in VOCABULARY:
            assert release_graph.terms[name].label == row["subject_label"], name


def test_two_terms_are_mapped_by_one_predicate_only() -> None:
    predicates = defaultdict(set)
    for row in rows():
        predicates[row["subject_id"], row["object_id"]].add(row["predicate_id"])

    assert {pair: found for pair, found in predicates.items() if len(found) > 1} == {}


def test_an_exact_match_joins_one_term_with_one_of_each_vocabulary() -> None:
    theirs, ours = defaultdict(set), defaultdict(set)
    for row in rows():
        if row["predicate_id"] == "skos:exactMatch":
            theirs[row["subject_id"], row["object_source"]].add(row["object_id"])
            ours[row["object_id"]].add(row["subject_id"])

    assert all(len(found) == 1 for found in (*theirs.values(), *ours.values()))


def test_an_exact_match_rests_on_a_definition_or_a_curated_equivalence() -> None:
    for row in rows():
        if row["predicate_id"] == "skos:exactMatch":
            assert row["comment"].startswith((READ, CURATED)), row["object_id"]


def test_every_row_was_curated_by_hand_and_says_how_sure_and_why() -> None:
    for row in rows():
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        assert 0.5 <= float(row["confidence"]) <= 0.95
        assert row["comment"]
        assert row["object_source"].startswith("bioregistry:")


def test_a_definition_that_was_read_is_surer_than_a_label() -> None:
    sure = defaultdict(set)
    for row in rows():
        sure[row["comment"].startswith(READ)].add(float(row["confidence"]))

    assert min(sure[True]) >= max(sure[False])


def test_obsolete_ids_of_others_are_not_mapped() -> None:
    assert not any(row["object_label"].startswith("obsolete") for row in rows())


@pytest.mark.parametrize("prefix", ["UBERON", "GO", "HP", "MESH", "NCIT", "ECO", "RO", "BFO"])
def test_anatomy_processes_findings_evidence_and_relations_are_aligned(prefix: str) -> None:
    assert any(row["object_id"].startswith(f"{prefix}:") for row in rows())


def test_mappings_are_on_the_terms_of_the_release(release_graph: Graph) -> None:
    mapped = {m.id for m in release_graph.terms["JointCapsule"].mappings}

    assert "http://purl.obolibrary.org/obo/UBERON_0001484" in mapped
