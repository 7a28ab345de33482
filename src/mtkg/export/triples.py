"""Triples written in the RDF formats, with our prefixes, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from mtkg.catalogue.binding import bind
from mtkg.model import vocabulary as v
from mtkg.resources import internal_query
from mtkg.store.port import GraphStore

SCHEMA: Final = "https://schema.org/"

FORMATS: Final[Mapping[str, ox.RdfFormat]] = MappingProxyType(
    {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "rdf": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
)


def about_term(store: GraphStore, iri: str) -> list[ox.Triple]:
    """What *store* says of a term: its axioms, place, cross-references and supported links."""
    return store.construct(bind(internal_query("term"), {"term": [ox.NamedNode(iri)]}))


def about_claim(store: GraphStore, iri: str) -> list[ox.Triple]:
    """What *store* says of a claim, with its evidence lines and their sources."""
    return store.construct(bind(internal_query("claim"), {"claim": [ox.NamedNode(iri)]}))


def serialise(triples: Iterable[ox.Triple], form: str) -> bytes:
    """
    *triples* in a format of `FORMATS`, each once, sorted.

    Blank nodes get canonical names (https://www.w3.org/TR/rdf-canon/); prefixes that occur
    nowhere are left out.
    """
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    ordered = sorted((quad.triple for quad in dataset), key=str)
    used = {
        prefix: namespace
        for prefix, namespace in {**v.PREFIXES, "schema": SCHEMA}.items()
        if any(namespace in str(triple) for triple in ordered)
    }
    written = ox.serialize(ordered, format=FORMATS[form], prefixes=used)
    return written if written is not None else b""
