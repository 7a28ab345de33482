"""The IRIs that the checks speak of, as rdflib terms."""

from __future__ import annotations

from typing import Final

from rdflib.term import URIRef

from mtkg.model.vocabulary import (
    BASE,
    CLAIM,
    DCTERMS,
    EVIDENCE,
    GRAPH,
    MTKG,
    OWL,
    RDF,
    RDFS,
    SKOS,
    SOURCE,
)


def _names(namespace: str, *names: str) -> tuple[URIRef, ...]:
    return tuple(URIRef(namespace + name) for name in names)


A: Final = URIRef(f"{RDF}type")
FIRST: Final = URIRef(f"{RDF}first")
REST: Final = URIRef(f"{RDF}rest")
NIL: Final = URIRef(f"{RDF}nil")

LABEL, COMMENT, SUBCLASS, SUBPROPERTY, DOMAIN, RANGE = _names(
    RDFS, "label", "comment", "subClassOf", "subPropertyOf", "domain", "range"
)
CLASS, THING, NOTHING, ONTOLOGY, RESTRICTION, INDIVIDUAL = _names(
    OWL, "Class", "Thing", "Nothing", "Ontology", "Restriction", "NamedIndividual"
)
OBJECT_PROPERTY, DATA_PROPERTY, ANNOTATION_PROPERTY = _names(
    OWL, "ObjectProperty", "DatatypeProperty", "AnnotationProperty"
)
EQUIVALENT, DISJOINT, INTERSECTION, UNION, COMPLEMENT, ONE_OF, MEMBERS = _names(
    OWL,
    "equivalentClass",
    "disjointWith",
    "intersectionOf",
    "unionOf",
    "complementOf",
    "oneOf",
    "members",
)
ON_PROPERTY, SOME, ALL, HAS_VALUE, ON_CLASS = _names(
    OWL, "onProperty", "someValuesFrom", "allValuesFrom", "hasValue", "onClass"
)
INVERSE, CHAIN, DEPRECATED, VERSION_IRI, PRIOR_VERSION, IMPORTS = _names(
    OWL,
    "inverseOf",
    "propertyChainAxiom",
    "deprecated",
    "versionIRI",
    "priorVersion",
    "imports",
)
TRANSITIVE, SYMMETRIC, FUNCTIONAL, INVERSE_FUNCTIONAL, ASYMMETRIC, IRREFLEXIVE = _names(
    OWL,
    "TransitiveProperty",
    "SymmetricProperty",
    "FunctionalProperty",
    "InverseFunctionalProperty",
    "AsymmetricProperty",
    "IrreflexiveProperty",
)
ALL_DISJOINT_CLASSES, PROPERTY_DISJOINT, EQUIVALENT_PROPERTY, HAS_SELF = _names(
    OWL, "AllDisjointClasses", "propertyDisjointWith", "equivalentProperty", "hasSelf"
)
CARDINALITIES: Final = _names(
    OWL,
    "cardinality",
    "minCardinality",
    "maxCardinality",
    "qualifiedCardinality",
    "minQualifiedCardinality",
    "maxQualifiedCardinality",
)

PREF, ALT, HIDDEN, DEFINITION, SCOPE_NOTE, EXAMPLE = _names(
    SKOS, "prefLabel", "altLabel", "hiddenLabel", "definition", "scopeNote", "example"
)
REPLACED_BY, TITLE, DESCRIPTION, LICENSE = _names(
    DCTERMS, "isReplacedBy", "title", "description", "license"
)

CLAIM_TYPE, EVIDENCE_TYPE, SOURCE_TYPE = _names(MTKG, "Claim", "EvidenceLine", "Source")
CLAIM_SUBJECT, CLAIM_RELATION, CLAIM_OBJECT, POLARITY, REACH, STATED_IN = _names(
    MTKG, "claimSubject", "claimRelation", "claimObject", "polarity", "reach", "statedIn"
)
EVIDENCE_FOR, FROM_SOURCE, DIRECTION = _names(MTKG, "evidenceFor", "fromSource", "direction")
DOI, PMID, YEAR, JOURNAL, RETRACTED = _names(MTKG, "doi", "pmid", "year", "journal", "retracted")
LEADS_TO, PART_OF, DISTINCT_FROM = _names(MTKG, "leadsTo", "partOf", "distinctFrom")
MECHANISM, EFFECT = _names(MTKG, "Mechanism", "Effect")

QUALIFIERS: Final = _names(
    MTKG,
    "frequency",
    "combinedWith",
    "comparedWith",
    "outcome",
    "comparison",
    "bodyRegion",
    "population",
    "stage",
    "dose",
    "timeFrame",
    "value",
    "valueHigh",
    "unit",
)

RECORDS: Final = (CLAIM_TYPE, EVIDENCE_TYPE, SOURCE_TYPE)
RECORD_NAMESPACES: Final = (CLAIM, SOURCE, EVIDENCE)
PROPERTY_TYPES: Final = (OBJECT_PROPERTY, DATA_PROPERTY, ANNOTATION_PROPERTY)
TERM_TYPES: Final = frozenset({CLASS, *PROPERTY_TYPES, INDIVIDUAL})


def is_ours(iri: str) -> bool:
    """Whether *iri* names a term, claim, source or evidence line of the project."""
    return str(iri).startswith(MTKG) and not str(iri).startswith(GRAPH)


def is_record(iri: str) -> bool:
    """Whether *iri* is in the namespace of claims, sources or evidence lines."""
    return str(iri).startswith(RECORD_NAMESPACES)


def is_term(iri: str) -> bool:
    """Whether *iri* is in the namespace of terms, and a plain name in it."""
    return is_ours(iri) and not is_record(iri) and "/" not in iri[len(BASE) + 1 :]
