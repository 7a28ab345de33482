"""Lint an article: from blocks to statements to findings, with statistics and a trace."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from mtkg.graph import Graph
from mtkg.lint import describing, termrules, textrules
from mtkg.lint.certainty import rebuts
from mtkg.lint.classes import LIMITING
from mtkg.lint.itemizing import LeadIn, statements_of_item
from mtkg.lint.judging import Counterpart, Judge, Match
from mtkg.lint.kit import Kit
from mtkg.lint.lexicon_of_graph import Lexicon
from mtkg.lint.mentions import Matcher, Mention
from mtkg.lint.reading.document import Block, Document, Lines, Zone, is_own
from mtkg.lint.rulebook import LintRule, own_rules
from mtkg.lint.sentence import Sentence
from mtkg.lint.statements import statements_of
from mtkg.lint.stating import Found, Statement, at_distance
from mtkg.lint.suppressing import suppressed
from mtkg.lint.topic import Topic
from mtkg.lint.verdicts import Finding, verdict
from mtkg.lint.words import sentences_of, tokens_of
from mtkg.model.diagnostics import Diagnostic

# Where the graph has no claim of these, nothing can be said to them: "hands-on treatment is
# combined with strength training". What reads like one is then likelier misread.
_OF_PRACTICE: Final = frozenset(
    {
        "complements",
        "contributesTo",
        "deliveredBy",
        "involves",
        "leadsTo",
        "partOf",
        "prepares",
        "requires",
    }
)
_NEAR: Final = frozenset({Match.EXACT, Match.LIMITED, Match.INHERITED})


@dataclass(frozen=True)
class Judged:
    """A statement in its place, with the graph's answer and the verdict."""

    statement: Statement
    counterpart: Counterpart | None
    finding: Finding | None
    text: str


@dataclass
class Read:
    """A sentence in its place."""

    block: Block
    start: int
    end: int
    sentence: Sentence
    judged: list[Judged] = field(default_factory=list)
    unheard: list[Statement] = field(default_factory=list)
    """What was read and is left unsaid, because it is likelier misread than meant."""
    abstained: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The sentence as clean text."""
        return self.block.text[self.start : self.end]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Source offsets of the tokens *first* to *last* (exclusive)."""
        tokens = self.sentence.tokens
        a = self.start + tokens[first].start
        b = self.start + tokens[last - 1].end
        return self.block.source_start(a), self.block.source_end(b)


