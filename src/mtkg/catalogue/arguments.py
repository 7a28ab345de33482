"""Read what a caller typed for a query's parameters as the terms that go into its VALUES blocks."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode

from mtkg.catalogue.binding import bind
from mtkg.catalogue.spec import Parameter, ParameterType, QuerySpec
from mtkg.errors import BadParameter, NotFound
from mtkg.model import vocabulary as v
from mtkg.model.claims import Status
from mtkg.model.terms import Term
from mtkg.store.port import RdfTerm

RELATION_KIND = "Relation"
LARGEST = 2**63 - 1
"""Engines compute with 64 bits."""


class Names(Protocol):
    """Who knows the graph's names; asked only where a parameter needs it."""

    def term(self, name: str) -> Term:
        """The term that *name* names (local name, CURIE, IRI, label); raises `NotFound`."""
        ...

    def source_ids(self) -> Sequence[str]:
        """The local names of every source."""
        ...

    def claim_ids(self) -> Sequence[str]:
        """The local names of every claim."""
        ...


def bound(spec: QuerySpec, given: Mapping[str, Sequence[str]], names: Names) -> str:
    """
    The text of *spec* with what was *given* for its parameters in place.

    Raises `UsageError` for a parameter the query does not take, `NotFound` with close matches for
    a name that the graph does not hold, `BadParameter` for a value of the wrong kind.
    """
    values: dict[str, tuple[RdfTerm, ...]] = {}
    for name, texts in given.items():
        parameter = spec.parameter(name)
        values[parameter.name] = tuple(read_value(parameter, text, names) for text in texts)
    return bind(spec.text, values)


def read_value(parameter: Parameter, text: str, names: Names) -> RdfTerm:
    """*text* as a value of *parameter*; raises as `bound` does."""
    match parameter.type:
        case ParameterType.TERM:
            return _term(parameter, text, names)
        case ParameterType.RELATION:
            return _relation(parameter, text, names)
        case ParameterType.SOURCE:
            return NamedNode(f"{v.SOURCE}{_held(text, v.SOURCE, 'source', names.source_ids())}")
        case ParameterType.CLAIM:
            return NamedNode(f"{v.CLAIM}{_held(text, v.CLAIM, 'claim', names.claim_ids())}")
        case ParameterType.KIND:
            return NamedNode(f"{v.MTKG}{_one_of(v.KINDS, parameter, v.local_name(_iri(text)))}")
        case ParameterType.STATUS:
            return Literal(_one_of([status.value for status in Status], parameter, text))
        case ParameterType.INTEGER:
            return _integer(parameter, text)
        case ParameterType.TEXT:
            return Literal(text)


def _term(parameter: Parameter, text: str, names: Names) -> RdfTerm:
    term = names.term(text)
    if parameter.kinds and term.kind not in parameter.kinds:
        raise BadParameter(
            parameter.name,
            text,
            f"a term of kind {' or '.join(parameter.kinds)}",
            help=f"{term.label} is of kind {term.kind}",
        )
    return NamedNode(term.iri)


def _relation(parameter: Parameter, text: str, names: Names) -> RdfTerm:
    if v.local_name(_iri(text)) == v.SUBCLASS:
        return NamedNode(v.relation_iri(v.SUBCLASS))
    term = names.term(text)
    if term.kind != RELATION_KIND:
        raise BadParameter(
            parameter.name, text, "a relation", help=f"{term.label} is of kind {term.kind}"
        )
    return NamedNode(v.relation_iri(term.id))


def _integer(parameter: Parameter, text: str) -> RdfTerm:
    try:
        number = int(text)
    except ValueError as error:
        raise BadParameter(parameter.name, text, "a whole number") from error
    if abs(number) > LARGEST:
        raise BadParameter(parameter.name, text, f"a whole number up to {LARGEST}")
    return Literal(number)


def _iri(text: str) -> str:
    stripped = text.strip().strip("<>")
    return v.expand(stripped) or stripped


def _one_of(known: Sequence[str], parameter: Parameter, text: str) -> str:
    for name in known:
        if name.casefold() == text.strip().casefold():
            return name
    raise BadParameter(parameter.name, text, f"one of {', '.join(known)}")


def _held(text: str, namespace: str, what: str, ids: Sequence[str]) -> str:
    name = _iri(text).removeprefix(namespace)
    if name in ids:
        return name
    raise NotFound(what, text, difflib.get_close_matches(name, ids, n=5, cutoff=0.5))


def parameter_schema(spec: QuerySpec) -> dict[str, Any]:
    """The JSON Schema (2020-12) of *spec*'s parameters, as they are given over HTTP."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "properties": {p.name: _property(p, spec) for p in spec.parameters},
    }


def _property(parameter: Parameter, spec: QuerySpec) -> dict[str, Any]:
    found: dict[str, Any] = {"description": parameter.description, "x-type": parameter.type.value}
    if parameter.type is ParameterType.INTEGER:
        found |= {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}
    else:
        found["type"] = "string"
    if parameter.type is ParameterType.STATUS:
        found["enum"] = [status.value for status in Status]
    if parameter.type is ParameterType.KIND:
        found["enum"] = list(v.KINDS)
    if parameter.kinds:
        found["x-kinds"] = list(parameter.kinds)
    if parameter.default:
        found["default"] = plain_default(parameter)
    if parameter.name in spec.example:
        found["examples"] = [_as_json(parameter, spec.example[parameter.name])]
    return found


def plain_default(parameter: Parameter) -> str | int:
    """The default as a caller would type it: ``mtkg:Joint`` is ``Joint``."""
    shown = ", ".join(_plain(value) for value in parameter.default)
    return _as_json(parameter, shown)


def _plain(value: str) -> str:
    if value.startswith(("'", '"')):
        return value[1 : value.rindex(value[0])]
    return value.rpartition(":")[2] if not value.startswith("<") else value.strip("<>")


def _as_json(parameter: Parameter, text: str) -> str | int:
    return int(text) if parameter.type is ParameterType.INTEGER and text.isdigit() else text
