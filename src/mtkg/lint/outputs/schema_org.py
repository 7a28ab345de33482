"""What an article is about, as schema.org JSON-LD for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mtkg.graph import Graph

if TYPE_CHECKING:
    from mtkg.lint.run import Outcome

_TYPES: Final = {
    "Intervention": "MedicalTherapy",
    "Condition": "MedicalCondition",
    "Tissue": "AnatomicalStructure",
}


def page(graph: Graph, outcome: Outcome) -> dict[str, Any]:
    """A ``MedicalWebPage`` with the terms it mentions and the publications it cites."""
    seen: dict[str, None] = {}
    for _, mention in outcome.mentions:
        if mention.is_named:
            seen.setdefault(mention.term)
    headings = [b.text.strip() for b in outcome.document.blocks if b.zone.value == "heading"]
    links = [link for block in outcome.document.blocks for link in block.citations]
    cited = [
        source
        for source in graph.sources.values()
        if source.doi and any(source.doi.lower() in link.lower() for link in links)
    ]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": outcome.document.meta.get("title")
        or (headings[0] if headings else outcome.document.name),
        "inLanguage": "en",
        "mentions": [_term(graph, term) for term in seen],
    }
    if cited:
        found["citation"] = [
            {
                "@type": "ScholarlyArticle",
                "@id": f"https://doi.org/{source.doi}",
                "name": source.label,
                **({"datePublished": str(source.year)} if source.year else {}),
            }
            for source in cited
        ]
    return found


def _term(graph: Graph, name: str) -> dict[str, Any]:
    term = graph.terms[name]
    found = {"@type": _TYPES.get(term.kind, "DefinedTerm"), "@id": term.iri, "name": term.label}
    if term.definition:
        found["description"] = term.definition
    return found
