"""A publication as JSON, and as one short line."""

from __future__ import annotations

from mtkg.answers.names import near
from mtkg.answers.shape import Json
from mtkg.errors import NotFound
from mtkg.graph import Graph
from mtkg.model.claims import Source


def source(found: Source) -> Json:
    """A publication as an evidence line names it."""
    return {
        "id": found.id,
        "label": found.label,
        "authors": found.authors,
        "year": found.year,
        "journal": found.journal,
        "doi": found.doi,
        "pmid": found.pmid,
        "retracted": found.retracted,
        "notes": list(found.notes),
    }


def source_page(graph: Graph, found: Source) -> Json:
    """A source with every claim it states and every line it gives."""
    lines = [line for line in graph.evidence.values() if line.source.id == found.id]
    return source(found) | {
        "iri": found.iri,
        "states": [c.id for c in graph.claims.values() if found.id in c.stated_in],
        "evidence": [
            {"id": line.id, "claim": line.claim, "direction": line.direction.value}
            for line in lines
        ],
        "release": graph.release,
    }


def known_source(graph: Graph, name: str) -> str:
    """The local name of the source *name* (local name or CURIE); raises `NotFound`."""
    local = name.removeprefix("source:")
    if local not in graph.sources:
        raise NotFound("source", name, near(local, graph.sources))
    return local


def citation(found: Json) -> str:
    """``Pickar JG 2002, doi:10.…``: a source as one short line."""
    keys = ("authors" if found["authors"] else "journal", "year")
    name = " ".join(str(found[key]) for key in keys if found[key]) or found["label"]
    identifier = f"doi:{found['doi']}" if found["doi"] else None
    identifier = identifier or (f"PMID {found['pmid']}" if found["pmid"] else None)
    retracted = "RETRACTED" if found["retracted"] else None
    return ", ".join(filter(None, (name, identifier, retracted)))
