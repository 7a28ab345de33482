"""The ontology's header, and how other people's vocabularies are used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rdflib.term import IdentifiedNode, URIRef

from mtkg.check import names as n
from mtkg.check.findings import finding
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import World
from mtkg.model.diagnostics import FIRST, Diagnostic, Place, Severity
from mtkg.model.vocabulary import BASE, DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, contract

_OBO: Final = "http://www.geneontology.org/formats/oboInOwl#"
_MUST: Final = (
    ("KG423", n.TITLE, "title"),
    ("KG424", n.DESCRIPTION, "description"),
    ("KG425", n.LICENSE, "license"),
)
# A release's version IRI and date are written by the build, so that a source file has none.
_SHOULD: Final = (
    (URIRef(f"{DCTERMS}creator"), "creator", Severity.WARNING),
    (URIRef(f"{VANN}preferredNamespaceUri"), "preferred namespace", Severity.WARNING),
    (URIRef(f"{VANN}preferredNamespacePrefix"), "preferred prefix", Severity.WARNING),
    (URIRef(f"{DCTERMS}created"), "creation date", Severity.INFO),
    (URIRef(f"{DCTERMS}bibliographicCitation"), "citation", Severity.INFO),
)
_EXTENSION: Final = re.compile(r"\.(?:owl|ttl|rdf|xml|nt|n3|jsonld|obo|omn|ofn|trig|nq)$", re.I)
_PERSISTENT: Final = re.compile(
    r"^https?://(?:(?:www\.)?w3id\.org|purl\.\w[\w.]*|(?:dx\.)?doi\.org|identifiers\.org|"
    r"n2t\.net|hdl\.handle\.net|data\.[\w.]+/id)/"
)
_CLOSED: Final = (RDF, RDFS, OWL, XSD, SKOS)


def header(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG423 to KG426, KG444 to KG446: what an ontology says of itself."""
    del reasoning
    ontologies = world.instances.get(n.ONTOLOGY, [])
    if not ontologies and world.documents:
        first = min((d.file for d in world.documents if not d.draft), default=None)
        place = Place(first or world.documents[0].file, FIRST, FIRST)
        yield finding("KG445", "no file declares an owl:Ontology", place)
    for fact in ontologies:
        node, place = fact.subject, fact.subject_place
        for code, predicate, word in _MUST:
            if not world.of(node, predicate):
                say = f"the ontology {contract(str(node))} has no {word}"
                yield finding(code, say, place, term=node, help=f"add {contract(predicate)}")
        if str(node) == BASE:
            yield from _should(world, node, place)
        if _EXTENSION.search(str(node)):
            say = "the ontology's IRI ends in a file extension"
            yield finding("KG444", say, place, term=node)
        if not _PERSISTENT.match(str(node)):
            say = f"{contract(str(node))} is no persistent identifier"
            yield finding("KG446", say, place, term=node)


def _should(world: World, node: IdentifiedNode, place: Place) -> Iterator[Diagnostic]:
    for predicate, word, severity in _SHOULD:
        if not world.of(node, predicate):
            yield finding(
                "KG426",
                f"the ontology has no {word}",
                place,
                term=node,
                severity=severity,
                help=f"add {contract(predicate)}",
            )


def redefined(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG417: statements about RDF, RDFS, OWL, XSD or SKOS; a bare declaration is none."""
    del reasoning
    for subject, facts in world.by_subject.items():
        if isinstance(subject, URIRef) and str(subject).startswith(_CLOSED):
            for fact in facts:
                if fact.predicate != n.A:
                    yield finding(
                        "KG417",
                        f"{contract(subject)} is not ours to define",
                        fact.predicate_place,
                        term=subject,
                        help="define a property of ours, under it if need be",
                    )


def obo(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG427, KG428: subsets and synonym types that OBO tools would drop."""
    del reasoning
    for code, use, parent, what in (
        ("KG427", "inSubset", "SubsetProperty", "subset"),
        ("KG428", "hasSynonymType", "SynonymTypeProperty", "synonym type"),
    ):
        for fact in world.having(URIRef(_OBO + use)):
            value = fact.object
            declared = isinstance(value, URIRef) and any(
                f.object == URIRef(_OBO + parent) for f in world.of(value, n.SUBPROPERTY)
            )
            if not declared:
                yield finding(
                    code,
                    f"{world.label(value)} is not declared as a {what}",
                    fact.object_place,
                    term=fact.owner,
                    help=f"add rdfs:subPropertyOf oboInOwl:{parent} to it",
                )
