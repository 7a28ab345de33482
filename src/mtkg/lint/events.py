"""Clauses that are effects or mechanisms by themselves: "pain eases", "joints move more freely"."""

from __future__ import annotations

from functools import cache
from typing import Final

from mtkg.lint.classes import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    SUBORDINATORS,
)
from mtkg.lint.finding import Finder
from mtkg.lint.idioms import Idiom
from mtkg.lint.mentions import Mention
from mtkg.lint.predicates import form_of, is_verb
from mtkg.lint.sentence import Sentence, acts_by_word
from mtkg.lint.shadow import items_in, shadow_of
from mtkg.lint.tables import frames, verbs

_PARTS: Final = frozenset(
    [
        "joint",
        "muscle",
        "tissue",
        "lymph",
        "lymphatic",
        "spinal",
        "fascial",
        "heart",
        "body",
        "disc",
    ]
)


def mark_idioms(sentence: Sentence, idioms: Finder[Idiom], known: frozenset[str]) -> None:
    """Cover the words of each idiom with its term, where it cuts no name in two."""
    candidates = idioms.candidates(items_in(sentence, None))
    if not candidates:
        return
    found: dict[tuple[int, int], list[str]] = {}
    how: dict[tuple[int, int], Idiom] = {}
    for hit, idiom in idioms.find(shadow_of(sentence, None), candidates):
        span = hit.first, _before_preposition(sentence, hit.last)
        if _cuts(sentence, hit.places.get("N", span)):
            continue
        if idiom.term not in known or idiom.term in found.get(span, ()):
            continue
        # "Her massage was strong" makes nobody stronger.
        gain = sentence.low[span[0]] in _STATES and idiom.term.startswith(_GAINS)
        if (idiom.graded or gain) and not _is_graded(sentence, *span):
            continue
        if (idiom.acts or idiom.passive) and _is_told(sentence, span, hit.places["N"], idiom):
            continue
        event = _happening(sentence, span[1] - 1) if idiom.acts is False else None
        if event is not None and event.term == idiom.term:
            continue
        found.setdefault(span, []).append(idiom.term)
        how.setdefault(span, idiom)
    for first, last in sorted(found, key=lambda span: span[0] - span[1]):
        here = sentence.mention_at(first)
        named = (
            here is not None
            and here.name is not None
            and (
                (here.term in found[first, last] and here.last == last)
                # "The lower back" lowers nothing, and joint mobilization is no joint.
                or (
                    here.last - first > 1
                    and (
                        sentence.base[first] in frames().idiom_verbs
                        or sentence.low[first] in _PARTS
                    )
                    and here.term not in found[first, last]
                    and last > here.last
                    and how[first, last].acts is not False
                )
            )
        )
        composed = here is not None and (here.first, here.last) == (first, last)
        if composed and here is not None and here.term == found[first, last][0]:
            continue
        if not named and _is_free(sentence, first, last):
            terms = found[first, last]
            verbal = (
                sentence.base[first] in frames().idiom_verbs
                and not _compares(sentence, first)
                and is_verb(sentence, first)
            )
            idiom = how[first, last]
            sentence.cover(
                Mention(
                    first,
                    last,
                    terms[0],
                    None,
                    tuple(terms[1:]),
                    verbal,
                    is_idiom=True,
                    denies=idiom.denies,
                    sealed=idiom.sealed,
                )
            )


def _cuts(sentence: Sentence, noun: tuple[int, int]) -> bool:
    """Whether the noun is cut out of another one: "blood" out of "blood pressure"."""
    stop = noun[1]
    mention = sentence.mention_at(stop - 1)
    longer = mention is not None and mention.name is not None and mention.last > stop
    return longer or any(a < stop < b for a, b in sentence.everyday)


def _is_told(
    sentence: Sentence, span: tuple[int, int], noun: tuple[int, int], idiom: Idiom
) -> bool:
    """Whether an act needs no idiom: its verb and noun are read by themselves, or it is no verb."""
    first, last = span
    if idiom.passive:
        return any(
            (found := sentence.compose(act, first, last)) is not None and found[0] == idiom.term
            for at in range(first, last)
            for act in _acts_of(sentence, at)
        )
    if form_of(sentence, first) != "ing" and not is_verb(sentence, first):
        return True
    named = sentence.mention_at(last - 1)
    if named is None or named.last != last or named.first > noun[0]:
        return False
    acts = _acts_of(sentence, first)
    made = [found[0] for act in acts if (found := sentence.compose(act, named.first, last))]
    # "Restores biomechanical balance" is more than "restores balance".
    return idiom.term in made or bool(made and last - named.first > 1)


def _acts_of(sentence: Sentence, index: int) -> list[str]:
    entries = verbs().by_verb.get(sentence.base[index], ())
    return [name for words, group, name in entries if group == "action" and len(words) == 1]


def _before_preposition(sentence: Sentence, last: int) -> int:
    """Where an idiom ends without the "after" that leads on to what it comes from."""
    return last - 1 if sentence.low[last - 1] in ("after", "following", "from") else last


def _compares(sentence: Sentence, index: int) -> bool:
    """Whether the word is a comparative: "calmer muscle spindles" calms nothing."""
    word, before = sentence.low[index], sentence.low[index - 1] if index else ""
    if before in MODALS or before in ("to", "not") or (index and word == "lower"):
        return False
    return word in _MORE or (word.endswith("er") and sentence.base[index] != word)


