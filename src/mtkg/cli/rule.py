"""``mtkg rule``: what a code means."""

from __future__ import annotations

import json

import click

from mtkg.rules import Rule, all_rules, find_rule
from mtkg.rules.figures import figures
from mtkg.rules.page import page


@click.command("rule", short_help="Explain a diagnostic code.")
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="Explain every code.")
@click.option(
    "-O",
    "output",
    type=click.Choice(["md", "json"]),
    default="md",
    show_default=True,
    help="How to print it.",
)
def command(code: str | None, every: bool, output: str) -> None:
    """
    Explain a diagnostic: what it finds, why, an example each way, how to silence it.

    CODE is a code (KG304), its name (wrong-kind), or ROBOT's or OOPS!'s name for the same
    (missing_label, P06). Without CODE, every code is listed.
    """
    if code is not None:
        rules: tuple[Rule, ...] = (find_rule(code),)
    else:
        rules = all_rules()
    if output == "json":
        click.echo(json.dumps([_as_json(rule) for rule in rules], ensure_ascii=False, indent=2))
    elif code is None and not every:
        for rule in rules:
            click.echo(f"{rule.code}  {rule.severity.value:8}{rule.name}")
    else:
        click.echo("\n".join(page(rule) for rule in rules), nl=False)


def _as_json(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "what": rule.what,
        "why": rule.why,
        "bad": rule.bad,
        "good": rule.good,
        "silence": rule.silence,
        "aliases": list(rule.aliases),
        "measured": figures().of_rule(rule.code) if rule.code.startswith("TX") else None,
    }
