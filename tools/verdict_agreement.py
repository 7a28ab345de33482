"""
Compare the derived status of each claim with the reviewers' verdicts, part by part.

Usage: ``python tools/verdict_agreement.py RELEASE``, with the folder of a build. Prints a line for
each part and claim (verdict, status, claim, what the rule says) and how many agree. A verdict is on
the affirmed statement: a claim that denies it, or that finds no difference where the verdict is on
a difference, is turned round before it is compared.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mtkg.graph import Graph
from mtkg.model.claims import Claim
from mtkg.resources import ontology_dir
from mtkg.store.embedded import EmbeddedStore

TURNED = {"established": "disputed", "supported": "disputed", "disputed": "supported"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of a verdict beside the claim that carries it."""

    part: str
    claim: str
    verdict: str
    status: str
    reason: str

    @property
    def agrees(self) -> bool:
        """Whether the derived status is the verdict."""
        return self.verdict == self.status


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated table with a head."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def as_affirmed(claim: Claim) -> str:
    """The status of what *claim* denies, or its own where it affirms."""
    no_difference = claim.qualifiers.get("comparison") == ("noDifference",)
    status = claim.status.value
    return TURNED.get(status, status) if no_difference or not claim.affirmed else status


def compare(graph: Graph, tables: Path) -> Iterator[Compared]:
    """Every part of ``verdicts.tsv`` with every claim that ``verdict_claims.tsv`` gives it."""
    verdicts = {row["part"]: row["status"] for row in rows(tables / "verdicts.tsv")}
    for row in rows(tables / "verdict_claims.tsv"):
        claim = graph.claims[row["claim"]]
        yield Compared(
            row["part"],
            claim.id,
            verdicts[row["part"]],
            as_affirmed(claim),
            claim.verdict.reason,
        )


def main(arguments: list[str]) -> int:
    """Print the comparison for the release named by the only argument."""
    if len(arguments) != 1:
        print("usage: verdict_agreement.py RELEASE (the folder of a build)", file=sys.stderr)
        return 2
    graph = Graph.read(EmbeddedStore.from_release(Path(arguments[0])))
    found = list(compare(graph, ontology_dir() / "evidence"))
    for one in found:
        mark = "=" if one.agrees else "x"
        print(mark, one.part, one.verdict, one.status, one.claim, one.reason, sep="\t")
    print(f"{sum(one.agrees for one in found)} of {len(found)} agree")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
