"""What the verbs that read the graph print, and with which exit code they end."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mtkg.cli import main
from tests.worlds import World


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


Run = Callable[..., Outcome]


@pytest.fixture
def run(mini: World, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a verb on the small world's release."""

    def call(*arguments: str, release: bool = True) -> Outcome:
        capsys.readouterr()
        more = ["--release", str(mini.out)] if release else []
        with pytest.raises(SystemExit) as end:
            main([*arguments, *more])
        said = capsys.readouterr()
        return Outcome(int(end.value.code or 0), said.out, said.err)

    return call


def test_path_names_claims_status_where_and_the_weakest_link(run: Run) -> None:
    outcome = run("path", "JointMobilization", "PainReduction", "--exact")

    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "1 path from joint mobilization to pain reduction",
        "",
        "1. mechanism path, unassessed",
        "   ○ joint mobilization engages receptor stimulation  [unassessed]  <- weakest link",
        "       claim mobilization-stimulates-receptors: no publication speaks to it",
        "         no publication speaks to this claim",
        "       where: joint capsule in joint",
        "   ○ receptor stimulation leads to segmental inhibition  [unassessed]",
        "       claim stimulation-inhibits: no publication speaks to it",
        "   ◕ segmental inhibition leads to pain reduction  [supported]",
        "       claim inhibition-lessens-pain: 1 for",
    ]


def test_path_as_json_has_the_shape_of_the_rest_answer(run: Run) -> None:
    answer = run("path", "joint mobilization", "PainReduction", "-O", "json").json

    assert answer["from"] == {"id": "JointMobilization", "label": "joint mobilization"}
    best = answer["paths"][0]
    assert set(best) == {"kind", "links", "status", "weakest", "length"}
    assert best["links"][0]["where"][0]["part_of"] == ["Joint"]
    assert best["links"][best["weakest"]]["status"] == best["status"]


def test_no_path_is_an_answer(run: Run) -> None:
    outcome = run("path", "PainReduction", "JointMobilization")

    assert (outcome.code, outcome.out) == (0, "no path from pain reduction to joint mobilization\n")


def test_an_unknown_term_ends_with_two_and_close_matches(run: Run) -> None:
    outcome = run("show", "JointMobilizatin")

    assert outcome.code == 2
    assert outcome.out == ""
    assert "JointMobilization" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_release_that_is_not_there_ends_with_three(run: Run, tmp_path: Path) -> None:
    outcome = run("show", "Joint", "--release", str(tmp_path / "none"), release=False)

    assert outcome.code == 3
    assert "mtkg build" in outcome.err


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "md"])
@pytest.mark.parametrize(
    "verb",
    [
        ("search", "joint"),
        ("show", "JointMobilization"),
        ("tree", "Technique"),
        ("claims",),
        ("path", "JointMobilization", "PainReduction"),
        ("why", "JointMobilization", "mayProduce", "PainReduction"),
        ("stats",),
    ],
    ids=lambda verb: verb[0],
)
def test_every_reading_verb_prints_in_every_format(
    run: Run, verb: tuple[str, ...], form: str
) -> None:
    outcome = run(*verb, "-O", form)

    assert outcome.code == 0
    assert outcome.out.strip()
    assert outcome.err == ""
    if form == "json":
        assert outcome.json
    if form == "csv":
        assert outcome.rows


def test_search_lists_the_best_match_first(run: Run) -> None:
    assert run("search", "mobilisation", "-O", "csv").rows[0]["id"] == "JointMobilization"


def test_claims_are_chosen_by_every_condition_given(run: Run) -> None:
    disputed = run("claims", "--status", "disputed", "-O", "json").json
    engages = run(
        "claims", "--relation", "engages", "--subject", "ManualTherapy", "-O", "json"
    ).json
    by_source = run("claims", "--source", "trial", "-O", "json").json

    assert [claim["id"] for claim in disputed] == ["release-restores-glide"]
    assert [claim["id"] for claim in engages] == ["manual-therapy-raises-blood-flow"]
    assert {claim["id"] for claim in by_source} == {
        "release-restores-glide",
        "inhibition-lessens-pain",
    }


