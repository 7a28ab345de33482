"""Statements that verbs make, active and passive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mtkg.lint.arguments import Reader
from mtkg.lint.certainty import Place, wording_of
from mtkg.lint.classes import JOINS
from mtkg.lint.grammar import relations_of
from mtkg.lint.mentions import Mention
from mtkg.lint.noun_phrases import Subject
from mtkg.lint.objects import Object, objects_of
from mtkg.lint.predicates import Predicate
from mtkg.lint.stating import Statement, Triple
from mtkg.lint.tables import loose_terms

_AGENT_AFTER = frozenset(["by", "with", "through", "after", "following", "via"])
_AGENTS = frozenset(["Intervention", "Mechanism", "Effect"])


@dataclass(frozen=True)
class Verb:
    """One predicate with its subject; its objects stand before the token *stop*."""

    reader: Reader
    predicate: Predicate
    subject: Subject
    stop: int
    abstained: list[str]
    """Where the reason goes for which nothing is stated."""
    opening: Predicate | None = None
    """The verb that passes on to this one: "does not *make* the artery carry more"."""

    def statements(self) -> list[Statement]:
        """What the verb states; the instrument of "we use massage" is kept for verbs to come."""
        reader, predicate, subject = self.reader, self.predicate, self.subject
        names = {name for group, name in predicate.readings if group == "frame"}
        objects = objects_of(reader.sentence, predicate, self._acts, self.stop)
        if subject.kind == "agent" and "instruments" in names:
            used = tuple(
                o.term for o in objects if o.term and reader.kind(o.term) == "Intervention"
            )
            if used:
                reader.instrument = used
                return []
        if subject.kind == "agent" and predicate.first == predicate.last:
            named = reader.sentence.mention_at(predicate.first)
            if named is not None and reader.kind(named.term) == "Intervention":
                # "You can use a foam roller to …": the name holds the verb.
                reader.instrument = (named.term,)
                return []
        if predicate.passive:
            return self._passive(names)
        terms = reader.instrument if subject.kind == "agent" else subject.terms
        if terms and objects:
            made = self._of(terms, objects)
            if not made and subject.instead:
                made = [replace(s, guessed=True) for s in self._of(subject.instead, objects)]
            return made
        if objects:
            self._abstain(subject.how)
        elif terms and reader.sentence.named:
            self._abstain("no object that is a term")
        return []

    @property
    def _acts(self) -> tuple[str, ...]:
        return tuple(name for group, name in self.predicate.readings if group == "action")

    @property
    def _word(self) -> str:
        first, last = self.predicate.first, self.predicate.last
        mention = self.reader.sentence.mention_at(first)
        if last == first and mention is not None:
            last = mention.last
        return " ".join(self.reader.sentence.low[first:last])

    def _abstain(self, reason: str) -> None:
        self.abstained.append(f"{self._word}: {reason}")

    def _of(self, terms: tuple[str, ...], objects: list[Object]) -> list[Statement]:
        """One statement per subject and object; of a pronoun's candidates, one for all."""
        kinds = {self.reader.kind(term) for term in terms}
        guessing = self.subject.kind == "carried" and len(kinds) > 1
        groups = [terms] if guessing else [(term,) for term in terms]
        made = []
        for candidates in groups:
            for target in objects:
                readings, opposite = self._readings(candidates, target)
                if readings:
                    one = self._statement(target, readings, opposite=opposite)
                    made.append(replace(one, guessed=True) if guessing else one)
        if not made:
            self._abstain("no relation fits the kinds")
        return made

    def _readings(self, candidates: tuple[str, ...], target: Object) -> tuple[list[Triple], bool]:
        readings: list[Triple] = []
        opposite = False
        for term in candidates:
            for meant in (target, *(replace(target, term=other) for other in target.also)):
                triples, contrary = relations_of(self.reader, self.predicate, term, meant)
                readings += [t for t in triples if t not in readings]
                opposite = opposite or contrary
        return readings, opposite

    def _passive(self, names: set[str]) -> list[Statement]:
        """“Pain is reduced by massage”; “massage is contraindicated in thrombosis”."""
        predicate, subject = self.predicate, self.subject
        says_relation = any(group == "relation" for group, _ in predicate.readings)
        if says_relation or "applying" in names or predicate.last - predicate.first > 1:
            objects = objects_of(self.reader.sentence, predicate, (), self.stop)
            if subject.terms and objects:
                return self._of(subject.terms, objects)
        agents = self._agents()
        if not agents:
            self._abstain("by whom is not said")
            return []
        shadow = replace(predicate, last=subject.first, particle=None)
        made = []
        for agent in agents:
            for target in objects_of(self.reader.sentence, shadow, self._acts, predicate.first):
                triples, contrary = relations_of(self.reader, predicate, agent.term, target)
                if triples and target.last <= predicate.first:
                    whole = replace(target, last=agents[-1].last)
                    made.append(self._statement(whole, triples, opposite=contrary))
        return made

    def _agents(self) -> list[Mention]:
        """Who or what "by …" names after a passive verb."""
        for index in range(self.predicate.last, self.stop):
            if self.reader.sentence.low[index] in _AGENT_AFTER:
                # "Mobilized by a physio": who does it, and not what is done.
                return [
                    m
                    for m in self._coordinated(index + 1)
                    if self.reader.kind(m.term) in _AGENTS and m.term not in loose_terms().settings
                ]
        return []

    def _coordinated(self, start: int) -> Iterator[Mention]:
        """The mentions from *start* on that conjunctions and commas join."""
        sentence, index, found = self.reader.sentence, start, False
        while index < self.stop:
            mention = sentence.mention_at(index)
            if mention is not None:
                found = True
                yield mention
                index = mention.last
            elif (found and sentence.low[index] not in JOINS) or index > start + 4:
                return
            else:
                index += 1

    def _statement(self, target: Object, readings: list[Triple], *, opposite: bool) -> Statement:
        sentence, predicate, subject = self.reader.sentence, self.predicate, self.subject
        verb = (predicate.first, predicate.last)
        place = Place(min(subject.first, predicate.first), verb, target.last)
        wording = wording_of(sentence, place, question=self.reader.question)
        if self.opening is not None and not wording.denied:
            before = replace(place, verb=(self.opening.first, self.opening.last))
            denied = wording_of(sentence, before, question=self.reader.question).denied
            wording = replace(wording, denied=denied)
        if target.denied and not wording.denied:
            wording = replace(wording, denied=True)
        compared, comparison = self._comparison(target.last)
        if comparison is not None:
            # What is compared is the relief, not what a technique is used for.
            readings = sorted(readings, key=lambda t: t.relation == "addresses")
        stands_before = subject.kind in ("named", "carried") and subject.last <= predicate.first
        first = subject.first if stands_before else predicate.first
        how = ", ".join(f"{group} {name}" for group, name in predicate.readings)
        named = " ".join(sentence.low[target.first : target.last])
        return Statement(
            tuple(readings),
            wording,
            min(first, target.first),
            max(target.last, predicate.last),
            verb,
            comparison,
            compared,
            opposite,
            modest=comparison == "noDifference" and "no" in sentence.low,
            carried=subject.kind == "carried",
            guessed=subject.is_guess,
            target=(target.first, target.last),
            trace=(
                f"subject {' or '.join(subject.terms) or readings[0].subject} ({subject.how})",
                f"verb “{self._word}” as {how}{' (passive)' if predicate.passive else ''}",
                f"object “{named}” as {target.term}",
            ),
        )

    def _comparison(self, start: int) -> tuple[str | None, str | None]:
        """The intervention that "… more than stretching does" compares with."""
        sentence = self.reader.sentence
        for index in range(start, min(start + 6, len(sentence.low))):
            better = sentence.low[index] == "than"
            no_more = "no" in sentence.low[max(start, index - 3) : index]
            equal = sentence.low[index] == "as" and sentence.low[index - 1] in (
                "well", "much", "good",
            )  # fmt: skip
            for at in range(index + 1, min(index + 5, len(sentence.low))):
                mention = sentence.mention_at(at) if better or equal else None
                if mention is not None and self.reader.kind(mention.term) == "Intervention":
                    return mention.term, "better" if better and not no_more else "noDifference"
        return None, None
