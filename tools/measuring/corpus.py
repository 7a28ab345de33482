"""The annotated corpus as values: articles, sentences, terms, claims, verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

CORPUS: Final = Path(__file__).resolve().parents[2] / "tests" / "corpus"
ARTICLES: Final = (".md", ".html", ".txt")
_SOFT: Final = frozenset({"question", "condition", "attributed"})

Triple = tuple[str, str, str]
Finding = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A mention: source offsets, and every term that is right for it."""

    start: int
    end: int
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as annotated; the first of *tuples* is the choice, the rest is just as right."""

    tuples: tuple[Triple, ...]
    polarity: str
    certainty: str
    compared: str | None
    claim: str | None
    status: str | None

    @property
    def is_soft(self) -> bool:
        """Whether it is asked, conditional, or put into the mouth of others."""
        return self.certainty in _SOFT


@dataclass(frozen=True, slots=True)
class Expected:
    """What the checker should report: code and severity, the choice first, and of which claim."""

    findings: tuple[Finding, ...]
    claim: Claim | None

    @property
    def code(self) -> str:
        """The code of the choice; ``unscored`` where nothing is expected and nothing counted."""
        return self.findings[0][0]


@dataclass(frozen=True, slots=True)
class Sentence:
    """An annotated sentence in its place."""

    start: int
    text: str
    terms: tuple[Term, ...]
    claims: tuple[Claim, ...]
    verdicts: tuple[Expected, ...]

    @property
    def end(self) -> int:
        """Where it ends in the source, exclusive."""
        return self.start + len(self.text)

    @property
    def quoted(self) -> str:
        """The sentence on one line, cut."""
        return " ".join(self.text.split())[:110]


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article."""

    path: Path
    sentences: tuple[Sentence, ...]
    verdicts: tuple[Expected, ...]


def articles(folder: Path) -> tuple[Article, ...]:
    """Every annotated article in *folder*, by name."""
    return tuple(article(path) for path in sorted(folder.glob("*.yaml")))


def article(path: Path) -> Article:
    """The article that the annotation at *path* is of."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return Article(
        path.with_name(data["article"]),
        tuple(_sentence(one) for one in data["sentences"]),
        tuple(_expected(one, ()) for one in data["verdicts"]),
    )


def clean_texts(folder: Path) -> tuple[Path, ...]:
    """The texts without a fault in *folder*, by name."""
    return tuple(path for path in sorted(folder.iterdir()) if path.suffix in ARTICLES)


def digest(folders: Iterable[Path]) -> str:
    """One SHA-256 over names and contents of all files in *folders*, as in ``measured.sha256``."""
    paths = {_name(path): path for folder in folders for path in folder.iterdir()}
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n"
        for name, path in sorted(paths.items())
        if path.is_file()
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _name(path: Path) -> str:
    resolved = path.resolve()
    return (resolved.relative_to(CORPUS) if resolved.is_relative_to(CORPUS) else path).as_posix()


def _sentence(data: Mapping[str, Any]) -> Sentence:
    claims = tuple(_claim(one) for one in data["claims"])
    return Sentence(
        start=data["offset"],
        text=data["text"],
        terms=tuple(
            Term(one["start"], one["end"], frozenset({one["id"], *one.get("or", ())}))
            for one in data["terms"]
        ),
        claims=claims,
        verdicts=tuple(_expected(one, claims) for one in data["verdicts"]),
    )


def _claim(data: Mapping[str, Any]) -> Claim:
    tuples = tuple(
        (one["subject"], one["relation"], one["object"]) for one in (data, *data.get("or", ()))
    )
    return Claim(
        tuples,
        data["polarity"],
        data["certainty"],
        data.get("comparedWith"),
        data["claim"],
        data["status"],
    )


def _expected(data: Mapping[str, Any], claims: tuple[Claim, ...]) -> Expected:
    kind, _, number = data["on"].partition(":")
    findings = [(data["code"], data.get("severity", ""))]
    findings += [(one["code"], one["severity"]) for one in data.get("or", ())]
    return Expected(tuple(findings), claims[int(number)] if kind == "claim" else None)
