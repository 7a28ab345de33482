"""
Every diagnostic code with its explanation, one YAML file per code beside this module.

Codes are stable and never reused. ``mtkg rule CODE``, the pages under ``docs/rules`` and the names
and severities of findings all come from these files.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from mtkg.errors import NotFound
from mtkg.model.diagnostics import Severity

_FOLDER: Final = Path(__file__).parent
_KEYS: Final = {
    "code",
    "name",
    "severity",
    "also",
    "what",
    "why",
    "bad",
    "good",
    "silence",
    "aliases",
    "references",
}
_REQUIRED: Final = ("code", "name", "severity", "what", "why", "bad", "good")
_SILENCE: Final = {
    "KG": "Add a waiver to `waivers.yaml` beside the ontology: the code, the term or claim, a "
    "reason, and the day it expires. A waiver that silences nothing is itself a finding (KG901).",
    "TX": "Write `<!-- mtkg-ignore CODE: reason -->` before the paragraph. A suppression that "
    "silences nothing is itself a finding (TX901).",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """
    What one code means.

    ``also`` lists the other severities it can have; ``aliases`` are the names that ROBOT's report,
    OOPS! and FOOPS! have for the same fault.
    """

    code: str
    name: str
    severity: Severity
    also: tuple[Severity, ...]
    what: str
    why: str
    bad: str
    good: str
    silence: str
    aliases: tuple[str, ...]
    references: tuple[str, ...]

    @property
    def language(self) -> str:
        """The language of the examples, as a Markdown fence names it."""
        if self.code.startswith("TX"):
            return "markdown"
        first = self.bad.lstrip()
        return "yaml" if first.startswith("- code:") else "sparql" if "#+" in first else "turtle"


@cache
def rule(code: str) -> Rule:
    """
    The rule with exactly this *code*.

    >>> rule("KG304").name
    'wrong-kind'

    Raises `NotFound` for a code that does not exist.
    """
    path = _FOLDER / f"{code}.yaml"
    if not path.is_file():
        raise NotFound("rule", code, _near(code))
    return _load(path)


def find_rule(text: str) -> Rule:
    """
    The rule called *text*: a code in any case, a name, or another tool's name for it.

    >>> find_rule("duplicate_label").code
    'KG403'
    """
    wanted = text.strip()
    if (_FOLDER / f"{wanted.upper()}.yaml").is_file():
        return rule(wanted.upper())
    folded = _fold(wanted)
    for candidate in all_rules():
        if folded in {_fold(candidate.name), *(_fold(alias) for alias in candidate.aliases)}:
            return candidate
    raise NotFound("rule", text, _near(text))


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(rule(path.stem) for path in sorted(_FOLDER.glob("*.yaml")))


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def _near(text: str) -> list[str]:
    codes = [path.stem for path in sorted(_FOLDER.glob("*.yaml"))]
    return get_close_matches(text.upper(), codes, n=3, cutoff=0.6)


def _load(path: Path) -> Rule:
    # The C loader where libyaml is there: naming one code must not cost a check its second.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    unknown, missing = set(data) - _KEYS, [key for key in _REQUIRED if not data.get(key)]
    if unknown or missing or data["code"] != path.stem:
        raise ValueError(f"{path.name}: unknown {sorted(unknown)}, missing {missing}, or misnamed")
    return Rule(
        code=data["code"],
        name=data["name"],
        severity=Severity(data["severity"]),
        also=tuple(Severity(value) for value in data.get("also", ())),
        what=_flow(data["what"]),
        why=_flow(data["why"]),
        bad=str(data["bad"]).rstrip(),
        good=str(data["good"]).rstrip(),
        silence=_flow(data.get("silence") or _SILENCE.get(path.stem[:2], "")),
        aliases=tuple(data.get("aliases", ())),
        references=tuple(data.get("references", ())),
    )


def _flow(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))
