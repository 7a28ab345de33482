"""What a name that is not known may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near(name: str, known: Iterable[str]) -> list[str]:
    """The names among *known* most like *name*, best first, five at most."""
    return difflib.get_close_matches(name, list(known), n=5, cutoff=0.5)
