"""
Times the reasoners on generated ontologies: ``python -m tools.bench.reasoning``.

Prints a table: normalising and saturating with and without chains, HermiT on 500 classes without
them (with, it needs minutes), and a single justification on 400 classes.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Final, TypeVar

from rich.console import Console
from rich.table import Table

from mtkg.build.axioms import normalise
from mtkg.build.hermit import classify
from mtkg.build.justification import Goal, Justifier, Related, Subsumption
from mtkg.build.saturation import Closure, entailed_pairs, saturate
from tools.bench.generate import EX, RELATIONS, ontology

_T = TypeVar("_T")
SIZES: Final = (500, 5_000)
GOALS: Final = 300


def timed(work: Callable[[], _T]) -> tuple[_T, float]:
    """What *work* gives, and the seconds it took."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def saturation_table() -> Table:
    """Seconds for the normal forms and for the saturation, and how much it found."""
    table = Table("classes", "chains", "normalise s", "saturate s", "subclass pairs", "HermiT s")
    for size in SIZES:
        for chains in (False, True):
            graph = ontology(size, chains=chains)
            normal, reading = timed(lambda graph=graph: normalise(graph))  # type: ignore[misc]
            closure, seconds = timed(lambda n=normal: saturate(n.axioms))  # type: ignore[misc]
            pairs = set(entailed_pairs(closure))
            hermit = ""
            if size == SIZES[0] and not chains:
                found, took = timed(lambda graph=graph: classify(graph))  # type: ignore[misc]
                hermit = f"{took:.2f} ({'same' if found.pairs == pairs else 'DIFFERENT'} pairs)"
            row = f"{size:,}", "yes" if chains else "no", f"{reading:.3f}", f"{seconds:.3f}"
            table.add_row(*row, f"{len(pairs):,}", hermit)
    return table


def goals(closure: Closure) -> list[Goal]:
    """Up to `GOALS` links and subclass steps that follow, spread over the ontology."""
    links: list[Goal] = [
        Related(sub, str(EX[relation]), filler)
        for relation in RELATIONS
        for sub in sorted(closure.classes)
        for filler in sorted(closure.points_to(sub, str(EX[relation])))
    ]
    steps: list[Goal] = [Subsumption(sub, sup) for sub, sup in entailed_pairs(closure)]
    return [*_spread(links), *_spread(steps)]


def _spread(found: list[Goal]) -> list[Goal]:
    return found[:: max(1, len(found) // GOALS)][:GOALS]


def justification_table() -> Table:
    """Milliseconds for one justification, links and subclass steps, on 400 classes with chains."""
    normal = normalise(ontology(400, chains=True))
    closure = saturate(normal.axioms)
    justifier, making = timed(lambda: Justifier(normal.axioms))
    table = Table("goals on 400 classes", "count", "mean ms", "median ms", "95 % ms", "axioms")
    for form, name in ((Related, "links"), (Subsumption, "subclass steps")):
        chosen = [goal for goal in goals(closure) if isinstance(goal, form)]
        results = [timed(lambda g=goal: justifier.justify(g)) for goal in chosen]  # type: ignore[misc]
        times = sorted(seconds * 1000 for _, seconds in results)
        size = statistics.mean(len(found[0]) for found, _ in results)
        row = f"{statistics.mean(times):.2f}", f"{statistics.median(times):.2f}"
        table.add_row(
            name, str(len(times)), *row, f"{times[len(times) * 95 // 100]:.2f}", f"{size:.1f}"
        )
    table.caption = f"making the index, once: {making * 1000:.1f} ms"
    return table


def main() -> None:
    """Print the tables."""
    console = Console()
    console.print(saturation_table())
    console.print(justification_table())


if __name__ == "__main__":
    main()
