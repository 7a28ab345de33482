"""Which of the offered fixes are taken: the safe ones, or those that a person names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from mtkg.errors import BadParameter
from mtkg.model.diagnostics import Diagnostic, Fix


def named(diagnostics: Sequence[Diagnostic]) -> Iterator[tuple[str, Diagnostic, Fix]]:
    """
    Every fix with its finding and a name that the same findings always give it: ``3-TX302-1``.

    The finding's number, its code, and the number of the fix among the finding's, from 1.
    """
    for number, diagnostic in enumerate(diagnostics, start=1):
        for rank, fix in enumerate(diagnostic.fixes, start=1):
            yield f"{number}-{diagnostic.code}-{rank}", diagnostic, fix


def taken(
    diagnostics: Sequence[Diagnostic], chosen: Collection[str] | None
) -> tuple[Diagnostic, ...]:
    """
    *diagnostics* with the fixes that are to be applied marked safe, and no others.

    *chosen* holds names of fixes; None stands for every safe one. Raises `BadParameter` where a
    name is not that of a fix: the text or the graph is not the one that the names were given for.
    """
    if chosen is None:
        return tuple(diagnostics)
    known = {name for name, _, _ in named(diagnostics)}
    for name in sorted(set(chosen) - known):
        raise BadParameter(
            "fix",
            name,
            "a fix that was offered for this text",
            help="check the text again and choose anew",
        )
    found = []
    for number, diagnostic in enumerate(diagnostics, start=1):
        fixes = tuple(
            replace(fix, safe=True)
            for rank, fix in enumerate(diagnostic.fixes, start=1)
            if f"{number}-{diagnostic.code}-{rank}" in chosen
        )
        found.append(replace(diagnostic, fixes=fixes))
    return tuple(found)
