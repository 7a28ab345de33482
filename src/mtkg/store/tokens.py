"""
SPARQL text as tokens: enough to see keywords apart from strings, IRIs, comments and names.

The terminals are those of https://www.w3.org/TR/sparql11-query/#sparqlGrammar, section 19.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

from mtkg.errors import SyntaxProblem

_PN_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PN = rf"{_PN_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"


class Kind(Enum):
    """What a token is; a `WORD` is a keyword, a built-in function, ``a``, or a boolean."""

    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    NAME = "name"
    BLANK = "blank"
    LANGUAGE = "language"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


class Token(NamedTuple):
    """A piece of a query and where it starts and ends, in characters from 0."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The keyword in capitals, or an empty string where the token is none."""
        return self.text.upper() if self.kind is Kind.WORD else ""


_NOTHING: Final = "nothing"
_END: Final = "end"
_SPACE: Final = r"(?:[ \t\r\n]++|#[^\r\n]*+)*+"
# Possessive quantifiers, and a bound on the length of a prefix, keep matching linear.
_TERMINALS = (
    (Kind.IRI.value, rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]|{_UCHAR})*+>"),
    (
        Kind.STRING.value,
        (
            r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
            r"|\"(?:[^\"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+'"
        ),
    ),
    (Kind.VARIABLE.value, rf"[?$][{_PN}]++"),
    (Kind.BLANK.value, rf"_:[{_PN}](?:[{_PN}\-]|\.(?=[{_PN}.\-]))*+"),
    (Kind.LANGUAGE.value, r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+"),
    (
        Kind.NAME.value,
        (
            rf"(?:[{_PN_BASE}](?:[{_PN}\-]|\.(?=[{_PN}.\-])){{0,255}}+)?:"
            rf"(?:(?:[{_PN}:]|{_PLX})(?:[{_PN}:\-]|{_PLX}|\.(?=[{_PN}:.\-%\\]))*+)?"
        ),
    ),
    (Kind.NUMBER.value, r"(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+\-]?[0-9]++)?"),
    (Kind.WORD.value, r"[A-Za-z_][A-Za-z0-9_\-]*+"),
    (
        Kind.MARK.value,
        r"\^\^|&&|\|\||!=|<=|>=|<<\(|\)>>|<<|>>|\{\||\|\}|[{}()\[\].,;*/+\-=<>!|^?~$]",
    ),
    (_NOTHING, r"."),
    # Matched, so that space at the end is not tried again from each of its characters.
    (_END, r"\Z"),
)
_PATTERN = re.compile(
    f"{_SPACE}(?:{'|'.join(f'(?P<{name}>{rule})' for name, rule in _TERMINALS)})", re.DOTALL
)
# By number of the group; None where there is no token.
_KINDS = (None, *(Kind(name) if name not in (_NOTHING, _END) else None for name, _ in _TERMINALS))

# Keywords and built-ins of SPARQL 1.1 and of the 1.2 draft that engines already read.
_WORDS = """
    A ABS ADD ADJUST ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT
    CONSTRUCT CONTAINS COPY COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT
    DROP ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR
    HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG
    LANGDIR LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT NOW
    OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE
    SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT
    STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TO TRIPLE TRUE
    TZ UCASE UNDEF UNION URI USING UUID VALUES VERSION WHERE WITH YEAR
"""
WORDS: Final = frozenset(_WORDS.split())


def tokens(query: str) -> Iterator[Token]:
    """
    The tokens of *query*, without spaces and comments.

    Raises `SyntaxProblem` at the first character that begins no SPARQL terminal.

    >>> [t.text for t in tokens("ASK { ?s a 'SERVICE' } # LOAD")]
    ['ASK', '{', '?s', 'a', "'SERVICE'", '}']
    """
    for match in _PATTERN.finditer(query):
        group = match.lastindex or 0
        kind = _KINDS[group]
        if kind is not None:
            start, end = match.span(group)
            yield Token(kind, query[start:end], start, end)
        elif match.lastgroup == _NOTHING:
            raise _unreadable(query, match.start(group))


def place(text: str, offset: int) -> tuple[int, int]:
    r"""
    Line and column, both from 1, of the character at *offset*.

    >>> place("ASK {\n }", 7)
    (2, 2)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _unreadable(query: str, position: int) -> SyntaxProblem:
    line, column = place(query, position)
    character = query[position]
    detail = f"{character!r} begins no SPARQL term"
    if character in "\"'":
        detail = "this string is not closed"
    elif character == "\\":
        detail = "an escape outside a string, an IRI or a name"
    return SyntaxProblem(detail, line=line, column=column)