def test_a_claim_is_shown_with_its_evidence(run: Run) -> None:
    shown = run("claims", "release-restores-glide", "-O", "json").json

    assert shown["status"] == "disputed"
    assert shown["decided_by"] == ["trial-glide"]
    assert shown["evidence"][0]["source"]["year"] == 2020


def test_why_names_file_and_line_of_each_premise(run: Run) -> None:
    found = run("why", "JointMobilization", "mayProduce", "PainReduction", "-O", "json").json

    assert found["how"] == "derived"
    assert all(premise["file"] and premise["line"] for premise in found["premises"])


def test_why_of_something_denied_names_the_claim_that_denies_it(run: Run) -> None:
    found = run("why", "SelfTreatment", "substitutesFor", "ManualTherapy", "-O", "json").json

    assert found["holds"] is False
    assert found["denied_by"] == ["self-treatment-does-not-substitute"]


def test_a_relation_can_be_shown_like_a_term(run: Run) -> None:
    shown = run("show", "engages", "-O", "json").json

    assert shown["kind"] == "Relation"
    assert [end["id"] for end in shown["domain"]] == ["Intervention"]
    assert [end["id"] for end in shown["range"]] == ["Mechanism"]


def test_a_term_in_turtle_reads_back(run: Run) -> None:
    from rdflib import Graph, URIRef

    graph = Graph().parse(data=run("show", "JointMobilization", "-O", "ttl").out, format="turtle")

    assert (URIRef("https://w3id.org/mtkg/JointMobilization"), None, None) in graph


def test_the_safety_of_a_kind_is_inherited(run: Run) -> None:
    shown = run("show", "GradeOneMobilization", "-O", "json").json

    assert [link["id"] for link in shown["links"]["contraindicatedIn"]] == ["Fracture"]
    assert shown["links"]["contraindicatedIn"][0]["derived_from"] == [
        "no-manual-therapy-on-fracture"
    ]


def test_viz_draws_a_term_as_svg(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "term.svg"

    outcome = run("viz", "JointMobilization", "-o", str(target))

    assert (outcome.code, outcome.out) == (0, "")
    assert target.read_text(encoding="utf-8").lstrip().startswith(("<svg", "<?xml"))
    assert "receptor stimulation" in target.read_text(encoding="utf-8")


def test_viz_of_a_term_without_links_says_so(run: Run, tmp_path: Path) -> None:
    outcome = run("viz", "Effect", "-o", str(tmp_path / "term.svg"))

    assert outcome.code == 2
    assert not (tmp_path / "term.svg").exists()


def test_a_build_that_is_refused_ends_with_one_and_names_the_line(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    line = world.swap(
        "claims/claims.ttl",
        "    mtkg:claimObject mtkg:GlideRestoration ;\n    mtkg:statedIn",
        "    mtkg:claimObject mtkg:Joint ;\n    mtkg:statedIn",
    )

    with pytest.raises(SystemExit) as end:
        main(["build", "--graph", str(world.ontology), "-o", str(world.out)])

    said = capsys.readouterr().err
    assert end.value.code == 1
    assert f"ontology/claims/claims.ttl:{line}:" in said
    assert "KG304" in said


def test_every_verb_has_help() -> None:
    from click.testing import CliRunner

    from mtkg.cli import cli

    runner = CliRunner()
    for verb in cli.list_commands(None):  # type: ignore[arg-type]
        outcome = runner.invoke(cli, [verb, "--help"])
        assert outcome.exit_code == 0, verb
        assert len(outcome.output.splitlines()) > 4, verb


def test_the_version_is_told_by_option_as_by_verb(run: Run) -> None:
    said = run("version", release=False).out
    assert run("--version", release=False).out == said != ""
