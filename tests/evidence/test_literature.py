"""What the graph makes of the literature: every publication used, every claim with a verdict."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from mtkg.graph import Graph
from mtkg.model.claims import Claim, Direction, Status
from mtkg.model.status import derive_verdict
from mtkg.model.vocabulary import SAFETY_RELATIONS
from mtkg.paths import PathFinder
from tools.verdict_agreement import compare

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "ontology" / "evidence"
EVIDENCE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
LISTED_LINE = re.compile(
    r"^\| \d+ \| `(?P<source>[\w-]+)` \|[^|]*\| `(?P<claim>[\w-]+)` \| (?P<direction>\w+)"
    r"(?P<indirect> \(indirect\))? \|",
    re.MULTILINE,
)
UNASSESSED = EVIDENCE[EVIDENCE.index("## Claims for which nothing was found") :]
ARTICLE = "manual-therapy-article"


def without(claim: Claim, line: str) -> Status:
    """The status of *claim* if one of its lines were not there."""
    assert line in {one.id for one in claim.evidence}
    return derive_verdict(claim.type, [o for o in claim.evidence if o.id != line]).status


def test_there_are_at_least_250_claims(release_graph: Graph) -> None:
    assert len(release_graph.claims) >= 250


def test_every_publication_speaks_to_a_claim(release_graph: Graph) -> None:
    used = {line.source.id for line in release_graph.evidence.values()}

    assert release_graph.sources.keys() - used == {ARTICLE}
    assert len(used) == 139


def test_the_verified_publications_are_116_and_carry_what_a_citation_needs(
    release_graph: Graph,
) -> None:
    gap = re.compile("No DOI or PMID|authors are not recorded")
    sources = [s for s in release_graph.sources.values() if s.is_publication]
    verified = [s for s in sources if not any(gap.search(note) for note in s.notes)]

    assert len(verified) == 116
    assert all(s.authors and s.year and s.journal and (s.doi or s.pmid) for s in verified)


def test_a_publication_that_lacks_a_field_says_so(release_graph: Graph) -> None:
    for source in release_graph.sources.values():
        if source.is_publication and not (source.authors and (source.doi or source.pmid)):
            assert source.notes, source.id


def test_no_source_has_two_lines_on_one_claim(release_graph: Graph) -> None:
    for claim in release_graph.claims.values():
        sources = [line.source.id for line in claim.evidence]
        assert len(sources) == len(set(sources)), claim.id


def test_findings_are_thirty_words_at_most(release_graph: Graph) -> None:
    for line in release_graph.evidence.values():
        assert line.finding and len(line.finding.split()) <= 30, line.id


def test_every_line_has_a_study_design(release_graph: Graph) -> None:
    assert all(line.study_design for line in release_graph.evidence.values())


def test_a_source_has_one_study_design_on_all_claims(release_graph: Graph) -> None:
    designs: dict[str, set[str]] = {}
    for line in release_graph.evidence.values():
        assert line.study_design
        designs.setdefault(line.source.id, set()).add(line.study_design.id)

    assert {source: found for source, found in designs.items() if len(found) > 1} == {}


def test_the_table_in_docs_lists_every_line_with_its_direction(release_graph: Graph) -> None:
    listed = {
        (found["source"], found["claim"], found["direction"], bool(found["indirect"]))
        for found in LISTED_LINE.finditer(EVIDENCE)
    }
    held = {
        (line.source.id, line.claim, line.direction.value, line.directness == "indirect")
        for line in release_graph.evidence.values()
    }

    assert listed == held


def test_a_claim_of_the_first_source_without_evidence_is_listed(release_graph: Graph) -> None:
    listed = set(re.findall(r"^\| `([\w-]+)` \|", UNASSESSED, re.MULTILINE))
    unassessed = {
        claim.id for claim in release_graph.claims.values() if claim.status is Status.UNASSESSED
    }

    assert unassessed == listed
    assert all(ARTICLE in release_graph.claims[name].stated_in for name in unassessed)


def test_every_claim_of_the_literature_has_evidence(release_graph: Graph) -> None:
    for claim in release_graph.claims.values():
        if ARTICLE not in claim.stated_in:
            assert claim.evidence, claim.id


@pytest.mark.parametrize(
    "name",
    [
        "manual-therapy-repositions-joints",
        "manual-therapy-clears-metabolic-waste",
        "myofascial-release-restores-tissue-glide",
        "trigger-point-is-palpable-lesion",
        "combined-care-is-given-for-less-fear-of-movement",
    ],
)
def test_what_better_evidence_speaks_against_is_disputed(release_graph: Graph, name: str) -> None:
    claim = release_graph.claims[name]

    assert claim.status is Status.DISPUTED
    assert any(line.direction is Direction.DISPUTES for line in claim.evidence)
    assert claim.verdict.decided_by


@pytest.mark.parametrize(
    ("name", "status", "line", "flipped"),
    [
        ("manual-therapy-addresses-knee-osteoarthritis", "supported",
         "tsokanos-2021-osteoarthritis", "mixed"),
        ("manual-therapy-minor-reactions", "supported", "carnes-2010-minor", "insufficient"),
        ("ischemic-compression-reduces-pain", "mixed", "xu-2023-pain", "disputed"),
        ("combined-care-is-given-for-less-fear-of-movement", "disputed",
         "kamonseki-2021-kinesiophobia", "unassessed"),
        ("myofascial-release-is-given-for-pain-reduction", "mixed",
         "laimi-2018-pain", "supported"),
        ("compression-speeds-lymph", "insufficient", "lopera-2017-compression", "unassessed"),
    ],
)  # fmt: skip
def test_one_publication_taken_away_flips_a_status(
    release_graph: Graph, name: str, status: str, line: str, flipped: str
) -> None:
    claim = release_graph.claims[name]

    assert claim.status.value == status
    assert without(claim, line).value == flipped


def test_the_weakest_link_to_range_of_motion_by_myofascial_release_is_tissue_glide(
    release_graph: Graph,
) -> None:
    chains = PathFinder(release_graph).find("MyofascialRelease", "IncreasedRangeOfMotion").paths
    by_glide = next(
        chain for chain in chains if chain.links[0].link.object == "TissueGlideRestoration"
    )

    assert by_glide.status is Status.DISPUTED
    assert by_glide.weakest == 0


def test_every_manual_therapy_shows_what_it_may_cause_and_where_to_take_care(
    release_graph: Graph,
) -> None:
    for name in ("ManualTherapy", *release_graph.descendants("ManualTherapy")):
        links = (
            *release_graph.links_from.get(name, ()),
            *release_graph.inherited_links(name),
        )
        shown = {link.relation for link in links}
        assert {"mayCause", "cautionIn"} <= shown, name


def test_contraindications_are_shown_whatever_their_status(release_graph: Graph) -> None:
    links = release_graph.links_from["SpinalManipulation"]
    contraindicated = {link.object for link in links if link.relation == "contraindicatedIn"}

    assert {"CaudaEquinaSyndrome", "Fracture", "Malignancy", "SpinalInfection"} <= contraindicated


def test_every_safety_claim_of_the_literature_reaches_every_kind(release_graph: Graph) -> None:
    for claim in release_graph.claims.values():
        if claim.relation in SAFETY_RELATIONS:
            assert claim.reach == "every", claim.id


def test_how_common_a_reaction_is_stands_in_the_claim(release_graph: Graph) -> None:
    for claim in release_graph.claims.values():
        if claim.relation == "mayCause":
            assert "frequency" in claim.qualifiers, claim.id


def read(table: str) -> list[dict[str, str]]:
    with (TABLES / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_part_of_a_verdict_has_a_claim(release_graph: Graph) -> None:
    parts = {row["part"] for row in read("verdicts.tsv")}
    mapped = read("verdict_claims.tsv")

    assert {row["part"] for row in mapped} == parts
    assert all(row["claim"] in release_graph.claims for row in mapped)
    assert {row["claim"] for row in read("verdicts.tsv")} == {str(n) for n in range(1, 25)}


def test_docs_report_how_many_verdicts_agree_and_explain_each_that_does_not(
    release_graph: Graph,
) -> None:
    text = (ROOT / "docs" / "status.md").read_text(encoding="utf-8")
    table = text[text.index("**Second measurement**") :]
    explained = {
        part
        for cell in re.findall(r"^\| ([^|]+) \| \w+ \| \w+ \|", table, re.MULTILINE)
        for part in re.findall(r"\d+-\w+", cell)
    }
    found = list(compare(release_graph, TABLES))

    assert f"{sum(one.agrees for one in found)} of {len(found)}" in table
    assert explained == {one.part for one in found if not one.agrees}
