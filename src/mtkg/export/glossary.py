"""Every definition in one document, as a SKOS concept scheme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from mtkg.export.jsonld import GLOSSARY, LICENSE, TITLE
from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.terms import Term

_TYPE: Final = NamedNode(f"{v.RDF}type")


def defined(graph: Graph) -> list[Term]:
    """Every term, by label."""
    return sorted(graph.terms.values(), key=lambda term: (term.label.casefold(), term.id))


def skos(graph: Graph) -> Iterator[Triple]:
    """The terms as a SKOS concept scheme; the kinds are its top concepts."""
    scheme = NamedNode(GLOSSARY)
    yield Triple(scheme, _TYPE, _skos("ConceptScheme"))
    yield Triple(scheme, NamedNode(f"{v.DCTERMS}title"), _text(TITLE))
    yield Triple(scheme, _skos("prefLabel"), _text(TITLE))
    yield Triple(scheme, NamedNode(f"{v.DCTERMS}license"), NamedNode(LICENSE))
    yield Triple(scheme, NamedNode(f"{v.OWL}versionInfo"), Literal(graph.release))
    for term in graph.terms.values():
        yield from _concept(term, scheme)


def _concept(term: Term, scheme: NamedNode) -> Iterator[Triple]:
    concept = NamedNode(term.iri)
    yield Triple(concept, _TYPE, _skos("Concept"))
    yield Triple(concept, _skos("inScheme"), scheme)
    yield Triple(concept, _skos("prefLabel"), _text(term.label))
    for name, values in (
        ("altLabel", term.synonyms),
        ("hiddenLabel", term.hidden_labels),
        ("definition", (term.definition,) if term.definition else ()),
        ("scopeNote", term.scope_notes),
        ("example", term.examples),
    ):
        for value in values:
            yield Triple(concept, _skos(name), _text(value))
    for name in term.parents:
        yield Triple(concept, _skos("broader"), NamedNode(f"{v.MTKG}{name}"))
    if not term.parents:
        yield Triple(scheme, _skos("hasTopConcept"), concept)
    if term.deprecated:
        yield Triple(concept, NamedNode(f"{v.OWL}deprecated"), Literal(value=True))
    if term.replaced_by:
        replacement = NamedNode(f"{v.MTKG}{term.replaced_by}")
        yield Triple(concept, NamedNode(f"{v.DCTERMS}isReplacedBy"), replacement)


def _skos(name: str) -> NamedNode:
    return NamedNode(f"{v.SKOS}{name}")


def _text(value: str) -> Literal:
    return Literal(value, language="en")
