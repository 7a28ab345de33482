"""What “the treatment” is that a text warns of without naming it: "serious harm is rare"."""

from __future__ import annotations

from mtkg.graph import Graph
from mtkg.lint.topic import Topic


def treatment_of(graph: Graph, topic: Topic, harm: str) -> str | None:
    """
    The technique that may cause *harm* where a text names none.

    Where a text speaks of several kinds of one treatment, harm after "treatment" is told of the
    whole; the graph's claims say of which. None where the text speaks of unlike techniques.
    """
    technique = topic.technique or topic.main
    if technique is None:
        return None
    others = [t for t in topic.spoken if not graph.is_kind_of(technique, t)]
    for whole in reversed(graph.ancestors_nearest_first(technique)):
        if _may_cause(graph, whole, harm) and (
            whole in topic.spoken or any(graph.is_kind_of(t, whole) for t in others)
        ):
            return whole
    sure = topic.clear or not others or _may_cause(graph, technique, harm)
    return technique if sure else None


def _may_cause(graph: Graph, technique: str, harm: str) -> bool:
    """Whether a claim tells of *harm* by *technique*."""
    return any(
        claim.relation == "mayCause"
        and claim.subject == technique
        and graph.is_kind_of(claim.object or "", harm)
        for claim in graph.claims.values()
    )
