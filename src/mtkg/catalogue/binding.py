"""
Put a caller's values into a query, leaving the query readable and runnable as it stands.

A value takes the place of what stands between the braces of ``VALUES ?name { … }``. It is written
as a whole term by the engine's own serializer, so nothing in it can become part of the query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtkg.store.port import RdfTerm
from mtkg.store.tokens import Kind, Token, tokens


@dataclass(frozen=True, slots=True)
class Block:
    """
    The contents of one ``VALUES ?name { … }``.

    ``start`` and ``end`` are offsets in characters, between the braces; ``values`` are the terms
    as written there.
    """

    name: str
    start: int
    end: int
    values: tuple[str, ...]


def value_blocks(query: str) -> dict[str, tuple[Block, ...]]:
    """The blocks of one variable each in *query*, by the variable's name."""
    found: dict[str, tuple[Block, ...]] = {}
    for block in _blocks(tuple(tokens(query))):
        found[block.name] = (*found.get(block.name, ()), block)
    return found


def _blocks(stream: Sequence[Token]) -> Iterator[Block]:
    for n, token in enumerate(stream[:-3]):
        variable, opening = stream[n + 1], stream[n + 2]
        if token.word == "VALUES" and variable.kind is Kind.VARIABLE and opening.text == "{":
            closing = next(m for m in range(n + 3, len(stream)) if stream[m].text == "}")
            inside = stream[n + 3 : closing]
            yield Block(
                variable.text[1:], opening.end, stream[closing].start, tuple(_terms(inside))
            )


def _terms(inside: Sequence[Token]) -> Iterator[str]:
    """Tokens put together to terms: a literal is a string with its language or datatype."""
    term = ""
    for token in inside:
        goes_on = token.kind is Kind.LANGUAGE or token.text == "^^" or term.endswith("^^")
        if term and not goes_on:
            yield term
            term = ""
        term += token.text
    if term:
        yield term


def bind(query: str, values: Mapping[str, Sequence[RdfTerm]]) -> str:
    r"""
    *query* with *values* in its ``VALUES`` blocks; all else stays as it is, to the character.

    Several values of one name are alternatives; none of a name binds nothing. A name without a
    block is an error of the program (`KeyError`), as is a blank node (`ValueError`).

    >>> from pyoxigraph import Literal
    >>> bind("ASK { VALUES ?word { UNDEF } ?s ?p ?word }", {"word": [Literal('"} # ')]})
    'ASK { VALUES ?word { "\\"} # " } ?s ?p ?word }'
    """
    blocks = value_blocks(query)
    places = [(b, terms) for name, terms in values.items() if terms for b in blocks[name]]
    for block, terms in sorted(places, key=lambda place: place[0].start, reverse=True):
        written = " ".join(serialised(term) for term in terms)
        query = f"{query[: block.start]} {written} {query[block.end :]}"
    return query


def serialised(term: RdfTerm) -> str:
    r"""
    *term* as it is written in N-Triples and so in SPARQL.

    >>> from pyoxigraph import Literal
    >>> serialised(Literal("line\nbreak"))
    '"line\\nbreak"'
    """
    text = str(term)
    if not text.startswith(("<", '"')):
        raise ValueError(f"{text} is no IRI and no literal")
    return text
