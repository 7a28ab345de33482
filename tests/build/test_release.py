"""What the graph promises: public names, its main chain, and what a plain query sees."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef

from mtkg.build.dataset import read_sources
from mtkg.build.files import source_files
from mtkg.build.hermit import classify
from mtkg.build.pipeline import Core
from mtkg.build.saturation import entailed_pairs
from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.claims import SUPPORTED_ENOUGH, Status
from mtkg.paths import PathFinder, PathKind
from mtkg.resources import ontology_dir
from mtkg.store.embedded import EmbeddedStore
from mtkg.why import Explainer

PUBLIC_TERMS = """
    Intervention Tissue Mechanism Effect Condition Characteristic Activity Participant
    PhysicalTherapist Patient PhysicalTherapy Technique ManualTherapy JointMobilization
    JointManipulation SoftTissueMobilization SoftTissueMassage MyofascialRelease
    TriggerPointTherapy InstrumentAssistedSoftTissueMobilization MuscleEnergyTechnique
    MobilizationWithMovement ManualTraction NeuralMobilization ManualLymphDrainage
    RelaxationMassage MassageTechnique SelfTreatment SelfTriggerPointTherapy SelfMassage
    FoamRolling TherapeuticExercise NeuromuscularReeducation DryNeedling ElectricalStimulation
    TranscutaneousElectricalNerveStimulation Stretching PatientEducation HomeExercise
    Joint JointCapsule JointMechanoreceptor Fascia SkeletalMuscle MuscleSpindle SpinalCord
    DorsalHorn LymphaticVessel BloodVessel PeripheralNerve ConnectiveTissue Skin
    NeurophysiologicalMechanism JointMechanoreceptorStimulation SegmentalInhibition
    DescendingModulation MuscleSpindleDesensitization MechanicalMechanism TissueGlideRestoration
    CirculatoryMechanism LocalBloodFlowIncrease LymphaticDrainage MetabolicWasteClearance
    InflammatoryMechanism ContextualMechanism PainReduction IncreasedRangeOfMotion
    ReducedMuscleGuarding ReducedSwelling ImprovedMotorControl ReducedFearOfMovement
    EarlierReturnToActivity Relaxation AdverseReaction MusculoskeletalPain JointRestriction
    MuscleGuarding Swelling SoftTissueInjury Osteoporosis RangeOfMotion JointMobility
    MuscleTension Stiffness SpindleSensitivity FearOfMovement JointAlignment ClinicalAssessment
    PassiveMovement DailyActivity PassiveTechnique ComplementaryIntervention
    NeurophysiologicallyActingTechnique
""".split()  # noqa: SIM905 - a list for people
PUBLIC_RELATIONS = """
    appliedTo engages occursIn leadsTo mayProduce intendedEffect reduces increases changes
    addresses contributesTo complements prepares approximates substitutesFor contraindicatedIn
    cautionIn mayCause involves requires deliveredBy partOf distinctFrom
