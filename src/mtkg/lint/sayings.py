"""Statements by phrases (``lexicon/sayings.yaml``): whatever is not said by a plain verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.certainty import Certainty, Place, wording_of
from mtkg.lint.classes import MAY_FOLLOW, PREPOSITIONS
from mtkg.lint.grammar import fits
from mtkg.lint.phrases import Compiler, Finder, Hit
from mtkg.lint.sentence import Sentence
from mtkg.lint.shadow import LETTERS, Shadow, shadow_of
from mtkg.lint.stating import Statement, Triple
from mtkg.lint.tables import loose_terms, table
from mtkg.lint.topic import Topic

_MENTION: Final = re.compile(r"<\w(\d+)>")
_IMPOSED: Final = frozenset({"contraindicatedIn", "cautionIn", "requires"})


@dataclass(frozen=True, slots=True)
class Saying:
    """What a phrase means: the entry of ``sayings.yaml`` that it stands in."""

    relation: str
    also: str | None = None
    object: str | None = None
    comparison: str | None = None
    kinds: str | None = None
    denied: bool = False
    pair: bool = False
    carried: bool = False
    also_kinds: str = ""
    kinds_of_object: str = ""
    """Letters of {O}, where they are not the range of the relation."""
    acts: tuple[str, ...] = ()
    """Acts of which the first that makes an effect of {O} makes the object."""
    identity: bool = False
    ends: bool = False
    hedged: bool = False
    """Whether it says an aim or a use, which is no success yet."""
    repeat: bool = False
    """Whether it says of {S} what the statement before says of another."""
    under: str | None = None
    """A class that the subject must stand under."""


def letters_of(graph: Graph) -> Mapping[str, str]:
    """Term → the letter of its kind in a shadow, for every term that can stand in a claim."""
    found = {}
    for term in graph.terms.values():
        letter = LETTERS.get(term.kind)
        if letter == "E" and graph.is_kind_of(term.id, "AdverseReaction"):
            letter = "X"
        elif letter == "T" and graph.is_kind_of(term.id, "BodyRegion"):
            letter = "R"
        if letter:
            found[term.id] = letter
    return found


def _slot(graph: Graph, relation: str, which: str) -> str:
    """The letters of a relation's domain or range."""
    term = graph.terms.get("intendedEffect" if relation == "repeated" else relation)
    if relation == "repeated":
        return "IMECH"
    kinds = getattr(term, which) if term else tuple(LETTERS)
    letters = "".join(LETTERS.get(kind, "") for kind in kinds)
    return letters.replace("T", "TR")


def finder_of(graph: Graph) -> Finder[Saying]:
    """Every phrase of ``sayings.yaml``, its slots by the domains and ranges of *graph*."""
    data = table("sayings")
    phrases = []
    for entry in data["sayings"]:
        saying = Saying(**{k: v for k, v in entry.items() if k != "say"})
        slots = {
            "S": _slot(graph, saying.relation, "domain"),
            "O": saying.kinds_of_object
            or _slot(graph, saying.relation, "range") + saying.also_kinds,
            "C": "I",
        }
        compiler = Compiler(data["lists"], slots)
        phrases += [(compiler.phrase(phrase), saying) for phrase in entry["say"]]
    return Finder(phrases)


def reactions_of(graph: Graph) -> Mapping[str, str]:
    """Condition → the adverse reaction whose name is the condition's with "after treatment"."""
    surfaces = table("surfaces")
    by_name = {
        name.removesuffix(" after treatment"): term.id
        for term in graph.terms.values()
        for name in (term.label, *term.synonyms)
        if name.endswith(" after treatment") and graph.is_kind_of(term.id, "AdverseReaction")
    }
    return dict(loose_terms().reactions) | {
        term.id: by_name[name]
        for term in graph.terms.values()
        if term.kind == "Condition"
        for name in (*surfaces.get(term.id, ()), *term.synonyms, term.label)
        if name in by_name
    }


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
        return cls(graph, letters, finder_of(graph), reactions_of(graph))

    def said(self, sentence: Sentence, topic: Topic, *, question: bool) -> list[Statement]:
        """The statements that phrases make in *sentence*."""
        shadow = shadow_of(sentence, lambda term: self.letters.get(term, "Z"))
        found: list[Statement] = []
        for hit, saying in self.finder.find(shadow):
            found += _Case(self, sentence, topic, shadow, hit, saying).statements(question=question)
        return found


@dataclass(frozen=True, slots=True)
class _Case:
    """One hit in one sentence."""

    sayer: Sayer
    sentence: Sentence
    topic: Topic
    shadow: Shadow
    hit: Hit
    saying: Saying

    def statements(self, *, question: bool) -> Iterator[Statement]:
        """One per pair of subject and object."""
        saying = self.saying
        if saying.ends and not self._ends():
            return
        if saying.repeat:
            yield from self._repeated(question=question)
            return
        subjects, how = self._subjects()
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
            objects = [(self._outcome() or saying.object or "",)]
        for one in subjects:
            for other in objects:
                readings = self._readings(one, other)
                if readings:
                    yield self._statement(readings, how, compared, question=question)

    def _repeated(self, *, question: bool) -> Iterator[Statement]:
        """What the last statement says, of another subject."""
        last = self.topic.last
        for terms in self._terms("S") if last else ():
            triple = Triple(terms[0], last.relation, last.object) if last else None
            if triple and fits(self.sayer.graph, triple):
                yield self._statement((triple,), "named", [], question=question)

    def _terms(self, slot: str) -> list[tuple[str, ...]]:
        numbers = _MENTION.findall(self.hit.slots.get(slot, ""))
        mentions = [self.shadow.mentions[int(number)] for number in numbers]
        graph, relation = self.sayer.graph, self.saying.relation
        letters = (
            _slot(graph, relation, "range" if slot == "O" else "domain") if slot != "C" else "I"
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
        named = self._terms("S")
        if named:
            return named, "named"
        if self.saying.pair and self.topic.pair:
            return [(t,) for t in self.topic.pair], "carried"
        letters = _slot(self.sayer.graph, self.saying.relation, "domain")
        for term in self._known(self.hit.slots.get("S", "")):
            if self.sayer.letters.get(term, "Z") in letters:
                return [(term,)], "carried"
        return [], "nothing known"

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
            known = [*here[:1], topic.heading, topic.main, topic.subject, topic.technique]
        elif taking_up.startswith("@this"):
            known = [*before[:1], topic.result, topic.subject, topic.technique]
        else:
            known = [*before[:1], topic.subject or topic.technique][:1]
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
            if letter == "H":
                for act in ("better", "more", "less"):
                    made = self.sentence.compose(act, mention.first, mention.last)
                    if made:
                        return made[0]
        return None

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
    ) -> Statement:
        hit, saying, sentence = self.hit, self.saying, self.sentence
        place = hit.places.get("S", (hit.first, hit.first))
        other = hit.places.get("O") or hit.places.get("C") or (hit.last, hit.last)
        verb = self._verb(place, other)
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
            carried=how == "carried",
            guessed=how == "carried" and hit.slots.get("S", "@this").startswith("@this"),
            trace=(
                f"subject {readings[0].subject} ({how})",
                f"phrase “{words}” as {saying.relation}: {hit.phrase.written}",
                f"object {readings[0].object}",
            ),
        )

    def _verb(self, subject: tuple[int, int], target: tuple[int, int]) -> tuple[int, int]:
        """The tokens between subject and object, whichever comes first."""
        first, last = sorted((subject, target))
        if first[1] < last[0]:
            return first[1], last[0]
        return self.hit.first, self.hit.last
