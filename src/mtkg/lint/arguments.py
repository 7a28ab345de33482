"""Who or what does it: the subject of a predicate, named or taken up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mtkg.lint.classes import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    CARRIED,
    CONJUNCTIONS,
    CONTRACTIONS,
    DETERMINERS,
    GENERIC,
    PREPOSITIONS,
)
from mtkg.lint.noun_phrases import NounPhrases, Subject
from mtkg.lint.predicates import Predicate, predicates_of
from mtkg.lint.tables import frames
from mtkg.lint.topic import Topic

_THIS: Final = frozenset(["this", "these", "such", "the", "that", "those", "it", "each", "every"])


@dataclass
class Reader(NounPhrases):
    """Finds the subjects of predicates in one sentence."""

    topic: Topic
    question: bool = False
    instrument: tuple[str, ...] = ()

    def subject(self, predicate: Predicate, earlier: list[tuple[Predicate, Subject]]) -> Subject:
        """The subject of *predicate*, given those of the predicates before it."""
        low = self.sentence.low
        begin = self.clause_start(predicate.first)
        last = earlier[-1][1] if earlier else None
        inside = [p for p, _ in earlier if p.first >= begin]
        if inside:
            joint = self.joint(inside[-1].last, predicate.first)
            begin = predicate.first if joint is None else joint
        stop = self.group_start(begin, predicate.first)
        opener = low[begin - 1] if begin else ""
        if predicate.form == "ing" and (begin >= stop or low[stop - 1] in PREPOSITIONS):
            return self._gerund(predicate, begin, stop, earlier)
        found = self.noun_phrase(begin, stop)
        if found is not None:
            return found
        words = [w for w in low[self.after_fronted(begin, stop) : stop] if w != ","]
        if not words and begin < len(low) and low[begin] in CONTRACTIONS:
            # "it's given": the pronoun and its verb are one word.
            opens = CONTRACTIONS[low[begin]][0]
            words = [opens] if opens in CARRIED else []
        if opener in ("which", "that", "who") and all(
            w in ADVERBS or w in ("in", "turn") for w in words
        ):
            return self._relative(begin - 1, last)
        if not words or all(
            w in CONJUNCTIONS or w in ADVERBS or w == "to" or w in AUXILIARIES for w in words
        ):
            if last is not None:
                if last.kind == "agent" and self.instrument:
                    return Subject(self.instrument, begin, stop, "what is used", "carried")
                return Subject(last.terms, last.first, last.last, "carried over", last.kind)
            return Subject((), begin, stop, "no subject", "unclear")
        return self._unnamed(words, begin, stop, earlier)

    def _unnamed(
        self,
        words: list[str],
        begin: int,
        stop: int,
        earlier: list[tuple[Predicate, Subject]],
    ) -> Subject:
        pronoun = words[-1]
        nouns = [w for w in words if w not in DETERMINERS or w in CARRIED]
        if pronoun in ("it", "they") or (len(nouns) == 1 and pronoun in CARRIED - {"both"}):
            opening = earlier[0][1] if earlier else None
            named = self._named_before(begin)
            if pronoun in ("it", "they") and opening is not None and opening.kind == "named":
                # "Joint repositioning takes place in the joint, and it …"
                how = f"“{pronoun}” for {opening.terms[0]}"
                return Subject(opening.terms, begin, stop, how, "carried")
            terms: tuple[str | None, ...] = (named, self.topic.subject)
            if pronoun in ("this", "that", "which") and self.topic.result:
                terms = (self.topic.result, self.topic.subject)
            elif named:
                terms = (named,)
            found = tuple(t for t in terms if t)
            if found:
                return Subject(found, begin, stop, f"“{pronoun}” for {found[0]}", "carried")
            return Subject((), begin, stop, f"“{pronoun}” stands for nothing known", "unclear")
        if words and words[0] in _THIS and words[-1] in GENERIC and self.topic.subject:
            return Subject((self.topic.subject,), begin, stop, f"“{' '.join(words)}”", "carried")
        agents = frames().words["agents"]
        singular = [self.sentence.tokens[i].noun for i in range(begin, stop)]
        if any(w in agents for w in singular) or any(w in agents for w in words):
            return Subject(self.instrument, begin, stop, "someone", "agent")
        return Subject((), begin, stop, f"“{' '.join(words)}” is no term", "unclear")

    def _named_before(self, stop: int) -> str | None:
        """The technique or process that opens the same sentence, for "…, but it …"."""
        for index in range(stop):
            mention = self.sentence.mention_at(index)
            if mention is None or self.kind(mention.term) != "Intervention":
                continue
            if not mention.first or self.sentence.low[mention.first - 1] not in PREPOSITIONS:
                return mention.term
        return None

    def _gerund(
        self, predicate: Predicate, begin: int, stop: int, earlier: list[tuple[Predicate, Subject]]
    ) -> Subject:
        """“…, delivering oxygen”, "by reducing strain": whoever the main clause is about."""
        low = self.sentence.low
        last = earlier[-1][1] if earlier else None
        if earlier and low[predicate.first - 1] in ("while", "when", "thereby"):
            # What a text is about goes on doing: "…, while clearing waste".
            last = earlier[0][1]
            return Subject(last.terms, last.first, last.last, "carried over", "carried")
        if last is not None and last.terms:
            by = predicate.first > 0 and low[predicate.first - 1] == "by"
            terms = last.terms
            if self.topic.result and not by:
                terms = (*terms, self.topic.result)
            return Subject(terms, last.first, last.last, "carried over", "carried")
        comma = next((i for i in range(predicate.last, len(low)) if low[i] == ","), None)
        if comma is not None and predicate.first <= 2:
            end = comma + 1
            while end < len(low) and not (
                self.sentence.mention_at(end) is None and low[end] in AUXILIARIES
            ):
                if self.sentence.mention_at(end) is None and low[end] in (",", *BREAKS):
                    break
                end += 1
            found = self.noun_phrase(comma + 1, self._first_predicate_after(comma, end))
            if found is not None:
                return found
        return Subject((), begin, stop, "no subject", "unclear")

    def _first_predicate_after(self, index: int, stop: int) -> int:
        for predicate in predicates_of(self.sentence):
            if predicate.first > index:
                return min(stop, self.group_start(index + 1, predicate.first)) or stop
        return stop

    def _relative(self, at: int, last: Subject | None) -> Subject:
        before = self.sentence.mention_at(at - 1) if at else None
        if before is None and at > 1 and self.sentence.low[at - 1] == ",":
            before = self.sentence.mention_at(at - 2)
        terms = []
        if before is not None and self.kind(before.term) in (
            "Intervention",
            "Mechanism",
            "Effect",
            "Condition",
        ):
            terms.append(before.term)
        elif self.topic.result and last is not None:
            terms.append(self.topic.result)
            terms.extend(last.terms)
        if not terms:
            return Subject((), at, at + 1, "“which” stands for nothing known", "unclear")
        return Subject(
            tuple(terms), at, at + 1, f"“{self.sentence.low[at]}” for {terms[0]}", "carried"
        )