""".split()  # noqa: SIM905
DISJOINT_BELOW_THE_KINDS = {
    frozenset({"ManualTherapy", "SelfTreatment"}),
    frozenset({"ManualTherapy", "RelaxationMassage"}),
}


@pytest.fixture(scope="module")
def core() -> Core:
    return Core.of(read_sources(source_files(ontology_dir())))


@pytest.mark.parametrize("name", PUBLIC_TERMS)
def test_a_public_name_stands_with_a_definition(release_graph: Graph, name: str) -> None:
    term = release_graph.term(name)

    assert term.kind in v.KINDS
    assert term.definition
    assert not term.deprecated


@pytest.mark.parametrize("name", PUBLIC_RELATIONS)
def test_a_relation_says_what_it_links(release_graph: Graph, name: str) -> None:
    relation = release_graph.term(name)

    assert relation.kind == "Relation"
    assert relation.definition
    assert relation.domain and relation.range
    assert relation.inverse_label


def test_every_term_stands_under_exactly_one_kind(release_graph: Graph) -> None:
    terms = [t for t in release_graph.terms.values() if t.kind in v.KINDS]

    assert len(terms) >= 150
    for term in terms:
        kinds = [k for k in v.KINDS if release_graph.is_kind_of(term.id, k)]
        assert kinds == [term.kind], term.id


def test_disjointness_is_stated_where_it_is_meant_and_only_there(core: Core) -> None:
    pairs = {
        frozenset({v.local_name(str(a)), v.local_name(str(b))})
        for a, b in core.sources.core.subject_objects(OWL.disjointWith)
    }

    assert pairs == DISJOINT_BELOW_THE_KINDS
    assert len(list(core.sources.core.subjects(RDF.type, OWL.AllDisjointClasses))) == 1


def test_saturation_and_hermit_agree_on_the_core(core: Core) -> None:
    by_hermit = classify(core.sources.core)

    assert by_hermit.consistent
    assert not by_hermit.unsatisfiable
    assert set(entailed_pairs(core.closure)) == set(by_hermit.pairs)


def test_the_main_chain_runs_through_receptors_and_segment(release_graph: Graph) -> None:
    found = PathFinder(release_graph).find("JointMobilization", "PainReduction")

    chains = {tuple(link.link.object for link in path.links): path for path in found.paths}
    chain = chains["JointMechanoreceptorStimulation", "SegmentalInhibition", "PainReduction"]
    assert chain.kind is PathKind.MECHANISM
    assert all(link.link.claims for link in chain.links)
    assert "JointCapsule" in {where.tissue.id for where in chain.links[0].where}
    assert "SpinalCord" in {where.tissue.id for where in chain.links[1].where}


def test_partners_of_manual_therapy_are_grouped_by_the_reasoner(
    release_graph: Graph, release_store: EmbeddedStore
) -> None:
    explainer = Explainer(release_graph, release_store)

    for name in (
        "TherapeuticExercise",
        "NeuromuscularReeducation",
        "DryNeedling",
        "ElectricalStimulation",
    ):
        found = explainer.explain(name, v.SUBCLASS, "ComplementaryIntervention")
        assert found.holds, name
        assert any(premise.kind == "claim" for premise in found.premises), name


def test_a_plain_query_sees_no_disputed_and_no_denied_link(
    release_graph: Graph, release_store: EmbeddedStore
) -> None:
    def asked(triple: str) -> bool:
        return release_store.ask(f"ASK {{ {triple} }}")

    known = {link.triple: link for link in release_graph.links}
    for claim in release_graph.claims.values():
        if claim.object is None or claim.relation == v.SUBCLASS:
            continue
        subject, obj = f"<{v.MTKG}{claim.subject}>", f"<{v.MTKG}{claim.object}>"
        triple = f"{subject} <{v.relation_iri(claim.relation)}> {obj}"
        link = known.get((claim.subject, claim.relation, claim.object))
        assert asked(triple) == (link is not None and link.status in SUPPORTED_ENOUGH), claim.id
        if claim.is_link:
            assert asked(f"GRAPH <{v.graph_iri('links')}> {{ {triple} }}"), claim.id


def test_every_link_can_be_asked_why(release_graph: Graph, release_store: EmbeddedStore) -> None:
    explainer = Explainer(release_graph, release_store)

    for link in release_graph.links:
        found = explainer.explain(*link.triple)
        assert found.premises, link.triple
        assert all(premise.file and premise.line for premise in found.premises), link.triple
        assert found.status is link.status


def test_no_claim_of_the_first_source_is_authored_with_a_status(core: Core) -> None:
    statuses = core.sources.core.subject_objects(URIRef(f"{v.MTKG}status"))

    assert list(statuses) == []


def test_labels_are_unique_and_in_english(core: Core) -> None:
    labels = [
        label
        for subject, label in core.sources.core.subject_objects(SKOS.prefLabel)
        if (subject, RDFS.subClassOf, None) in core.sources.core and isinstance(label, Literal)
    ]

    assert all(label.language == "en" for label in labels)
    assert len({str(label) for label in labels}) == len(labels)


def test_strength_orders_statuses_as_chains_weigh_them() -> None:
    assert [status.value for status in sorted(Status, key=lambda s: s.rank)] == [
        "established",
        "supported",
        "mixed",
        "insufficient",
        "unassessed",
        "disputed",
    ]
