"""What a build promises: links from claims, groupings, named graphs, and nothing on failure."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mtkg.build.current import Release
from mtkg.errors import BuildRefused, SyntaxProblem, UsageError
from mtkg.model.claims import Status
from mtkg.why import Explainer
from tests.worlds import World, make_world

LINKS = "GRAPH <https://w3id.org/mtkg/graph/links>"
PREFIX = (
    "PREFIX mtkg: <https://w3id.org/mtkg/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)


def refusal(world: World) -> tuple[str, str, int, str]:
    """Code, file, line and message of the first diagnostic of a build that must fail."""
    with pytest.raises(BuildRefused) as caught:
        world.build()
    first = caught.value.diagnostics[0]
    return first.code, first.file, first.start.line, first.message


def test_a_build_writes_every_format_and_a_manifest_with_checksums(mini: World) -> None:
    release, made = mini.build()

    assert not made
    assert set(release.files) == {
        "mtkg.nq", "mtkg.trig", "mtkg.ttl", "mtkg.owl", "mtkg.nt", "mtkg.jsonld", "mtkg-links.nt",
        "mtkg.values.json",
    }  # fmt: skip
    for name, described in release.files.items():
        content = (mini.out / name).read_bytes()
        assert described["sha256"] == hashlib.sha256(content).hexdigest()


def test_two_builds_of_the_same_files_are_byte_identical(mini: World, tmp_path: Path) -> None:
    other = make_world(tmp_path)
    other.build()

    for path in sorted(mini.out.iterdir()):
        assert path.read_bytes() == (other.out / path.name).read_bytes(), path.name


def test_a_claim_about_every_kind_is_a_link_and_groups_the_technique(mini: World) -> None:
    graph = mini.graph()

    assert graph.is_kind_of("JointMobilization", "NeurophysiologicallyActingTechnique")
    assert graph.is_kind_of("GradeOneMobilization", "NeurophysiologicallyActingTechnique")
    assert graph.is_kind_of("TherapeuticExercise", "ComplementaryIntervention")
    assert graph.is_kind_of("JointMobilization", "PassiveTechnique")


def test_why_names_the_claim_behind_a_grouping(mini: World) -> None:
    explainer = Explainer(mini.graph(), mini.store())

    found = explainer.explain("TherapeuticExercise", "subClassOf", "ComplementaryIntervention")

    assert found.holds
    assert "exercise-complements" in {premise.id for premise in found.premises}
    assert all(premise.file and premise.line for premise in found.premises)


def test_a_claim_about_the_whole_groups_no_kind_and_is_not_inherited(mini: World) -> None:
    graph = mini.graph()

    held = {link.object for link in graph.inherited_links("JointMobilization")}
    assert "BloodFlowIncrease" not in held
    assert "Fracture" in held, "a contraindication holds for every kind unless said otherwise"


def test_chains_give_what_a_technique_may_produce(mini: World) -> None:
    produced = {
        link.object: link.status
        for link in mini.graph().links_from["JointMobilization"]
        if link.relation == "mayProduce"
    }

    assert set(produced) == {"SegmentalInhibition", "PainReduction"}
    assert produced["PainReduction"] is Status.UNASSESSED, "as strong as the weakest claim used"


def test_a_derived_link_says_from_which_axioms_and_claims(mini: World) -> None:
    explainer = Explainer(mini.graph(), mini.store())

    found = explainer.explain("JointMobilization", "mayProduce", "PainReduction")

    claims = {premise.id for premise in found.premises if premise.kind == "claim"}
    assert claims == {
        "mobilization-stimulates-receptors",
        "stimulation-inhibits",
        "inhibition-lessens-pain",
    }


def test_the_default_graph_returns_no_disputed_and_no_denied_link(mini: World) -> None:
    store = mini.store()

    plain = store.select(PREFIX + "SELECT ?t ?m { ?t mtkg:engages ?m }").rows
    everything = store.select(PREFIX + f"SELECT ?t ?m {{ {LINKS} {{ ?t mtkg:engages ?m }} }}").rows

    assert plain == []
    assert {row["m"].value.rsplit("/")[-1] for row in everything} == {
        "ReceptorStimulation", "BloodFlowIncrease", "GlideRestoration",
    }  # fmt: skip
    assert store.ask(PREFIX + "ASK { mtkg:SegmentalInhibition mtkg:leadsTo mtkg:PainReduction }")
    assert not store.ask(PREFIX + "ASK { GRAPH ?g { ?s mtkg:substitutesFor ?o } }")


def test_the_released_ontology_holds_no_link_and_no_grouping_that_rests_on_claims(
    mini: World,
) -> None:
    text = (mini.out / "mtkg.nt").read_text(encoding="utf-8")

    assert "mtkg/SegmentalInhibition> <https://w3id.org/mtkg/leadsTo>" not in text
    assert "subClassOf> <https://w3id.org/mtkg/ComplementaryIntervention>" not in text
    assert "subClassOf> <https://w3id.org/mtkg/PassiveTechnique>" in text
    assert "mtkg/JointMobilization> <http://www.w3.org/2000/01/rdf-schema#subClassOf>" in text


def test_a_technique_that_engages_a_tissue_is_refused_where_the_claim_says_so(
    world: World,
) -> None:
    line = world.swap(
        "claims/claims.ttl",
        "    mtkg:claimObject mtkg:GlideRestoration ;\n    mtkg:statedIn",
        "    mtkg:claimObject mtkg:Joint ;\n    mtkg:statedIn",
    )

    code, file, at, message = refusal(world)

    assert (code, file, at) == ("KG304", "ontology/claims/claims.ttl", line)
    assert "joint is a tissue" in message


def test_a_technique_that_engages_a_tissue_by_axiom_is_refused(world: World) -> None:
    world.swap(
        "modules/terms.ttl",
        "owl:onProperty mtkg:involves ; owl:someValuesFrom mtkg:PassiveMovement ] .\nmtkg:Grade",
        "owl:onProperty mtkg:engages ; owl:someValuesFrom mtkg:Joint ] .\nmtkg:Grade",
    )

    code, file, _, message = refusal(world)

    assert (code, file) == ("KG202", "ontology/modules/terms.ttl")
    assert "JointMobilization can have no member" in message


def test_self_treatment_as_a_kind_of_manual_therapy_is_refused(world: World) -> None:
    world.swap(
        "modules/terms.ttl",
        'skos:prefLabel "self-treatment"@en ;\n    rdfs:subClassOf mtkg:Technique',
        'skos:prefLabel "self-treatment"@en ;\n    rdfs:subClassOf mtkg:ManualTherapy',
    )

    code, file, _, message = refusal(world)

    assert (code, file) == ("KG202", "ontology/modules/terms.ttl")
    assert "SelfTreatment" in message
    assert "1 more" in message, "foam rolling falls with it"


def test_a_claim_with_subject_and_object_exchanged_is_refused(world: World) -> None:
    world.swap(
        "claims/claims.ttl",
        "mtkg:claimSubject mtkg:MyofascialRelease ;\n    mtkg:claimRelation mtkg:engages ;\n"
        "    mtkg:claimObject mtkg:GlideRestoration ;",
        "mtkg:claimSubject mtkg:GlideRestoration ;\n    mtkg:claimRelation mtkg:engages ;\n"
        "    mtkg:claimObject mtkg:MyofascialRelease ;",
    )

    with pytest.raises(BuildRefused) as caught:
        world.build()

    first = caught.value.diagnostics[0]
    assert first.code == "KG304"
    assert first.help == "are subject and object exchanged?"


def test_a_broken_file_is_named_with_its_line_and_the_last_good_build_stays(world: World) -> None:
    before, _ = world.build()
    line = world.swap(
        "claims/claims.ttl",
        'mtkg:finding "Glide did not change."@en .',
        'mtkg:finding "Glide did not change."@en',
    )

    with pytest.raises(SyntaxProblem) as caught:
        world.build()

    assert caught.value.file == "ontology/claims/claims.ttl"
    assert caught.value.line >= line
    assert kept(world) == before


def kept(world: World) -> Release | None:

    return Release.read(world.out)


def test_a_folder_that_holds_something_else_is_left_alone(world: World) -> None:
    world.out.mkdir(parents=True)
    (world.out / "thesis.txt").write_text("years of work", encoding="utf-8")

    with pytest.raises(UsageError, match="left alone"):
        world.build()

    assert [path.name for path in world.out.iterdir()] == ["thesis.txt"]


def test_a_class_expression_that_contains_itself_is_refused_in_words(world: World) -> None:
    terms = world.ontology / "modules" / "terms.ttl"
    endless = "_:x a owl:Class ; owl:intersectionOf ( mtkg:Joint _:x ) ."
    text = f"\nmtkg:Joint rdfs:subClassOf _:x .\n{endless}\n"
    terms.write_text(terms.read_text(encoding="utf-8") + text, encoding="utf-8")

    with pytest.raises(UsageError, match="contains itself"):
        world.build()
