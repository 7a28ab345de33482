"""Statements by phrases (``lexicon/sayings.yaml``): whatever is not said by a plain verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.certainty import Certainty, Place, wording_of
from mtkg.lint.classes import CONJUNCTIONS, DETERMINERS, MAY_FOLLOW, PREPOSITIONS
from mtkg.lint.finding import Finder, Hit
from mtkg.lint.grammar import fits
from mtkg.lint.merging import longest
from mtkg.lint.prepared import prepared
from mtkg.lint.saying_table import Saying, finder_of, reactions_of, slot_letters
from mtkg.lint.sentence import Sentence
from mtkg.lint.shadow import Shadow, items_in, shadow_of
from mtkg.lint.stating import Statement, Triple
from mtkg.lint.tables import loose_terms
from mtkg.lint.topic import Topic
from mtkg.lint.treatment import OF_TREATMENT, treatment_of

_MENTION: Final = re.compile(r"<\w(\d+)>")
_PARTED: Final = re.compile(r"(?:and|or|nor)\. [^,]*<\w\d+> , [^<]*<\w\d+> $")
_OF_PATIENTS: Final = "PatientDeliveredIntervention"
_JOINING: Final = CONJUNCTIONS | DETERMINERS
_NEVER_COMPARED: Final = frozenset(
    {"intendedEffect", "leadsTo", "engages", "addresses", "mayCause"}
)
_TAKEN_UP: Final = frozenset({"carried", "of the treatment"})
_BOTH: Final = 2
_IMPOSED: Final = frozenset({"contraindicatedIn", "cautionIn", "requires"})


def _phrases(graph: Graph) -> tuple[Finder[Saying], Mapping[str, str]]:
    return finder_of(graph), reactions_of(graph)


@dataclass(frozen=True)
class Sayer:
    """Finds what phrases say in sentences of one graph's field."""

    graph: Graph
    letters: Mapping[str, str]
    finder: Finder[Saying]
    reactions: Mapping[str, str]
    """Condition → the adverse reaction that the graph calls "… after treatment"."""

    @classmethod
    def of(cls, graph: Graph, letters: Mapping[str, str]) -> Sayer:
        """For *graph*."""
        finder, reactions = prepared("sayings", lambda: _phrases(graph), of=graph.digest)
        return cls(graph, letters, finder, reactions)

    def said(
        self, sentence: Sentence, topic: Topic, by_verb: list[Statement], *, question: bool
    ) -> list[Statement]:
        """The statements that phrases make in *sentence*; *by_verb* are those that verbs make."""
        candidates = self.finder.candidates(items_in(sentence, self._letter))
        if not candidates:
            return []
        shadow = shadow_of(sentence, self._letter)
        found: list[Statement] = []
        for hit, saying in self.finder.find(shadow, candidates):
            last = _before([*found, *by_verb], hit.first) or topic.last
            case = _Case(self, sentence, topic, shadow, hit, saying, last)
            found += case.statements(question=question)
        return longest(found)

    def _letter(self, term: str) -> str:
        return self.letters.get(term, "Z")


def _before(statements: list[Statement], place: int) -> Statement | None:
    """The last of *statements* that ends before the token *place*."""
    ended = [s for s in statements if s.last <= place]
    return max(ended, key=lambda s: s.last, default=None)


