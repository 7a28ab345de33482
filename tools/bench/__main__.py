"""
``make bench``: every figure the project gives, measured in one run on this machine.

Each part is a module of this folder with a ``main`` that prints its own table; name parts to run
only those: ``python -m tools.bench graph reasoning``.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
import sys

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
    known = parts()
    wanted = sys.argv[1:] or known
    unknown = set(wanted).difference(known)
    if unknown:
        sys.exit(f"no bench {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}"
    )
    for name in wanted:
        print(f"\n== {name}")
        importlib.import_module(f"tools.bench.{name}").main()


if __name__ == "__main__":
    main()
