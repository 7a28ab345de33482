"""Identifiers and dates that are not in their form, and one identifier under two names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rdflib.term import Literal

from mtkg.check import names as n
from mtkg.check.findings import finding, related, replacing
from mtkg.check.profile import DATES
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import Fact, World
from mtkg.model.diagnostics import Diagnostic, Fix

# The form that Crossref recommends for matching DOIs, with the suffix kept free of blanks.
_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_DOI_PREFIX: Final = re.compile(r"^\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.I)
_PMID: Final = re.compile(r"[1-9]\d{0,7}")
_PMID_PREFIX: Final = re.compile(
    r"^\s*(?:https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|"
    r"pmid:?\s*)",
    re.I,
)
_ORCID: Final = re.compile(r"https?://(?:www\.)?orcid\.org/(?P<id>.*)")
_ORCID_FORM: Final = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_YEAR: Final = re.compile(r"\d{4}")


def forms(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG303: DOI, PubMed id, ORCID iD, year and dates."""
    del reasoning
    for fact in world.near_values(n.DOI):
        yield from _form(fact, "DOI", _DOI, _DOI_PREFIX, "bare, as in 10.1016/…")
    for fact in world.near_values(n.PMID):
        yield from _form(fact, "PubMed id", _PMID, _PMID_PREFIX, "digits only")
    for fact in world.near_values(n.YEAR):
        if isinstance(fact.object, Literal) and not _YEAR.fullmatch(str(fact.object)):
            yield _bad(fact, f"“{fact.object}” is no year", 'write four digits: "2020"^^xsd:gYear')
    for fact in world.near_facts:
        yield from _orcid(fact)
        value = fact.object
        if fact.predicate == n.YEAR or not isinstance(value, Literal):
            continue
        if value.datatype in DATES and value.ill_typed:
            kind = str(value.datatype).rsplit("#", 1)[-1]
            yield _bad(fact, f"“{value}” is no xsd:{kind}", "dates are written 2026-12-01")


def _form(
    fact: Fact, what: str, form: re.Pattern[str], prefix: re.Pattern[str], how: str
) -> Iterator[Diagnostic]:
    value = str(fact.object)
    if form.fullmatch(value) and not value.endswith((".", ",", ";")):
        return
    bare = prefix.sub("", value).strip().rstrip(".,;")
    fixes: list[Fix] = []
    if isinstance(fact.object, Literal) and form.fullmatch(bare):
        fixes = [replacing(f"write {bare}", fact.object_place, f'"{bare}"', safe=True)]
    yield _bad(fact, f"“{value}” is no {what}", f"write it {how}", fixes)


def _orcid(fact: Fact) -> Iterator[Diagnostic]:
    text = str(fact.object)
    found = _ORCID.match(text) if "orcid.org/" in text else None
    if found is None:
        return
    number = found["id"]
    if not _ORCID_FORM.fullmatch(number):
        yield _bad(fact, f"“{number}” is no ORCID iD", "four groups of four: 0000-0000-0000-0000")
    elif _check_digit(number) != number[-1]:
        yield _bad(
            fact, f"the check digit of ORCID iD {number} is wrong", "compare it with its page"
        )


def _check_digit(orcid: str) -> str:
    """
    The last character an ORCID iD must have (ISO/IEC 7064:2003, MOD 11-2).

    >>> _check_digit("0000-0002-1825-0097")
    '7'
    """
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def _bad(fact: Fact, message: str, advice: str, fixes: list[Fix] | None = None) -> Diagnostic:
    return finding(
        "KG303", message, fact.object_place, term=fact.owner, fixes=fixes or (), help=advice
    )


def shared(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG303: one DOI or PubMed id under two sources."""
    del reasoning
    for predicate, what in ((n.DOI, "DOI"), (n.PMID, "PubMed id")):
        first: dict[str, Fact] = {}
        for fact in world.having(predicate):
            value = _bare(str(fact.object))
            other = first.setdefault(value, fact)
            if other.subject != fact.subject:
                yield finding(
                    "KG303",
                    f"the {what} {value} is also that of “{world.label(other.subject)}”",
                    fact.object_place,
                    term=fact.subject,
                    related=related(other.object_place, "the other source"),
                    help="use the source that exists, or correct one of the identifiers",
                )


def _bare(value: str) -> str:
    return _PMID_PREFIX.sub("", _DOI_PREFIX.sub("", value)).strip().lower()
