"""Findings as W3C Web Annotations (https://www.w3.org/TR/annotation-model/)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from mtkg.lint.reading.document import Lines

if TYPE_CHECKING:
    from mtkg.lint.run import Outcome

_AROUND: Final = 32


def collection(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """An annotation collection with one page; selectors are by quote and by position."""
    items = [item for outcome in outcomes for item in _of(outcome)]
    for number, item in enumerate(items, start=1):
        item["id"] = f"#finding-{number}"
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "label": "mtkg lint",
        "total": len(items),
        "first": {"type": "AnnotationPage", "items": items},
    }


def _of(outcome: Outcome) -> list[dict[str, Any]]:
    source, lines = outcome.document.source, Lines(outcome.document.source)
    found = []
    for diagnostic in outcome.diagnostics:
        start, end = lines.offset(diagnostic.start), lines.offset(diagnostic.end)
        body: list[dict[str, Any]] = [
            {
                "type": "TextualBody",
                "purpose": "commenting",
                "format": "text/plain",
                "language": "en",
                "value": f"{diagnostic.severity.value} {diagnostic.code} {diagnostic.name}:"
                f" {diagnostic.message}",
            }
        ]
        body += [{"id": cite, "purpose": "linking"} for cite in diagnostic.cite if "://" in cite]
        found.append(
            {
                "id": "",
                "type": "Annotation",
                "motivation": "assessing",
                "body": body,
                "target": {
                    "source": outcome.document.name,
                    "selector": [
                        {
                            "type": "TextQuoteSelector",
                            "exact": source[start:end],
                            "prefix": source[max(0, start - _AROUND) : start],
                            "suffix": source[end : end + _AROUND],
                        },
                        {"type": "TextPositionSelector", "start": start, "end": end},
                    ],
                },
            }
        )
    return found
