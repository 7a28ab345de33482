"""The registry of codes: complete, explained, and its examples are true."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mtkg.check.run import Checker, Options
from mtkg.check.sources import Draft
from mtkg.cli.rule import command
from mtkg.errors import NotFound
from mtkg.model.vocabulary import PREFIXES
from mtkg.resources import data_dir
from mtkg.rules import Rule, all_rules, find_rule
from mtkg.rules.page import pages

DOCS = Path(__file__).resolve().parents[2] / "docs" / "rules"
# The default report of ROBOT, by the names in its documentation (docs/report_queries).
ROBOT = (
    "annotation_whitespace",
    "deprecated_boolean_datatype",
    "deprecated_class_reference",
    "deprecated_property_reference",
    "duplicate_definition",
    "duplicate_exact_synonym",
    "duplicate_label",
    "duplicate_label_synonym",
    "duplicate_scoped_synonym",
    "equivalent_class_axiom_no_genus",
    "equivalent_pair",
    "illegal_use_of_built_in_vocabulary",
    "invalid_entity_uri",
    "invalid_xref",
    "label_formatting",
    "label_whitespace",
    "lowercase_definition",
    "missing_definition",
    "missing_label",
    "missing_obsolete_label",
    "missing_ontology_description",
    "missing_ontology_license",
    "missing_ontology_title",
    "missing_subset_declaration",
    "missing_superclass",
    "missing_synonymtype_declaration",
    "misused_obsolete_label",
    "misused_replaced_by",
    "multiple_definitions",
    "multiple_equivalent_class_definitions",
    "multiple_equivalent_classes",
    "multiple_labels",
)
# Their examples are no drafts: a file without a header, queries, waivers, a machine.
NO_DRAFT = {"KG445", "KG501", "KG502", "KG601", "KG901", "KG902"}
DRAFTS = [r for r in all_rules() if r.code.startswith("KG") and r.code not in NO_DRAFT]
PREFIX_LINES = "".join(f"@prefix {p}: <{ns}> .\n" for p, ns in PREFIXES.items())


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(data_dir("ontology"), Options(hermit=False))


def codes(checker: Checker, example: str) -> set[str]:
    draft = Draft("example.ttl", PREFIX_LINES + example + "\n")
    return {d.code for d in checker.check_drafts([draft]).diagnostics}


@pytest.mark.parametrize("rule", DRAFTS, ids=lambda rule: rule.code)
def test_the_bad_example_is_found_and_the_good_one_is_not(rule: Rule, checker: Checker) -> None:
    assert rule.code in codes(checker, rule.bad)
    assert rule.code not in codes(checker, rule.good)


def test_all_32_checks_of_robots_report_have_a_code() -> None:
    assert len(ROBOT) == 32
    for name in ROBOT:
        assert name in find_rule(name).aliases


def test_codes_and_names_are_unique() -> None:
    rules = all_rules()

    assert len({rule.name for rule in rules}) == len(rules)


@pytest.mark.parametrize("name", ["KG304", "kg304", "wrong-kind", "Wrong Kind"])
def test_a_rule_is_found_by_code_and_by_name(name: str) -> None:
    assert find_rule(name).code == "KG304"


def test_an_unknown_rule_comes_with_near_codes() -> None:
    with pytest.raises(NotFound) as caught:
        find_rule("KG3O4")

    assert "KG304" in caught.value.did_you_mean


def test_the_pages_in_docs_are_fresh() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}

    assert written == pages(), "run tools/rule_pages.py"


def test_the_command_explains_a_rule() -> None:
    result = CliRunner().invoke(command, ["missing_label"])

    assert result.exit_code == 0
    assert result.output.startswith("# KG401 missing-label\n")
    for heading in ("What it does", "Why is this bad?", "Example", "Use instead", "How to silence"):
        assert f"## {heading}" in result.output


def test_the_command_lists_all_rules() -> None:
    result = CliRunner().invoke(command, [])

    assert len(result.output.splitlines()) == len(all_rules())
