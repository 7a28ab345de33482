"""The one way the rest of the project asks a store: select, ask, construct, and its digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

RdfTerm: TypeAlias = NamedNode | BlankNode | Literal
Row: TypeAlias = dict[str, RdfTerm]


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: variables in their order; unbound ones are absent from a row."""

    variables: tuple[str, ...]
    rows: list[Row]


@runtime_checkable
class GraphStore(Protocol):
    """
    A read-only dataset for the project's own queries; the default graph holds no disputed link.

    Every method raises `SyntaxProblem` for a malformed query and `GraphUnavailable` where the
    store does not answer; a remote store also raises `TimedOut`.
    """

    @property
    def digest(self) -> str:
        """A name for exactly this content: equal digests, equal answers."""
        ...

    def select(self, query: str) -> Solutions:
        """The solutions of a SELECT query."""
        ...

    def ask(self, query: str) -> bool:
        """The answer of an ASK query."""
        ...

    def construct(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, each once."""
        ...
