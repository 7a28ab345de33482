"""
Terms as JSON-LD that search engines and SKOS tools both read.

A term is a schema.org ``DefinedTerm`` (an intervention a ``MedicalTherapy``, a condition a
``MedicalCondition``, a tissue an ``AnatomicalStructure``) and a SKOS concept at once. The context
stands in each document: nothing needs to be fetched to read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mtkg.export.triples import SCHEMA
from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.claims import SUPPORTED_ENOUGH
from mtkg.model.terms import Term

Json = dict[str, Any]

GLOSSARY: Final = f"{v.MTKG}glossary"
TITLE: Final = "Manual Therapy Knowledge Graph"
LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"

TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Intervention": "MedicalTherapy",
        "Condition": "MedicalCondition",
        "Tissue": "AnatomicalStructure",
    }
)

_LINK: Final = {"@type": "@id"}
_TEXT: Final = {"@language": "en"}

CONTEXT: Final[Json] = {
    "@version": 1.1,
    **{prefix: v.PREFIXES[prefix] for prefix in ("mtkg", "claim", "source", "rdfs", "owl", "skos")},
    "schema": SCHEMA,
    "dcterms": v.DCTERMS,
    **{
        name: f"schema:{name}"
        for name in (
            "DefinedTerm",
            "DefinedTermSet",
            "MedicalTherapy",
            "MedicalCondition",
            "AnatomicalStructure",
        )
    },
    "Concept": "skos:Concept",
    "ConceptScheme": "skos:ConceptScheme",
    "name": {"@id": "schema:name"} | _TEXT,
    "description": {"@id": "schema:description"} | _TEXT,
    "alternateName": {"@id": "schema:alternateName"} | _TEXT,
    "termCode": "schema:termCode",
    "inDefinedTermSet": {"@id": "schema:inDefinedTermSet"} | _LINK,
    "hasDefinedTerm": {"@id": "schema:hasDefinedTerm"},
    "license": {"@id": "schema:license"} | _LINK,
    "version": "schema:version",
    "prefLabel": {"@id": "skos:prefLabel"} | _TEXT,
    "altLabel": {"@id": "skos:altLabel"} | _TEXT,
    "definition": {"@id": "skos:definition"} | _TEXT,
    "scopeNote": {"@id": "skos:scopeNote"} | _TEXT,
    "broader": {"@id": "skos:broader"} | _LINK,
    "narrower": {"@id": "skos:narrower"} | _LINK,
    "inScheme": {"@id": "skos:inScheme"} | _LINK,
    **{
        name: {"@id": f"skos:{name}"} | _LINK
        for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
    },
    "replacedBy": {"@id": "dcterms:isReplacedBy"} | _LINK,
    "deprecated": "owl:deprecated",
}


def context(graph: Graph) -> Json:
    """The context of every document here: our names, schema.org's and SKOS's, and the relations."""
    relations = sorted(term.id for term in graph.terms.values() if term.kind == "Relation")
    return CONTEXT | {name: {"@id": f"mtkg:{name}", "@type": "@id"} for name in relations}


def term(graph: Graph, found: Term) -> Json:
    """One term with its context; only links that the evidence supports."""
    return {"@context": context(graph)} | node(graph, found)


def node(graph: Graph, found: Term) -> Json:
    """One term without a context, as it stands in a set."""
    answer = {
        "@id": found.iri,
        "@type": [TYPES.get(found.kind, "DefinedTerm"), "DefinedTerm", "Concept"]
        if found.kind in TYPES
        else ["DefinedTerm", "Concept"],
        "name": found.label,
        "description": found.definition,
        "alternateName": list(found.synonyms),
        "termCode": found.id,
        "inDefinedTermSet": GLOSSARY,
        "prefLabel": found.label,
        "altLabel": list(found.synonyms),
        "definition": found.definition,
        "scopeNote": list(found.scope_notes),
        "inScheme": GLOSSARY,
        "broader": [f"{v.MTKG}{name}" for name in found.parents],
        "narrower": [f"{v.MTKG}{name}" for name in found.children],
        **_matches(found),
        **_links(graph, found),
    }
    if found.deprecated:
        answer["deprecated"] = True
        answer["replacedBy"] = f"{v.MTKG}{found.replaced_by}" if found.replaced_by else None
    return {key: value for key, value in answer.items() if value not in (None, [], "")}


def glossary(graph: Graph) -> Json:
    """Every definition as one schema.org ``DefinedTermSet`` and SKOS concept scheme."""
    return {
        "@context": context(graph),
        "@id": GLOSSARY,
        "@type": ["DefinedTermSet", "ConceptScheme"],
        "name": TITLE,
        "license": LICENSE,
        "version": graph.release,
        "hasDefinedTerm": [
            node(graph, found) for found in sorted(graph.terms.values(), key=lambda t: t.id)
        ],
    }


def _matches(found: Term) -> Json:
    """Cross-references by SKOS property, those alone whose target is an absolute IRI."""
    grouped: dict[str, list[str]] = {}
    for mapping in found.mappings:
        name = mapping.predicate.removeprefix("skos:")
        if name in CONTEXT and re.match(r"https?://", mapping.id):
            grouped.setdefault(name, []).append(mapping.id)
    return dict(grouped)


def _links(graph: Graph, found: Term) -> Json:
    grouped: dict[str, list[str]] = {}
    for link in graph.links_from.get(found.id, ()):
        if link.status in SUPPORTED_ENOUGH and link.relation != v.SUBCLASS:
            grouped.setdefault(link.relation, []).append(f"{v.MTKG}{link.object}")
    return dict(grouped)
