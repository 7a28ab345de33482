"""Statements that "is" makes: sameness, substitutes, comparisons, "is effective for"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mtkg.lint.arguments import Reader, Subject
from mtkg.lint.certainty import wording_of
from mtkg.lint.grammar import Triple, adverse, relation_of
from mtkg.lint.mentions import Mention
from mtkg.lint.sentence import BE, CONJUNCTIONS, DETERMINERS, Predicate, Sentence
from mtkg.lint.tables import frames

_RARITY: Final = frozenset(
    ["rare", "common", "uncommon", "possible", "frequent", "likely", "unlikely", "usual", "normal"]
)
_IS: Final = Predicate(0, 0, (), "s")
_STATES: Final = frozenset(["work", "works", "worked", "fare", "fares", "do", "does"])


def copular(reader: Reader, question: bool) -> Iterator[tuple[dict[str, Any], int]]:
    """Each statement as the fields of `Statement`, with the token of its "is"."""
    sentence = reader.sentence
    for index, low in enumerate(sentence.low):
        if sentence.mention_at(index) is not None:
            continue
        if low in BE or low in _STATES or low == "beats" or low == "outperforms":
            for made in _at(reader, index, question):
                yield made, index


def _at(reader: Reader, index: int, question: bool) -> Iterator[dict[str, Any]]:
    sentence = reader.sentence
    subject = reader.subject(Predicate(index, index + 1, (), "s"), [])
    after = index + 1
    while (
        after < len(sentence.low)
        and sentence.mention_at(after) is None
        and (
            sentence.low[after]
            in (
                "not",
                "no",
                "also",
                "still",
                "often",
                "usually",
                "sometimes",
                "about",
                "never",
                "been",
                "therefore",
                "in",
                "fact",
                "probably",
                "likely",
            )
            or (
                sentence.low[after].endswith("ly")
                and sentence.low[after]
                not in ("simply", "basically", "essentially", "really", "merely", "only", "equally")
            )
        )
    ):
        after += 1
    if after >= len(sentence.low):
        return
    if not subject.terms and subject.kind != "agent":
        return
    for name in ("substitutes", "comparatives", "identity"):
        size = _phrase(sentence, name, after)
        if not size and name != "identity":
            continue
        target = _target(reader, after + size)
        if target is None:
            continue
        yield from _related(reader, subject, index, name, (after, size), target, question)
        return
    yield from _adjective(reader, subject, index, after, question)
    yield from _rarity(reader, subject, index, after, question)


def _phrase(sentence: Sentence, name: str, at: int) -> int:
    table = frames().phrases[name]
    size = table.at(sentence.low, at)
    if not size and sentence.low[at] in ("a", "an", "the"):
        inner = table.at(sentence.low, at + 1) if at + 1 < len(sentence.low) else 0
        size = inner + 1 if inner else 0
    return size


def _target(reader: Reader, at: int) -> Mention | None:
    sentence = reader.sentence
    stop = at + 4
    while (
        at < min(stop, len(sentence.low))
        and sentence.mention_at(at) is None
        and (
            sentence.low[at] in DETERMINERS
            or sentence.low[at] in ("hour", "session", "of", "course", "that", "what")
        )
    ):
        at += 1
    return sentence.mention_at(at) if at < len(sentence.low) else None


def _related(
    reader: Reader,
    subject: Subject,
    index: int,
    name: str,
    phrase: tuple[int, int],
    target: Mention,
    question: bool,
) -> Iterator[dict[str, Any]]:
    sentence = reader.sentence
    for term in subject.terms:
        if term == target.term:
            continue
        one, other = reader.kind(term), reader.kind(target.term)
        if one != other:
            continue
        common = _fields(reader, subject, index, target, question)
        if name == "substitutes" and one == "Intervention":
            said = " ".join(sentence.low[phrase[0] : phrase[0] + phrase[1]])
            denied = "no substitute" in said or "no replacement" in said
            readings = [Triple(term, "substitutesFor", target.term)]
            if "what" in said or "everything" in said or "same" in said:
                readings.append(Triple(term, "approximates", target.term))
            yield _deny(common, denied) | {"readings": tuple(readings)}
        elif name == "comparatives" and one == "Intervention":
            outcome = _outcome(reader, target.last) or "PainReduction"
            kind = _comparison_kind(sentence.low[phrase[0] : phrase[0] + phrase[1]])
            yield common | {
                "readings": (Triple(term, "intendedEffect", outcome),),
                "comparison": kind,
                "compared": target.term,
            }
        elif name == "identity" and _ends_phrase(sentence, target.last):
            relation = "subClassOf"
            yield common | {"readings": (Triple(term, relation, target.term),), "identity": True}


def _ends_phrase(sentence: Sentence, at: int) -> bool:
    """Whether nothing follows that would make the noun another one: "is exercise equipment"."""
    if at >= len(sentence.low):
        return True
    low = sentence.low[at]
    return not low[0].isalpha() or low in (
        *CONJUNCTIONS,
        "for",
        "with",
        "that",
        "which",
        "in",
        "by",
        "technique",
        "done",
        "but",
        "under",
        "at",
        "where",
        "applied",
        "given",
    )


def _comparison_kind(words: list[str]) -> str:
    if words[0] in ("no", "not", "as", "just", "equally", "equal"):
        return "noDifference"
    return "worse" if words[0] in ("worse", "inferior", "less") else "better"


def _outcome(reader: Reader, at: int) -> str | None:
    """The effect that "better than massage for pain" is about."""
    sentence = reader.sentence
    for index in range(at, min(at + 8, len(sentence.low))):
        mention = sentence.mention_at(index)
        if mention is None:
            continue
        kind = reader.kind(mention.term)
        if kind == "Effect":
            return mention.term
        if kind in ("Condition", "Characteristic"):
            made = sentence.compose(
                "less" if kind == "Condition" else "better", mention.first, mention.last
            )
            if made:
                return made[0]
    return None


def _adjective(
    reader: Reader, subject: Subject, index: int, after: int, question: bool
) -> Iterator[dict[str, Any]]:
    """ "Massage is effective for back pain", "is good against swelling"."""
    sentence = reader.sentence
    at = after
    while at < len(sentence.low) and sentence.low[at] in (
        "very",
        "highly",
        "so",
        "a",
        "the",
        "an",
        "quite",
        "particularly",
        "especially",
        "most",
    ):
        at += 1
    if at + 1 >= len(sentence.low) or sentence.low[at] not in frames().words["adjectives"]:
        return
    place = next(
        (
            i
            for i in range(at + 1, min(at + 4, len(sentence.low)))
            if sentence.low[i] in ("for", "against", "in", "at") and sentence.mention_at(i) is None
        ),
        None,
    )
    if place is None:
        return
    for target in _coordinated(sentence, place + 1):
        kind = reader.kind(target.term)
        for term in subject.terms:
            if reader.kind(term) != "Intervention":
                continue
            readings = []
            if kind == "Condition":
                made = sentence.compose("less", target.first, target.last)
                if made and relation_of(reader, term, made[0]):
                    readings.append(Triple(term, relation_of(reader, term, made[0]) or "", made[0]))
                readings.append(Triple(term, "addresses", target.term))
            elif kind in ("Effect", "Mechanism"):
                readings.append(
                    Triple(term, relation_of(reader, term, target.term) or "", target.term)
                )
            if readings:
                yield _fields(reader, subject, index, target, question) | {
                    "readings": tuple(readings)
                }


def _coordinated(sentence: Sentence, at: int) -> list[Mention]:
    found: list[Mention] = []
    while at < len(sentence.low):
        mention = sentence.mention_at(at)
        if mention is not None:
            found.append(mention)
            at = mention.last
            continue
        if (
            sentence.low[at] in (*CONJUNCTIONS, ",")
            or sentence.low[at] in DETERMINERS
            or (
                not found
                and sentence.low[at].isalpha()
                and sentence.low[at] not in ("that", "which")
            )
        ):
            at += 1
            continue
        break
    return found


def _rarity(
    reader: Reader, subject: Subject, index: int, after: int, question: bool
) -> Iterator[dict[str, Any]]:
    """ "Serious harm is rare", "soreness after massage is common"."""
    sentence = reader.sentence
    if sentence.low[after] not in _RARITY:
        return
    about = [m.term for m in sentence.named if reader.kind(m.term) == "Intervention"] or (
        [reader.topic.subject] if reader.topic.subject else []
    )
    for term in subject.terms:
        if not adverse(reader, term):
            continue
        for technique in about[:1]:
            if reader.kind(technique) == "Intervention":
                target = Mention(subject.first, subject.last, term, None)
                yield _fields(reader, subject, index, target, question) | {
                    "readings": (Triple(technique, "mayCause", term),)
                }


def _fields(
    reader: Reader, subject: Subject, index: int, target: Mention, question: bool
) -> dict[str, Any]:
    sentence = reader.sentence
    predicate = Predicate(index, index + 1, (), "s")
    start = min(subject.first, index)
    wording = wording_of(sentence, predicate, start, question=question, object_end=target.last)
    return {
        "wording": wording,
        "first": min(start, target.first),
        "last": max(target.last, index + 1),
        "verb": (index, index + 1),
        "trace": (
            f"subject {' or '.join(subject.terms)} ({subject.how})",
            f"verb “{sentence.low[index]}”",
            f"object {target.term}",
        ),
    }


def _deny(fields: dict[str, Any], denied: bool) -> dict[str, Any]:
    if not denied or fields["wording"].denied:
        return fields
    from dataclasses import replace  # noqa: PLC0415

    return fields | {"wording": replace(fields["wording"], denied=True)}
