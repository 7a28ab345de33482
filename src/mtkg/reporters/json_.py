"""Findings for programs; what ``POST /check`` and ``POST /lint`` return as well."""

from __future__ import annotations

import json
from typing import Any

from mtkg.reporters.report import Report


def to_json(report: Report) -> dict[str, Any]:
    """``{"diagnostics": […], "summary": {…}}`` and whatever extra the report carries."""
    return {
        "diagnostics": [diagnostic.to_json() for diagnostic in report.diagnostics],
        "summary": report.summary,
        **report.extra,
    }


def write(report: Report) -> str:
    """The same as text."""
    return json.dumps(to_json(report), ensure_ascii=False, indent=2) + "\n"
