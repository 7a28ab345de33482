"""What a store's engine complains about, said so that a person can mend it."""

from __future__ import annotations

import difflib
import re
from typing import Final

from mtkg.errors import SyntaxProblem
from mtkg.model.vocabulary import PREFIXES
from mtkg.store.guard import Query
from mtkg.store.tokens import WORDS, Kind, Token, place

_PLACE: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_FILE_PLACE: Final = re.compile(
    r"(?:Parser error )?(?:at line (\d+)(?: between columns? | column )(\d+)[^:]*: )?(.*)",
    re.DOTALL,
)
_SENTENCE: Final = re.compile(
    r"(?:^|, )((?:The|An?|Unexpected|Invalid|IRI|Blank|Duplicate|SELECT \*) "
    r"[^,\[]*?[a-z]{3}[^,\[]*)"
)
_LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PAIRS: Final = {"{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
_CLOSING: Final = frozenset(_PAIRS.values())
_UNHELPFUL: Final = frozenset(("Prefix not found",))


def query_fault(query: Query, error: Exception) -> SyntaxProblem:
    """The engine's refusal of *query*, with the place and, where it can be told, the reason."""
    problem = _undeclared(query) or _unknown_word(query) or _unbalanced(query)
    if problem is not None:
        return problem
    match = _PLACE.match(str(error))
    if match is None:
        return _at_its_name(query, str(error))
    line, column, expected = int(match[1]), int(match[2]), match[3]
    offset = _offset(query.text, line, column)
    return SyntaxProblem(_detail(query, offset, expected), line=line, column=column)


def file_fault(path: str, error: Exception) -> SyntaxProblem:
    """The engine's refusal of an RDF file, with its line and column."""
    match = _FILE_PLACE.match(str(error))
    line, column, detail = match.groups() if match else (None, None, str(error))
    return SyntaxProblem(
        detail.strip() or "this is not RDF",
        line=int(line or 1),
        column=int(column or 1),
        file=path,
        help="mend the file, or give it the suffix of the format it is in",
    )


def _at_its_name(query: Query, detail: str) -> SyntaxProblem:
    """A fault without a place, at the IRI it names if the query has it."""
    named = next((t for t in query.tokens if t.kind is Kind.IRI and t.text in detail), None)
    line, column = place(query.text, named.start) if named else (1, 1)
    return SyntaxProblem(detail, line=line, column=column)


def _undeclared(query: Query) -> SyntaxProblem | None:
    declared = query.prefixes
    before: Token | None = None
    for token in query.tokens:
        if token.kind is Kind.NAME and not (before and before.word == "PREFIX"):
            prefix = token.text.partition(":")[0]
            if prefix not in declared:
                line, column = place(query.text, token.start)
                known = PREFIXES.get(prefix)
                return SyntaxProblem(
                    f"the prefix {prefix}: is not declared",
                    line=line,
                    column=column,
                    help=f"begin with PREFIX {prefix}: <{known or '…'}>",
                )
        before = token
    return None


def _unknown_word(query: Query) -> SyntaxProblem | None:
    for token in query.tokens:
        if token.kind is Kind.WORD and token.word not in WORDS:
            near = difflib.get_close_matches(token.word, WORDS, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            line, column = place(query.text, token.start)
            return SyntaxProblem(
                f"{token.text!r} is no word of SPARQL{hint}",
                line=line,
                column=column,
                help="write IRIs in <angle brackets> or with a prefix, and text in quotes",
            )
    return None


def _unbalanced(query: Query) -> SyntaxProblem | None:
    opened: list[Token] = []
    for token in query.tokens:
        if token.kind is not Kind.MARK:
            continue
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _CLOSING and (not opened or _PAIRS[opened.pop().text] != token.text):
            line, column = place(query.text, token.start)
            return SyntaxProblem(
                f"{token.text!r} closes nothing that is open", line=line, column=column
            )
    if opened:
        line, column = place(query.text, len(query.text))
        first = "line {}, column {}".format(*place(query.text, opened[-1].start))
        return SyntaxProblem(
            f"the query ends too soon: {opened[-1].text!r} of {first} is never closed",
            line=line,
            column=column,
        )
    return None


def _detail(query: Query, offset: int, expected: str) -> str:
    for sentence in _SENTENCE.findall(expected):
        if sentence not in _UNHELPFUL:
            return str(sentence).strip()
    found = next((t for t in query.tokens if t.end > offset), None)
    what = f"unexpected {found.text!r}" if found else "the query ends too soon"
    wanted = [w for w in _LITERAL.findall(expected) if w]
    if wanted and len(wanted) <= 8:
        return f"{what}; expected {' or '.join(wanted)}"
    return what


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(part) + 1 for part in lines[: line - 1]) + column - 1
