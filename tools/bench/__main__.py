"""
``make bench``: every figure the project gives, measured in one run on this machine.

Each part is a module of this folder with a ``main`` that prints its own table, or a ``report`` that
gives it line by line; name parts to run
only those: ``python -m tools.bench graph reasoning``. ``--write docs/endpoint.md`` puts the tables
of the parts named into that page: ``make bench ARGS='endpoint --write docs/endpoint.md'``.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import platform
import sys
from pathlib import Path

import tools.bench

NO_PARTS = frozenset({"__main__", "generate", "generate_graph"})


def parts() -> list[str]:
    """The modules of this folder that measure something, the graph's own first."""
    names = {m.name for m in pkgutil.iter_modules(tools.bench.__path__)} - NO_PARTS
    return sorted(
        (name for name in names if not name.startswith("_")), key=lambda n: (n != "graph", n)
    )


def main() -> None:
    """Print which machine this is, then the table of each part."""
    arguments = argparse.ArgumentParser(prog="make bench", description=__doc__)
    known = parts()
    arguments.add_argument("part", nargs="*", help=", ".join(known))
    arguments.add_argument(
        "--write",
        metavar="FILE",
        type=Path,
        help="put what is measured between <!-- bench: PART --> and <!-- end --> of this page",
    )
    chosen = arguments.parse_args()
    wanted = chosen.part or known
    unknown = set(wanted).difference(known)
    if unknown:
        sys.exit(f"no bench {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}"
    )
    for name in wanted:
        print(f"\n== {name}")
        part = importlib.import_module(f"tools.bench.{name}")
        if not hasattr(part, "report"):
            part.main()
            continue
        lines = []
        for line in part.report():
            print(line, flush=True)
            lines.append(line)
        if chosen.write:
            put(chosen.write, name, lines)


def put(page: Path, part: str, lines: list[str]) -> None:
    """Write *lines* into *page*, in place of what stands between the marks of *part*."""
    before, start, rest = page.read_text(encoding="utf-8").partition(f"<!-- bench: {part} -->\n")
    _, end, after = rest.partition("<!-- end -->\n")
    if not (start and end):
        sys.exit(f"{page} has no marks <!-- bench: {part} --> and <!-- end -->")
    text = "\n".join(lines)
    page.write_text(f"{before}{start}{text}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
