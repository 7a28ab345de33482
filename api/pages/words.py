"""The words, addresses and little rules that templates share."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from markupsafe import Markup

from api.negotiation import MEDIA_TYPES
from api.pages.views import weights
from mtkg.model.claims import Direction, Status
from mtkg.model.diagnostics import Severity
from mtkg.model.vocabulary import KINDS, SAFETY_RELATIONS

STATUSES: Final[Mapping[str, str]] = {
    Status.ESTABLISHED: "reviews and trials agree, or it holds by definition",
    Status.SUPPORTED: "controlled studies mostly agree",
    Status.MIXED: "controlled studies disagree, or speak to a neighboring question only",
    Status.INSUFFICIENT: "no controlled study decides it",
    Status.UNASSESSED: "a source says so; no publication in the graph speaks to it",
    Status.DISPUTED: "controlled studies speak against it",
}
DIRECTIONS: Final[Mapping[str, str]] = {
    Direction.SUPPORTS: "for",
    Direction.DISPUTES: "against",
    Direction.MIXED: "mixed",
    Direction.INCONCLUSIVE: "inconclusive",
}
KINDS_IN_WORDS: Final[Mapping[str, str]] = {
    "Intervention": "Interventions",
    "Tissue": "Tissues",
    "Mechanism": "Mechanisms",
    "Effect": "Effects",
    "Condition": "Conditions",
    "Characteristic": "Characteristics",
    "Activity": "Activities",
    "Participant": "Participants",
    "Relation": "Relations",
    "StudyDesign": "Study designs",
    "Term": "Retired terms",
}
MATCHES: Final[Mapping[str, str]] = {
    "exactMatch": "the same",
    "closeMatch": "close",
    "broadMatch": "broader",
    "narrowMatch": "narrower",
    "relatedMatch": "related",
}
SEVERITIES: Final[Mapping[str, str]] = {
    Severity.ERROR: "Error",
    Severity.WARNING: "Warning",
    Severity.INFO: "Note",
}
SEVERITIES_SAID: Final[Mapping[str, str]] = {
    Severity.ERROR: "the graph says otherwise",
    Severity.WARNING: "more is said than the evidence bears",
    Severity.INFO: "worth a look",
}
FORMATS: Final[Mapping[str, str]] = {
    "json": "JSON",
    "jsonld": "JSON-LD",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "csv": "CSV",
    "tsv": "TSV",
}


def term_url(name: str) -> str:
    """Where a term's page is."""
    return f"/terms/{quote(name, safe='')}"


def claim_url(name: str) -> str:
    """Where a claim's page is."""
    return f"/claims/{quote(name, safe='')}"


def source_url(name: str) -> str:
    """Where a source's page is."""
    return f"/sources/{quote(name, safe='')}"


def address(path: str, **parameters: Any) -> str:
    """*path* with *parameters*, those without a value left out; ``from_`` stands for ``from``."""
    given = {
        key.rstrip("_"): value
        for key, value in parameters.items()
        if value not in (None, "", False)
    }
    return f"{path}?{urlencode(given)}" if given else path


def counted(number: int, one: str, many: str | None = None) -> str:
    """
    *number* with its noun.

    >>> counted(1, "claim"), counted(0, "claim"), counted(2, "study", "studies")
    ('1 claim', '0 claims', '2 studies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def capitalized(text: str) -> str:
    """*text* with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """
    *text* as a sentence: a capital first, a full stop last where no other mark ends it.

    A file's name keeps its first letter.

    >>> sentence("no such term"), sentence("did you mean “joint”?")
    ('No such term.', 'Did you mean “joint”?')
    """
    text = text.strip()
    first = text.partition(" ")[0].rstrip(".:")
    text = text if "." in first else capitalized(text)
    return text if text.rstrip("”’\"')").endswith((".", "?", "!", "…", ":")) else f"{text}."


def embedded(value: Any) -> Markup:
    """*value* as JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - every character that could end or open a tag is escaped


NAVIGATION: Final = (
    ("/tree", "Tree"),
    ("/paths", "Chains"),
    ("/compare", "Compare"),
    ("/evidence", "Evidence"),
    ("/queries", "Questions"),
    ("/sparql", "Query"),
    ("/lint", "Article check"),
    ("/check", "Draft check"),
)

GLOBALS: Final[Mapping[str, Any]] = {
    "STATUSES": STATUSES,
    "DIRECTIONS": DIRECTIONS,
    "KINDS": KINDS,
    "KINDS_IN_WORDS": KINDS_IN_WORDS,
    "FORMATS": FORMATS,
    "MATCHES": MATCHES,
    "SEVERITIES": SEVERITIES,
    "SEVERITIES_SAID": SEVERITIES_SAID,
    "SAFETY_RELATIONS": SAFETY_RELATIONS,
    "term_url": term_url,
    "claim_url": claim_url,
    "source_url": source_url,
    "address": address,
    "counted": counted,
    "MEDIA_TYPES": MEDIA_TYPES,
    "NAVIGATION": NAVIGATION,
    "weights_of": lambda claim: weights([claim]),
}
FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "capitalized": capitalized,
    "sentence": sentence,
    "embedded": embedded,
}
