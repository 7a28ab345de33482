"""A small world whose text would do harm if a page took it for markup, and with a retired term."""

from __future__ import annotations

from pathlib import Path

from tests.worlds import World, make_world

SCRIPT = "<script>window.harmed = 1</script>"
IMAGE = "<img src=x onerror='window.harmed = 2'>"
LINK = "javascript:window.harmed=3"

_TERMS = f"""
@prefix mtkg: <https://w3id.org/mtkg/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

mtkg:Harmful a owl:Class ;
    skos:prefLabel "harmful {SCRIPT}"@en ;
    rdfs:label "harmful {SCRIPT}"@en ;
    skos:altLabel "{IMAGE}"@en , "</script><script>window.harmed = 4</script>"@en ;
    skos:definition "Technique with {SCRIPT} and {IMAGE} in its text, and \\"quotes\\"."@en ;
    skos:scopeNote "<a href='{LINK}'>here</a>"@en ;
    rdfs:subClassOf mtkg:Technique .

mtkg:OldName a owl:Class ;
    skos:prefLabel "old name"@en ;
    rdfs:label "old name"@en ;
    skos:definition "Technique known by another name now."@en ;
    owl:deprecated true ;
    dcterms:isReplacedBy mtkg:JointMobilization ;
    rdfs:subClassOf mtkg:Technique .
"""

_CLAIMS = f"""
@prefix mtkg: <https://w3id.org/mtkg/> .
@prefix claim: <https://w3id.org/mtkg/claim/> .
@prefix source: <https://w3id.org/mtkg/source/> .
@prefix evidence: <https://w3id.org/mtkg/evidence/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

source:harmful a mtkg:Source , owl:NamedIndividual ; rdfs:label "{IMAGE}"@en ;
    mtkg:authors "{SCRIPT}" ; mtkg:journal "{SCRIPT}" .

claim:harmful-leads-to-pain-reduction a mtkg:Claim , owl:NamedIndividual ;
    skos:prefLabel "The {SCRIPT} technique lessens pain."@en ;
    mtkg:claimSubject mtkg:Harmful ;
    mtkg:claimRelation mtkg:intendedEffect ;
    mtkg:claimObject mtkg:PainReduction ;
    mtkg:statedIn source:harmful ; mtkg:locator "{IMAGE}" .

evidence:harmful a mtkg:EvidenceLine , owl:NamedIndividual ;
    mtkg:evidenceFor claim:harmful-leads-to-pain-reduction ;
    mtkg:fromSource source:harmful ;
    mtkg:direction "disputes" ;
    mtkg:finding "{SCRIPT}"@en .
"""


def strange_world(folder: Path) -> World:
    """The small world of other tests with the strange terms and claims, built in *folder*."""
    world = make_world(folder)
    (world.ontology / "modules").mkdir(exist_ok=True)
    (world.ontology / "claims").mkdir(exist_ok=True)
    (world.ontology / "modules" / "strange.ttl").write_text(_TERMS, encoding="utf-8")
    (world.ontology / "claims" / "strange.ttl").write_text(_CLAIMS, encoding="utf-8")
    world.build()
    return world
