"""
Score terms and claims against an annotation.

A claim found is right where its tuple is one that the annotation has for the sentence. The tuple
compared is the one that the program read from the text, not the one of the claim that the graph
holds: the annotated tuple is what the text means. Where a verb leaves several readings open the
checker's verdict rests on the one that a claim of the graph speaks to; ``tuples as judged`` counts
that one instead, and shows how much the graph helps to read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tools.measuring.answers import Answer, Said
from tools.measuring.corpus import Article, Claim, Sentence, Triple
from tools.measuring.tally import Tally

Shared = tuple[Claim, Said]


def score_terms(tally: Tally, article: Article, answer: Answer) -> None:
    """Mentions in annotated sentences, by exact place and term."""
    found = {
        (one.start, one.end): one.ids
        for one in answer.named
        if any(s.start <= one.start < s.end for s in article.sentences)
    }
    for sentence in article.sentences:
        for term in sentence.terms:
            ids = found.get((term.start, term.end))
            if ids is not None and ids & term.ids:
                del found[term.start, term.end]
                tally.right("terms")
            else:
                tally.missed("terms", f"{_span(sentence, term.start, term.end)} = {set(term.ids)}")
    for (start, end), ids in found.items():
        sentence = next(s for s in article.sentences if s.start <= start < s.end)
        tally.wrong("terms", f"{_span(sentence, start, end)} = {set(ids)}")


def _span(sentence: Sentence, start: int, end: int) -> str:
    return sentence.text[start - sentence.start : end - sentence.start]


def score_claims(tally: Tally, article: Article, answer: Answer) -> None:
    """Tuples, and of shared tuples polarity, certainty and the other side of a comparison."""
    for sentence in article.sentences:
        said = [one for one in answer.said if sentence.start <= one.at < sentence.end]
        shared = _score_tuples(tally, "tuples", sentence, said, lambda one: one.triple)
        _score_tuples(tally, "tuples as judged", sentence, said, lambda one: one.chosen)
        for claim, one in shared:
            _score_labels(tally, sentence, claim, one)


def match(
    claims: Sequence[Claim], said: Sequence[Said], triple: Callable[[Said], Triple]
) -> tuple[list[Shared], list[Claim], list[Said]]:
    """
    Shared claims, those missed, and those that nobody made.

    Where a sentence says the same of one pair twice, the one with the same comparison goes first.
    """
    left, shared, missed = list(said), list[Shared](), list[Claim]()
    for claim in claims:
        near = [one for one in left if triple(one) in claim.tuples]
        if not near:
            missed.append(claim)
            continue
        best = next((one for one in near if one.compared == claim.compared), near[0])
        left.remove(best)
        shared.append((claim, best))
    return shared, missed, left


def _score_tuples(
    tally: Tally,
    name: str,
    sentence: Sentence,
    said: Sequence[Said],
    triple: Callable[[Said], Triple],
) -> list[Shared]:
    shared, missed, left = match(sentence.claims, said, triple)
    for _ in shared:
        tally.right(name)
    for claim in missed:
        tally.missed(name, f"{' '.join(claim.tuples[0])}  “{sentence.quoted}”")
    for one in left:
        tally.wrong(name, f"{' '.join(triple(one))}  “{sentence.quoted}”")
    return shared


def _score_labels(tally: Tally, sentence: Sentence, claim: Claim, one: Said) -> None:
    quoted = f"{' '.join(one.triple)}  “{sentence.quoted}”"
    if one.polarity is not None:
        tally.judge("polarity", f"{one.polarity}  {quoted}", right=one.polarity == claim.polarity)
        _score_denial(tally, quoted, found=one.polarity, annotated=claim.polarity)
    if one.certainty is not None:
        note = f"{one.certainty}, not {claim.certainty}  {quoted}"
        tally.judge("certainty", note, right=one.certainty == claim.certainty)
        right = one.compared == claim.compared
        tally.judge("comparison", f"{one.compared}, not {claim.compared}  {quoted}", right=right)


def _score_denial(tally: Tally, quoted: str, *, found: str, annotated: str) -> None:
    if found == annotated == "denied":
        tally.right("denials")
    elif found == "denied":
        tally.wrong("denials", quoted)
    elif annotated == "denied":
        tally.missed("denials", quoted)
