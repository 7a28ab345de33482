"""The answer to a query of the catalogue as plain values: what JSON, CSV and tables show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from mtkg.model.vocabulary import MTKG, XSD, local_name, relation_iri
from mtkg.store.port import RdfTerm, Solutions

Value = str | int | float | bool
Row = dict[str, Value | None]

_NUMBERS: Final[Mapping[str, Callable[[str], Value]]] = {
    f"{XSD}integer": int,
    f"{XSD}int": int,
    f"{XSD}long": int,
    f"{XSD}nonNegativeInteger": int,
    f"{XSD}decimal": float,
    f"{XSD}double": float,
    f"{XSD}float": float,
    f"{XSD}boolean": lambda text: text in ("true", "1"),
}


def rows_of(solutions: Solutions, columns: Sequence[str]) -> list[Row]:
    """*solutions* with every column of *columns*, None where it is unbound."""
    return [{c: None if c not in row else plain(row[c]) for c in columns} for row in solutions.rows]


def rows_of_json(document: Mapping[str, Any], columns: Sequence[str]) -> list[Row]:
    """The same from SPARQL 1.1 results in JSON."""
    bindings: Iterable[Mapping[str, Mapping[str, str]]] = document["results"]["bindings"]
    return [{c: None if c not in row else _plain_json(row[c]) for c in columns} for row in bindings]


def plain(term: RdfTerm) -> Value:
    """
    A term as answers name it: our IRIs by local name, numbers and booleans as such.

    >>> plain(NamedNode("https://w3id.org/mtkg/Joint")), plain(Literal(3))
    ('Joint', 3)
    """
    match term:
        case NamedNode():
            return name_of(term.value)
        case BlankNode():
            return f"_:{term.value}"
        case Literal():
            return _literal(term.value, term.datatype.value)


def name_of(iri: str) -> str:
    """The local name of an IRI of ours, and of ``rdfs:subClassOf``; any other IRI as it is."""
    ours = iri.startswith(MTKG) or iri == relation_iri("subClassOf")
    return local_name(iri) if ours else iri


def _plain_json(term: Mapping[str, str]) -> Value:
    if term["type"] == "uri":
        return name_of(term["value"])
    if term["type"] == "bnode":
        return f"_:{term['value']}"
    return _literal(term["value"], term.get("datatype", ""))


def _literal(value: str, datatype: str) -> Value:
    reader = _NUMBERS.get(datatype)
    try:
        return reader(value) if reader else value
    except ValueError:
        return value
