"""What changed between two builds, said in terms, claims and links."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from mtkg.cli.diff import command
from mtkg.diff.axioms import axioms
from mtkg.diff.compare import compare
from mtkg.diff.render import to_json, to_markdown
from mtkg.errors import UsageError
from mtkg.graph import Graph
from mtkg.model.claims import Direction, EvidenceLine, Source, Status, Verdict


def test_a_build_does_not_differ_from_itself(release_graph: Graph) -> None:
    difference = compare(release_graph, release_graph)

    assert difference.is_empty
    assert "The two builds say the same." in to_markdown(difference)


def test_a_term_that_is_new_is_added_one_that_is_gone_removed(release_graph: Graph) -> None:
    fewer = {k: v for k, v in release_graph.terms.items() if k != "JointCapsule"}
    other = replace(release_graph, terms=fewer)

    assert [t.id for t in compare(other, release_graph).terms_added] == ["JointCapsule"]
    assert [t.id for t in compare(release_graph, other).terms_removed] == ["JointCapsule"]


def test_redefined_moved_and_retired_terms_are_told_apart(release_graph: Graph) -> None:
    terms = dict(release_graph.terms)
    terms["JointCapsule"] = replace(terms["JointCapsule"], definition="Another sleeve.")
    terms["Joint"] = replace(terms["Joint"], parents=("BodyRegion",))
    terms["Skin"] = replace(terms["Skin"], deprecated=True, replaced_by="Fascia")

    difference = compare(release_graph, replace(release_graph, terms=terms))

    assert [(c.id, c.what) for c in difference.terms_changed] == [
        ("Joint", "parents"),
        ("JointCapsule", "definition"),
    ]
    assert [t.id for t in difference.terms_retired] == ["Skin"]
    assert "replaced by `Fascia`" in to_markdown(difference)


def test_a_status_that_flipped_comes_with_the_line_that_flipped_it(release_graph: Graph) -> None:
    name, claim = next(
        (k, c) for k, c in sorted(release_graph.claims.items()) if c.verdict.status != "disputed"
    )
    line = EvidenceLine(
        id="new-line",
        claim=name,
        source=Source(id="new-2030", label="A decisive trial"),
        direction=Direction.DISPUTES,
        finding="No difference from sham.",
    )
    verdict = Verdict(Status.DISPUTED, ("new-line",), "the only direct test disputes it")
    claims = dict(release_graph.claims)
    claims[name] = replace(claim, evidence=(*claim.evidence, line), verdict=verdict)

    difference = compare(release_graph, replace(release_graph, claims=claims))

    (flip,) = difference.status_changed
    assert (flip.id, flip.new) == (name, "disputed")
    (cause,) = flip.lines
    assert (cause.id, cause.change, cause.decided) == ("new-line", "added", True)
    text = to_markdown(difference)
    assert "→ disputed**" in text
    assert "- added: A decisive trial disputes (decided it): No difference from sham." in text


def test_links_gained_and_lost_are_listed(release_graph: Graph) -> None:
    other = replace(release_graph, links=release_graph.links[1:])
    lost = release_graph.links[0]

    difference = compare(release_graph, other)

    assert difference.links_lost == (lost,)
    assert to_json(difference)["links"]["lost"][0]["subject"] == lost.subject


def test_the_command_compares_two_releases(release_folder: Path) -> None:
    arguments = [str(release_folder), str(release_folder), "-O", "json", "--axioms"]

    result = CliRunner().invoke(command, arguments)

    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["terms"]["added"] == []
    assert data["axioms"] == {"added": [], "removed": []}


def test_axioms_are_the_same_at_every_reading(release_folder: Path) -> None:
    assert axioms(release_folder) == axioms(release_folder)
    assert any("someValuesFrom" in axiom for axiom in axioms(release_folder))


def test_a_folder_that_is_neither_release_nor_ontology_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path), str(tmp_path)])

    assert isinstance(result.exception, UsageError)
    with pytest.raises(UsageError, match="neither a release"):
        raise result.exception