def _is_graded(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the tokens say of something that it is more or less than it was."""
    return any(
        word in _MORE or (word.endswith("er") and sentence.base[index] != word)
        for index, word in enumerate(sentence.low[first:last], first)
    )


_STATES: Final = frozenset(["is", "are", "was", "were"])
_GAINS: Final = ("Improved", "Increased")
_MORE: Final = frozenset(["more", "less", "better", "again", "no", "not", "lower", "fewer"])


def _is_free(sentence: Sentence, first: int, last: int) -> bool:
    """Whether an idiom may cover the tokens: no name is cut, no idiom or composed effect lost."""
    inside = {id(m): m for i in range(first, last) if (m := sentence.mention_at(i))}
    return all(
        first <= m.first
        and m.last <= last
        and (m.name is not None or (m.first, m.last) == (first, last) or m.first > first)
        and not m.is_idiom
        for m in inside.values()
    )


_BECOME: Final = frozenset(["be", "get", "become", "grow", "feel"])


def mark_events(sentence: Sentence) -> None:
    """Cover "pain eases" and its like with the effects they are."""
    opening = _opening()
    for index, word in enumerate(sentence.base):
        made = _happening(sentence, index) if index and word in opening else None
        if made is not None:
            sentence.cover(made)


@cache
def _opening() -> frozenset[str]:
    """The dictionary forms with which an event's verb begins."""
    return frozenset(verb.split()[0] for verb in frames().happenings) | _BECOME


def mark_gerunds(sentence: Sentence) -> None:
    """Cover "reducing stiffness and improving mobility" where a sentence opens with it."""
    index = 0
    found: list[Mention] = []
    while index + 1 < len(sentence.tokens) and sentence.low[index].endswith("ing"):
        made = _gerund(sentence, index)
        if made is None:
            return
        found.append(made)
        index = made.last
        if index + 1 < len(sentence.low) and sentence.low[index] in CONJUNCTIONS:
            index += 1
        elif _is_finite(sentence, index):
            for mention in found:
                sentence.cover(mention)
            return


def _gerund(sentence: Sentence, index: int) -> Mention | None:
    if sentence.mention_at(index) is not None:
        return None
    for _, group, name in verbs().by_verb.get(sentence.base[index], ()):
        made = sentence.compose(name, index + 1, index + 6) if group == "action" else None
        if made:
            return Mention(index, made[1], made[0], None)
    return None


def _is_finite(sentence: Sentence, index: int) -> bool:
    """Whether a verb with its ending, or a helping one, stands at *index*, adverbs passed over."""
    while index < len(sentence.low) and sentence.low[index].endswith("ly"):
        index += 1
    if index >= len(sentence.low):
        return False
    word = sentence.low[index]
    return word in AUXILIARIES or (word.endswith("s") and word != sentence.base[index])


def _happening(sentence: Sentence, index: int) -> Mention | None:
    """“pain eases”, "range of motion increases": a verb without an object after its noun."""
    if sentence.mention_at(index) is not None:
        return None
    act = frames().happenings.get(sentence.base[index])
    last = index + 1
    if act is None and last < len(sentence.low):
        act = frames().happenings.get(f"{sentence.base[index]} {sentence.low[last]}")
    if act is None and sentence.base[index] in _BECOME:
        # "balance gets better", "pain was less"
        while (
            last < len(sentence.low)
            and _helps(sentence.low[last])
            and sentence.low[last] != "better"
        ):
            last += 1
        named = acts_by_word().get(sentence.low[last], ()) if last < len(sentence.low) else ()
        act = next((a for a, is_noun in named if not is_noun), None)
        last += 1
    if act is None:
        return None
    while last < len(sentence.low) and sentence.low[last] in ("up", "down", "away", "off", "back"):
        last += 1
    if last < len(sentence.low) and (
        sentence.mention_at(last) is not None or sentence.low[last] in DETERMINERS
    ):
        return None
    stop = index
    while stop and sentence.mention_at(stop - 1) is None and _helps(sentence.low[stop - 1]):
        stop -= 1
    for start in range(max(0, stop - 8), stop):
        mention = sentence.mention_at(start)
        if mention is not None and mention.first != start:
            continue
        made = sentence.compose(act, start, stop)
        if made and (made[1] == stop or _is_place(sentence, made[1], stop)):
            return Mention(start, last, made[0], None)
    return None


def _is_place(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether a phrase such as "in the knee" fills the tokens *start* to *stop*."""
    low = sentence.low
    return (
        low[start] in ("of", "in", "at", "on", "around", "with")
        and stop - start < 5
        and not any(
            low[i] in BREAKS or low[i] == "," or low[i] in SUBORDINATORS for i in range(start, stop)
        )
    )


def _helps(word: str) -> bool:
    return word in ADVERBS or word in AUXILIARIES or (word.endswith("ly") and len(word) > 4)


def is_event(sentence: Sentence, mention: Mention) -> bool:
    """Whether *mention* is a clause, and no name or noun."""
    table = frames()
    return mention.name is None and any(
        sentence.base[i] in table.happenings or sentence.base[i] in table.idiom_verbs
        for i in range(mention.first, mention.last)
        if not sentence.low[i].endswith("ing")
    )
