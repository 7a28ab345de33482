"""What the language server knows: the graph's files, and the built graph where there is one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib.term import Literal, URIRef

from mtkg.build.files import Layer
from mtkg.check import names as n
from mtkg.check.run import Checker, Options
from mtkg.check.sources import Draft
from mtkg.check.world import Document, World
from mtkg.errors import MtkgError
from mtkg.graph import Graph
from mtkg.model.diagnostics import Diagnostic, Place
from mtkg.model.vocabulary import contract, local_name
from mtkg.resources import release_dir
from mtkg.store.embedded import EmbeddedStore
from mtkg.turtle import PositionedGraph, parse_tolerantly

_MOST_CLAIMS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """One name that may be typed: its CURIE, label, sort of thing, and definition."""

    curie: str
    label: str
    sort: str
    definition: str | None


class Knowledge:
    """
    One ontology folder, read when first needed and again after `forget`.

    Safe to use from several threads: reading and checking take turns.
    """

    def __init__(self, ontology: Path) -> None:
        self.ontology = ontology
        self._lock = threading.Lock()
        self._checker: Checker | None = None
        self._release: Graph | None = None

    def forget(self) -> None:
        """Read the files again when they are next needed: one of them was saved."""
        with self._lock:
            self._checker = None
            self._release = None
            self.__dict__.pop("world", None)
            self.__dict__.pop("candidates", None)

    def check(self, path: Path, text: str) -> tuple[Diagnostic, ...]:
        """What `mtkg check` would say of *text* as the content of *path*, HermiT apart."""
        with self._lock:
            outcome = self._known().check_drafts([Draft(str(path), text, path)])
        return tuple(d for d in outcome.diagnostics if d.file == str(path))

    def _known(self) -> Checker:
        if self._checker is None:
            # HermiT takes longer than a keystroke may; it has its say on the command line.
            options = Options(hermit=False, justifications=1)
            self._checker = Checker(self.ontology, options, lambda path, _: str(path))
        return self._checker

    @cached_property
    def world(self) -> World:
        """The graph as its files have it."""
        with self._lock:
            documents = [document for _, document in self._known().sources.documents]
        return World(documents)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Every name of ours that can be typed, by CURIE."""
        world = self.world
        found = [
            Candidate(contract(str(s)), world.label(s), _sort(world, s), definition(world, s))
            for s in world.types
            if isinstance(s, URIRef) and n.is_ours(str(s)) and s not in world.deprecated
        ]
        return sorted(found, key=lambda candidate: candidate.curie)

    def release(self) -> Graph | None:
        """The built graph, None where there is none to be read."""
        with self._lock:
            if self._release is None:
                try:
                    store = EmbeddedStore.from_release(release_dir(self.ontology))
                    self._release = Graph.read(store)
                except MtkgError:
                    return None
            return self._release

    # --- questions about a place in a text ---

    def hover(self, iri: URIRef, draft: PositionedGraph) -> str | None:
        """Markdown on *iri*: label, definition, place, and what claims and evidence say."""
        world = World([*self.world.documents, Document(draft, Layer.CORE, draft=True)])
        if iri not in world.types:
            return None
        parts = [f"**{world.label(iri)}** · `{contract(str(iri))}` · {_sort(world, iri)}"]
        text = definition(world, iri)
        if text:
            parts.append(text)
        above = [world.label(f.object) for f in world.of(iri, n.SUBCLASS) if _named(f.object)]
        if above:
            parts.append(f"Kind of: {', '.join(dict.fromkeys(above))}")
        parts += self._evidence(world, iri)
        return "\n\n".join(parts)

    def _evidence(self, world: World, iri: URIRef) -> list[str]:
        release = self.release()
        if release is None:
            return []
        name = local_name(iri)
        if world.is_a(iri, n.CLAIM_TYPE):
            claim = release.claims.get(name)
            if claim is None:
                return []
            lines = [
                f"- {line.direction.value}: {line.source.label}"
                + (f". {line.finding}" if line.finding else "")
                for line in claim.evidence
            ]
            return [f"Status: **{claim.verdict.status.value}**", "\n".join(lines)]
        about = [c for c in release.claims.values() if name in (c.subject, c.object)]
        if not about:
            return []
        about.sort(key=lambda claim: (claim.verdict.status.rank, claim.id))
        shown = [f"- {c.verdict.status.value}: {c.statement}" for c in about[:_MOST_CLAIMS]]
        more = len(about) - len(shown)
        return ["\n".join([*shown, *([f"- and {more} more"] if more > 0 else [])])]

    def definition_place(self, iri: URIRef, draft: PositionedGraph) -> Place | None:
        """Where *iri* is declared: in the graph, else in the text itself."""
        return self.world.declaration(iri) or draft.term_place(iri)


def read_draft(path: Path, text: str) -> PositionedGraph:
    """What can be read of a text that is being typed."""
    return parse_tolerantly(text, str(path))[0]


def definition(world: World, iri: URIRef) -> str | None:
    """The English definition of a term, else any."""
    values = [f.object for f in world.of(iri, n.DEFINITION) if isinstance(f.object, Literal)]
    english = [v for v in values if (v.language or "en").startswith("en")]
    return str((english or values)[0]) if values else None


def _sort(world: World, iri: URIRef) -> str:
    types = world.types.get(iri, set())
    for kind, word in (
        (n.CLAIM_TYPE, "claim"),
        (n.SOURCE_TYPE, "source"),
        (n.EVIDENCE_TYPE, "evidence line"),
        (n.CLASS, "class"),
        (n.OBJECT_PROPERTY, "relation"),
    ):
        if kind in types:
            return word
    return "property" if types & set(n.PROPERTY_TYPES) else "individual"


def _named(node: object) -> bool:
    return isinstance(node, URIRef)
