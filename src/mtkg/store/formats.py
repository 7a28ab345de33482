"""The formats answers are written in, by short name, and the media types that ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """A format with its media types, the first of which it is served as, and its file suffix."""

    name: str
    engine: QueryResultsFormat | RdfFormat
    media_types: tuple[str, ...]
    suffix: str

    @property
    def content_type(self) -> str:
        """The ``Content-Type`` it is sent with; text formats say their charset."""
        main = self.media_types[0]
        return f"{main}; charset=utf-8" if main.startswith("text/") else main


_R = QueryResultsFormat
_G = RdfFormat

# In order of preference: the first is what a client without a wish gets.
TABLES: Final = (
    AnswerFormat("json", _R.JSON, ("application/sparql-results+json", "application/json"), ".json"),
    AnswerFormat(
        "xml", _R.XML, ("application/sparql-results+xml", "application/xml", "text/xml"), ".xml"
    ),
    AnswerFormat("csv", _R.CSV, ("text/csv",), ".csv"),
    AnswerFormat("tsv", _R.TSV, ("text/tab-separated-values",), ".tsv"),
)
BOOLEANS: Final = TABLES
GRAPHS: Final = (
    AnswerFormat("ttl", _G.TURTLE, ("text/turtle", "application/x-turtle"), ".ttl"),
    AnswerFormat("nt", _G.N_TRIPLES, ("application/n-triples", "text/plain"), ".nt"),
    AnswerFormat("rdf", _G.RDF_XML, ("application/rdf+xml", "application/xml"), ".rdf"),
    AnswerFormat("jsonld", _G.JSON_LD, ("application/ld+json", "application/json"), ".jsonld"),
)

TABLE_BY_NAME: Final = {f.name: f for f in TABLES}
GRAPH_BY_NAME: Final = {f.name: f for f in GRAPHS}

FILE_FORMATS: Final = {
    ".ttl": _G.TURTLE,
    ".nt": _G.N_TRIPLES,
    ".nq": _G.N_QUADS,
    ".trig": _G.TRIG,
    ".rdf": _G.RDF_XML,
    ".owl": _G.RDF_XML,
    ".xml": _G.RDF_XML,
    ".jsonld": _G.JSON_LD,
    ".n3": _G.N3,
}
