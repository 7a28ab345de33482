"""Names that the graph discourages as a substitution rule of Vale (https://vale.sh/docs/checks/substitution)."""

from __future__ import annotations

import re

import yaml

from mtkg.graph import Graph


def substitutions(graph: Graph) -> str:
    """The rule's YAML: hidden label → preferred label, where a name has one meaning only."""
    meanings: dict[str, set[str]] = {}
    for term in graph.terms.values():
        if not term.deprecated:
            for name in term.hidden_labels:
                meanings.setdefault(name, set()).add(term.label)
    swap = {
        re.escape(name).replace(r"\ ", " ").replace(r"\-", "-"): next(iter(labels))
        for name, labels in sorted(meanings.items())
        if len(labels) == 1
    }
    rule = {
        "extends": "substitution",
        "message": "Use '%s' instead of '%s'.",
        "link": "https://w3id.org/mtkg",
        "level": "suggestion",
        "ignorecase": True,
        "swap": swap,
    }
    return yaml.safe_dump(rule, allow_unicode=True, sort_keys=False, width=100)
