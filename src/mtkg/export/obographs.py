"""The terms as an OBO Graphs document (https://github.com/geneontology/obographs)."""

from __future__ import annotations

from typing import Any, Final

from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.claims import SUPPORTED_ENOUGH
from mtkg.model.terms import Term

Json = dict[str, Any]
DEPRECATED: Final = f"{v.OWL}deprecated"
RELATION: Final = "Relation"


def document(graph: Graph) -> Json:
    """
    One graph: terms as nodes, subclass steps as ``is_a`` edges, links as edges by relation.

    Only links whose claims are established, supported or mixed are edges.
    """
    terms = sorted(graph.terms.values(), key=lambda term: term.id)
    return {
        "graphs": [
            {
                "id": v.BASE,
                "meta": {"version": f"{v.MTKG}{graph.release}"},
                "nodes": [_node(term) for term in terms],
                "edges": [*_hierarchy(terms), *_links(graph)],
            }
        ]
    }


def _node(term: Term) -> Json:
    kind = "PROPERTY" if term.kind == RELATION else "CLASS"
    return {"id": term.iri, "lbl": term.label, "type": kind, "meta": _meta(term)}


def _meta(term: Term) -> Json:
    meta: Json = {}
    if term.definition:
        source = [term.definition_source] if term.definition_source else []
        meta["definition"] = {"val": term.definition, "xrefs": source}
    if term.synonyms:
        meta["synonyms"] = [{"pred": "hasExactSynonym", "val": name} for name in term.synonyms]
    if term.scope_notes:
        meta["comments"] = list(term.scope_notes)
    if term.mappings:
        meta["xrefs"] = [{"val": mapping.id} for mapping in term.mappings]
    if term.deprecated:
        meta["deprecated"] = True
    return meta


def _hierarchy(terms: list[Term]) -> list[Json]:
    return [
        {
            "sub": term.iri,
            "pred": "subPropertyOf" if term.kind == RELATION else "is_a",
            "obj": f"{v.MTKG}{parent}",
        }
        for term in terms
        for parent in term.parents
    ]


def _links(graph: Graph) -> list[Json]:
    return [
        {
            "sub": f"{v.MTKG}{link.subject}",
            "pred": v.relation_iri(link.relation),
            "obj": f"{v.MTKG}{link.object}",
        }
        for link in sorted(graph.links, key=lambda link: link.triple)
        if link.status in SUPPORTED_ENOUGH and link.relation != v.SUBCLASS
    ]
