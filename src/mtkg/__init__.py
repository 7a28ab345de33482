"""
The manual therapy knowledge graph: an ontology, graded claims, and the tools to ask them.

`load` opens the graph that is installed, `connect` one that is served elsewhere; both give a
`mtkg.session.Session`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtkg.session import connect as connect
    from mtkg.session import load as load

__version__ = "0.1.0"
__all__ = ["__version__", "connect", "load"]


def __getattr__(name: str) -> Any:
    """`load` and `connect`, imported when they are first asked for."""
    if name not in ("connect", "load"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("mtkg.session"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
