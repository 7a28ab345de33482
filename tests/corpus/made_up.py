"""Made-up annotations and answers, for tests of how they are scored."""

from __future__ import annotations

from pathlib import Path

from tools.measuring.answers import Reported, Said
from tools.measuring.corpus import Article, Claim, Expected, Sentence, Term, Triple

EASES: Triple = ("Massage", "addresses", "Pain")
LOWERS: Triple = ("Massage", "intendedEffect", "PainReduction")
TEXT = "Massage eases pain."


def claim(
    *tuples: Triple,
    polarity: str = "affirmed",
    certainty: str = "plain",
    compared: str | None = None,
    of: str | None = None,
    status: str | None = None,
) -> Claim:
    return Claim(tuples or (EASES,), polarity, certainty, compared, of, status)


def said(
    triple: Triple = EASES,
    *,
    at: int = 0,
    chosen: Triple | None = None,
    polarity: str = "affirmed",
    certainty: str = "plain",
    compared: str | None = None,
) -> Said:
    return Said(at, triple, chosen or triple, polarity, certainty, compared)


def expected(*findings: tuple[str, str], of: Claim | None = None) -> Expected:
    return Expected(findings, of)


def reported(code: str, severity: str = "warning", *, at: int = 0) -> Reported:
    return Reported(at, code, severity)


def article(
    *,
    terms: tuple[Term, ...] = (),
    claims: tuple[Claim, ...] = (),
    verdicts: tuple[Expected, ...] = (),
    of_article: tuple[Expected, ...] = (),
) -> Article:
    sentence = Sentence(0, TEXT, terms, claims, verdicts)
    return Article(Path("made-up.md"), (sentence,), of_article)
