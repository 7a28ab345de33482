"""
Times the check: ``python -m tools.bench check``.

Each command is a process of its own, started cold; the share of the reasoners is measured apart, in
one process. The generated ontology has 5,000 classes with labels, definitions and restrictions.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import SKOS
from rich.console import Console
from rich.table import Table

from mtkg.build.hermit import classify
from mtkg.check.checks import CHECKS
from mtkg.check.logic import Logic
from mtkg.check.reasoning import Reasoning
from mtkg.check.sources import read_graph
from mtkg.check.world import World
from mtkg.lsp.knowledge import Knowledge
from mtkg.model.vocabulary import KINDS, MTKG
from mtkg.resources import data_dir
from tools.bench.generate import ontology

ROOT: Final = Path(__file__).resolve().parents[2]
DRAFT: Final = ROOT / "tests" / "faults" / "KG202" / "under_two_kinds.ttl"
TIMES: Final = 3
CLASSES: Final = 5_000


def command(*arguments: str) -> float:
    """Median seconds of ``mtkg check`` with these arguments, each run a new process."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path}
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "mtkg", "check", *arguments, "--format", "concise"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=False,
        )
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def command_table(large: Path) -> Table:
    """Whole commands, cold."""
    table = Table("mtkg check, a new process each", "goal s", "median s")
    draft = str(DRAFT)
    for name, goal, arguments in (
        ("a draft, without HermiT", 1, (draft, "--no-hermit")),
        ("a draft, with HermiT", 5, (draft, "--hermit")),
        ("the graph, without HermiT", 15, ("--no-hermit",)),
        ("the graph, with HermiT", 15, ("--hermit",)),
        (f"{CLASSES:,} generated classes, EL", 30, ("--graph", str(large), "--no-hermit")),
    ):
        table.add_row(name, str(goal), f"{command(*arguments):.2f}")
    return table


def share_table(folder: Path, name: str, *, hermit: bool) -> Table:
    """Where the time of one check goes."""
    table = Table(f"{name}: share of", "s")

    def timed(what: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        table.add_row(what, f"{time.perf_counter() - start:.3f}")

    sources = read_graph(folder)
    timed("reading Turtle with places", lambda: read_graph(folder))
    world = World(document for _, document in sources.documents)
    reasoning = Reasoning(world)
    timed("normal forms", lambda: reasoning.ontology)
    timed("EL saturation", lambda: reasoning.closure)
    timed("EL saturation without domains and ranges", lambda: reasoning.kinds)
    for check in CHECKS:
        list(check(world, reasoning))
    timed("all other checks", lambda: [list(check(world, reasoning)) for check in CHECKS])
    timed("logic", lambda: list(Logic(reasoning, 3, None).findings()))
    if hermit:
        timed("HermiT, beside the checks", lambda: classify(reasoning.graph))
    table.caption = f"{len(world.facts):,} triples"
    return table


def keystroke_table() -> Table:
    """From a keystroke to its findings, the language server's pause of 100 ms apart."""
    knowledge = Knowledge(data_dir("ontology"))
    text = DRAFT.read_text(encoding="utf-8")
    path = Path("draft.ttl")
    knowledge.check(path, text)
    taken = []
    for number in range(20):
        typed = text + "\n#" + "x" * number
        start = time.perf_counter()
        knowledge.check(path, typed)
        taken.append(1000 * (time.perf_counter() - start))
    part = ROOT / "ontology" / "modules" / "techniques.ttl"
    inside = []
    for number in range(5):
        typed = part.read_text(encoding="utf-8") + "\n#" + "x" * number
        start = time.perf_counter()
        knowledge.check(part, typed)
        inside.append(1000 * (time.perf_counter() - start))
    table = Table("language server", "goal ms", "median ms", "worst ms")
    for name, values in (("a draft", taken), ("a file of the graph", inside)):
        table.add_row(name, "300", f"{statistics.median(values):.0f}", f"{max(values):.0f}")
    return table


def write_large(folder: Path) -> None:
    """A generated ontology of `CLASSES` classes, written as one file of our namespace."""
    graph = Graph()
    for triple in ontology(CLASSES, chains=True):
        graph.add(tuple(_ours(node) for node in triple))  # type: ignore[arg-type]
    classes = [node for node in graph.subjects(RDF.type, OWL.Class) if isinstance(node, URIRef)]
    for node in classes:
        name = str(node)[len(MTKG) :]
        words = f"generated {name[0].lower()}{name[1:]}"
        for predicate in (SKOS.prefLabel, RDFS.label):
            graph.add((node, predicate, Literal(words, lang="en")))
        text = f"Class number {name} of a generated ontology."
        graph.add((node, SKOS.definition, Literal(text, lang="en")))
        if name.endswith("0") and name.rstrip("0") in {"Technique", *KINDS}:
            kind = name.rstrip("0").replace("Technique", "Intervention")
            graph.add((node, RDFS.subClassOf, URIRef(MTKG + kind)))
            graph.add((URIRef(MTKG + kind), RDF.type, OWL.Class))
    graph.serialize(folder / "generated.ttl", format="turtle")


def _ours(node: object) -> object:
    if isinstance(node, URIRef) and "/generated/" in node:
        return URIRef(MTKG + node.rpartition("/")[2])
    return node


def main() -> None:
    """Print the tables."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="mtkg-bench-") as name:
        large = Path(name) / "ontology"
        large.mkdir()
        write_large(large)
        console.print(command_table(large))
        console.print(share_table(data_dir("ontology"), "the graph", hermit=True))
        console.print(share_table(large, f"{CLASSES:,} classes", hermit=False))
    console.print(keystroke_table())


if __name__ == "__main__":
    main()
