"""Fewer rows: a LIMIT put into a query, and answers already written shortened to whole rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mtkg.store.guard import Query
from mtkg.store.tokens import Kind, Token

_OPEN: Final = frozenset("{([")
_CLOSE: Final = frozenset("})]")

# One row of each format, possessive so that it runs once over the text; JSON rows may hold triple
# terms, objects within objects, to a depth of four.
_TEXT: Final = rb'"(?:[^"\\]++|\\.)*+"'


def _nested(depth: int) -> bytes:
    inner = rb"" if depth == 0 else rb"|" + _nested(depth - 1)
    return rb"\{(?:[^\"{}]++|" + _TEXT + inner + rb")*+\}"


_ROW: Final = {
    "json": re.compile(_nested(4) + rb",?", re.DOTALL),
    "xml": re.compile(rb"<result>.*?</result>", re.DOTALL),
    "csv": re.compile(rb'(?:[^"\n]++|"(?:[^"]++|"")*+")*+\n', re.DOTALL),
    "tsv": re.compile(rb"[^\n]*+\n"),
}
_START: Final = {"json": b'"bindings":[', "xml": b"<results>", "csv": b"\n", "tsv": b"\n"}
_END: Final = {
    "json": b']},"truncated":true}',
    "xml": b"</results></sparql>",
    "csv": b"",
    "tsv": b"",
}
# Never fewer than the rows, and counted at memory speed: most answers need no closer look.
_AT_MOST: Final[dict[str, Callable[[bytes], int]]] = {
    "json": lambda body: body.count(b"}}") + body.count(b"{}"),
    "xml": lambda body: body.count(b"</result>"),
    "csv": lambda body: body.count(b"\n") - 1,
    "tsv": lambda body: body.count(b"\n") - 1,
}


def limit_rows(query: Query, rows: int) -> str:
    """
    *query*'s text asking for at most ``rows + 1`` solutions, its own limit kept where lower.

    >>> from mtkg.store.guard import guard
    >>> limit_rows(guard("SELECT * { ?s ?p ?o } LIMIT 5"), 2)
    'SELECT * { ?s ?p ?o } LIMIT 3'
    """
    depth, last_word, seen_group = 0, "", False
    values: Token | None = None
    for token in query.tokens:
        if token.kind is Kind.MARK:
            if token.text in _OPEN:
                depth += 1
            elif token.text in _CLOSE:
                depth -= 1
                seen_group = seen_group or (depth == 0 and token.text == "}")
        elif depth == 0 and token.kind is Kind.WORD:
            last_word = token.word
            if last_word == "VALUES" and values is None and seen_group:
                values = token
        elif depth == 0 and last_word == "LIMIT" and token.kind is Kind.NUMBER:
            if token.text.isdigit() and int(token.text) <= rows:
                return query.text
            return f"{query.text[: token.start]}{rows + 1}{query.text[token.end :]}"
    if values is not None:
        return f"{query.text[: values.start]}LIMIT {rows + 1}\n{query.text[values.start :]}"
    # On a line of its own: the text may end in a comment.
    return f"{query.text}\nLIMIT {rows + 1}"


def cut_rows(body: bytes, name: str, rows: int) -> tuple[bytes, str]:
    """*body* with at most *rows* rows, and "rows" if some were taken away."""
    if _AT_MOST[name](body) <= rows:
        return body, ""
    offset = _after(body, name, rows)
    if offset is None:
        return body, ""
    return _closed(body[:offset], name), "rows"


def cut_bytes(body: bytes, name: str) -> bytes:
    """*body*, broken off somewhere, ended properly after its last whole row."""
    offset = _after(body, name, None)
    return _closed(body[:offset], name) if offset else body


def _after(body: bytes, name: str, rows: int | None) -> int | None:
    """Where row number *rows* ends, or the last whole one; None if no row follows that."""
    start = body.find(_START[name])
    if start < 0:
        return None
    position = start + len(_START[name])
    match_at = _ROW[name].match
    count = 0
    while rows is None or count < rows:
        row = match_at(body, position)
        if row is None:
            return position if rows is None else None
        position = row.end()
        count += 1
    return position if match_at(body, position) else None


def _closed(body: bytes, name: str) -> bytes:
    return (body[:-1] if body.endswith(b",") and name == "json" else body) + _END[name]
