"""
Score findings against the verdicts of an annotation (guideline.md, "Verdicts").

A verdict whose claim has changed its status since is out of date and counts for nothing. A finding
on a sentence with an open answer counts for nothing; at info level neither does one on a question,
a condition or a doubted report, nor a TX501 that is not annotated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mtkg.rules.figures import NOT_ANNOTATED, Alarms
from tools.measuring.answers import Answer, Reported
from tools.measuring.corpus import Article, Expected, Sentence
from tools.measuring.tally import Tally

OF_ARTICLES: Final = frozenset({"TX401", "TX402"})
_UNCOUNTED: Final = NOT_ANNOTATED | OF_ARTICLES
_GRAVE: Final = ("TX204", "TX3", "TX206")

Statuses = Mapping[str, str]
"""The status of each claim as it is now, with ``(denied)`` after that of a denied one."""


def score_verdicts(tally: Tally, article: Article, answer: Answer, now: Statuses) -> Alarms:
    """Count the findings in *article*; gives the false alarms in its sentences without a fault."""
    alarms, words = 0, 0
    for sentence in article.sentences:
        found = [
            one
            for one in answer.reported
            if sentence.start <= one.at < sentence.end and one.code not in _UNCOUNTED
        ]
        _score_sentence(tally, sentence, found, now)
        if not sentence.verdicts:
            words += len(sentence.text.split())
            alarms += sum(is_alarm(one) and _counts(sentence, one) for one in found)
    _score_article(tally, article, answer)
    return Alarms(alarms, words)


def score_clean(tally: Tally, name: str, answer: Answer) -> Alarms:
    """False alarms in a text without a fault; each is also a wrong finding of its rule."""
    wrong = [one for one in answer.reported if is_alarm(one) and one.code not in NOT_ANNOTATED]
    for one in wrong:
        tally.wrong(one.code, f"{name}, character {one.at}, which has no fault")
        if one.severity == "error":
            tally.wrong("errors", f"{one.code}  {name}, character {one.at}")
    return Alarms(len(wrong), answer.words)


def is_alarm(one: Reported) -> bool:
    """Whether a finding is a false alarm where there is no fault."""
    return one.severity != "info" or one.code.startswith(_GRAVE)


def _score_sentence(
    tally: Tally, sentence: Sentence, found: Sequence[Reported], now: Statuses
) -> None:
    left = list(found)
    opened = False
    for expected in sentence.verdicts:
        if expected.code == "unscored" or _is_out_of_date(expected, now):
            opened = True
            continue
        one = _answering(expected, left)
        note = f"{expected.code}  “{sentence.quoted}”"
        if one is None:
            tally.missed(expected.code, f"“{sentence.quoted}”")
            if expected.findings[0][1] == "error":
                tally.missed("errors", note)
            continue
        left.remove(one)
        tally.right(one.code)
        right = (one.code, one.severity) in expected.findings
        tally.judge("severity", f"{one.severity}  {note}", right=right)
        if one.severity == "error":
            tally.judge("errors", note, right=right)
    for one in left:
        if not opened and _counts(sentence, one):
            tally.wrong(one.code, f"“{sentence.quoted}”")
            if one.severity == "error":
                tally.wrong("errors", f"{one.code}  “{sentence.quoted}”")


def _is_out_of_date(expected: Expected, now: Statuses) -> bool:
    claim = expected.claim
    return claim is not None and claim.claim is not None and now.get(claim.claim) != claim.status


def _answering(expected: Expected, found: Sequence[Reported]) -> Reported | None:
    """The finding that fits best: code and severity, then code alone; the choice first."""
    for code, severity in expected.findings:
        for one in found:
            if (one.code, one.severity) == (code, severity):
                return one
    codes = [code for code, _ in expected.findings]
    return next((one for one in found if one.code in codes), None)


def _counts(sentence: Sentence, one: Reported) -> bool:
    if one.severity != "info":
        return True
    return one.code != "TX501" and not any(claim.is_soft for claim in sentence.claims)


def _score_article(tally: Tally, article: Article, answer: Answer) -> None:
    expected = {one.code for one in article.verdicts}
    found = {one.code for one in answer.reported} & OF_ARTICLES
    for code in sorted(expected & found):
        tally.right(code)
    for code in sorted(expected - found):
        tally.missed(code, article.path.name)
    for code in sorted(found - expected):
        tally.wrong(code, article.path.name)
