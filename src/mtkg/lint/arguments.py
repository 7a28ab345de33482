"""Who or what does it: the subject of a predicate, named or taken up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mtkg.lint.classes import (
    ADVERBS,
    AUXILIARIES,
    CARRIED,
    CONJUNCTIONS,
    CONTRACTIONS,
    DETERMINERS,
    GENERIC,
    IS,
    JOINS,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    SUBORDINATORS,
)
from mtkg.lint.noun_phrases import NounPhrases, Subject
from mtkg.lint.predicates import Predicate, predicates_of
from mtkg.lint.tables import frames
from mtkg.lint.topic import Topic

_STATES: Final = AUXILIARIES | {"feels", "looks", "sounds", "seems", "costs", "takes", "works"}
_IT: Final = frozenset(["it", "they"])
_ITS: Final = frozenset(["its", "their"])
_CHOOSING: Final = frozenset(
    ["swear", "ask", "opt", "go", "vouch", "reach", "turn", "switch", "rely"]
)
_VOUCHED: Final = frozenset(
    ["proven", "shown", "guaranteed", "known", "said", "designed", "built", "sure", "clinically"]
)
_LONG: Final = 4
_FOUND: Final = frozenset(["shown", "found", "proven", "known", "said", "thought", "claimed"])
_THIS: Final = frozenset(
    ["a", "an", "one", "this", "these", "such", "the", "that", "those", "it", "each", "every"]
)


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
        anew = self._for_another(predicate, earlier)
        if anew is not None:
            return anew
        stop = self.group_start(begin, predicate.first)
        if (
            stop - begin > 1
            and low[stop - 1] in _IT
            and (low[stop - 2] in JOINS or low[stop - 2] == "but")
        ):
            # "It is part of physical therapy and it goes well with exercise."
            begin = stop - 1
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
        if (
            opener in ("which", "that")
            and len(words) < _LONG
            and predicate.first > 1
            and (low[predicate.first - 1] == "to" and low[predicate.first - 2] in _FOUND)
        ):
            # "dry needling, which trials have shown to ease pain"
            return self._relative(begin - 1, last)
        both = self._both(words[:1]) if set(words) <= ADVERBS | AUXILIARIES else ()
        if both:
            return Subject(both, begin, stop, f"“{words[0]}”", "carried")
        if not words or all(
            w in CONJUNCTIONS or w in ADVERBS or w == "to" or w in AUXILIARIES for w in words
        ):
            if last is not None:
                if last.kind == "agent" and self.instrument:
                    return Subject(self.instrument, begin, stop, "what is used", "carried")
                how = last.how if last.is_guess else "carried over"
                return Subject(last.terms, last.first, last.last, how, last.kind)
            bare = predicate.form == "s" or low[0] in _VOUCHED
            if bare and stop == 0 and self.topic.technique:
                # "Reduces pain." under a heading, "Proven to reduce pain."
                return Subject((self.topic.technique,), 0, 0, "“” left out", "carried")
            return Subject((), begin, stop, "no subject", "unclear")
        return self._unnamed(words, begin, stop, earlier)

    def _for_another(
        self, predicate: Predicate, earlier: list[tuple[Predicate, Subject]]
    ) -> Subject | None:
        """The second of "massage to help them relax and mobilization to free joints"."""
        low, at = self.sentence.low, predicate.first - 2
        named = self.sentence.mention_at(at) if at > 0 else None
        if low[predicate.first - 1] != "to" or named is None or named.first < 1 or not earlier:
            return None
        purpose = low[earlier[-1][0].first - 1] == "to"
        joined = low[named.first - 1] in CONJUNCTIONS
        if purpose and joined and self.kind(named.term) == "Intervention":
            return Subject((named.term,), named.first, named.last, "named")
        return None

    def _unnamed(
        self,
        words: list[str],
        begin: int,
        stop: int,
        earlier: list[tuple[Predicate, Subject]],
    ) -> Subject:
        if words[0] in ("what", "all") and words[1:2] and words[1] in CARRIED and words[-1] in IS:
            # "What they do not do is lengthen fascia."
            words = words[1:2]
        pronoun = words[-1]
        nouns = [w for w in words if w not in DETERMINERS or w in CARRIED]
        if pronoun in _IT and begin and self.sentence.low[begin - 1] in ("which", "where", "whose"):
            # "A state in which it relearns movement": that is told of the noun before.
            return Subject((), begin, stop, f"“{pronoun}” after a noun", "unclear")
        if pronoun in ("it", "they") or (len(nouns) == 1 and pronoun in CARRIED - {"both"}):
            opening = earlier[0][1] if earlier else None
            named = self._named_before(begin)
            if pronoun in ("it", "they") and opening is not None and opening.kind == "named":
                # "Joint repositioning takes place in the joint, and it …"
                how = f"“{pronoun}” for {opening.terms[0]}"
                return Subject(opening.terms, begin, stop, how, "carried")
            if named is None and pronoun in _IT and self._of_something_else(begin):
                return Subject((), begin, stop, f"“{pronoun}” is no term", "unclear")
            terms: tuple[str | None, ...] = (named, self.topic.subject)
            if pronoun in ("this", "that", "which") and self.topic.result:
                terms = (self.topic.result, self.topic.subject)
            elif named:
                terms = (named,)
            found = tuple(t for t in terms if t)
            if found:
                how = f"“{pronoun}” for {found[0]}"
                instead = tuple(t for t in (self.topic.technique,) if t and t not in found)
                return Subject(found, begin, stop, how, "carried", instead)
            return Subject((), begin, stop, f"“{pronoun}” stands for nothing known", "unclear")
        if words and words[0] in _THIS and words[-1] in GENERIC and self.topic.subject:
            return Subject((self.topic.subject,), begin, stop, f"“{' '.join(words)}”", "carried")
        if words[0] in _ITS and words[-1] in frames().words["aims"] and self.topic.subject:
            how = f"“it” for {self.topic.subject}"
            return Subject((self.topic.subject,), begin, stop, how, "carried")
        if words == ["what"]:
            cleft = self._cleft(stop)
            if cleft is not None:
                return cleft
        both = self._both(words)
        if both:
            return Subject(both, begin, stop, f"“{' '.join(words)}”", "carried")
        agents = frames().words["agents"]
        singular = [self.sentence.tokens[i].noun for i in range(begin, stop)]
        if any(w in agents for w in singular) or any(w in agents for w in words):
            return Subject(self.instrument, begin, stop, "someone", "agent")
        return Subject((), begin, stop, f"“{' '.join(words)}” is no term", "unclear")

    def _of_something_else(self, begin: int) -> bool:
        """Whether the sentence opens with a noun that is no term: "Icing cools, but it …"."""
        low = self.sentence.low
        first = low[0]
        known = first in DETERMINERS or first in PREPOSITIONS or first in ADVERBS
        return (
            begin > 2
            and first[:1].isalpha()
            and not known
            and first not in CONJUNCTIONS
            and first not in PRONOUNS
            and first not in SUBORDINATORS
            and first not in AUXILIARIES
            and low[1] in _STATES
        )

    def _cleft(self, start: int) -> Subject | None:
        """The technique in "what lowers blood pressure is massage"."""
        low = self.sentence.low
        for index in range(start, len(low) - 1):
            if low[index] in IS and self.sentence.mention_at(index) is None:
                after = index + 1
                while after < len(low) - 1 and low[after] in DETERMINERS:
                    after += 1
                mention = self.sentence.mention_at(after)
                if mention is not None and self.kind(mention.term) == "Intervention":
                    return Subject((mention.term,), mention.first, mention.last, "named")
                return None
        return None

    def _both(self, words: list[str]) -> tuple[str, ...]:
        """What "the two" and "the combination" stand for."""
        pair = self.topic.pair
        if pair is None or not words:
            return ()
        if words[-4:] in (["the", "two", "of", "them"], ["both", "of", "them", "together"]):
            return pair
        if words[-3:] in (["together", "the", "two"], ["side", "the", "two"]):
            return pair
        if words in (["the", "two"], ["both"], ["either"], ["neither"], ["both", "techniques"]):
            return pair
        if words[0] == "the" and words[1:2] in (["combination"], ["mix"], ["pairing"]):
            here = {m.term for m in self.sentence.named}
            return tuple(t for t in pair if t not in here)[:1]
        return ()

    def _named_before(self, stop: int) -> str | None:
        """The technique or process that opens the same sentence, for "…, but it …"."""
        for index in range(stop):
            mention = self.sentence.mention_at(index)
            if mention is None or self.kind(mention.term) != "Intervention":
                continue
            if not mention.first or self.sentence.low[mention.first - 1] not in PREPOSITIONS:
                return mention.term
            if mention.first > 1 and self.sentence.base[mention.first - 2] in _CHOOSING:
                # "Runners swear by foam rolling because it …"
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
            if comma + 1 < len(low) and low[comma + 1] in _IT and self.topic.subject:
                how = f"“{low[comma + 1]}” for {self.topic.subject}"
                return Subject((self.topic.subject,), begin, stop, how, "carried")
            end = comma + 1
            while end < len(low) and not (
                self.sentence.mention_at(end) is None and low[end] in AUXILIARIES
            ):
                if self.sentence.mention_at(end) is None and low[end] in STOPS:
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
        noun = self.sentence.tokens[at - 1].noun if at and before is None else ""
        if noun and at and self.sentence.tokens[at - 1].low in GENERIC and last and last.terms:
            # "It uses techniques that require skill": whatever uses them requires it.
            return Subject(last.terms, at - 1, at + 1, "what is done with it", "carried")
        if noun in frames().words["agents"]:
            return Subject(self.instrument, at - 1, at + 1, "someone", "agent")
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
        sure = before is not None and self.kind(before.term) == "Intervention"
        how = f"“{self.sentence.low[at]}” for {terms[0]}"
        return Subject(tuple(terms), at, at + 1, how, "carried", sure=sure)
