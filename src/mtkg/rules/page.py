"""A rule's explanation as Markdown: what ``mtkg rule`` prints and what ``docs/rules`` holds."""

from __future__ import annotations

from mtkg.rules import Rule, all_rules
from mtkg.rules.figures import figures


def page(rule: Rule) -> str:
    """
    One page: what it finds, why it matters, an example each way, how to silence it.

    The headings are those of ruff's rule pages, which readers know.
    """
    severities = " or ".join(s.value for s in (rule.severity, *rule.also))
    parts = [
        f"# {rule.code} {rule.name}",
        f"Severity: {severities}",
        f"## What it does\n\n{rule.what}",
        f"## Why is this bad?\n\n{rule.why}",
        f"## Example\n\n```{rule.language}\n{rule.bad}\n```",
        f"## Use instead\n\n```{rule.language}\n{rule.good}\n```",
        f"## How to silence\n\n{rule.silence}",
    ]
    if rule.aliases:
        names = ", ".join(f"`{alias}`" for alias in rule.aliases)
        parts.append(f"## Known elsewhere as\n\n{names} (ROBOT report, OOPS! or FOOPS!)")
    if rule.references:
        parts.append("## References\n\n" + "\n".join(f"- <{url}>" for url in rule.references))
    if rule.code.startswith("TX"):
        parts.append(f"## Measured\n\n{figures().of_rule(rule.code)}")
    return "\n\n".join(parts) + "\n"


def index() -> str:
    """The list of all rules, with a link to each page."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity.value} |"
        for rule in all_rules()
    ]
    head = "# Rules\n\nMade from `src/mtkg/rules/*.yaml` by `tools/rule_pages.py`.\n\n"
    return head + "| code | name | severity |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def pages() -> dict[str, str]:
    """File name → content of everything under ``docs/rules``."""
    found = {f"{rule.code}.md": page(rule) for rule in all_rules()}
    return {"README.md": index(), **found}
