"""What “the treatment” is that a text warns of without naming it: "serious harm is rare"."""

from __future__ import annotations

from typing import Final

from mtkg.graph import Graph
from mtkg.lint.topic import Topic

OF_TREATMENT: Final = frozenset(
    {"mayCause", "cautionIn", "contraindicatedIn", "requires", "involves"}
)
"""What texts tell of "treatment" without saying of which."""
_BANS: Final = frozenset({"cautionIn", "contraindicatedIn"})


def treatment_of(graph: Graph, topic: Topic, relation: str, target: str) -> str | None:
    """
    The technique that *relation* is told of where a text names none.

    Where a text speaks of several kinds of one treatment, what is told of "treatment" is told of
    the whole; the graph's claims say of which. None where the text speaks of unlike techniques.
    """
    technique = topic.technique or topic.main
    if technique is None:
        return None
    others = [t for t in topic.spoken if not graph.is_kind_of(technique, t)]
    for whole in reversed(graph.ancestors_nearest_first(technique)):
        if _has_claim(graph, whole, relation, target) and (
            relation != "mayCause"
            or whole in topic.spoken
            or any(graph.is_kind_of(t, whole) for t in others)
        ):
            return whole
    if _has_claim(graph, technique, relation, target):
        return technique
    kind = _kind_with_claim(graph, technique, relation, target) if relation in _BANS else None
    return kind or (technique if topic.clear or not others else None)


def _kind_with_claim(graph: Graph, technique: str, relation: str, target: str) -> str | None:
    """The one kind of *technique*, with its own kinds, of which *relation* is told."""
    kinds = [
        t for t in sorted(graph.descendants(technique)) if _has_claim(graph, t, relation, target)
    ]
    heads = [t for t in kinds if not any(graph.is_kind_of(t, k) for k in kinds if k != t)]
    return heads[0] if len(heads) == 1 else None


def _has_claim(graph: Graph, technique: str, relation: str, target: str) -> bool:
    """Whether a claim tells *relation* of *technique* and *target*, or of a kind of it."""
    alike = _BANS if relation in _BANS else {relation}
    return any(
        claim.relation in alike
        and claim.subject == technique
        and claim.affirmed
        and graph.is_kind_of(claim.object or "", target)
        for claim in graph.claims.values()
    )
