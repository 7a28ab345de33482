"""A graph with the real terms whose claims are pinned, so that evidence may go on changing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from mtkg.graph import Graph
from mtkg.lint.prepared import digest_of
from mtkg.lint.reading import read_text
from mtkg.lint.run import Linter, Outcome
from mtkg.model.claims import Claim, Status, Verdict

Lint = Callable[..., Outcome]
PINNED = Path(__file__).parent / "pinned.yaml"
_PINNING = PINNED.read_text(encoding="utf-8") + Path(__file__).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pinned(release_graph: Graph) -> Graph:
    claims = {}
    for number, entry in enumerate(yaml.safe_load(PINNED.read_text(encoding="utf-8"))):
        subject, relation, target, status = entry[:4]
        extra = entry[4] if len(entry) > 4 else {}
        claims[f"pinned-{number}"] = Claim(
            id=f"pinned-{number}",
            statement=f"{subject} {relation} {target}.",
            subject=subject,
            relation=relation,
            object=target,
            polarity=extra.get("polarity", "affirmed"),
            type=extra.get("type", "empirical"),
            reach=extra.get("reach", "whole"),
            qualifiers={k: tuple(v) for k, v in extra.get("limits", {}).items()},
            verdict=Verdict(Status(status)),
        )
    definitional = {
        k: c
        for k, c in release_graph.claims.items()
        if c.type == "definitional" and c.relation in ("reduces", "increases", "distinctFrom")
    }
    # A name that two terms share, which the real graph does not have.
    shared = {
        name: replace(term, synonyms=(*term.synonyms, "stripping"))
        for name, term in release_graph.terms.items()
        if name in ("Effleurage", "TransverseFrictionMassage")
    }
    return replace(
        release_graph,
        digest=digest_of(release_graph.digest + _PINNING),
        terms={**release_graph.terms, **shared},
        claims={**definitional, **claims},
        links=(),
    )


@pytest.fixture(scope="session")
def linter(pinned: Graph) -> Linter:
    return Linter(pinned)


@pytest.fixture(scope="session")
def lint(linter: Linter) -> Lint:
    def run(text: str, form: str = "markdown", **how: tuple[str, ...]) -> Outcome:
        return linter.lint(read_text(f"article.{form}", text, form), **how)

    return run
