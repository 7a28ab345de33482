"""What both checkers say about a text: one record for a finding, whoever found it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How serious a finding is; compares by seriousness, not by name."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the most serious, so that sorting by rank puts errors first."""
        return ("error", "warning", "info").index(self.value)

    def at_least(self, other: Severity) -> bool:
        """Whether this is as serious as *other* or more so."""
        return self.rank <= other.rank


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place between two characters; line and column count from 1, columns in characters."""

    line: int
    column: int = 1

    def to_json(self) -> dict[str, int]:
        """``{"line": …, "column": …}``."""
        return {"line": self.line, "column": self.column}


FIRST = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file; *end* is the position after the last character."""

    file: str
    start: Position = FIRST
    end: Position = FIRST

    def __str__(self) -> str:
        return f"{self.file}:{self.start.line}"

    @property
    def first_character(self) -> Place:
        """The same place, shrunk to its start."""
        return Place(self.file, self.start, self.start)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding speaks of, and what is there."""

    file: str
    start: Position
    message: str

    def to_json(self) -> dict[str, Any]:
        """As it stands in a diagnostic's ``related``."""
        return {"file": self.file, "start": self.start.to_json(), "message": self.message}


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what is between *start* and *end* of the finding's file by *text*."""

    start: Position
    end: Position
    text: str

    def to_json(self) -> dict[str, Any]:
        """As it stands in a fix's ``edits``."""
        return {"start": self.start.to_json(), "end": self.end.to_json(), "text": self.text}


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that ends the finding. ``--fix`` applies it only where it is *safe*."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool

    def to_json(self) -> dict[str, Any]:
        """As it stands in a diagnostic's ``fixes``."""
        return {
            "title": self.title,
            "safe": self.safe,
            "edits": [edit.to_json() for edit in self.edits],
        }


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """
    One finding: what, where, why, and what to do.

    *cite* holds the CURIEs or DOIs of sources that the message rests on; *term* is the IRI of the
    term, claim or source spoken of, by which waivers and baselines recognize a finding when lines
    have moved. *term* is not part of the JSON, and two findings are equal whatever it is.
    """

    code: str
    name: str
    severity: Severity
    message: str
    file: str
    start: Position = FIRST
    end: Position = FIRST
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()
    cite: tuple[str, ...] = ()
    help: str | None = None
    term: str | None = field(default=None, compare=False)

    @property
    def place(self) -> Place:
        """Where the finding is."""
        return Place(self.file, self.start, self.end)

    @property
    def sort_key(self) -> tuple[str, Position, int, str, str]:
        """Files in order, then lines, then the more serious first."""
        return (self.file, self.start, self.severity.rank, self.code, self.message)

    @property
    def fingerprint(self) -> tuple[str, str, str, str]:
        """What stays the same of a finding when only lines have moved."""
        return (self.code, self.file, self.term or "", self.message)

    def in_file(self, file: str) -> Diagnostic:
        """The same finding under another name for the file."""
        return replace(self, file=file)

    def to_json(self) -> dict[str, Any]:
        """The public form, ready for ``json.dumps``."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity.value,
            "message": self.message,
            "file": self.file,
            "start": self.start.to_json(),
            "end": self.end.to_json(),
            "related": [related.to_json() for related in self.related],
            "fixes": [fix.to_json() for fix in self.fixes],
            "cite": list(self.cite),
            "help": self.help,
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Diagnostic:
        """The finding that `to_json` wrote; ``term``, which it leaves out, is None."""
        return cls(
            code=found["code"],
            name=found["name"],
            severity=Severity(found["severity"]),
            message=found["message"],
            file=found["file"],
            start=Position(**found["start"]),
            end=Position(**found["end"]),
            related=tuple(
                Related(each["file"], Position(**each["start"]), each["message"])
                for each in found["related"]
            ),
            fixes=tuple(
                Fix(fix["title"], tuple(_edit(edit) for edit in fix["edits"]), fix["safe"])
                for fix in found["fixes"]
            ),
            cite=tuple(found["cite"]),
            help=found["help"],
        )


def _edit(found: Mapping[str, Any]) -> Edit:
    return Edit(Position(**found["start"]), Position(**found["end"]), found["text"])


def summary_of(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> dict[str, int]:
    """``{"errors": n, "warnings": n, "infos": n}``."""
    counts = dict.fromkeys(Severity, 0)
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
    return {f"{severity.value}s": count for severity, count in counts.items()}
