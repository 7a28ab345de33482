"""
What a query from outside may not do, told from its tokens before any engine sees it.

Refused are updates, ``LOAD`` and ``SERVICE``, wherever they stand. Engines match keywords without
word boundaries (``SERVICEex:x{}`` is a call to some), so the guard looks inside words and names.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from mtkg.errors import Forbidden, SyntaxProblem
from mtkg.store.tokens import Kind, Token, place, tokens

FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
)
_VOLATILE: Final = frozenset(("RAND", "NOW", "UUID", "STRUUID", "BNODE"))
_GRAPH_NAMERS: Final = frozenset(("GRAPH", "FROM", "NAMED", "DESCRIBE"))
_PROLOGUE: Final = frozenset(("PREFIX", "BASE", "VERSION"))
# Virtuoso calls SQL and C functions under these schemes, declared or not.
_ENGINE_SCHEMES: Final = ("bif:", "sql:")
# What is refused holds one of these: a text that does not need no closer look.
_SUSPECT: Final = ("SERVICE", *(s.upper() for s in _ENGINE_SCHEMES), *sorted(_UPDATES))
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

READ_ONLY: Final = "this endpoint is read-only: ask with SELECT, ASK, CONSTRUCT or DESCRIBE"


@dataclass(frozen=True, slots=True)
class Query:
    """A query that passed the guard: its text, its form, its tokens."""

    text: str
    form: str
    tokens: tuple[Token, ...]

    @property
    def volatile(self) -> bool:
        """Whether the answer may differ from one run to the next on the same data."""
        text = self.text.upper()
        return any(word in text for word in _VOLATILE) and any(
            t.word in _VOLATILE for t in self.tokens
        )

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes the query declares."""
        found = {}
        for keyword, name, iri in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False):
            if keyword.word == "PREFIX" and name.kind is Kind.NAME:
                found[name.text[:-1]] = iri.text[1:-1]
        return found


def guard(text: str) -> Query:
    """
    *text* as a query that only reads.

    Raises `Forbidden` for an update, ``LOAD`` or ``SERVICE``, and `SyntaxProblem` where the text
    is no SPARQL query form at all. It does not parse: a query that passes may still be malformed.
    """
    found = tuple(tokens(text))
    _refuse(text, found)
    # Standards-conforming engines decode \u escapes before anything else, strings included.
    decoded = _decode(text)
    if decoded != text:
        with suppress(SyntaxProblem):
            _refuse(decoded, tuple(tokens(decoded)))
    return Query(text, _form(text, found), found)


def _refuse(text: str, found: tuple[Token, ...]) -> None:
    upper = text.upper()
    if not any(word in upper for word in _SUSPECT):
        return
    previous = ""
    for number, token in enumerate(found):
        if token.kind is Kind.WORD:
            word = token.word
            if word in _UPDATES:
                raise Forbidden(f"{word} {_where(text, token)} is refused", help=READ_ONLY)
            if "SERVICE" in word:
                raise _no_service(text, token)
            previous = word
            continue
        if token.kind is Kind.NAME:
            if previous not in _GRAPH_NAMERS and _glued_service(found, number):
                raise _no_service(text, token)
            if token.text.lower().startswith(_ENGINE_SCHEMES):
                raise _no_engine_function(text, token)
        elif token.kind is Kind.IRI and token.text[1:].lower().startswith(_ENGINE_SCHEMES):
            raise _no_engine_function(text, token)
        previous = ""


def _glued_service(found: tuple[Token, ...], number: int) -> bool:
    prefix = found[number].text.partition(":")[0]
    following = found[number + 1].text if number + 1 < len(found) else ""
    return "SERVICE" in prefix.upper() and following == "{"


def _no_service(text: str, token: Token) -> Forbidden:
    return Forbidden(
        f"SERVICE {_where(text, token)} is refused: a query here opens no connection",
        help="ask the other endpoint on its own and join the answers",
    )


def _no_engine_function(text: str, token: Token) -> Forbidden:
    return Forbidden(
        f"{token.text} {_where(text, token)} is refused: engine functions are not open to queries",
        help="use the functions of SPARQL 1.1",
    )


def _where(text: str, token: Token) -> str:
    line, column = place(text, token.start)
    return f"at line {line}, column {column}"


def _form(text: str, found: tuple[Token, ...]) -> str:
    for token in found:
        if token.kind is Kind.WORD and token.word not in _PROLOGUE:
            if token.word in FORMS:
                return token.word
            line, column = place(text, token.start)
            raise SyntaxProblem(
                f"{token.text!r} begins no query", line=line, column=column, help=READ_ONLY
            )
    line, column = place(text, len(text))
    raise SyntaxProblem(
        "the query has no SELECT, ASK, CONSTRUCT or DESCRIBE",
        line=line,
        column=column,
        help=READ_ONLY,
    )


def _decode(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else match[0]

    return _ESCAPE.sub(character, text)
