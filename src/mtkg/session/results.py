"""What a session answers with, where a record of the model alone would not show enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtkg.display.html import fragment
from mtkg.display.listing import Listing, Record
from mtkg.errors import UsageError
from mtkg.model.claims import Claim
from mtkg.model.diagnostics import Diagnostic, summary_of
from mtkg.model.links import Link
from mtkg.model.terms import Term, TermRef
from mtkg.paths import Path
from mtkg.session.rows import finding_row, link_of_path_row

if TYPE_CHECKING:
    from mtkg.graph import Graph
    from mtkg.lint.run import Outcome

SHOWN_PATHS = 5
"""Paths that a notebook shows; the value has them all."""


@dataclass(frozen=True, slots=True)
class TermEntry(Term):
    """
    A term with its ``links``: its own, then those that claims about every kind give it.

    ``shown`` is the same as ``GET /terms/{id}`` gives it.
    """

    links: tuple[Link, ...] = ()
    shown: Record = field(default_factory=dict, repr=False, compare=False)

    def _repr_html_(self) -> str:
        return fragment("term", term=self.shown)


@dataclass(frozen=True, slots=True)
class ClaimEntry(Claim):
    """A claim with ``shown``, the same as ``GET /claims/{id}`` gives it."""

    shown: Record = field(default_factory=dict, repr=False, compare=False)

    def _repr_html_(self) -> str:
        return fragment("claim", claim=self.shown)


class Chains(Listing[Path]):
    """
    Paths from ``start`` to ``end``, best first; ``truncated`` says that there are more.

    As a frame: one row for each link of each path, both numbered from 1.
    """

    def __init__(
        self,
        start: TermRef,
        end: TermRef,
        paths: Sequence[Path],
        shown: Record,
        rows: list[Record],
    ) -> None:
        super().__init__(paths, lambda path: {"status": path.status.value})
        self.start = start
        self.end = end
        self.truncated = bool(shown["truncated"])
        self._shown = shown
        self._rows = rows

    def records(self) -> list[Record]:
        """One dictionary for each link of each path."""
        return [link_of_path_row(row) for row in self._rows]

    def to_json(self) -> Record:
        """As ``GET /paths`` gives them."""
        return self._shown

    def _repr_html_(self) -> str:
        some = self._shown | {"paths": self._shown["paths"][:SHOWN_PATHS]}
        return fragment("paths", answer=some, total=len(self))


class Findings(Listing[Diagnostic]):
    """
    What `Session.lint` found in one article, in the order of its text.

    As a frame: one row for each finding; lines and columns count from 1, columns in characters.
    """

    def __init__(self, graph: Graph, outcome: Outcome) -> None:
        super().__init__(outcome.diagnostics, finding_row)
        self._graph = graph
        self._outcome = outcome

    @property
    def summary(self) -> dict[str, int]:
        """How many there are: ``{"errors": n, "warnings": n, "infos": n}``."""
        return summary_of(self._outcome.diagnostics)

    @property
    def statistics(self) -> Record:
        """Counts of words, sentences, terms and statements read, and of those left undecided."""
        return self._outcome.statistics

    def explain(self) -> list[Record]:
        """For each sentence that names a term: terms, statements, claims, verdicts, in steps."""
        from mtkg.lint.explaining import trace  # noqa: PLC0415 - few ask for it

        return trace(self._outcome)

    def fixed(self) -> str:
        """
        The article's text with the safe fixes applied; every other character as it was.

        Raises `mtkg.errors.UsageError` for a Word document, whose text is not all of it.
        """
        from mtkg.lint.fixing import apply_fixes  # noqa: PLC0415 - as above

        document = self._outcome.document
        if document.form == "docx":
            raise UsageError(
                f"{document.name}: a Word document cannot be given back as text",
                help="`mtkg lint --format docx` writes it with its findings as comments",
            )
        return apply_fixes(document.source, self._outcome.diagnostics)[0]

    def to_html(self) -> str:
        """The article as one page with findings and definitions in the margin; it loads nothing."""
        from mtkg.lint.outputs.margin import margin  # noqa: PLC0415 - as above

        return margin(self._graph, self._outcome)

    def to_json(self) -> Record:
        """As ``POST /lint`` gives them."""
        return {
            "diagnostics": [found.to_json() for found in self],
            "summary": self.summary,
            "statistics": self.statistics,
        }
