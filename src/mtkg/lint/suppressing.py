"""``mtkg-ignore``: findings that an author has decided to live with, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable

from mtkg.lint.making import at
from mtkg.lint.reading.document import Document, Lines, Suppression
from mtkg.model.diagnostics import Diagnostic, Edit, Fix


def suppressed(
    document: Document, lines: Lines, found: Iterable[Diagnostic], *, complete: bool
) -> tuple[list[Diagnostic], int]:
    """
    *found* without what is suppressed, and how many were.

    A suppression without a reason or code silences nothing (TX902); one that silences nothing is
    TX901, where every rule was run (*complete*).
    """
    if not document.suppressions:
        return list(found), 0
    used: set[int] = set()
    kept: list[Diagnostic] = []
    count = 0
    reach = [_reach(document, s) for s in document.suppressions]
    for diagnostic in found:
        offset = lines.offset(diagnostic.start)
        by = [
            number
            for number, suppression in enumerate(document.suppressions)
            if suppression.reason
            and diagnostic.code.startswith(suppression.codes)
            and suppression.codes
            and reach[number][0] <= offset < reach[number][1]
        ]
        used.update(by)
        count += bool(by)
        if not by:
            kept.append(diagnostic)
    for number, suppression in enumerate(document.suppressions):
        if not suppression.reason or not suppression.codes:
            what = "reason" if suppression.codes else "code"
            say = f"this suppression gives no {what} and silences nothing"
            kept.append(at(document, lines, "TX902", (suppression.start, suppression.end), say))
        elif number not in used and complete:
            say = f"this suppression of {', '.join(suppression.codes)} silences nothing"
            edit = Edit(lines.position(suppression.start), lines.position(suppression.end), "")
            fix = Fix("remove it", (edit,), safe=True)
            kept.append(
                at(
                    document,
                    lines,
                    "TX901",
                    (suppression.start, suppression.end),
                    say,
                    fixes=(fix,),
                )
            )
    return kept, count


def _reach(document: Document, suppression: Suppression) -> tuple[int, int]:
    """From where to where of the source it speaks: the block it stands in, else the next one."""
    if suppression.whole_file:
        return 0, len(document.source) + 1
    for block in document.blocks:
        start, end = block.source_start(0), block.source_end(len(block.text))
        if end > suppression.start:
            return start, end + 1
    return suppression.end, suppression.end
