"""Noun phrases before a verb: where they begin and end, and which terms head them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.classes import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    CARRIED,
    CARRIERS,
    CONJUNCTIONS,
    DETERMINERS,
    HEADS,
    IS,
    JOINS,
    PREPOSITIONS,
    SUBORDINATORS,
)
from mtkg.lint.mentions import Mention
from mtkg.lint.predicates import form_of, last_before, transparent
from mtkg.lint.sentence import Sentence
from mtkg.lint.tables import frames

_ADDED: Final = frozenset(["plus", "alongside"])
SUBJECT_KINDS: Final = frozenset(
    {"Intervention", "Mechanism", "Effect", "Condition", "Characteristic", "Tissue"}
)


_OCCASIONS: Final = frozenset(
    [
        "case",
        "trial",
        "study",
        "term",
        "run",
        "review",
        "week",
        "month",
        "day",
        "instance",
        "country",
    ]
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The candidates for a subject, best first, and the words that show it."""

    terms: tuple[str, ...]
    first: int
    last: int
    how: str
    kind: str = "named"
    """``named``, ``carried``, ``agent``, or ``unclear``."""
    instead: tuple[str, ...] = ()
    """What it may stand for where the terms make no sense."""
    sure: bool = False
    """Whether its place leaves no doubt: "massage, which …"."""

    @property
    def is_guess(self) -> bool:
        """Whether a word such as "this" may stand for something else than the terms."""
        pronoun = self.kind == "carried" and self.how.startswith("“") and not self.sure
        return pronoun and not self.how.startswith(("“it”", "“they”"))


