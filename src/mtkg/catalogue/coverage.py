"""Which terms the competency questions touch, and which terms no question touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtkg.catalogue.questions import Question
from mtkg.model.claims import Claim
from mtkg.model.terms import Term

_INTRODUCTION = """\
# Competency questions

Made from `queries/questions/*.rq` and the graph by `python -m tools.competency_page`; a test says
when it is out of date.

Each question is a file with its query, the answer by IRI, what the answer was written from, and
one triple. The answer was written from the sources before the query was run. `make test` asks
every question of the built release, and once more of a copy without its triple, which must change
the answer.
"""


@dataclass(frozen=True, slots=True)
class Touching:
    """A question and the terms it touches: those it names, and the ends of claims it names."""

    question: Question
    terms: frozenset[str]


def touching(
    questions: Iterable[Question], terms: Mapping[str, Term], claims: Mapping[str, Claim]
) -> tuple[Touching, ...]:
    """Each question with the terms of *terms* that it touches."""
    found = []
    for question in questions:
        named = set(question.terms)
        for name in question.claims:
            if name in claims:
                claim = claims[name]
                named.update((claim.subject, claim.relation, claim.object or ""))
        found.append(Touching(question, frozenset(named & terms.keys())))
    return tuple(found)


def coverage_page(
    questions: Iterable[Question], terms: Mapping[str, Term], claims: Mapping[str, Claim]
) -> str:
    """Every question, questions for each kind of term, and the terms left out, in Markdown."""
    asked = touching(questions, terms, claims)
    touched = frozenset(name for each in asked for name in each.terms)
    parts = [_INTRODUCTION]
    parts += _kinds(asked, terms, touched)
    parts += _questions(asked)
    parts += _untouched(terms, touched)
    return "\n".join(parts).rstrip() + "\n"


def _kinds(
    asked: Sequence[Touching], terms: Mapping[str, Term], touched: frozenset[str]
) -> Iterator[str]:
    personas = Counter(each.question.persona for each in asked)
    said = ", ".join(f"{count} as {_article(name)}" for name, count in sorted(personas.items()))
    yield f"## By kind of term\n\n{len(asked)} questions: {said}.\n"
    yield "| kind | questions that touch it | terms touched | terms in all |"
    yield "|---|--:|--:|--:|"
    for kind in _kinds_of(terms):
        of_kind = {name for name, term in terms.items() if term.kind == kind}
        count = sum(1 for each in asked if each.terms & of_kind)
        yield f"| {kind} | {count} | {len(of_kind & touched)} | {len(of_kind)} |"
    yield ""


def _article(persona: str) -> str:
    return f"an {persona}" if persona[0] in "aeiou" else f"a {persona}"


def _kinds_of(terms: Mapping[str, Term]) -> list[str]:
    return sorted({term.kind for term in terms.values()})


def _questions(asked: Iterable[Touching]) -> Iterator[str]:
    yield "## The questions\n"
    yield "| question | asked by | terms it touches | answer written from |"
    yield "|---|---|---|---|"
    for each in asked:
        q = each.question
        link = f"[{q.words}](../queries/questions/{q.file.name})"
        yield f"| {link} | {q.persona} | {', '.join(sorted(each.terms))} | {q.written_from} |"
    yield ""


def _untouched(terms: Mapping[str, Term], touched: frozenset[str]) -> Iterator[str]:
    yield "## Terms that no question touches\n"
    for kind in _kinds_of(terms):
        left = sorted(n for n, t in terms.items() if t.kind == kind and n not in touched)
        if left:
            yield f"**{kind}** ({len(left)}): {', '.join(left)}\n"
