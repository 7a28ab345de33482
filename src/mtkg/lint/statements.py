"""What a sentence states: subject, relation and object, with polarity and certainty."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.arguments import SUBJECT_KINDS, Object, Reader, Subject
from mtkg.lint.certainty import Place, Wording, wording_of
from mtkg.lint.grammar import fits, relation_of, relations_of
from mtkg.lint.events import is_event
from mtkg.lint.kit import Kit
from mtkg.lint.mentions import Mention
from mtkg.lint.classes import BREAKS, CONJUNCTIONS, DETERMINERS
from mtkg.lint.sentence import Sentence
from mtkg.lint.predicates import Predicate, predicates_of
from mtkg.lint.stating import Found, Statement, Triple
from mtkg.lint.tables import frames, loose_terms
from mtkg.lint.topic import Topic



def statements_of(kit: Kit, sentence: Sentence, topic: Topic, *, question: bool) -> Found:
    """
    Every statement of *sentence*; *topic* says what pronouns stand for and is brought up to date.

    Where subject or object is unclear nothing is stated, and the reason is kept.
    """
    found = Found()
    if not sentence.arguments and topic.subject is None:
        return found
    reader = Reader(kit.graph, sentence, topic)
    reader.instrument = reader.fronted()
    predicates = predicates_of(sentence)
    earlier: list[tuple[Predicate, Subject]] = []
    passing: Subject | None = None
    for number, predicate in enumerate(predicates):
        following = predicates[number + 1] if number + 1 < len(predicates) else None
        if following is not None and _passes_on(sentence, predicate, following):
            # "helps people to move": who helps is what the movement comes from.
            passing = passing or reader.subject(predicate, earlier)
            continue
        stop = following.first if following is not None else len(sentence.tokens)
        subject = reader.subject(predicate, earlier)
        if passing is not None and (not subject.terms or subject.kind == "agent"):
            subject = passing
        passing = None
        made = _of_predicate(reader, predicate, subject, stop, question, found)
        if made:
            found.statements += made
            topic.result = _result(reader, made) or topic.result
        earlier.append((predicate, subject))
    said = kit.sayer.said(sentence, topic, question=question)
    of_field = any(reader.kind(m.term) in SUBJECT_KINDS - {"Tissue"} for m in sentence.arguments.values() if not m.is_idiom or reader.kind(m.term) == "Intervention")
    if not of_field:
        # "Made stronger, so it moves better" may be about a ladder.
        known = topic.technique is not None
        found.statements = [s if s.carried else replace(s, guessed=True) for s in found.statements if s.carried or known]
        said = [s if s.carried else replace(s, guessed=True) for s in said if s.carried or known]
    if not found.statements and not said:
        said = _implied(reader, question=question)
    found.statements = [loosened(kit.graph, s) for s in merged(found.statements, said)]
    _update(reader, topic, found, earlier)
    return found


def _implied(reader: Reader, *, question: bool) -> list[Statement]:
    """ "Blood pressure falls as well": what happens after the technique that the text is about."""
    sentence, technique = reader.sentence, reader.topic.technique
    mentions = dict.fromkeys(sentence.arguments.values())
    if technique is None or any(w in _UNDER for w in sentence.low):
        return []
    if any(reader.kind(m.term) == "Intervention" for m in mentions):
        return []
    made = []
    for mention in mentions:
        relation = relation_of(reader, technique, mention.term) if is_event(sentence, mention) else None
        if relation is None:
            continue
        place = Place(mention.first, (mention.first, mention.first), mention.last)
        made.append(
            Statement(
                (Triple(technique, relation, mention.term),),
                wording_of(sentence, place, question=question),
                mention.first,
                mention.last,
                (mention.first, mention.last),
                carried=True,
                guessed=True,
                trace=(
                    f"subject {technique} (what the text is about)",
                    "no verb: an effect is told after a technique",
                    f"object {mention.term}",
                ),
            )
        )
    return made


_UNDER: Final = frozenset(["if", "when", "once", "until", "before", "unless", "while", "because"])


def loosened(graph: Graph, statement: Statement) -> Statement:
    """The same with the further readings that its plain words allow."""
    table = loose_terms().readings
    further = []
    for triple in statement.readings:
        for subject in (triple.subject, *table.get(triple.subject, ())):
            for target in (triple.object, *table.get(triple.object, ())):
                other = Triple(subject, triple.relation, target)
                if other not in statement.readings and fits(graph, other):
                    further.append(other)
    return replace(statement, readings=(*statement.readings, *further)) if further else statement


_TELLING: Final = frozenset(
    {"contraindicatedIn", "cautionIn", "mayCause", "requires", "distinctFrom", "substitutesFor"}
)


def merged(by_verb: list[Statement], by_phrase: list[Statement]) -> list[Statement]:
    """
    One statement for each pair of terms.

    Where a verb and a phrase both speak of a pair, the verb is heard; but a phrase of danger,
    difference or substitution means more than the plain verb in it.
    """
    kept: list[Statement] = []
    for statement in by_verb:
        if all(s.triple != statement.triple for s in kept):
            kept.append(statement)
    compared = {s.triple.subject for s in (*by_verb, *by_phrase) if s.comparison}
    for statement in by_phrase:
        telling = statement.triple.relation in _TELLING
        if statement.comparison is None and statement.triple.subject in compared and not telling:
            continue
        pair = _pair(statement)
        rivals = [s for s in kept if pair & _pair(s) or _compares_too(s, statement)]
        if not rivals:
            kept.append(statement)
        elif telling and not any(
            s.triple.relation in _TELLING for s in rivals
        ):
            kept = [s for s in kept if s not in rivals] + [statement]
    return kept


def _compares_too(one: Statement, other: Statement) -> bool:
    return bool(one.comparison and other.comparison) and one.compared == other.compared


def _pair(statement: Statement) -> set[frozenset[str]]:
    pairs = {frozenset((t.subject, t.object)) for t in statement.readings}
    if statement.compared:
        pairs.add(frozenset((statement.triple.subject, statement.compared)))
    return pairs


def _passes_on(sentence: Sentence, one: Predicate, other: Predicate) -> bool:
    """Whether *one* is only a helper of *other*: "helps to reduce", "is used to treat"."""
    between = sentence.low[one.last : other.first]
    if any(sentence.mention_at(i) for i in range(one.last, other.first)):
        return False
    if not between:
        return other.form == "base" and sentence.tokens[one.first].base in ("help", "let", "do")
    if sentence.base[one.first] in frames().causatives and len(between) < 5:
        return other.form == "base" and not any(w in BREAKS or w == "," for w in between)
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
    topic.pair = _two_together(reader)
    topic.last = found.statements[-1].triple if found.statements else topic.last
    techniques = {
        m.term: None
        for m in reader.sentence.named
        if reader.kind(m.term) == "Intervention" and m.term not in loose_terms().settings
    }
    if techniques:
        topic.technique = next(iter(techniques))
        topic.main = topic.main or topic.technique
    if found.statements:
        topic.subject = found.statements[0].triple.subject
        topic.result = _result(reader, found.statements)
        return
    heads = [
        m for m in reader.sentence.named if reader.kind(m.term) in ("Intervention", "Mechanism")
    ]
    if not heads and not reader.sentence.low[:1] == ["it"] and reader.sentence.named:
        topic.result = None
    if len(techniques) == 1:
        topic.subject, topic.result = topic.technique, None
        return
    if heads and (heads[0].first <= 2 or (topic.subject is None and len(heads) == 1)):
        topic.subject = heads[0].term
        topic.result = None


def _two_together(reader: Reader) -> tuple[str, str] | None:
    """The two techniques of "massage and manual therapy …", for a "they" to come."""
    sentence = reader.sentence
    heads = [m for m in sentence.named if reader.kind(m.term) == "Intervention"]
    for one, other in pairwise(heads):
        between = sentence.low[one.last : other.first]
        if between and all(w in CONJUNCTIONS or w in DETERMINERS for w in between):
            return one.term, other.term
    return None


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
    last = predicate.last
    mention = reader.sentence.mention_at(predicate.first)
    if last == predicate.first and mention is not None:
        last = mention.last
    return " ".join(reader.sentence.low[predicate.first : last])


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
                for meant in (target, *(replace(target, term=other) for other in target.also)):
                    triples, contrary = relations_of(reader, predicate, term, meant)
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
    place = Place(start, (predicate.first, predicate.last), target.last)
    wording = wording_of(sentence, place, question=question)
    if target.denied and not wording.denied:
        wording = Wording(wording.certainty, True, wording.shown_by, wording.hedges)
    compared, comparison = _comparison(reader, target.last)
    if comparison is not None:
        # What is compared is the relief, not what a technique is used for.
        readings = sorted(readings, key=lambda t: t.relation == "addresses")
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
        carried=subject.kind == "carried",
        guessed=subject.kind == "carried" and "“" in subject.how and not _sure(subject),
        trace=trace,
    )


def _sure(subject: Subject) -> bool:
    """Whether a pronoun can hardly stand for anything else than the topic."""
    return subject.how.startswith(("“it”", "“they”"))


def _comparison(reader: Reader, start: int) -> tuple[str | None, str | None]:
    """The intervention that "… more than stretching does" compares with."""
    low = reader.sentence.low
    for index in range(start, min(start + 6, len(low))):
        equal = low[index] == "as" and low[index - 1] in ("well", "much", "good")
        if low[index] == "than" or equal:
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
