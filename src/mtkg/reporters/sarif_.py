"""Findings as SARIF 2.1.0 (OASIS), for code hosts and editors that read it."""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from mtkg import __version__
from mtkg.model.diagnostics import Diagnostic, Fix, Position, Severity
from mtkg.reporters.report import Report
from mtkg.rules import Rule, rule

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVEL: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(report: Report) -> dict[str, Any]:
    """One run, with the rules that were broken and a result for each finding."""
    codes = sorted({diagnostic.code for diagnostic in report.diagnostics})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mtkg",
                        "semanticVersion": __version__,
                        "informationUri": "https://w3id.org/mtkg",
                        "rules": [_rule(rule(code)) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(d, codes.index(d.code)) for d in report.diagnostics],
            }
        ],
    }


def write(report: Report) -> str:
    """The same as text."""
    return json.dumps(to_sarif(report), ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ")},
        "fullDescription": {"text": rule.what},
        "help": {"text": f"{rule.what}\n\n{rule.why}"},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


def _result(diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    message = diagnostic.message + (f" ({diagnostic.help})" if diagnostic.help else "")
    mark = hashlib.sha256("\0".join(diagnostic.fingerprint).encode()).hexdigest()[:32]
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _LEVEL[diagnostic.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": _location(diagnostic)}],
        "partialFingerprints": {"mtkg/v1": mark},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": related.message},
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(related.file)},
                    "region": {
                        "startLine": related.start.line,
                        "startColumn": related.start.column,
                    },
                },
            }
            for number, related in enumerate(diagnostic.related, start=1)
        ]
    if diagnostic.fixes:
        result["fixes"] = [_fix(diagnostic.file, fix) for fix in diagnostic.fixes]
    return result


def _location(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(diagnostic.file)},
        "region": _region(diagnostic.start, diagnostic.end),
    }


def _region(start: Position, end: Position) -> dict[str, int]:
    end = max(start, end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(file: str, fix: Fix) -> dict[str, Any]:
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": _uri(file)},
                "replacements": [
                    {
                        "deletedRegion": _region(edit.start, edit.end),
                        "insertedContent": {"text": edit.text},
                    }
                    for edit in fix.edits
                ],
            }
        ],
    }


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
