"""The hierarchy below a term and the links around it, as JSON."""

from __future__ import annotations

from mtkg.answers.shape import Json
from mtkg.answers.terms import ref
from mtkg.graph import Graph
from mtkg.neighborhood import Neighborhood


def tree(
    graph: Graph, root: str, depth: int | None = None, above: frozenset[str] = frozenset()
) -> Json:
    """``{id, label, children}`` below *root*, to *depth* steps down; none below those *above*."""
    below = () if depth == 0 or root in above else graph.hierarchy.children.get(root, ())
    left = None if depth is None else depth - 1
    return ref(graph.ref(root)) | {
        "children": [
            tree(graph, name, left, above | {root}) for name in sorted(below, key=graph.label)
        ]
    }


def neighborhood(graph: Graph, found: Neighborhood) -> Json:
    """The terms around a term and the links among them, as ``GET /terms/{id}/graph`` gives them."""
    return {
        "root": ref(graph.ref(found.root)),
        "depth": found.depth,
        "nodes": [
            ref(graph.ref(name)) | {"kind": graph.terms[name].kind, "distance": distance}
            for name, distance in found.terms
        ],
        "edges": [
            {
                "subject": edge.subject,
                "relation": edge.relation,
                "object": edge.object,
                "status": edge.status.value if edge.status else None,
                "claims": list(edge.claims),
                "derived_from": list(edge.derived_from),
            }
            for edge in found.edges
        ],
        "truncated": found.truncated,
        "release": graph.release,
    }
