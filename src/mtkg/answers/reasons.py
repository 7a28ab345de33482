"""Why a link holds, as JSON."""

from __future__ import annotations

from mtkg.answers.shape import Json
from mtkg.answers.terms import ref
from mtkg.graph import Graph
from mtkg.why import Explanation


def explanation(graph: Graph, found: Explanation) -> Json:
    """Why a link holds: ``how``, its status, and every premise with file and line."""
    return {
        "subject": ref(found.subject),
        "relation": found.relation,
        "object": ref(found.object),
        "holds": found.holds,
        "how": found.how,
        "status": found.status.value if found.status else None,
        "premises": [
            {
                "id": premise.id,
                "kind": premise.kind,
                "words": premise.words,
                "status": premise.status.value if premise.status else None,
                "file": premise.file,
                "line": premise.line,
            }
            for premise in found.premises
        ],
        "denied_by": list(found.denied_by),
        "release": graph.release,
    }
