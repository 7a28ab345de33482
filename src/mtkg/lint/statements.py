"""What a sentence states: subject, relation and object, with polarity and certainty."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.arguments import Reader
from mtkg.lint.asides import asides_of, kept_of, put_back, together
from mtkg.lint.certainty import Certainty, Place, wording_of
from mtkg.lint.classes import AFTERWARDS, AUXILIARIES, BREAKS
from mtkg.lint.events import is_event
from mtkg.lint.grammar import fits, relation_of
from mtkg.lint.kit import Kit
from mtkg.lint.merging import added, loosened, merged, turned
from mtkg.lint.noun_phrases import SUBJECT_KINDS, Subject
from mtkg.lint.predicates import Predicate, predicates_of
from mtkg.lint.sentence import LONGEST, Sentence
from mtkg.lint.stating import Found, Statement, Triple
from mtkg.lint.tables import frames
from mtkg.lint.topic import Topic
from mtkg.lint.topics import opens_with_other, result_of, update
from mtkg.lint.treatment import treatment_of
from mtkg.lint.verbal import Verb

_LEAST: Final = 3


def statements_of(kit: Kit, sentence: Sentence, topic: Topic, *, question: bool) -> Found:
    """
    Every statement of *sentence*; *topic* says what pronouns stand for and is brought up to date.

    Where subject or object is unclear nothing is stated, and the reason is kept.
    """
    if len(sentence.tokens) > LONGEST:
        return Found(abstained=["too long a sentence"])
    spans = asides_of(sentence, kit.letters) if sentence.arguments or topic.subject else []
    kept = kept_of(sentence, spans) if spans else []
    if len(kept) < _LEAST:
        return _stated(kit, sentence, topic, question=question)
    whole = _stated(kit, sentence, replace(topic), question=question)
    rest = kit.read([sentence.tokens[i] for i in kept], topic)
    main = _stated(kit, rest, topic, question=question)
    placed = list(put_back(main.statements, kept, sentence, spans))
    main.statements = together(placed, whole.statements, spans)
    return main


def _stated(kit: Kit, sentence: Sentence, topic: Topic, *, question: bool) -> Found:
    """The statements of one sentence, read from end to end."""
    found = Found()
    if not sentence.arguments and topic.subject is None:
        return found
    reader = Reader(kit.graph, sentence, topic, question=question)
    reader.instrument = reader.fronted()
    predicates = predicates_of(sentence)
    earlier: list[tuple[Predicate, Subject]] = []
    passing: Subject | None = None
    opening: Predicate | None = None
    means: list[Triple] = []
    for number, predicate in enumerate(predicates):
        following = predicates[number + 1] if number + 1 < len(predicates) else None
        if following is not None and _passes_on(sentence, predicate, following):
            # "helps people to move": who helps is what the movement comes from.
            passing = passing or reader.subject(predicate, earlier)
            opening = opening or predicate
            continue
        stop = following.first if following is not None else len(sentence.tokens)
        subject = reader.subject(predicate, earlier)
        if passing is not None and passing.terms and subject.kind != "named":
            subject = passing
        passing = None
        made = Verb(reader, predicate, subject, stop, found.abstained, opening).statements()
        opening = None
        if made and predicate.form == "ing" and sentence.low[predicate.first - 1] == "by":
            means += [s.triple for s in made]
        if made:
            found.statements += made
            topic.result = result_of(reader, made) or topic.result
        earlier.append((predicate, subject))
    found.statements = [_by_means(s, means, kit.graph) for s in found.statements]
    said = kit.sayer.said(sentence, topic, found.statements, question=question)
    of_field = any(
        reader.kind(m.term) in SUBJECT_KINDS - {"Tissue"}
        for m in sentence.arguments.values()
        if not m.is_idiom or reader.kind(m.term) == "Intervention"
    )
    if not of_field:
        # "Made stronger, so it moves better" may be about a ladder.
        known = topic.technique is not None
        found.statements = [
            s if s.carried else replace(s, guessed=True)
            for s in found.statements
            if s.carried or known
        ]
        said = [s if s.carried else replace(s, guessed=True) for s in said if s.carried or known]
    if not found.statements and not said:
        said = _implied(kit.graph, reader)
    exact = {m.term for m in sentence.named if m.is_named}
    found.statements = [
        turned(kit.graph, loosened(kit.graph, added(sentence, s), exact))
        for s in merged(found.statements, said)
    ]
    found.statements = [s for s in found.statements if not _is_asked_about(s)]
    if not topic.clear:
        _leave_unclear(sentence, found)
    update(reader, found)
    return found


def _is_asked_about(statement: Statement) -> bool:
    """Whether a harm is what someone has already: "if you have had a stroke"."""
    return (
        statement.triple.relation == "mayCause"
        and statement.wording.certainty is Certainty.CONDITION
    )


def _leave_unclear(sentence: Sentence, found: Found) -> None:
    """Say nothing of an "it" that may stand for something else than what the text was about."""
    here = {m.term for m in sentence.arguments.values()}
    kept = [s for s in found.statements if not s.carried or s.sure or s.triple.subject in here]
    if len(kept) < len(found.statements):
        found.abstained.append("it: what it stands for is unclear")
    found.statements = kept


def _by_means(statement: Statement, means: list[Triple], graph: Graph) -> Statement:
    """What a technique does "by easing tension" comes from the easing."""
    for mean in means:
        triple = Triple(mean.object, "leadsTo", statement.triple.object)
        same = statement.triple.subject == mean.subject and statement.triple not in means
        if same and fits(graph, triple):
            return replace(statement, readings=(triple, *statement.readings))
    return statement


def _implied(graph: Graph, reader: Reader) -> list[Statement]:
    """“Blood pressure falls as well”: what happens after the technique that the text is about."""
    sentence, technique = reader.sentence, reader.topic.technique
    mentions = dict.fromkeys(sentence.arguments.values())
    if technique is None or any(w in _UNDER for w in sentence.low):
        return []
    if any(reader.kind(m.term) == "Intervention" for m in mentions):
        return []
    made = []
    low = sentence.low
    told = low[0] in AUXILIARIES or low[0] == "nor" or "after" in low
    for mention in mentions:
        start = reader.clause_start(mention.first)
        other = low[mention.first - 1] in ("that", "this") or opens_with_other(
            sentence, start, mention.first
        )
        if mention.verbal and not told and other:
            # "The pulse setting moves lymph": whatever that is, it is not what the text is about.
            continue
        subject = technique
        relation = (
            relation_of(reader, technique, mention.term) if is_event(sentence, mention) else None
        )
        if relation is None:
            continue
        if relation == "mayCause":
            if not AFTERWARDS & set(sentence.low):
                # "Her mother had a stroke."
                continue
            subject = treatment_of(graph, reader.topic, relation, mention.term) or technique
        place = Place(mention.first, (mention.first, mention.first), mention.last)
        made.append(
            Statement(
                (Triple(subject, relation, mention.term),),
                wording_of(sentence, place, question=reader.question),
                mention.first,
                mention.last,
                (mention.first, mention.last),
                carried=True,
                guessed=True,
                sure=relation == "mayCause",
                trace=(
                    f"subject {subject} (what the text is about)",
                    "no verb: an effect is told after a technique",
                    f"object {mention.term}",
                ),
            )
        )
    return made


_UNDER: Final = frozenset(
    [
        "if",
        "how",
        "why",
        "whether",
        "ask",
        "when",
        "once",
        "until",
        "before",
        "unless",
        "while",
        "because",
    ]
)


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
