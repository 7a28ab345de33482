"""The names our code knows: namespaces, prefixes, named graphs, kinds, relations."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

BASE: Final = "https://w3id.org/mtkg"
MTKG: Final = f"{BASE}/"
CLAIM: Final = f"{MTKG}claim/"
SOURCE: Final = f"{MTKG}source/"
EVIDENCE: Final = f"{MTKG}evidence/"
GRAPH: Final = f"{MTKG}graph/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
SH: Final = "http://www.w3.org/ns/shacl#"
VOID: Final = "http://rdfs.org/ns/void#"
VOID_EXT: Final = "http://ldf.fi/void-ext#"
VANN: Final = "http://purl.org/vocab/vann/"

PREFIXES: Final = MappingProxyType(
    {
        "mtkg": MTKG,
        "claim": CLAIM,
        "source": SOURCE,
        "evidence": EVIDENCE,
        "graph": GRAPH,
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
        "xsd": XSD,
        "skos": SKOS,
        "dcterms": DCTERMS,
        "sh": SH,
        "void": VOID,
        "vann": VANN,
    }
)

GRAPHS: Final = (
    "core",
    "inferred",
    "claims",
    "links",
    "links-supported",
    "mappings",
    "queries",
    "void",
    "justifications",
)
DEFAULT_GRAPHS: Final = ("core", "inferred", "claims", "mappings", "links-supported")
# What is served as the default graph: also what the service says of itself, because editors ask
# for prefixes, examples and partitions without naming a graph.
SERVED_GRAPHS: Final = (*DEFAULT_GRAPHS, "queries", "void")

KINDS: Final = (
    "Intervention",
    "Tissue",
    "Mechanism",
    "Effect",
    "Condition",
    "Characteristic",
    "Activity",
    "Participant",
)

SUBCLASS: Final = "subClassOf"
DERIVED_RELATION: Final = "mayProduce"
SAFETY_RELATIONS: Final = ("contraindicatedIn", "cautionIn", "mayCause")
EVERY_BY_DEFAULT: Final = ("contraindicatedIn", "cautionIn")

RELATION_IRIS: Final = MappingProxyType({SUBCLASS: f"{RDFS}subClassOf"})


def graph_iri(name: str) -> str:
    """The IRI of the named graph *name*, one of `GRAPHS`."""
    return f"{GRAPH}{name}"


def relation_iri(relation: str) -> str:
    """
    The IRI of a relation given by local name; ``subClassOf`` is the one that is not ours.

    >>> relation_iri("engages")
    'https://w3id.org/mtkg/engages'
    """
    return RELATION_IRIS.get(relation, f"{MTKG}{relation}")


def local_name(iri: str) -> str:
    """
    The local name under which the project's own surface knows *iri*.

    >>> local_name("https://w3id.org/mtkg/claim/massage-relaxes")
    'massage-relaxes'
    >>> local_name("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    'subClassOf'
    """
    for namespace in (CLAIM, SOURCE, EVIDENCE, GRAPH, MTKG):
        if iri.startswith(namespace):
            return iri[len(namespace) :]
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def expand(curie: str) -> str | None:
    """
    The IRI of a CURIE with one of our `PREFIXES`, else None.

    >>> expand("mtkg:Joint")
    'https://w3id.org/mtkg/Joint'
    """
    prefix, colon, name = curie.partition(":")
    namespace = PREFIXES.get(prefix)
    return f"{namespace}{name}" if colon and namespace else None


def contract(iri: str) -> str:
    """
    The shortest CURIE for *iri*, or the IRI itself in angle brackets.

    >>> contract("https://w3id.org/mtkg/claim/x")
    'claim:x'
    """
    best = max(
        ((ns, p) for p, ns in PREFIXES.items() if iri.startswith(ns)),
        key=lambda pair: len(pair[0]),
        default=None,
    )
    return f"{best[1]}:{iri[len(best[0]) :]}" if best else f"<{iri}>"