@dataclass
class NounPhrases:
    """Finds noun phrases in one sentence."""

    graph: Graph
    sentence: Sentence

    def kind(self, term: str) -> str:
        """The kind of a term."""
        found = self.graph.terms.get(term)
        return found.kind if found else ""

    def clause_start(self, index: int) -> int:
        """Where the clause of the token *index* begins."""
        low = self.sentence.low
        for at in range(index - 1, -1, -1):
            if self.sentence.mention_at(at) is not None:
                continue
            if low[at] in BREAKS and low[at] not in ("(", ")"):
                return at + 1
            if low[at] == "as" and at + 1 < len(low) and low[at + 1] in CARRIED:
                return at + 1
            if low[at] in SUBORDINATORS and low[at] not in ("even", "once", "how", "why"):
                return at + 1
        return 0

    def joint(self, start: int, stop: int) -> int | None:
        """Where a new noun phrase begins between two predicates; None where none does."""
        low = self.sentence.low
        if low[stop - 1] == "to" and stop - 1 > start:
            # "uses massage and stretching to ease pain": whoever uses them eases it.
            return None
        for at in range(stop - 1, start - 1, -1):
            if self.sentence.mention_at(at) is not None:
                continue
            if low[at] in (",", "and", "or", "nor", "then", "so", "but"):
                between = range(at + 1, self.group_start(at + 1, stop))
                named = [i for i in between if self.sentence.mention_at(i)]
                pronoun = [i for i in between if low[i] in ("it", "they", "this", "we", "you")]
                # "pain, stiffness and improves": nothing stands between the joint and the verb.
                if pronoun or (named and between and between[-1] - between[0] < 6):
                    return at + 1
                return None
        return None

    def group_start(self, begin: int, verb: int) -> int:
        """Where the verb group that ends in *verb* begins, helping verbs included."""
        low = self.sentence.low
        index = verb
        while index > begin:
            at = index - 1
            if self.sentence.mention_at(at) is not None:
                break
            word = low[at]
            if (
                word in AUXILIARIES
                or word in ADVERBS
                or word in ("to", "not", "no", "longer", "well", "been", "better")
                or (word.endswith("ly") and len(word) > 4)
            ):
                index = at
                continue
            if self.sentence.aside(at):
                index = self.sentence.aside(at)
                continue
            if self._is_given_to(at):
                index = at
                continue
            base = [self.sentence.tokens[i].base for i in range(at, verb)]
            size = transparent(base, 0)
            if size and at + size <= verb:
                index = at
                continue
            break
        return index

    def _is_given_to(self, at: int) -> bool:
        """Whether the participle at *at* only leads on to an infinitive: "is given to …"."""
        low = self.sentence.low
        if form_of(self.sentence, at) != "ed" or at + 1 >= len(low) or low[at + 1] != "to":
            return False
        before = last_before(self.sentence, at)
        return before >= 0 and low[before] in IS

    def noun_phrase(self, begin: int, stop: int) -> Subject | None:
        """The terms that head the noun phrase between two tokens, coordination included."""
        low = self.sentence.low
        begin = self.after_fronted(begin, stop)
        terms: list[str] = []
        first, last = begin, stop
        index = begin
        barred = False
        while index < stop:
            mention = self.sentence.mention_at(index)
            word = low[index]
            if mention is not None:
                if (
                    barred
                    and not terms
                    and (self._abuts(index) or self._follows_people(index, stop))
                ):
                    # "For neck pain exercise helps": no comma after what stands in front.
                    barred = False
                if not barred and self.kind(mention.term) in SUBJECT_KINDS:
                    if not terms:
                        first = mention.first
                    terms.append(mention.term)
                    last = mention.last
                index = mention.last
                continue
            if barred and not terms and self._opens_anew(index, begin):
                # "Straight after treatment the needle …": no comma either.
                barred = False
            if word in ("not", "rather", "instead", "unlike") and terms:
                # "Massage, not exercise, …"
                barred = True
                index += 2 if low[index : index + 2][-1:] in (["than"], ["of"]) else 1
                while index < stop and self.sentence.mention_at(index) is None:
                    index += 1
                shunned = self.sentence.mention_at(index) if index < stop else None
                index = shunned.last if shunned else index
                continue
            if word in ("such", "like", "including", "namely"):
                barred = bool(terms)
                if low[index : index + 2] == ["such", "as"]:
                    index += 1
            elif word in _ADDED or (word in PREPOSITIONS and word != "of"):
                barred = True
            elif word == "of":
                before = low[index - 1] if index > begin else ""
                barred = bool(terms) or before not in CARRIERS
            elif word in CONJUNCTIONS or word == ",":
                barred = barred and bool(terms)
            elif (
                terms
                and not barred
                and word not in HEADS
                and word[0].isalpha()
                and not self._tail(word)
            ):
                # "massage chairs": the technique's name only describes another noun.
                terms = [] if low[index - 1] not in JOINS else terms
                if not terms:
                    return None
            index += 1
        if not terms:
            return None
        if len(terms) == 2 and last < len(low) and low[last] in ("together", "combined"):
            # "Manual therapy and exercise together": what is claimed is claimed of the first.
            terms = terms[:1]
        return Subject(tuple(terms), first, last, "named")

    def _abuts(self, index: int) -> bool:
        """Whether the mention at *index* stands right after another one."""
        before = index - 1
        while before >= 0 and self.sentence.low[before] in DETERMINERS:
            before -= 1
        return before >= 0 and self.sentence.mention_at(before) is not None

    def _follows_people(self, index: int, stop: int) -> bool:
        """Whether "In elite athletes massage …" has its subject right before the verb."""
        mention = self.sentence.mention_at(index)
        before = self.sentence.tokens[index - 1].noun if index else ""
        known = before in frames().words["agents"] or before in _OCCASIONS
        return mention is not None and mention.last == stop and known

    def _opens_anew(self, index: int, begin: int) -> bool:
        """Whether a determiner at *index* begins a noun phrase after a noun, with no comma."""
        low = self.sentence.low
        before = low[index - 1] if index > begin else ""
        return (
            low[index] in ("the", "a", "an", "this", "these")
            and before[:1].isalpha()
            and before not in PREPOSITIONS
            and before not in DETERMINERS
            and before not in CONJUNCTIONS
            and before not in ADVERBS
        )

    @staticmethod
    def _tail(word: str) -> bool:
        return (
            word in ADVERBS
            or word in DETERMINERS
            or word.endswith(("ly", "ed", "ing"))
            or word in AUXILIARIES
            or word in ("who", "itself", "themselves", "s")
        )

    def after_fronted(self, begin: int, stop: int) -> int:
        """Past "In our clinic, " and "For back pain, "."""
        low = self.sentence.low
        if begin < stop and (
            low[begin] in PREPOSITIONS or low[begin] in ("when", "however", "so", "today", "here")
        ):
            commas = [i for i in range(begin, stop) if low[i] == ","]
            if commas:
                return commas[-1] + 1
        return begin

    def fronted(self) -> tuple[str, ...]:
        """The technique that an opening "With massage, " or "Through manual therapy, " names."""
        low = self.sentence.low
        if not low or low[0] not in (
            "with",
            "through",
            "using",
            "via",
            "by",
            "after",
            "following",
            "thanks",
        ):
            return ()
        comma = next((i for i, w in enumerate(low) if w == ","), len(low))
        return tuple(
            m.term for m in self.mentions(0, comma) if self.kind(m.term) == "Intervention"
        )[:2]

    def mentions(self, start: int, stop: int) -> list[Mention]:
        """The mentions between two tokens, in order."""
        found: list[Mention] = []
        for index in range(start, stop):
            mention = self.sentence.mention_at(index)
            if mention is not None and mention not in found:
                found.append(mention)
        return found
