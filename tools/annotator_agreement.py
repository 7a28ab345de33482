"""
How far two annotators of the same sentences agree: ``python -m tools.annotator_agreement``.

Reads the first annotation beside the articles and the second from ``tests/corpus/agreement/second``
(both may be named), and prints the agreement on which claims a text makes (F1, that is pairwise
positive agreement, for there is no count of claims that neither saw), and, on the claims that both
saw, on polarity and certainty (share and Cohen's kappa). A claim is shared where one annotator's
tuple, or one that they call just as right, is one of the other's. ``--kinds`` counts what differs.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "corpus"
Tuple3 = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Noted:
    """One claim as an annotator noted it; the first of *tuples* is their choice."""

    tuples: tuple[Tuple3, ...]
    polarity: str
    certainty: str

    def means(self, other: Noted) -> bool:
        """Whether both may mean the same claim."""
        return bool(set(self.tuples) & set(other.tuples))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Pairs of shared claims, and the claims that only one annotator noted."""

    shared: tuple[tuple[Noted, Noted], ...] = ()
    only_first: tuple[Noted, ...] = ()
    only_second: tuple[Noted, ...] = ()
    sentences: int = field(default=0)

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.shared + other.shared,
            self.only_first + other.only_first,
            self.only_second + other.only_second,
            self.sentences + other.sentences,
        )

    @property
    def f1(self) -> float:
        """Twice the shared claims, divided by all that either noted."""
        alone = len(self.only_first) + len(self.only_second)
        return 2 * len(self.shared) / (2 * len(self.shared) + alone)

    def labels(self, name: str) -> list[tuple[str, str]]:
        """Both labels called *name* (``polarity``, ``certainty``) of every shared claim."""
        return [(getattr(one, name), getattr(other, name)) for one, other in self.shared]


def share(labels: Sequence[tuple[str, str]]) -> float:
    """How many pairs agree."""
    return sum(one == other for one, other in labels) / len(labels)


def kappa(labels: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa: agreement beyond what the two distributions give by chance."""
    first, second = Counter(one for one, _ in labels), Counter(other for _, other in labels)
    chance = sum(first[label] * second[label] for label in first) / len(labels) ** 2
    return 1.0 if chance == 1 else (share(labels) - chance) / (1 - chance)


def pair(first: Sequence[Noted], second: Sequence[Noted]) -> Agreement:
    """Match the claims of one sentence, same choices before alternatives, each at most once."""
    left, right = list(first), list(second)
    shared: list[tuple[Noted, Noted]] = []
    for same in (lambda a, b: a.tuples[0] == b.tuples[0], Noted.means):
        for one in tuple(left):
            other = next((b for b in right if same(one, b)), None)
            if other is not None:
                left.remove(one)
                right.remove(other)
                shared.append((one, other))
    return Agreement(tuple(shared), tuple(left), tuple(right), 1)


def first_notes(path: Path) -> dict[int, list[Noted]]:
    """The claims of an annotated article by the offset of their sentence."""
    return {
        sentence["offset"]: [_first(claim) for claim in sentence["claims"]]
        for sentence in _yaml(path)["sentences"]
    }


def second_notes(path: Path) -> dict[int, list[Noted]]:
    """The same from the compact form (``agreement/README.md``), which skips empty sentences."""
    found: dict[int, list[Noted]] = {}
    for claim in _yaml(path)["claims"]:
        texts = (claim["tuple"], *claim.get("or", ()))
        noted = Noted(tuple(map(_triple, texts)), claim["polarity"], claim["certainty"])
        found.setdefault(claim["at"], []).append(noted)
    return found


def compare(first: dict[int, list[Noted]], second: dict[int, list[Noted]]) -> Agreement:
    """One article; raises `ValueError` where the second names a place that is no sentence."""
    strange = sorted(set(second) - set(first))
    if strange:
        raise ValueError(f"no sentence begins at {strange}")
    total = Agreement()
    for offset, notes in first.items():
        total += pair(notes, second.get(offset, ()))
    return total


def kinds(agreement: Agreement) -> Counter[str]:
    """What differs, by kind: the labels of shared claims, and the relations of the others."""
    found: Counter[str] = Counter()
    for name in ("polarity", "certainty"):
        for one, other in agreement.labels(name):
            if one != other:
                found[f"{name}: {one} / {other}"] += 1
    for title, notes in (("first", agreement.only_first), ("second", agreement.only_second)):
        for noted in notes:
            found[f"only the {title}: {noted.tuples[0][1]}"] += 1
    return found


def report(total: Agreement) -> str:
    """The figures in lines."""
    alone = (
        f"{len(total.only_first)} only by the first, {len(total.only_second)} only by the second"
    )
    lines = [
        f"{total.sentences} sentences",
        f"tuples     F1 {total.f1:.3f} ({len(total.shared)} shared, {alone})",
    ]
    for name in ("polarity", "certainty"):
        labels = total.labels(name)
        lines.append(f"{name:10} share {share(labels):.3f}, kappa {kappa(labels):.3f}")
    return "\n".join(lines)


def _first(claim: dict[str, Any]) -> Noted:
    tuples = tuple(
        (one["subject"], one["relation"], one["object"]) for one in (claim, *claim.get("or", ()))
    )
    return Noted(tuples, claim["polarity"], claim["certainty"])


def _triple(text: str) -> Tuple3:
    subject, relation, target = text.split()
    return subject, relation, target


def _yaml(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def main() -> None:
    """Print the agreement over every article that both annotated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path, nargs="?", default=CORPUS / "measured")
    parser.add_argument("second", type=Path, nargs="?", default=CORPUS / "agreement" / "second")
    parser.add_argument("--kinds", action="store_true", help="count what differs, by kind")
    given = parser.parse_args()
    total = Agreement()
    for path in sorted(given.second.glob("*.yaml")):
        total += compare(first_notes(given.first / path.name), second_notes(path))
    print(report(total))
    if given.kinds:
        print("\n".join(f"{n:4} {kind}" for kind, n in sorted(kinds(total).items())))


if __name__ == "__main__":
    main()
