"""Who does what to what: the subject before a predicate and the objects after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.mentions import Mention
from mtkg.lint.classes import IS, CONTRACTIONS, GENERIC, CARRIED, ADVERBS, AUXILIARIES, BREAKS, CARRIERS, CONJUNCTIONS, DETERMINERS, HEADS, PREPOSITIONS, SUBORDINATORS
from mtkg.lint.sentence import Sentence
from mtkg.lint.predicates import Predicate, form_of, last_before, predicates_of, transparent
from mtkg.lint.tables import frames
from mtkg.lint.topic import Topic

_THIS: Final = frozenset(["this", "these", "such", "the", "that", "those", "it", "each", "every"])
SUBJECT_KINDS: Final = frozenset(
    {"Intervention", "Mechanism", "Effect", "Condition", "Characteristic", "Tissue"}
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The candidates for a subject, best first, and the words that show it."""

    terms: tuple[str, ...]
    first: int
    last: int
    how: str
    kind: str = "named"
    """``named``, ``carried``, ``result`` (of the last statement), ``agent``, or ``unclear``."""


@dataclass(frozen=True, slots=True)
class Object:
    """One object of a predicate: a term as it stands, or what the verb makes of a noun."""

    first: int
    last: int
    term: str | None
    denied: bool = False
    also: tuple[str, ...] = ()
    """Other terms that the same words may mean."""


