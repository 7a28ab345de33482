"""The graph as a network for networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtkg.display.listing import needed
from mtkg.graph import Graph
from mtkg.model import vocabulary as v

if TYPE_CHECKING:
    import networkx as nx


def network(graph: Graph) -> nx.MultiDiGraph[str]:
    """
    Terms as nodes, links and subclass steps as edges; see `Session.to_networkx`.

    Raises `mtkg.errors.UsageError` where networkx is not installed.
    """
    net: nx.MultiDiGraph[str] = needed("networkx").MultiDiGraph(release=graph.release)
    for term in graph.terms.values():
        net.add_node(term.id, label=term.label, kind=term.kind, definition=term.definition)
    for link in graph.links:
        net.add_edge(
            link.subject,
            link.object,
            key=link.relation,
            status=link.status.value,
            claims=link.claims,
            derived=link.is_derived,
        )
    for name, parents in graph.hierarchy.parents.items():
        for parent in parents:
            if name in net and parent in net:
                net.add_edge(name, parent, key=v.SUBCLASS, status=None, claims=(), derived=False)
    return net