@dataclass(frozen=True, slots=True)
class _Case:
    """One hit in one sentence."""

    sayer: Sayer
    sentence: Sentence
    topic: Topic
    shadow: Shadow
    hit: Hit
    saying: Saying
    last: Statement | None
    """What was stated last, for "so does …"."""

    def statements(self, *, question: bool) -> Iterator[Statement]:
        """One per pair of subject and object."""
        saying = self.saying
        if saying.ends and not self._ends():
            return
        if saying.relation in _NEVER_COMPARED and not saying.comparison and self._compares():
            return
        if saying.repeat:
            yield from self._repeated(question=question)
            return
        if saying.relation == "mayCause" and self._is_use():
            return
        if _PARTED.search(self.hit.slots.get("S", "")):
            # "Combined with A and B, C …" tells of C.
            return
        subjects, how = self._subjects()
        if saying.other:
            yield from self._of_the_other(question=question)
            return
        objects = self._made() or self._terms("O") or ([(saying.object,)] if saying.object else [])
        compared = self._terms("C")
        if saying.pair:
            if len(subjects) != 2:
                return
            if saying.comparison:
                compared, subjects = subjects[1:], subjects[:1]
            else:
                objects, subjects = subjects[1:], subjects[:1]
        if saying.comparison:
            if not compared:
                return
            objects = [(self._outcome() or self._outcome_before(subjects, compared),)]
        if how in ("carried", "nothing known") and self._is_of_treatment():
            yield from self._of_treatment(objects, question=question)
            return
        for one in subjects:
            for other in objects:
                readings = self._readings(one, other)
                if readings:
                    yield self._statement(readings, how, compared, question=question)

    def _is_someone(self) -> bool:
        """Whether "by a physio" names who does it, and not what is done."""
        first, _ = self.hit.places["S"]
        low, mention = self.sentence.low, self.sentence.mention_at(first)
        while mention is None and first + 1 < self.hit.places["S"][1]:
            first += 1
            mention = self.sentence.mention_at(first)
        return (
            mention is not None
            and mention.term in loose_terms().settings
            and low[mention.first - 1] in ("a", "your", "the", "her", "his", "my")
            and low[mention.first - 2] == "by"
        )

    def _is_use(self) -> bool:
        """Whether the harm is what the technique is used for: "massage for her headaches"."""
        low = self.sentence.low
        at = self.hit.places.get("O", (0, 0))[0] - 1
        while at > 0 and low[at] in DETERMINERS:
            at -= 1
        return low[at] == "for" or (low[at] in ("have", "had", "has") and "if" in low[:at])

    def _is_of_treatment(self) -> bool:
        """Whether the phrase speaks of treatment, and names none."""
        return self.saying.relation in OF_TREATMENT and not self.hit.slots.get("S")

    def _of_treatment(
        self, objects: list[tuple[str, ...]], *, question: bool
    ) -> Iterator[Statement]:
        """What "serious harm is rare" and its like are told of, for each object."""
        graph, relation = self.sayer.graph, self.saying.relation
        named = [m.term for m in self.sentence.named if self.sayer.letters.get(m.term) == "I"]
        for other in objects:
            target = next(iter(self._targets(relation, other)))
            subject = named[0] if named else treatment_of(graph, self.topic, relation, target)
            readings = self._readings((subject,), other) if subject else ()
            if readings:
                yield self._statement(readings, "of the treatment", [], question=question)

    def _compares(self) -> bool:
        """Whether a "than" stands in the phrase: then it says more, or less, than the phrase."""
        low = self.sentence.low
        return any(
            low[i] == "than" and self.sentence.mention_at(i) is None
            for i in range(self.hit.first, self.hit.last)
        )

    def _of_the_other(self, *, question: bool) -> Iterator[Statement]:
        """“It does not replace it”: of the two techniques that the text has just spoken of."""
        named, last = self._terms("S"), self.last
        techniques = [t for t in self.topic.spoken if self.sayer.letters.get(t) == "I"]
        if named:
            known = [t for t in (self.topic.subject, *techniques) if t and t != named[0][0]]
            two = (named[0][0], next(iter(known), None))
        elif last is not None and self.sayer.letters.get(last.triple.object) == "I":
            two = (last.triple.subject, last.triple.object)
        else:
            subject = self.topic.subject or ""
            two = (subject, next((t for t in techniques if t != subject), None))
        readings = self._readings((two[0],), (two[1],)) if all(two) and two[1] else ()
        if readings:
            yield self._statement(readings, "carried", [], question=question)

    def _repeated(self, *, question: bool) -> Iterator[Statement]:
        """What the last statement says, of another subject or another object, or of the same."""
        last = self.last
        if last is None or last.comparison:
            return
        negated = (
            self.saying.denied or self.hit.negated or (self.saying.same and last.wording.denied)
        )
        how = "repeated" if self._terms("S") else "answered"
        for triple in self._taken_over(last):
            yield self._statement((triple,), how, [], question=question, negated=negated)

    def _taken_over(self, last: Statement) -> Iterator[Triple]:
        graph, said = self.sayer.graph, last.triple
        terms = self._terms("S")
        if not terms and self.hit.slots.get("S", "@").startswith("@"):
            asked = last.wording.certainty is Certainty.QUESTION
            shown = "show" in self.hit.phrase.written
            if asked or shown or (self.saying.denied and not last.wording.denied):
                yield said
        for names in terms:
            of_subject = Triple(names[0], said.relation, said.object)
            of_object = Triple(said.subject, said.relation, names[0])
            alike = graph.terms[names[0]].kind == graph.terms[said.subject].kind
            for triple in (of_subject, of_object) if alike else (of_object, of_subject):
                if fits(graph, triple) and triple != said:
                    yield triple
                    break

    def _terms(self, slot: str) -> list[tuple[str, ...]]:
        numbers = _MENTION.findall(self.hit.slots.get(slot, ""))
        mentions = [self.shadow.mentions[int(number)] for number in numbers]
        graph, relation = self.sayer.graph, self.saying.relation
        letters = (
            slot_letters(graph, relation, "range" if slot == "O" else "domain")
            if slot != "C"
            else "I"
        )
        letters += self.saying.also_kinds
        return [
            (m.term, *m.also) for m in mentions if self.sayer.letters.get(m.term, "Z") in letters
        ]

    def _made(self) -> list[tuple[str, ...]]:
        """What the saying's acts make of the conditions and characteristics in {O}."""
        found: list[tuple[str, ...]] = []
        for number in _MENTION.findall(self.hit.slots.get("O", "") if self.saying.acts else ""):
            mention = self.shadow.mentions[int(number)]
            made = (
                self.sentence.compose(act, mention.first, mention.last) for act in self.saying.acts
            )
            found += [(one[0],) for one in made if one][:1]
        return found

    def _subjects(self) -> tuple[list[tuple[str, ...]], str]:
        """Candidates for the subject, and how they were found."""
        if self.saying.subject:
            return [(self.saying.subject,)], "named"
        named = self._terms("S")
        if named and self._is_someone():
            return [], "someone"
        if named:
            return named, "named"
        two = self.hit.slots.get("S", "").startswith("@two")
        if self.saying.pair or two:
            pair = () if self._is_one() else self._two_before() or self.topic.pair or ()
            return [(t,) for t in pair], "both"
        if self.hit.slots.get("S", "").startswith("@mix") and self.topic.pair:
            # "The combination does more than exercise alone": by the other of the two.
            others = {t for terms in self._terms("C") for t in terms}
            left: list[tuple[str, ...]] = [(t,) for t in self.topic.pair if t not in others]
            return left[:1], "carried"
        letters = slot_letters(self.sayer.graph, self.saying.relation, "domain")
        for term in self._known(self.hit.slots.get("S", "")):
            if self.sayer.letters.get(term, "Z") in letters:
                return [(term,)], "carried"
        return [], "nothing known"

    def _is_one(self) -> bool:
        """Whether the subject is an "it", which is never two."""
        first, last = self.hit.places.get("S", (0, 0))
        return "it" in self.sentence.low[first:last]

    def _two_before(self) -> tuple[str, ...]:
        """The two that the same sentence names together before: "while A and B …, they …"."""
        before = [m for m in self.sentence.named if m.last <= self.hit.first]
        for one, other in pairwise(before):
            joined = self.sentence.low[one.last : other.first]
            kinds = {self.sayer.letters.get(m.term) for m in (one, other)}
            if kinds == {"I"} and joined and all(w in _JOINING for w in joined):
                return one.term, other.term
        named = dict.fromkeys(m.term for m in before if self.sayer.letters.get(m.term) == "I")
        return tuple(named) if len(named) == _BOTH else ()

    def _known(self, taking_up: str) -> list[str]:
        """What the words in the subject's place, or no words, may stand for, likeliest first."""
        before = [
            m.term
            for m in self.sentence.named
            if m.first < self.hit.first
            and self.sayer.letters.get(m.term) == "I"
            and not (m.first and self.sentence.low[m.first - 1] in PREPOSITIONS)
        ]
        topic = self.topic
        if not taking_up:
            here = [m.term for m in self.sentence.named if self.sayer.letters.get(m.term) == "I"]
            known = [*here[:1], topic.subject, topic.technique, topic.heading, topic.main]
        elif taking_up.startswith("@this"):
            known = [*before[:1], topic.result, topic.subject, topic.technique]
        else:
            known = [*before[:1], topic.subject, topic.technique]
        return [term for term in known if term]

    def _readings(self, one: tuple[str, ...], other: tuple[str, ...]) -> tuple[Triple, ...]:
        saying, graph = self.saying, self.sayer.graph
        found = []
        relations = [r for r in (saying.relation, saying.also) if r]
        if saying.relation == "intendedEffect" and self.sayer.letters.get(other[0]) == "M":
            relations.insert(0, "engages")
        for relation in relations:
            for subject in one:
                for target in self._targets(relation, other):
                    triple = Triple(subject, relation, target)
                    if subject == target or (saying.kinds == "same" and not self._alike(triple)):
                        continue
                    if target == "Patient" and not graph.is_kind_of(subject, _OF_PATIENTS):
                        # "patients given massage"
                        continue
                    if saying.known and not graph.is_kind_of(subject, target):
                        continue
                    if saying.under and not graph.is_kind_of(subject, saying.under):
                        continue
                    if relation == "subClassOf" or fits(graph, triple):
                        found.append(triple)
                    if relation == "distinctFrom" and fits(graph, triple):
                        found.append(Triple(target, relation, subject))
        return tuple(found)

    def _targets(self, relation: str, terms: tuple[str, ...]) -> tuple[str, ...]:
        """The object's terms; of a condition "after massage", the reaction it is then."""
        if relation != "mayCause":
            return terms
        return tuple(self.sayer.reactions.get(term, term) for term in terms)

    def _alike(self, triple: Triple) -> bool:
        terms = self.sayer.graph.terms
        return terms[triple.subject].kind == terms[triple.object].kind

    def _outcome(self) -> str | None:
        """The effect that "better than massage for pain" is about, or "for pain, massage is …"."""
        for mention in self.shadow.mentions:
            letter = self.sayer.letters.get(mention.term, "Z")
            if letter == "E":
                return mention.term
            if letter in "HC":
                made = [
                    found[0]
                    for act in ("better", "more", "less")
                    if (found := self.sentence.compose(act, mention.first, mention.last))
                ]
                if made:
                    return "PainReduction" if "PainReduction" in made else made[0]
        return None

    def _outcome_before(
        self, subjects: list[tuple[str, ...]], compared: list[tuple[str, ...]]
    ) -> str:
        """The effect that comparisons of the two are about, where the sentence names none."""
        sides = {subjects[0][0], compared[0][0]} if subjects and compared else set()
        claimed = [
            claim
            for claim in self.sayer.graph.claims.values()
            if sides == {claim.subject, *claim.qualifiers.get("comparedWith", ())}
        ]
        alike = {
            claim.object
            for claim in claimed
            if self.saying.comparison in claim.qualifiers.get("comparison", ("better",))
        }
        before = self.topic.last.triple.object if self.topic.last else ""
        plain = self.saying.object or ""
        if before not in alike and plain in alike:
            return plain
        return before if before in {claim.object for claim in claimed} else plain

    def _ends(self) -> bool:
        """Whether nothing follows that makes the noun another one: "is exercise equipment"."""
        low, at = self.sentence.low, self.hit.last
        return at >= len(low) or not low[at][0].isalpha() or low[at] in MAY_FOLLOW

    def _statement(
        self,
        readings: tuple[Triple, ...],
        how: str,
        compared: list[tuple[str, ...]],
        *,
        question: bool,
        negated: bool | None = None,
    ) -> Statement:
        hit, saying, sentence = self.hit, self.saying, self.sentence
        place = hit.places.get("S", (hit.first, hit.first))
        other = hit.places.get("O") or hit.places.get("C") or (hit.last, hit.last)
        verb = self._verb(place, other)
        if negated is None:
            negated = hit.negated != saying.denied
        wording = wording_of(
            sentence,
            Place(
                min(place[0], hit.first),
                verb,
                hit.last,
                negated=negated,
                sealed=hit.phrase.denies,
                imposed=saying.relation in _IMPOSED,
            ),
            question=question,
        )
        if saying.hedged and wording.certainty is Certainty.PLAIN:
            wording = replace(wording, certainty=Certainty.HEDGED, hedges=1)
        words = " ".join(sentence.low[hit.first : hit.last])
        return Statement(
            readings,
            wording,
            hit.first,
            hit.last,
            verb,
            comparison=saying.comparison,
            compared=compared[0][0] if compared else None,
            identity=saying.identity,
            modest=hit.phrase.denies or hit.negated,
            target=self._place_of(readings, other),
            carried=how != "named",
            sure=how in ("answered", "repeated", "both", "of the treatment"),
            guessed=saying.guess
            or (
                how in ("carried", "of the treatment")
                and hit.slots.get("S", "@this").startswith("@this")
            ),
            trace=(
                f"subject {readings[0].subject} ({how})",
                f"phrase “{words}” as {saying.relation}: {hit.phrase.written}",
                f"object {readings[0].object}",
            ),
        )

    def _place_of(
        self, readings: tuple[Triple, ...], otherwise: tuple[int, int]
    ) -> tuple[int, int]:
        """Where the object of *readings* stands among those of the slot."""
        objects = {triple.object for triple in readings}
        for number in _MENTION.findall(self.hit.slots.get("O", "")):
            mention = self.shadow.mentions[int(number)]
            if {mention.term, *mention.also, self.sayer.reactions.get(mention.term)} & objects:
                return mention.first, mention.last
        return otherwise

    def _verb(self, subject: tuple[int, int], target: tuple[int, int]) -> tuple[int, int]:
        """The tokens between subject and object, whichever comes first."""
        first, last = sorted((subject, target))
        if first[1] < last[0]:
            return first[1], last[0]
        return self.hit.first, self.hit.last