@dataclass
class Reader:
    """Finds the arguments of predicates in one sentence."""

    graph: Graph
    sentence: Sentence
    topic: Topic
    instrument: tuple[str, ...] = ()
    starts: list[int] = field(default_factory=list)

    def kind(self, term: str) -> str:
        """The kind of a term."""
        found = self.graph.terms.get(term)
        return found.kind if found else ""

    # -- subjects

    def subject(self, predicate: Predicate, earlier: list[tuple[Predicate, Subject]]) -> Subject:
        """The subject of *predicate*, given those of the predicates before it."""
        low = self.sentence.low
        begin = self._clause_start(predicate.first)
        last = earlier[-1][1] if earlier else None
        inside = [p for p, _ in earlier if p.first >= begin]
        if inside:
            joint = self._joint(inside[-1].last, predicate.first)
            if joint is not None:
                begin = joint
            else:
                begin = predicate.first
        stop = self._group_start(begin, predicate.first)
        opener = low[begin - 1] if begin else ""
        if predicate.form == "ing" and (begin >= stop or low[stop - 1] in PREPOSITIONS):
            return self._gerund(predicate, begin, stop, earlier)
        found = self._noun_phrase(begin, stop)
        if found is not None:
            return found
        words = [w for w in low[begin:stop] if w not in (",",)]
        if not words and begin < len(low) and low[begin] in CONTRACTIONS:
            # "it's given": the pronoun and its verb are one word.
            opens = CONTRACTIONS[low[begin]][0]
            words = [opens] if opens in CARRIED else []
        if opener in ("which", "that", "who") and all(w in ADVERBS for w in words):
            return self._relative(begin - 1, last)
        if not words or all(
            w in CONJUNCTIONS or w in ADVERBS or w == "to" or w in AUXILIARIES for w in words
        ):
            if last is not None:
                if last.kind == "agent" and self.instrument:
                    return Subject(self.instrument, begin, stop, "what is used", "carried")
                return Subject(last.terms, last.first, last.last, "carried over", last.kind)
            return Subject((), begin, stop, "no subject", "unclear")
        return self._unnamed(words, begin, stop)

    def _unnamed(self, words: list[str], begin: int, stop: int) -> Subject:
        pronoun = words[-1]
        nouns = [w for w in words if w not in DETERMINERS or w in CARRIED]
        if pronoun in ("it", "they") or (len(nouns) == 1 and pronoun in CARRIED - {"both"}):
            earlier = self._named_before(begin)
            terms: tuple[str | None, ...] = (earlier, self.topic.subject)
            if pronoun in ("this", "that", "which") and self.topic.result:
                terms = (self.topic.result, self.topic.subject)
            elif earlier:
                terms = (earlier,)
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
        """ "…, delivering oxygen", "by reducing strain": whoever the main clause is about."""
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
            found = self._noun_phrase(comma + 1, self._first_predicate_after(comma, end))
            if found is not None:
                return found
        return Subject((), begin, stop, "no subject", "unclear")

    def _first_predicate_after(self, index: int, stop: int) -> int:
        for predicate in predicates_of(self.sentence):
            if predicate.first > index:
                return min(stop, self._group_start(index + 1, predicate.first)) or stop
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

    def _clause_start(self, index: int) -> int:
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

    def _joint(self, start: int, stop: int) -> int | None:
        """Where a new noun phrase begins between two predicates; None where none does."""
        low = self.sentence.low
        for at in range(stop - 1, start - 1, -1):
            if self.sentence.mention_at(at) is not None:
                continue
            if low[at] in (",", "and", "or", "nor", "then", "so", "but"):
                between = range(at + 1, self._group_start(at + 1, stop))
                named = [i for i in between if self.sentence.mention_at(i)]
                pronoun = [i for i in between if low[i] in ("it", "they", "this", "we", "you")]
                # "pain, stiffness and improves": nothing stands between the joint and the verb.
                if pronoun or (named and between and between[-1] - between[0] < 6):
                    return at + 1
                return None
        return None

    def _group_start(self, begin: int, verb: int) -> int:
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

    def _noun_phrase(self, begin: int, stop: int) -> Subject | None:
        """The terms that head the noun phrase between two tokens, coordination included."""
        low = self.sentence.low
        begin = self._after_fronted(begin, stop)
        terms: list[str] = []
        first, last = begin, stop
        index = begin
        barred = False
        while index < stop:
            mention = self.sentence.mention_at(index)
            word = low[index]
            if mention is not None:
                if barred and not terms and self._abuts(index):
                    # "For neck pain exercise helps": no comma after what stands in front.
                    barred = False
                if not barred and self.kind(mention.term) in SUBJECT_KINDS:
                    if not terms:
                        first = mention.first
                    terms.append(mention.term)
                    last = mention.last
                index = mention.last
                continue
            if word in ("such", "like", "including", "namely"):
                barred = bool(terms)
                if low[index : index + 2] == ["such", "as"]:
                    index += 1
            elif word in PREPOSITIONS and word != "of":
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
                terms = [] if low[index - 1] not in (",", *CONJUNCTIONS) else terms
                if not terms:
                    return None
            index += 1
        if not terms:
            return None
        return Subject(tuple(terms), first, last, "named")

    def _abuts(self, index: int) -> bool:
        """Whether the mention at *index* stands right after another one."""
        before = index - 1
        while before >= 0 and self.sentence.low[before] in DETERMINERS:
            before -= 1
        return before >= 0 and self.sentence.mention_at(before) is not None

    @staticmethod
    def _tail(word: str) -> bool:
        return (
            word in ADVERBS
            or word in DETERMINERS
            or word.endswith(("ly", "ed", "ing"))
            or word in AUXILIARIES
            or word in ("who", "itself", "themselves", "s")
        )

    def _after_fronted(self, begin: int, stop: int) -> int:
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
            m.term for m in self._mentions(0, comma) if self.kind(m.term) == "Intervention"
        )[:2]

    def _mentions(self, start: int, stop: int) -> list[Mention]:
        found: list[Mention] = []
        for index in range(start, stop):
            mention = self.sentence.mention_at(index)
            if mention is not None and mention not in found:
                found.append(mention)
        return found

    # -- objects

    def objects(self, predicate: Predicate, acts: tuple[str, ...], stop: int) -> list[Object]:
        """What stands after *predicate* up to *stop*: terms, or what *acts* make of nouns."""
        found: list[Object] = []
        low = self.sentence.low
        index = predicate.last
        denied = False
        closed = False
        while index < stop:
            word = low[index]
            mention = self.sentence.mention_at(index)
            if mention is None and word in ("rather", "instead") and found:
                denied = closed = True
                closed = False
                index += 2
                continue
            if mention is None and (word in BREAKS or word in SUBORDINATORS):
                break
            if index == predicate.particle or (mention is None and word in ("not", "never")):
                denied = denied or (mention is None and word == "not" and bool(found))
                index += 1
                continue
            composed = None if closed else self._composed(acts, index, stop)
            if composed is not None:
                term, end = composed
                found.append(Object(index, end, term, denied))
                index = end
                closed = self._closes(index, stop)
                continue
            if mention is not None:
                if not closed and mention.first == index:
                    found.append(Object(index, mention.last, mention.term, denied, mention.also))
                index = mention.last
                closed = closed or self._closes(index, stop)
                continue
            if word in CONJUNCTIONS or word == ",":
                closed = closed and not found
            elif word == "of":
                closed = bool(found) or low[index - 1] not in CARRIERS
            elif word in PREPOSITIONS:
                closed = True
            index += 1
        return found

    def _closes(self, index: int, stop: int) -> bool:
        """Whether what follows a found object belongs to it and is no further object."""
        return index < stop and self.sentence.low[index] in PREPOSITIONS

    def _composed(self, acts: tuple[str, ...], index: int, stop: int) -> tuple[str, int] | None:
        mention = self.sentence.mention_at(index)
        if mention is not None and (mention.first != index or mention.name is None):
            return None
        best: tuple[str, int] | None = None
        for act in acts:
            found = self.sentence.compose(act, index, stop)
            if found is not None and (best is None or found[1] > best[1]):
                best = found
        return best

    def regions(self) -> frozenset[str]:
        """The body regions and conditions that the sentence names, for claims limited to one."""
        return frozenset(m.term for m in self.sentence.named)
