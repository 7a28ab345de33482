"""Findings as text: for a person, a program, a code host, or a page."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from mtkg.errors import BadParameter
from mtkg.reporters.pretty import pretty
from mtkg.reporters.report import Report

FORMATS: Final = ("pretty", "concise", "json", "sarif", "github", "html")


def render(report: Report, name: str, *, color: bool = False) -> str:
    """
    *report* in the format *name*, one of `FORMATS`; *color* is heeded by ``pretty`` alone.

    Raises `BadParameter` for another name.
    """
    if name not in FORMATS:
        raise BadParameter("format", name, " | ".join(FORMATS))
    if name == "pretty":
        return pretty(report, color=color)
    module = import_module(f"mtkg.reporters.{name}_")
    write: Callable[[Report], str] = module.write
    return write(report)


__all__ = ["FORMATS", "Report", "render"]
