"""Run the checks: over the graph, or over drafts together with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from rdflib.term import URIRef

from mtkg.build.files import Layer
from mtkg.build.hermit import Classification, classify
from mtkg.check import names as n
from mtkg.check.checks import CHECKS, Check
from mtkg.check.findings import finding
from mtkg.check.logic import Logic
from mtkg.check.mappings import check_mappings
from mtkg.check.reasoning import Reasoning
from mtkg.check.sources import (
    Draft,
    NameOf,
    Sources,
    called_by_path,
    layer_of,
    read_document,
    read_graph,
    replaced_by,
)
from mtkg.check.world import Document, World
from mtkg.errors import GraphUnavailable, ReasonerFailed
from mtkg.model.diagnostics import Diagnostic, Place

_Found: TypeAlias = tuple[Check, list[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Options:
    """
    How to check.

    *hermit*: True and False mean what they say; None runs HermiT only where a draft has axioms, and
    always over the graph. *justifications*: how many minimal explanations a finding may carry.
    """

    hermit: bool | None = None
    justifications: int = 3
    reasoner_timeout_s: float = 120.0


@dataclass(frozen=True)
class Outcome:
    """The findings, sorted, the texts of all files they may point into, and whether HermiT ran."""

    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str] = field(default_factory=dict)
    with_hermit: bool = False


class Checker:
    """
    One ontology folder, read once, against which any number of drafts can be judged.

    Raises `UsageError` where the folder cannot be read.
    """

    def __init__(
        self, ontology: Path, options: Options | None = None, name_of: NameOf = called_by_path
    ) -> None:
        self.options = options or Options()
        self.sources: Sources = read_graph(ontology, name_of)
        self._graph: Reasoning | None = None
        self._known: dict[Check, tuple[Diagnostic, ...]] = {}

    def check_graph(self) -> Outcome:
        """Judge the graph itself."""
        documents = [document for _, document in self.sources.documents]
        found = list(self.sources.unreadable)
        with_hermit = self.options.hermit is not False and not found
        for _, diagnostics in self._judge(documents, with_hermit=with_hermit):
            found += diagnostics
        found += self._mappings(documents)
        return Outcome(_sorted(found), dict(self.sources.texts), with_hermit)

    def check_drafts(self, drafts: Sequence[Draft]) -> Outcome:
        """
        Judge *drafts* together with the graph; only what they cause is reported.

        Raises `GraphUnavailable` where the graph itself is not readable Turtle.
        """
        texts = {**self.sources.texts, **{draft.name: draft.text for draft in drafts}}
        read = [(draft, *read_document(draft)) for draft in drafts]
        broken = [diagnostic for _, _, problems in read for diagnostic in problems]
        good = [
            (draft, replace(document, layer=layer_of(self.sources, draft)))
            for draft, document, problems in read
            if not problems
        ]
        kept = replaced_by(self.sources, [(draft, document) for draft, document, _ in read])
        self._require_readable({draft.name for draft in drafts})
        if not good:
            return Outcome(_sorted(broken), texts)
        documents = [document for _, document in kept] + [document for _, document in good]
        adds_only = self._keeps_types(kept, [document for _, document in good])
        with_hermit = self._wants_hermit([document for _, document in good])
        found = self._judge(documents, with_hermit=with_hermit, adds_only=adds_only)
        return Outcome(_sorted([*broken, *self._caused(found, drafts)]), texts, with_hermit)

    def _keeps_types(
        self, kept: Sequence[tuple[Path, Document]], drafts: Sequence[Document]
    ) -> bool:
        """Whether everything that a replaced file declares is still declared, by the drafts."""
        still = {id(document) for _, document in kept}
        gone = [d for _, d in self.sources.documents if id(d) not in still]
        return _declarations(gone) <= _declarations(drafts)

    def _require_readable(self, drafts: set[str]) -> None:
        for diagnostic in self.sources.unreadable:
            if diagnostic.file not in drafts:
                raise GraphUnavailable(
                    f"{diagnostic.file}:{diagnostic.start.line}: {diagnostic.message}",
                    help="the graph itself must be readable before a draft can be judged with it",
                )

    def _wants_hermit(self, documents: Iterable[Document]) -> bool:
        if self.options.hermit is not None:
            return self.options.hermit
        return any(Reasoning(World([d])).states_axioms for d in documents)

    def _caused(self, found: Iterable[_Found], drafts: Sequence[Draft]) -> list[Diagnostic]:
        """What stands in a draft, and what elsewhere was not there before."""
        names = {draft.name for draft in drafts}
        mine: list[Diagnostic] = []
        for check, diagnostics in found:
            mine += [d for d in diagnostics if d.file in names]
            others = [d for d in diagnostics if d.file not in names]
            if others:
                known = Counter(d.fingerprint for d in self._before(check))
                known.subtract(d.fingerprint for d in others)
                new = {mark for mark, left in known.items() if left < 0}
                mine += [d for d in others if d.fingerprint in new]
        return mine

    def _before(self, check: Check) -> tuple[Diagnostic, ...]:
        """What *check* finds in the graph without any draft."""
        if check not in self._known:
            if self._graph is None:
                documents = [document for _, document in self.sources.documents]
                self._graph = Reasoning(World(documents))
            self._known[check] = tuple(check(self._graph.world, self._graph))
        return self._known[check]

    def _mappings(self, documents: list[Document]) -> list[Diagnostic]:
        world = World(documents)
        return [
            diagnostic
            for path, name in self.sources.mappings
            for diagnostic in check_mappings(path, name, world)
        ]

    def _judge(
        self, documents: list[Document], *, with_hermit: bool, adds_only: bool = False
    ) -> list[_Found]:
        world = World(documents, adds_only=adds_only)
        reasoning = Reasoning(world)
        found: list[_Found] = []
        pool = ThreadPoolExecutor(1) if with_hermit else nullcontext()
        with pool as workers:
            asked: Future[Classification] | None = None
            if workers is not None:
                # HermiT is a process of its own: it works while the checks run here.
                limit = self.options.reasoner_timeout_s
                asked = workers.submit(classify, reasoning.graph, time_limit_s=limit)
            found += [(check, list(check(world, reasoning))) for check in CHECKS]
            hermit, failures = None, []
            if asked is not None:
                try:
                    hermit = asked.result()
                except ReasonerFailed as failure:
                    failures.append(self._reasoner_failed(world, failure))
        logic = Logic(reasoning, self.options.justifications, hermit)
        found.append((_el_logic, [*failures, *logic.findings()]))
        return found

    @staticmethod
    def _reasoner_failed(world: World, failure: ReasonerFailed) -> Diagnostic:
        drafts = [d.file for d in world.documents if d.draft]
        files = drafts or [d.file for d in world.documents if d.layer is Layer.CORE]
        message = f"{failure}; what lies outside OWL 2 EL has not been checked"
        return finding("KG601", message, Place(files[0]), help=failure.help)


def _el_logic(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    del world
    return Logic(reasoning, 1, None).findings()


def _declarations(documents: Iterable[Document]) -> set[tuple[object, object]]:
    return {
        (statement.subject, statement.object)
        for document in documents
        for statement in document.graph.statements
        if statement.predicate == n.A and isinstance(statement.subject, URIRef)
    }


def _sorted(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    unique = {(d.code, d.file, d.start, d.message): d for d in found}
    return tuple(sorted(unique.values(), key=lambda d: d.sort_key))
