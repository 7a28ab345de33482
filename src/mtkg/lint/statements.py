"""What a sentence states: subject, relation and object, with polarity and certainty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.arguments import Object, Reader, Subject, Topic
from mtkg.lint.certainty import Certainty, Wording, wording_of
from mtkg.lint.copulas import copular
from mtkg.lint.grammar import Triple, adverse, relation_of, relations_of
from mtkg.lint.mentions import Mention
from mtkg.lint.sentence import CONJUNCTIONS, Predicate, Sentence
from mtkg.lint.tables import actions, frames

_NO_ACT: Final = ("experiences", "instruments", "rising", "falling")


@dataclass(frozen=True, slots=True)
class Statement:
    """
    A claim as a text makes it.

    *readings* are the triples it may mean, likeliest first. Token ranges are within the sentence.
    *comparison* is set for "better than" and its like, *compared* then names the other side.
    *opposite* marks the contrary of what an act does: "increases swelling".
    """

    readings: tuple[Triple, ...]
    wording: Wording
    first: int
    last: int
    verb: tuple[int, int]
    comparison: str | None = None
    compared: str | None = None
    opposite: bool = False
    identity: bool = False
    carried: bool = False
    trace: tuple[str, ...] = ()

    @property
    def triple(self) -> Triple:
        """The likeliest reading."""
        return self.readings[0]


@dataclass
class Found:
    """The statements of a sentence, and why others were not made."""

    statements: list[Statement] = field(default_factory=list)
    abstained: list[str] = field(default_factory=list)


def statements_of(graph: Graph, sentence: Sentence, topic: Topic, *, question: bool) -> Found:
    """
    Every statement of *sentence*; *topic* says what pronouns stand for and is brought up to date.

    Where subject or object is unclear nothing is stated, and the reason is kept.
    """
    found = Found()
    if not sentence.arguments and topic.subject is None:
        return found
    reader = Reader(graph, sentence, topic)
    reader.instrument = reader.fronted()
    predicates = sentence.predicates
    earlier: list[tuple[Predicate, Subject]] = []
    spans: list[tuple[int, int]] = []
    for number, predicate in enumerate(predicates):
        following = predicates[number + 1] if number + 1 < len(predicates) else None
        if following is not None and _passes_on(sentence, predicate, following):
            continue
        stop = following.first if following is not None else len(sentence.tokens)
        subject = reader.subject(predicate, earlier)
        made = _of_predicate(reader, predicate, subject, stop, question, found)
        if made:
            spans.append((predicate.first, predicate.last))
            found.statements += made
            topic.result = _result(reader, made) or topic.result
        earlier.append((predicate, subject))
    for made_by_copula in copular(reader, question):
        statement, verb = made_by_copula
        if not any(s <= verb < e for s, e in spans):
            found.statements.append(Statement(**statement))
    _update(reader, topic, found, earlier)
    return found


def _passes_on(sentence: Sentence, one: Predicate, other: Predicate) -> bool:
    """Whether *one* is only a helper of *other*: "helps to reduce", "is used to treat"."""
    between = sentence.low[one.last : other.first]
    if any(sentence.mention_at(i) for i in range(one.last, other.first)):
        return False
    if not between:
        return other.form == "base" and sentence.tokens[one.first].base in ("help", "let", "do")
    return all(
        w in ("to", "in", "for", "us", "you", "with", "not", "truly") or w.endswith("ly")
        for w in between
    ) and (other.form in ("base", "ing"))


def _result(reader: Reader, made: list[Statement]) -> str | None:
    for statement in reversed(made):
        if reader.kind(statement.triple.object) in ("Effect", "Mechanism"):
            return statement.triple.object
    return None


def _update(
    reader: Reader, topic: Topic, found: Found, earlier: list[tuple[Predicate, Subject]]
) -> None:
    low = reader.sentence.low
    turns = [i for i, word in enumerate(low) if word in ("whereas", "while", "but")]
    turned = (
        reader.sentence.mention_at(turns[-1] + 1) if turns and turns[-1] + 1 < len(low) else None
    )
    if turned is not None and reader.kind(turned.term) == "Intervention":
        topic.subject = turned.term
        topic.result = None
        return
    if found.statements:
        topic.subject = found.statements[0].triple.subject
        topic.result = _result(reader, found.statements)
        return
    heads = [
        m for m in reader.sentence.named if reader.kind(m.term) in ("Intervention", "Mechanism")
    ]
    if not heads and not reader.sentence.low[:1] == ["it"] and reader.sentence.named:
        topic.result = None
    if heads and heads[0].first <= 2:
        topic.subject = heads[0].term
        topic.result = None


def _of_predicate(
    reader: Reader,
    predicate: Predicate,
    subject: Subject,
    stop: int,
    question: bool,
    found: Found,
) -> list[Statement]:
    names = {name for group, name in predicate.readings if group == "frame"}
    acts = tuple(name for group, name in predicate.readings if group == "action")
    objects = reader.objects(predicate, acts, stop)
    if subject.kind == "agent" and "instruments" in names:
        used = tuple(o.term for o in objects if o.term and reader.kind(o.term) == "Intervention")
        if used:
            reader.instrument = used
            return []
    if predicate.passive:
        return _passive(reader, predicate, subject, acts, stop, question, found)
    if subject.kind == "agent" and "experiences" in names:
        return _experience(reader, predicate, objects, stop, question)
    if {"rising", "falling"} & names and subject.terms and not objects:
        return _intransitive(reader, predicate, subject, names, stop, question)
    terms = subject.terms
    if subject.kind == "agent":
        terms = reader.instrument
    if not terms:
        if objects:
            found.abstained.append(f"{_word(reader, predicate)}: {subject.how}")
        return []
    if not objects:
        if reader.sentence.named:
            found.abstained.append(f"{_word(reader, predicate)}: no object that is a term")
        return []
    return _statements(reader, predicate, subject, terms, objects, question, found)


def _word(reader: Reader, predicate: Predicate) -> str:
    return " ".join(reader.sentence.low[predicate.first : predicate.last])


def _statements(
    reader: Reader,
    predicate: Predicate,
    subject: Subject,
    terms: tuple[str, ...],
    objects: list[Object],
    question: bool,
    found: Found,
) -> list[Statement]:
    made: list[Statement] = []
    groups = (
        [terms]
        if subject.kind in ("carried", "result") and len(terms) > 1 and not _siblings(reader, terms)
        else [(t,) for t in terms]
    )
    for candidates in groups:
        for target in objects:
            readings: list[Triple] = []
            opposite = False
            for term in candidates:
                triples, contrary = relations_of(reader, predicate, term, target)
                readings += [t for t in triples if t not in readings]
                opposite = opposite or contrary
            if not readings:
                continue
            made.append(
                _statement(reader, predicate, subject, target, readings, question, opposite)
            )
    if not made:
        found.abstained.append(f"{_word(reader, predicate)}: no relation fits the kinds")
    return made


def _siblings(reader: Reader, terms: tuple[str, ...]) -> bool:
    return len({reader.kind(term) for term in terms}) == 1


def _statement(
    reader: Reader,
    predicate: Predicate,
    subject: Subject,
    target: Object,
    readings: list[Triple],
    question: bool,
    opposite: bool,
) -> Statement:
    sentence = reader.sentence
    start = min(subject.first, predicate.first)
    wording = wording_of(sentence, predicate, start, question=question, object_end=target.last)
    if target.denied and not wording.denied:
        wording = Wording(wording.certainty, True, wording.shown_by, wording.hedges)
    compared, comparison = _comparison(reader, target.last)
    trace = (
        f"subject {' or '.join(subject.terms) or readings[0].subject} ({subject.how})",
        f"verb “{_word(reader, predicate)}” as {', '.join(f'{g} {n}' for g, n in predicate.readings)}"
        + (" (passive)" if predicate.passive else ""),
        f"object “{' '.join(sentence.low[target.first : target.last])}” as {target.term}",
    )
    named = subject.kind in ("named", "carried") and subject.first <= predicate.first
    first = subject.first if named and subject.last <= predicate.first else predicate.first
    return Statement(
        tuple(readings),
        wording,
        min(first, target.first),
        max(target.last, predicate.last),
        (predicate.first, predicate.last),
        comparison,
        compared,
        opposite,
        carried=subject.kind == "carried" and "“" in subject.how,
        trace=trace,
    )


def _comparison(reader: Reader, start: int) -> tuple[str | None, str | None]:
    """The intervention that "… more than stretching does" compares with."""
    low = reader.sentence.low
    for index in range(start, min(start + 6, len(low))):
        if low[index] == "than" or (low[index] == "as" and "well" in low[index - 2 : index]):
            for at in range(index + 1, min(index + 5, len(low))):
                mention = reader.sentence.mention_at(at)
                if mention is not None and reader.kind(mention.term) == "Intervention":
                    return mention.term, "better" if low[index] == "than" else "noDifference"
    return None, None


def _passive(
    reader: Reader,
    predicate: Predicate,
    subject: Subject,
    acts: tuple[str, ...],
    stop: int,
    question: bool,
    found: Found,
) -> list[Statement]:
    """ "Pain is reduced by massage"; "massage is contraindicated in thrombosis"."""
    sentence = reader.sentence
    frames_here = [name for group, name in predicate.readings if group == "relation"]
    names = {name for group, name in predicate.readings if group == "frame"}
    if (
        frames_here
        or "applying" in names
        or sentence.low[predicate.last - 1] not in (sentence.low[predicate.first],)
    ):
        objects = reader.objects(predicate, (), stop)
        if subject.terms and objects:
            return _statements(reader, predicate, subject, subject.terms, objects, question, found)
    agents: list[str] = []
    for index in range(predicate.last, stop):
        if sentence.low[index] in ("by", "with", "through", "after", "following", "via"):
            agents = [
                m.term
                for m in _following(sentence, index + 1, stop)
                if reader.kind(m.term) in ("Intervention", "Mechanism", "Effect")
            ]
            end = max((m.last for m in _following(sentence, index + 1, stop)), default=index)
            break
    if not agents:
        found.abstained.append(f"{_word(reader, predicate)}: by whom is not said")
        return []
    begin = subject.first
    shadow = Predicate(predicate.first, begin, predicate.readings, predicate.form, passive=True)
    objects = [
        o for o in reader.objects(shadow, acts, predicate.first) if o.last <= predicate.first
    ]
    made: list[Statement] = []
    for agent in agents:
        for target in objects:
            triples, contrary = relations_of(reader, predicate, agent, target)
            if triples:
                whole = Object(target.first, end, target.term, target.denied)
                made.append(
                    _statement(reader, predicate, subject, whole, triples, question, contrary)
                )
    return made


def _following(sentence: Sentence, start: int, stop: int) -> list[Mention]:
    """The coordinated mentions from *start* on."""
    found: list[Mention] = []
    index = start
    while index < stop:
        mention = sentence.mention_at(index)
        if mention is not None:
            found.append(mention)
            index = mention.last
            if index >= stop or sentence.low[index] not in (*CONJUNCTIONS, ","):
                break
            continue
        if found and sentence.low[index] not in (*CONJUNCTIONS, ","):
            break
        if not found and index > start + 4:
            break
        index += 1
    return found


def _experience(
    reader: Reader, predicate: Predicate, objects: list[Object], stop: int, question: bool
) -> list[Statement]:
    """ "People feel less pain after massage"."""
    sentence = reader.sentence
    phrase = frames().phrases["after"]
    for index in range(predicate.last, len(sentence.low)):
        size = phrase.at(sentence.low, index)
        if not size:
            continue
        agents = [
            m
            for m in _following(sentence, index + size, len(sentence.low))
            if reader.kind(m.term) == "Intervention"
        ]
        effects = [
            o
            for o in objects
            if o.term and o.last <= index and reader.kind(o.term) in ("Effect", "Mechanism")
        ]
        made = []
        for agent in agents:
            for target in effects:
                relation = relation_of(reader, agent.term, target.term or "")
                if relation:
                    subject = Subject((agent.term,), agent.first, agent.last, "named")
                    triple = Triple(agent.term, relation, target.term or "")
                    whole = Object(target.first, agent.last, target.term)
                    made.append(
                        _statement(reader, predicate, subject, whole, [triple], question, False)
                    )
        return made
    return []


def _intransitive(
    reader: Reader,
    predicate: Predicate,
    subject: Subject,
    names: set[str],
    stop: int,
    question: bool,
) -> list[Statement]:
    """ "Pain decreases with massage"."""
    sentence = reader.sentence
    act = "less" if "falling" in names else "better"
    for index in range(predicate.last, min(predicate.last + 5, stop)):
        size = frames().phrases["after"].at(sentence.low, index)
        if size:
            agents = [
                m
                for m in _following(sentence, index + size, stop)
                if reader.kind(m.term) in ("Intervention", "Mechanism")
            ]
            made = []
            for agent in agents:
                composed = sentence.compose(act, subject.first, predicate.first)
                term = composed[0] if composed else None
                relation = relation_of(reader, agent.term, term) if term else None
                if relation and term:
                    target = Object(subject.first, agent.last, term)
                    triple = Triple(agent.term, relation, term)
                    made.append(
                        _statement(reader, predicate, subject, target, [triple], question, False)
                    )
            return made
    return []


__all__ = ["Certainty", "Found", "Statement", "actions", "adverse", "statements_of"]