@dataclass
class Outcome:
    """What was found in one document, and what was read on the way."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    sentences: list[Read]
    mentions: list[tuple[Read, Mention]]
    suppressed: int = 0

    @property
    def statistics(self) -> dict[str, Any]:
        """Counts for ``--statistics``."""
        judged = [j for s in self.sentences for j in s.judged]
        reasons = Counter(
            r.split(": ", 1)[-1].split("”")[-1].strip() or r
            for s in self.sentences
            for r in s.abstained
        )
        return {
            "words": self.document.words,
            "sentences": len(self.sentences),
            "terms": sum(1 for _, m in self.mentions if m.is_named),
            "statements": len(judged),
            "with_claim": sum(1 for j in judged if j.counterpart is not None),
            "abstained": sum(len(s.abstained) for s in self.sentences),
            "abstained_because": dict(reasons.most_common()),
            "suppressed": self.suppressed,
            "by_code": dict(sorted(Counter(d.code for d in self.diagnostics).items())),
        }


class Linter:
    """One graph made ready for many articles."""

    def __init__(self, graph: Graph, rules: tuple[LintRule, ...] = ()) -> None:
        self.graph = graph
        self.extra = rules

    @cached_property
    def kit(self) -> Kit:
        """What reading sentences takes."""
        return Kit.of(self.graph)

    @property
    def lexicon(self) -> Lexicon:
        """The names of the graph's terms."""
        return self.kit.lexicon

    @cached_property
    def _names_only(self) -> Matcher:
        return Matcher(self.lexicon, surfaces=False)

    @cached_property
    def judge(self) -> Judge:
        """Who finds claims for statements."""
        return Judge(self.graph)

    def lint(
        self, document: Document, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
    ) -> Outcome:
        """Every finding in *document*, in order; *select* and *ignore* are codes or prefixes."""
        reads: list[Read] = []
        topic = Topic()
        lead: LeadIn | None = None
        for block in document.blocks:
            if block.zone is not Zone.ITEM:
                lead = LeadIn.of(block)
            if is_own(block):
                reads += self._block(block, topic, lead)
        mentions = [
            (read, mention)
            for read in reads
            for mention in (
                read.sentence.named
                if all(m.is_named for m in read.sentence.named)
                else self._names_only.find(read.sentence.tokens)
            )
        ]
        outcome = Outcome(document, (), reads, mentions)
        lines = Lines(document.source)
        found = [*describing.of_statements(self, outcome, lines, select)]
        found += termrules.findings(self, outcome, lines, select)
        found += textrules.findings(self, outcome, lines, self.extra)
        wanted = [d for d in found if _wanted(d.code, select, ignore)]
        kept, count = suppressed(document, lines, wanted, complete=not select and not ignore)
        outcome.suppressed = count
        kept = [d for d in kept if not d.code.startswith("TX9") or _wanted(d.code, select, ignore)]
        outcome.diagnostics = tuple(sorted(kept, key=lambda d: d.sort_key))
        return outcome

    def _block(self, block: Block, topic: Topic, lead: LeadIn | None) -> list[Read]:
        reads: list[Read] = []
        heading = block.zone is Zone.HEADING
        for start, end in sentences_of(block.text):
            text = block.text[start:end]
            sentence = self.kit.read(tokens_of(text), topic)
            read = Read(block, start, end, sentence)
            question = text.rstrip("\"'”’)").endswith("?")
            if heading:
                named = [
                    m.term
                    for m in sentence.named
                    if self.graph.terms[m.term].kind in ("Intervention", "Mechanism")
                ]
                topic.heading = named[0] if named else None
                topic.forget()
            if heading and not text.rstrip().endswith((".", "!")):
                found = Found()
                if question:
                    # What a heading asks is no claim, but may be answered below.
                    statements_of(self.kit, sentence, topic, question=True)
            elif lead is not None and block.zone is Zone.ITEM and not start and not question:
                found = statements_of_item(self.kit, sentence.tokens, lead, topic)
            else:
                found = statements_of(self.kit, sentence, topic, question=question)
            context = frozenset(m.term for m in sentence.named)
            for said in found.statements:
                counterpart = self.judge.counterpart(said, context)
                statement = said.read_as(counterpart.triple) if counterpart else said
                if _is_doubtful(statement, counterpart, sentence, topic):
                    # A pronoun guessed wrongly must not make a claim that nobody has made.
                    found.abstained.append("it: no claim is known of what it may stand for")
                    continue
                unsure = _unsure_of(self.judge, statement, counterpart)
                if unsure:
                    found.abstained.append(f"{statement.triple}: {unsure}")
                    read.unheard.append(statement)
                    continue
                finding = verdict(
                    self.judge,
                    statement,
                    counterpart,
                    limited=_is_limited(sentence),
                    loose=_is_loose(sentence, statement.triple.subject),
                )
                read.judged.append(Judged(statement, counterpart, finding, text))
            read.abstained = found.abstained
            if reads and rebuts(sentence):
                _put_at_distance(reads[-1])
            reads.append(read)
        return reads


def _put_at_distance(read: Read) -> None:
    """What was only quoted, and is contradicted by the next sentence, is not the author's."""
    read.judged = [
        replace(judged, finding=None, statement=at_distance(judged.statement))
        if judged.statement.wording.quoted
        else judged
        for judged in read.judged
    ]


def _unsure_of(judge: Judge, statement: Statement, counterpart: Counterpart | None) -> str:
    """Why a statement of which the graph has no claim is likelier misread than meant, or ""."""
    if counterpart is not None or statement.comparison:
        return ""
    if statement.triple.relation in _OF_PRACTICE:
        return "no claim is known that would speak to it"
    if judge.knows_kind(statement.triple):
        # "More blood flow": in the skin, for all that is known.
        return "a kind of it may be meant"
    return ""


def _is_doubtful(
    statement: Statement, counterpart: Counterpart | None, sentence: Sentence, topic: Topic
) -> bool:
    """Whether a subject that the sentence does not name is likelier misread than meant."""
    if statement.guessed:
        return counterpart is None or counterpart.match not in _NEAR
    if counterpart is not None or not statement.carried or statement.comparison:
        return False
    here = {m.term for m in sentence.named}
    return (
        not statement.identity
        and not statement.sure
        and len(topic.spoken) > 1
        and statement.triple.subject not in here
    )


def _is_limited(sentence: Sentence) -> bool:
    """Whether the sentence speaks of some people, places or times only."""
    return any(
        word in LIMITING and sentence.mention_at(index) is None
        for index, word in enumerate(sentence.low)
    )


def _is_loose(sentence: Sentence, term: str) -> bool:
    """Whether the sentence names *term* by plain words only, and not by a name of the graph."""
    named = [m for m in sentence.arguments.values() if m.term == term]
    return bool(named) and not any(m.is_named or m.name is None for m in named)


def _wanted(code: str, select: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    if ignore and code.startswith(ignore):
        return False
    return not select or code.startswith(select)


def rule_of(code: str) -> LintRule:
    """The checker's own rule of this code."""
    return own_rules()[code]
