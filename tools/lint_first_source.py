"""
Write docs/lint-first-source.md: what ``mtkg lint`` finds in the first source.

The article itself is not in the repository, so the page names each finding by its section and by
the claim in our own words, and quotes nothing: ``python -m tools.lint_first_source ARTICLE``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mtkg.graph import Graph
from mtkg.lint.reading import read_file
from mtkg.lint.reading.document import Lines
from mtkg.lint.run import Linter, Outcome
from mtkg.model.claims import Claim, Direction
from mtkg.model.diagnostics import Diagnostic, Severity
from mtkg.model.vocabulary import CLAIM
from mtkg.resources import ontology_dir, release_dir

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "lint-first-source.md"
HEAD = """# The first source, linted

What `mtkg lint` finds in the article that the graph started from. The article is not part of this
repository, so each finding is named by the section it stands in and by the claim in our own words;
`python -m tools.lint_first_source ARTICLE` writes this page from the checker's own output.
[The first source, statement by statement](first-source.md) says how it was read. That a plain
sentence is found does not say that it is wrong: it is surer than the publications on it.

"""


def page(graph: Graph, outcome: Outcome) -> str:
    """The page for the findings of *outcome*."""
    counts = outcome.statistics
    lines = Lines(outcome.document.source)
    sections = [(b.source_start(0), b.section or "Introduction") for b in outcome.document.blocks]
    said = (
        f"{counts['words']} words, {counts['sentences']} sentences; {counts['terms']} terms named;"
        f" {counts['statements']} statements read, {counts['with_claim']} of them with a claim in"
        f" the graph; {counts['abstained']} times the checker was not sure what a sentence says,"
        " and said nothing.\n\n"
    )
    parts = [HEAD, said, _TABLE]
    for diagnostic in outcome.diagnostics:
        at = lines.offset(diagnostic.start)
        section = [name for start, name in sections if start <= at][-1]
        parts.append(_row(graph, diagnostic, section))
    parts.append("\n## What it says of one of them\n\n")
    warned = [d for d in outcome.diagnostics if d.severity is Severity.WARNING]
    parts += [_shown(d) for d in warned if "alignment" in d.message][:1]
    return "".join(parts)


def _row(graph: Graph, found: Diagnostic, section: str) -> str:
    name = (found.term or "").removeprefix(CLAIM)
    claim = graph.claims.get(name) if (found.term or "").startswith(CLAIM) else None
    said = f"{claim.statement} `{claim.id}`" if claim else f"{found.message}."
    cells = [
        section,
        str(found.start.line),
        f"{found.severity.value} [{found.code}](rules/{found.code}.md)",
        said,
        claim.status.value if claim else "",
        *(_named(claim, *directions) for directions in _COLUMNS),
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


_TABLE = (
    "| section | line | finding | claim | status | for | against | mixed or open |\n"
    "|---|---|---|---|---|---|---|---|\n"
)
_COLUMNS = (
    (Direction.SUPPORTS,),
    (Direction.DISPUTES,),
    (Direction.MIXED, Direction.INCONCLUSIVE),
)


def _named(claim: Claim | None, *directions: Direction) -> str:
    """Links to the publications that point one way."""
    found = {}
    for line in claim.evidence if claim else ():
        if line.direction in directions:
            source = line.source
            name = source.short
            found[source.id] = f"[{name}](https://doi.org/{source.doi})" if source.doi else name
    return ", ".join(found.values())


def _shown(found: Diagnostic) -> str:
    lines = [f"{found.severity.value} {found.code} {found.name}: {found.message}"]
    lines += [f"   = cite: {', '.join(found.cite)}", f"   = help: {found.help}"]
    return "".join(f"    {line}\n" for line in lines)


def main() -> None:
    """Write the page for the article named."""
    graph = Graph.from_release(release_dir(ontology_dir(ROOT)))
    outcome = Linter(graph).lint(read_file(Path(sys.argv[1])))
    PAGE.write_text(page(graph, outcome), encoding="utf-8")
    print(f"{PAGE.name}: {len(outcome.diagnostics)} findings")


if __name__ == "__main__":
    main()
