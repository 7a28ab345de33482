"""What a checker hands to a reporter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mtkg.model.diagnostics import Diagnostic, summary_of

_LINE_END: Final = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Report:
    """
    Findings in the order they are to be shown.

    *texts* holds the text of each checked file, by the name findings call it, for excerpts; *extra*
    is added to the top level of JSON (a lint's statistics). *notes* are sentences for a person.
    """

    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def summary(self) -> dict[str, int]:
        """``{"errors": n, "warnings": n, "infos": n}``."""
        return summary_of(self.diagnostics)

    def lines(self, file: str) -> list[str]:
        """The lines of *file*, or none where its text is not at hand."""
        return _LINE_END.split(self.texts.get(file, ""))

    @property
    def sentence(self) -> str:
        """The summary in words: ``2 errors, 1 warning``."""
        counts = [
            f"{number} {what if number != 1 else what[:-1]}"
            for what, number in self.summary.items()
            if number
        ]
        return ", ".join(counts) or "nothing found"
