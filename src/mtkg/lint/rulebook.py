"""
Rules as data: one YAML file each, beside this module or in a clinic's own folder.

A rule says when it fires (``kind``), what it says, and shows at least three bad and three good
examples, which are its tests. A rule with fewer does not load.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from mtkg.errors import UsageError
from mtkg.lint.prepared import kept
from mtkg.lint.tables import load_yaml
from mtkg.model.diagnostics import Severity

FOLDER: Final = Path(__file__).parent / "rules"
LEAST_EXAMPLES: Final = 3
_KEYS: Final = {
    "code", "name", "severity", "kind", "message", "unknown", "help", "bad", "good", "any", "unless", "where",
    "scope", "replace", "select", "audience", "least_words",
}  # fmt: skip
_KINDS: Final = frozenset({"decision", "claim", "phrase", "term", "text"})


@dataclass(frozen=True, slots=True)
class LintRule:
    """
    One rule.

    *kind* says what it looks at: the ``decision`` table, a ``claim`` of a given shape (*where*), a
    ``phrase`` (*any*, not *unless*), a ``term``, or the whole ``text``. *opt_in* rules only run
    where their code is selected. *unknown* is the message where the graph has no claim.
    """

    code: str
    name: str
    severity: Severity
    kind: str
    message: str
    help: str | None
    unknown: str | None
    bad: tuple[str, ...]
    good: tuple[str, ...]
    any: tuple[re.Pattern[str], ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()
    where: Mapping[str, tuple[str, ...]] | None = None
    replace: str | None = None
    opt_in: bool = False
    least_words: int = 0


def load_rules(folder: Path) -> tuple[LintRule, ...]:
    """The rules in *folder* by file name; raises `UsageError` naming the file and what is wrong."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder", help="name a folder of rule files (*.yaml)")
    return tuple(_load(path) for path in sorted(folder.glob("*.yaml")))


def codes_in(text: str) -> tuple[str, ...]:
    """
    Codes and prefixes of codes, as written with commas between them.

    >>> codes_in("TX1, tx204")
    ('TX1', 'TX204')
    """
    return tuple(part.strip().upper() for part in text.split(",") if part.strip())


@kept
def shipped_rules() -> tuple[LintRule, ...]:
    """The checker's own rules; a code may have several."""
    return load_rules(FOLDER)


@cache
def own_rules() -> Mapping[str, LintRule]:
    """The checker's own rules by code, the first of each."""
    found: dict[str, LintRule] = {}
    for rule in shipped_rules():
        if rule.code not in found or found[rule.code].kind == "phrase":
            found[rule.code] = rule
    return found


def _load(path: Path) -> LintRule:
    try:
        data = load_yaml(path)
    except Exception as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise UsageError(f"{path}: expected keys and values, found {type(data).__name__}")
    unknown = sorted(set(data) - _KEYS)
    missing = [k for k in ("code", "name", "severity", "kind", "message") if not data.get(k)]
    if unknown or missing:
        raise UsageError(f"{path}: unknown key {unknown}, missing {missing}")
    for key in ("bad", "good"):
        if len(data.get(key) or ()) < LEAST_EXAMPLES:
            raise UsageError(
                f"{path}: {len(data.get(key) or ())} {key} examples, at least {LEAST_EXAMPLES} are needed",
                help="examples are a rule's tests: show what it finds, and what it must leave alone",
            )
    if data["kind"] not in _KINDS:
        raise UsageError(
            f"{path}: kind {data['kind']!r}, expected one of {', '.join(sorted(_KINDS))}"
        )
    try:
        severity = Severity(data["severity"])
    except ValueError as error:
        raise UsageError(
            f"{path}: severity {data['severity']!r}, expected error, warning or info"
        ) from error
    return _rule(path, data, severity)


def _rule(path: Path, data: dict[str, Any], severity: Severity) -> LintRule:
    return LintRule(
        code=str(data["code"]),
        name=str(data["name"]),
        severity=severity,
        kind=data["kind"],
        message=" ".join(str(data["message"]).split()),
        help=" ".join(str(data["help"]).split()) if data.get("help") else None,
        unknown=" ".join(str(data["unknown"]).split()) if data.get("unknown") else None,
        bad=tuple(str(example).strip() for example in data["bad"]),
        good=tuple(str(example).strip() for example in data["good"]),
        any=_patterns(path, data.get("any", ())),
        unless=_patterns(path, data.get("unless", ())),
        where={k: tuple(v if isinstance(v, list) else [v]) for k, v in data["where"].items()}
        if data.get("where")
        else None,
        replace=data.get("replace"),
        opt_in=data.get("select") == "only",
        least_words=int(data.get("least_words", 0)),
    )


def _patterns(path: Path, given: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    found = []
    for pattern in given:
        if not isinstance(pattern, str):
            raise UsageError(f"{path}: {pattern!r} is no pattern", help="put it in quotation marks")
        try:
            found.append(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE))
        except re.error as error:
            raise UsageError(f"{path}: {pattern!r} is no regular expression: {error}") from error
    return tuple(found)
