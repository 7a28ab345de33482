"""Findings that someone has decided to live with: for which term, why, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from mtkg.check.findings import finding
from mtkg.errors import SyntaxProblem
from mtkg.model.diagnostics import Diagnostic, Place, Position
from mtkg.model.vocabulary import MTKG, expand

NEVER: Final = frozenset({"KG101", "KG201", "KG601", "KG901", "KG902"})
"""Codes that no waiver silences."""

_KEYS: Final = {"code", "term", "file", "reason", "expires"}


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry of ``waivers.yaml``; *term* is an IRI, *file* a name, None for any."""

    code: str
    term: str | None
    file: str | None
    reason: str
    expires: date | None
    place: Place

    def silences(self, diagnostic: Diagnostic, today: date) -> bool:
        """Whether the waiver still stands and means *diagnostic*."""
        return (
            self.expires is not None
            and today <= self.expires
            and bool(self.reason)
            and diagnostic.code == self.code
            and diagnostic.code not in NEVER
            and (self.term is None or self.term == diagnostic.term)
            and (self.file is None or self.file == diagnostic.file)
        )


def read_waivers(path: Path, name: str) -> list[Waiver]:
    """
    The waivers in *path*, none where there is no such file.

    Raises `SyntaxProblem` at the entry that is not one: no mapping, an unknown key, no code.
    """
    if not path.is_file():
        return []
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = getattr(error, "problem", None) or "not YAML"
        raise SyntaxProblem(str(problem), line=line, column=column, file=name) from error
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise SyntaxProblem("expected a list of waivers", line=1, column=1, file=name)
    return [_waiver(node, name) for node in root.value]


def _waiver(node: yaml.Node, name: str) -> Waiver:
    start = Position(node.start_mark.line + 1, node.start_mark.column + 1)

    def fault(detail: str) -> SyntaxProblem:
        return SyntaxProblem(detail, line=start.line, column=start.column, file=name)

    value: Any = yaml.SafeLoader("").construct_object(node, deep=True)
    if not isinstance(value, dict) or not value.get("code"):
        raise fault("expected code, term, reason and expires")
    unknown = sorted(set(map(str, value)) - _KEYS)
    if unknown:
        raise fault(f"unknown key {unknown[0]!r}")
    expires = value.get("expires")
    if expires is not None and not isinstance(expires, date):
        raise fault(f"expected a date, found {expires!r}")
    term = value.get("term")
    return Waiver(
        code=str(value["code"]),
        term=(expand(str(term)) or (str(term) if "://" in str(term) else MTKG + str(term)))
        if term
        else None,
        file=value.get("file"),
        reason=str(value.get("reason") or "").strip(),
        expires=expires,
        place=Place(name, start, Position(start.line, start.column + 1)),
    )


def apply_waivers(
    found: Iterable[Diagnostic], waivers: list[Waiver], today: date, *, complete: bool
) -> list[Diagnostic]:
    """
    *found* without what is waived, and with what is wrong with the waivers themselves.

    A waiver that silences nothing is stale only where the check was *complete* (the whole graph).
    """
    used: set[Waiver] = set()
    kept: list[Diagnostic] = []
    for diagnostic in found:
        by = [waiver for waiver in waivers if waiver.silences(diagnostic, today)]
        used.update(by)
        if not by:
            kept.append(diagnostic)
    for waiver in waivers:
        if not waiver.reason or waiver.expires is None:
            what = "reason" if not waiver.reason else "day on which it expires"
            say = f"the waiver of {waiver.code} gives no {what} and silences nothing"
            kept.append(finding("KG902", say, waiver.place))
        elif waiver.expires < today:
            say = f"the waiver of {waiver.code} expired on {waiver.expires}"
            kept.append(finding("KG901", say, waiver.place))
        elif complete and waiver not in used:
            say = f"the waiver of {waiver.code} silences nothing"
            kept.append(finding("KG901", say, waiver.place))
    return kept
