"""Say in words why a piece of text is not Turtle, and where the cause is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mtkg.model.vocabulary import PREFIXES

_OPENERS: Final = {"[": "]", "(": ")"}
_BAD_ESCAPE: Final = re.compile(r"\\(?![tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}).{0,1}")
_NAMES: Final = {
    "name": "",
    "iri": "",
    "string": "text ",
    "number": "number ",
    "at": "",
    "blank": "",
    "word": "",
    "caret": "",
    "bad": "",
}


class TurtleError(Exception):
    """A place where reading stopped: an offset, what was expected, and advice."""

    def __init__(
        self, offset: int, end: int, detail: str, *, advice: str | None = None, resume: int
    ) -> None:
        super().__init__(detail)
        self.offset = offset
        self.end = end
        self.detail = detail
        self.advice = advice
        self.resume = resume


@dataclass(frozen=True, slots=True)
class Opener:
    """A bracket that is still open, and where it stands."""

    mark: str
    offset: int


def shown(kind: str, value: str) -> str:
    """A token as a message shows it: short, on one line."""
    if kind == "end":
        return "the end of the file"
    text = value if len(value) <= 40 else f"{value[:37]}…"
    return _NAMES.get(kind, "") + (text.splitlines() or [""])[0]


def unreadable(text: str, offset: int, expected: str) -> TurtleError:
    """What is wrong at *offset*, where no token begins: an unclosed string or IRI, or a stray."""
    mark = text[offset]
    if mark in "\"'":
        return _broken_string(text, offset, mark)
    if mark == "<":
        return _broken_iri(text, offset)
    if mark == "@":
        return TurtleError(
            offset,
            offset + 1,
            "expected @prefix, @base or a language tag after '@'",
            resume=offset + 1,
        )
    detail = f"expected {expected}, found {mark!r}"
    advice = None
    if mark in "{}":
        advice = "Turtle has no graphs in braces; put each graph in a file of its own"
    elif mark in "\u201c\u201d\u201e\u2018\u2019":
        advice = 'Turtle strings stand in straight quotes: "…"'
    return TurtleError(offset, offset + 1, detail, advice=advice, resume=offset + 1)


def _broken_string(text: str, offset: int, mark: str) -> TurtleError:
    long = text.startswith(mark * 3, offset)
    closer = mark * 3 if long else mark
    stop = text.find(closer, offset + len(closer))
    newline = text.find("\n", offset)
    line_end = len(text) if newline < 0 else newline
    if not long and (stop < 0 or stop > line_end):
        return TurtleError(
            offset,
            line_end,
            f"this string is not closed; expected {closer} before the end of the line",
            advice=f"close it with {closer}, or use {mark * 3} for text of several lines",
            resume=line_end,
        )
    if long and stop < 0:
        return TurtleError(
            offset,
            offset + 3,
            f"this string is not closed; expected {closer}",
            advice=f"close it with {closer}",
            resume=offset + 3,
        )
    escape = _BAD_ESCAPE.search(text, offset, stop + 1)
    if escape:
        return TurtleError(
            escape.start(),
            escape.end(),
            f"expected \\t \\b \\n \\r \\f \\\" \\' \\\\ or \\u and four digits, "
            f"found {escape.group()!r}",
            advice="write a backslash in a string as \\\\",
            resume=stop + len(closer),
        )
    return TurtleError(
        offset, offset + 1, f"this string is not closed; expected {closer}", resume=offset + 1
    )


def _broken_iri(text: str, offset: int) -> TurtleError:
    if text.startswith("<<", offset):
        return TurtleError(
            offset,
            offset + 2,
            "expected a term, found '<<'",
            advice="triples inside triples are not part of Turtle 1.1; write a claim instead",
            resume=offset + 2,
        )
    bad = re.compile(r"[\x00-\x20<>\"{}|^`\\]").search(text, offset + 1)
    closed = bad is not None and bad.group() == ">"
    newline = text.find("\n", offset)
    line_end = len(text) if newline < 0 else newline
    end = text.find(">", offset)
    if bad is not None and not closed and offset < end < line_end:
        return TurtleError(
            bad.start(),
            bad.end(),
            f"expected '>' or an IRI character, found {bad.group()!r} inside an IRI",
            advice="write it percent-encoded, as in %20 for a blank",
            resume=end + 1,
        )
    return TurtleError(
        offset,
        bad.start() if bad else line_end,
        "this IRI is not closed; expected '>'",
        advice="close it with '>'",
        resume=line_end,
    )


def unexpected(
    expected: str,
    token: tuple[str, str, int, int],
    openers: list[Opener],
    line_before: int | None,
) -> TurtleError:
    """
    A token (kind, text, start, end) that cannot stand where it stands.

    Inside brackets, a token that only makes sense outside them means that the bracket was never
    closed, and the fault is at the bracket. *line_before* is the line of the token before, where
    it is another one: the place a missing mark belongs.
    """
    kind, value, start, end = token
    if openers and kind in {".", "end", "]", ")"}:
        opener = openers[-1]
        return TurtleError(
            opener.offset,
            opener.offset + 1,
            f"this '{opener.mark}' is not closed; expected '{_OPENERS[opener.mark]}', "
            f"found {shown(kind, value)}",
            advice=f"close it with '{_OPENERS[opener.mark]}'",
            resume=end,
        )
    advice = None
    if line_before is not None and kind != "end" and expected.startswith("'"):
        advice = f"is a mark missing at the end of line {line_before}?"
    elif kind in {"]", ")"}:
        advice = "nothing is open here that this bracket could close"
    return TurtleError(
        start, end, f"expected {expected}, found {shown(kind, value)}", advice=advice, resume=start
    )


def unknown_prefix(prefix: str, start: int, end: int) -> TurtleError:
    """A prefixed name whose prefix has no ``@prefix`` line above it."""
    known = PREFIXES.get(prefix)
    advice = (
        f"add  @prefix {prefix}: <{known}> .  at the top"
        if known
        else f"add an @prefix line for {prefix}: at the top, or correct its spelling"
    )
    return TurtleError(
        start,
        end,
        f"expected a declared prefix, found '{prefix}:' that no @prefix line declares",
        advice=advice,
        resume=end,
    )
