"""Counting: what was rightly found, wrongly found, and missed, under names."""

from __future__ import annotations

from collections import Counter

from mtkg.rules.figures import Count


class Tally:
    """Counts under names, and a note of each that was wrong or missed."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self.misses: list[str] = []

    def right(self, name: str) -> None:
        """Rightly found."""
        self._counts[name, "right"] += 1

    def wrong(self, name: str, note: str) -> None:
        """Found, and not there."""
        self._counts[name, "wrong"] += 1
        self.misses.append(f"{name:12} wrong   {note}")

    def missed(self, name: str, note: str) -> None:
        """There, and not found."""
        self._counts[name, "missed"] += 1
        self.misses.append(f"{name:12} missed  {note}")

    def judge(self, name: str, note: str, *, right: bool) -> None:
        """A label of something found: right, or else wrong."""
        if right:
            self.right(name)
        else:
            self.wrong(name, note)

    def __getitem__(self, name: str) -> Count:
        right, wrong, missed = (self._counts[name, o] for o in ("right", "wrong", "missed"))
        return Count(right, wrong, missed)

    @property
    def names(self) -> list[str]:
        """Everything counted, in order."""
        return sorted({name for name, _ in self._counts})

    def counts(self, *names: str) -> dict[str, Count]:
        """The counts of *names*, those of nothing left out."""
        return {name: self[name] for name in names if self[name]}
