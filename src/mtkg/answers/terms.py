"""A term as JSON: in a list, as a search's hit, and as its own page has it."""

from __future__ import annotations

from collections import defaultdict

from mtkg.answers.shape import Json
from mtkg.graph import Graph
from mtkg.lookup import Hit
from mtkg.model.links import Link
from mtkg.model.terms import Mapping, Term, TermRef


def ref(term: TermRef) -> Json:
    """``{id, label}``."""
    return {"id": term.id, "label": term.label}


def hit(found: Hit) -> Json:
    """One item of a search."""
    return item(found.term) | {"match": found.match.value}


def item(term: Term) -> Json:
    """A term in a list: ``{id, iri, kind, label, definition}``."""
    return {
        "id": term.id,
        "iri": term.iri,
        "kind": term.kind,
        "label": term.label,
        "definition": term.definition,
    }


def suggestion(found: Hit, name: str) -> Json:
    """A term to offer while someone types; *name* is the label or synonym that fits."""
    return {
        "id": found.term.id,
        "label": found.term.label,
        "kind": found.term.kind,
        "match": found.match.value,
        "name": name,
    }


def term(graph: Graph, found: Term) -> Json:
    """One definition with its links, as ``GET /terms/{id}`` gives it."""
    answer = {
        "id": found.id,
        "iri": found.iri,
        "kind": found.kind,
        "label": found.label,
        "definition": found.definition,
        "definition_source": found.definition_source,
        "synonyms": list(found.synonyms),
        "scope_notes": list(found.scope_notes),
        "examples": list(found.examples),
        "parents": [ref(graph.ref(name)) for name in found.parents],
        "children": [ref(graph.ref(name)) for name in found.children],
        "links": links(graph, found.id),
        "mappings": [mapping(m) for m in found.mappings],
        "deprecated": found.deprecated,
        "replaced_by": found.replaced_by,
        "release": graph.release,
    }
    if found.kind == "Relation":
        answer |= {
            "domain": [ref(graph.ref(name)) for name in found.domain],
            "range": [ref(graph.ref(name)) for name in found.range],
            "inverse_label": found.inverse_label,
        }
    return answer


def links(graph: Graph, name: str) -> Json:
    """A term's links by relation: its own, and those that claims about every kind give it."""
    grouped: dict[str, list[Json]] = defaultdict(list)
    for link in (*graph.links_from.get(name, ()), *graph.inherited_links(name)):
        grouped[link.relation].append(_link(graph, link))
    return {
        relation: sorted(found, key=lambda each: (not each["claims"], each["id"]))
        for relation, found in sorted(grouped.items())
    }


def _link(graph: Graph, link: Link) -> Json:
    return ref(graph.ref(link.object)) | {
        "status": link.status.value,
        "claims": list(link.claims),
        "derived_from": list(link.derived_from),
    }


def mapping(found: Mapping) -> Json:
    """``{predicate, id, label}`` with basis and confidence where recorded."""
    return {
        "predicate": found.predicate,
        "id": found.id,
        "label": found.label,
        "justification": found.justification,
        "confidence": found.confidence,
    }
