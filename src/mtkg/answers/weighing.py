"""Counts and comparisons over the whole graph, as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mtkg.answers.shape import Json
from mtkg.answers.terms import ref
from mtkg.compare import Comparison, Point
from mtkg.graph import Graph
from mtkg.model.claims import Claim, Status
from mtkg.standing import Standing


def standing(graph: Graph, found: Standing) -> Json:
    """How sure the graph is, as ``GET /evidence`` gives it."""
    return {
        "matrix": [
            {"kind": kind, "status": status.value, "claims": found.matrix.get((kind, status), 0)}
            for kind in found.kinds
            for status in Status
        ],
        "most_disputed": [
            {
                "id": each.claim.id,
                "statement": each.claim.statement,
                "status": each.claim.status.value,
                "supports": each.supports,
                "disputes": each.disputes,
            }
            for each in found.most_disputed
        ],
        "least_studied": [
            ref(graph.ref(each.term))
            | {
                "kind": graph.terms[each.term].kind,
                "claims": each.claims,
                "unassessed": each.unassessed,
            }
            for each in found.least_studied
        ],
        "release": graph.release,
    }


def comparison(graph: Graph, found: Comparison) -> Json:
    """Two terms side by side, as ``GET /compare`` gives them."""

    def point(each: Point) -> Json:
        return ref(graph.ref(each.term)) | {
            "relations": list(each.relations),
            "status": each.status.value,
        }

    def tally(claims: Iterable[Claim]) -> Json:
        counts = Counter(each.status.value for each in claims)
        return {status.value: counts[status.value] for status in Status}

    return {
        "a": ref(graph.ref(found.a)),
        "b": ref(graph.ref(found.b)),
        "aspects": {
            aspect.name: {
                "both": [
                    ref(graph.ref(one.term))
                    | {"status_a": one.status.value, "status_b": other.status.value}
                    for one, other in aspect.both
                ],
                "only_a": [point(each) for each in aspect.only_a],
                "only_b": [point(each) for each in aspect.only_b],
            }
            for aspect in found.aspects
        },
        "claims": {"a": tally(found.claims_a), "b": tally(found.claims_b)},
        "release": graph.release,
    }


def stats(graph: Graph) -> Json:
    """Counts of terms, claims, evidence lines, links and sources."""
    lines = graph.evidence.values()
    return {
        "release": graph.release,
        "terms": dict(sorted(Counter(term.kind for term in graph.terms.values()).items())),
        "claims": {
            status.value: sum(claim.status is status for claim in graph.claims.values())
            for status in Status
        },
        "evidence_lines": dict(sorted(Counter(line.direction.value for line in lines).items())),
        "links": {
            "stated": sum(not link.is_derived for link in graph.links),
            "derived": sum(link.is_derived for link in graph.links),
        },
        "sources": {
            "publications": sum(source.is_publication for source in graph.sources.values()),
            "other": sum(not source.is_publication for source in graph.sources.values()),
        },
    }
