"""Findings about terms: unlinked, discouraged, unexplained, ambiguous, named inconsistently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mtkg.lint.lexicon_of_graph import NameKind
from mtkg.lint.making import at
from mtkg.lint.mentions import Mention
from mtkg.lint.reading.document import Lines
from mtkg.lint.rulebook import own_rules
from mtkg.model.diagnostics import Diagnostic, Edit, Fix

if TYPE_CHECKING:
    from mtkg.lint.run import Linter, Outcome, Read

_EXPERT_KINDS: Final = frozenset({"Mechanism"})
_GLOSS: Final = re.compile(
    r"\(|\bmeans?\b|\bwhich is\b|\bcalled\b|\bthat is\b|\bi\.e\.|—|–|\bknown as\b|\bin other words\b|, or "
)


def findings(
    linter: Linter, outcome: Outcome, lines: Lines, select: tuple[str, ...]
) -> list[Diagnostic]:
    """Every finding about a term; linking is judged only where it is asked for."""
    found: list[Diagnostic] = []
    seen: set[str] = set()
    names: dict[str, dict[str, tuple[Read, Mention]]] = {}
    for read, mention in outcome.mentions:
        if not mention.is_named or mention.name is None:
            continue
        first = mention.term not in seen
        seen.add(mention.term)
        if first and any("TX101".startswith(s) for s in select):
            found += _unlinked(linter, outcome, lines, read, mention)
        if mention.name.kind is NameKind.HIDDEN:
            found.append(_discouraged(linter, outcome, lines, read, mention))
        if mention.also and mention.name.kind is not NameKind.HIDDEN:
            others = ", ".join(linter.graph.label(t) for t in (mention.term, *mention.also))
            say = own_rules()["TX104"].message.format(text=_text(read, mention), terms=others)
            found.append(
                at(outcome.document, lines, "TX104", read.span(mention.first, mention.last), say)
            )
        if first and outcome.document.meta.get("audience", "").lower().startswith("patient"):
            found += _undefined(linter, outcome, lines, read, mention)
        names.setdefault(mention.term, {}).setdefault(mention.name.written, (read, mention))
    if any("TX105".startswith(s) for s in select):
        found += _inconsistent(linter, outcome, lines, names)
    return found


def _text(read: Read, mention: Mention) -> str:
    tokens = read.sentence.tokens
    return read.text[tokens[mention.first].start : tokens[mention.last - 1].end]


def _unlinked(
    linter: Linter, outcome: Outcome, lines: Lines, read: Read, mention: Mention
) -> list[Diagnostic]:
    if any(mention.term in link for link in read.block.links):
        return []
    term = linter.graph.terms[mention.term]
    say = own_rules()["TX101"].message.format(term=term.label, iri=term.iri)
    return [
        at(
            outcome.document,
            lines,
            "TX101",
            read.span(mention.first, mention.last),
            say,
            term=term.iri,
        )
    ]


def _discouraged(
    linter: Linter, outcome: Outcome, lines: Lines, read: Read, mention: Mention
) -> Diagnostic:
    term = linter.graph.terms[mention.term]
    text = _text(read, mention)
    better = _in_form(text, term.label)
    say = own_rules()["TX102"].message.format(text=text, term=term.label)
    span = read.span(mention.first, mention.last)
    fixes: tuple[Fix, ...] = ()
    named = mention.name.written if mention.name else text
    # "flushes toxins" is a verb with its object, and no noun can stand in its place.
    is_act = named.split()[0].endswith("ing") and not text.split()[0].endswith("ing")
    as_is = outcome.document.source[span[0] : span[1]] == text
    if outcome.document.form != "docx" and as_is and not is_act:
        edit = Edit(lines.position(span[0]), lines.position(span[1]), better)
        fixes = (Fix(f"write “{better}”", (edit,), safe=_is_same_shape(text, term.label)),)
    return at(outcome.document, lines, "TX102", span, say, fixes=fixes, term=term.iri)


def _is_same_shape(text: str, label: str) -> bool:
    """Whether the label can stand where the words stood: same last word, or its short form."""
    return label.rsplit(maxsplit=1)[-1][:3].casefold() == text.rsplit(maxsplit=1)[-1][:3].casefold()


def _in_form(text: str, label: str) -> str:
    plural = (
        text.endswith("s")
        and not text.endswith("ss")
        and not label.endswith(("s", "y"))
        and _is_same_shape(text, label)  # "nociceptions" is no word for "pain signals"
    )
    better = label + ("s" if plural else "")
    return better[0].upper() + better[1:] if text[0].isupper() else better


def _undefined(
    linter: Linter, outcome: Outcome, lines: Lines, read: Read, mention: Mention
) -> list[Diagnostic]:
    term = linter.graph.terms[mention.term]
    if term.kind not in _EXPERT_KINDS:
        return []
    place = outcome.sentences.index(read)
    near = " ".join(s.text for s in outcome.sentences[max(0, place - 2) : place + 3])
    if _GLOSS.search(near):
        return []
    say = own_rules()["TX103"].message.format(term=term.label, definition=term.definition or "")
    return [
        at(
            outcome.document,
            lines,
            "TX103",
            read.span(mention.first, mention.last),
            say,
            term=term.iri,
        )
    ]


def _inconsistent(
    linter: Linter,
    outcome: Outcome,
    lines: Lines,
    names: dict[str, dict[str, tuple[Read, Mention]]],
) -> list[Diagnostic]:
    found = []
    for term, written in names.items():
        kept = {n: p for n, p in written.items() if not p[1].name or not p[1].name.acronym}
        if len(kept) < 2:
            continue
        (first, _), (_, (read, mention)) = list(kept.items())[:2]
        say = own_rules()["TX105"].message.format(
            text=_text(read, mention), first=first, term=linter.graph.label(term)
        )
        found.append(
            at(outcome.document, lines, "TX105", read.span(mention.first, mention.last), say)
        )
    return found
