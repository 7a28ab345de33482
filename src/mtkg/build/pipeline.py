"""The build: read, reason, check every claim's kinds, derive links and status, write it all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDFS

from mtkg import __version__
from mtkg.build import hermit
from mtkg.build.axioms import NormalOntology, normalise
from mtkg.build.catalogue_graph import catalogue_quads
from mtkg.build.current import Release, fresh_release, inputs_digest
from mtkg.build.dataset import SourceGraph, read_sources
from mtkg.build.files import Layer, source_files
from mtkg.build.forms import Origin
from mtkg.build.justification import Justifier, Subsumption
from mtkg.build.kinds import impossible, misplaced
from mtkg.build.links import Grouping, Links, derive_links
from mtkg.build.mappings import mapping_quads
from mtkg.build.provenance import Provenance, link_quads
from mtkg.build.refusals import axiom_place, axiom_words, impossible_claim, incoherent, wrong_kind
from mtkg.build.release import write_release
from mtkg.build.saturation import Closure, saturate
from mtkg.build.void import void_quads
from mtkg.errors import BuildRefused, UsageError
from mtkg.model import vocabulary as v
from mtkg.model.claims import SUPPORTED_ENOUGH, Claim, Status
from mtkg.model.diagnostics import Diagnostic
from mtkg.model.status import derive_verdict
from mtkg.model.terms import Term
from mtkg.reading import read_claims, read_hierarchy, read_terms
from mtkg.reading import read_sources as read_publications
from mtkg.settings import Settings
from mtkg.store.embedded import EmbeddedStore

Note = Callable[[str], None]

INFERRED = ox.NamedNode(v.graph_iri("inferred"))
CLAIMS = ox.NamedNode(v.graph_iri("claims"))
CORE = ox.NamedNode(v.graph_iri("core"))
SUBCLASS = ox.NamedNode(f"{v.RDFS}subClassOf")
UNRELEASED = "unreleased"


def _quiet(message: str) -> None:
    """Nobody listens to the progress."""


@dataclass(frozen=True)
class Core:
    """The ontology read and reasoned over: what every check and derivation starts from."""

    sources: SourceGraph
    ontology: NormalOntology
    closure: Closure

    @classmethod
    def of(cls, sources: SourceGraph) -> Core:
        """
        Normalise and saturate the core of *sources*.

        Raises `UsageError` where a class expression contains itself or is nested thousands deep.
        """
        try:
            ontology = normalise(sources.core)
        except RecursionError as error:
            raise UsageError(
                "a class expression of the ontology contains itself, or is nested too deep",
                help="`mtkg check` names its file and line (KG103)",
            ) from error
        return cls(sources, ontology, saturate(ontology.axioms))


def build(
    ontology: Path,
    out: Path,
    *,
    queries: Path,
    settings: Settings,
    note: Note = _quiet,
    force: bool = False,
) -> tuple[Release, bool]:
    """
    The release of *ontology* in *out*, and whether it had to be made.

    Nothing is redone where files and code are those it was made from. Raises `SyntaxProblem` for
    a file that cannot be read, `BuildRefused` with diagnostics where the ontology is inconsistent
    or incoherent or a claim links what its relation cannot, `ReasonerFailed` where HermiT gave no
    answer. A release that was there before stays whenever a build fails.
    """
    files = source_files(ontology)
    inputs = inputs_digest(files, queries)
    known = fresh_release(out, inputs)
    if known and not force:
        return known, False
    note(f"reading {len(files)} files")
    sources = read_sources(files)
    with ThreadPoolExecutor(max_workers=1) as pool:
        verdict = pool.submit(
            hermit.classify, sources.core, time_limit_s=settings.reasoner_timeout_s
        )
        note("saturating the core")
        core = Core.of(sources)
        note("waiting for HermiT")
        by_hermit = verdict.result()
    _refuse(incoherent(core.ontology, core.closure, by_hermit, sources))
    content = _Content.read(core, by_hermit.pairs)
    note(f"checking {len(content.claims)} claims")
    _refuse(content.faults())
    note("deriving links")
    links = derive_links(core.ontology, core.closure, content.claims)
    quads = content.quads(links)
    for file in files:
        if file.layer is Layer.MAPPINGS:
            quads += mapping_quads(file.path, file.name)
    quads += catalogue_quads(queries)
    quads += void_quads(quads)
    made = write_release(
        out,
        quads,
        version=__version__,
        release=content.release,
        inputs=inputs,
        counts=content.counts(links),
        by_claims=content.grouping_quads(links),
        note=note,
    )
    return made, True


def _refuse(found: Iterable[Diagnostic]) -> None:
    """Raise `BuildRefused` where anything was found."""
    diagnostics = tuple(found)
    if diagnostics:
        first = diagnostics[0]
        more = f" (and {len(diagnostics) - 1} more)" if len(diagnostics) > 1 else ""
        raise BuildRefused(
            f"nothing was built: {first.message}{more}",
            diagnostics,
            help="mend the lines named; `mtkg check` explains each finding",
        )


@dataclass(frozen=True)
class _Content:
    """What the files say once the hierarchy is known: terms, and claims with their status."""

    core: Core
    base: tuple[ox.Quad, ...]
    inferred: tuple[tuple[str, str], ...]
    terms: dict[str, Term]
    claims: tuple[Claim, ...]
    publications: int
    release: str

    @classmethod
    def read(cls, core: Core, by_hermit: Iterable[tuple[str, str]]) -> _Content:
        """Read terms and claims from a store of the files and the inferred hierarchy."""
        inferred = tuple(_inferred_steps(core, by_hermit))
        base = (*core.sources.quads(), *(_step_quad(*step) for step in inferred))
        engine = ox.Store()
        engine.bulk_extend(base)
        store = EmbeddedStore(engine, "")
        publications = read_publications(store)
        claims, _ = read_claims(store, publications)
        return cls(
            core,
            base,
            inferred,
            read_terms(store, read_hierarchy(store)),
            tuple(_judged(claim) for claim in claims.values()),
            len(publications),
            _release_date(engine),
        )

    def faults(self) -> Iterator[Diagnostic]:
        """Claims that cannot be stated: by their kinds, else by their type probes."""
        sources = self.core.sources
        wrong = [
            wrong_kind(m, sources) for m in misplaced(self.claims, self.terms, self.core.closure)
        ]
        yield from wrong
        if not wrong:
            for claim in impossible(self.claims, self.core.ontology.axioms):
                yield impossible_claim(claim, sources)

    def quads(self, links: Links) -> list[ox.Quad]:
        """The graphs core, inferred, claims, links, links-supported and justifications."""
        sources = self.core.sources
        because = Provenance(self._words, lambda origin: axiom_place(origin, sources))
        self._told(because)
        because.links(links)
        because.groupings(links.groupings)
        supported = (link for link in links if link.status in SUPPORTED_ENOUGH)
        return [
            *self.base,
            *self._version_quads(),
            *(q for claim in self.claims for q in _verdict_quads(claim)),
            *self.grouping_quads(links),
            *link_quads(links, "links"),
            *link_quads(supported, "links-supported"),
            *because.quads(),
        ]

    def grouping_quads(self, links: Links) -> list[ox.Quad]:
        """The subclass steps that claims give, for the graph ``inferred``."""
        return [_step_quad(g.sub, g.sup) for g in self._grouped(links.groupings)]

    def counts(self, links: Links) -> dict[str, int]:
        """Numbers for the manifest and the front page."""
        return {
            "terms": sum(1 for term in self.terms.values() if term.kind in v.KINDS),
            "relations": sum(1 for term in self.terms.values() if term.kind == "Relation"),
            "claims": len(self.claims),
            "evidence_lines": sum(len(claim.evidence) for claim in self.claims),
            "sources": self.publications,
            "links": len(links.stated),
            "derived_links": len(links.derived),
        } | {f"claims_{s.value}": sum(c.status is s for c in self.claims) for s in Status}

    def _words(self, origin: Origin) -> str:
        if isinstance(origin, str):
            name = v.local_name(origin)
            return next(claim.statement for claim in self.claims if claim.id == name)
        return axiom_words(origin, self.core.sources)

    def _told(self, because: Provenance) -> None:
        """Say of every told and every inferred subclass step why it holds."""
        core = self.core
        for axiom in core.ontology.axioms:
            origin = axiom.origin
            if isinstance(origin, tuple) and str(origin[1]) == SUBCLASS.value:
                because.origin(origin)
        justifier = Justifier(core.ontology.axioms)
        for sub, sup in self.inferred:
            if core.closure.is_subclass(f"{v.MTKG}{sub}", f"{v.MTKG}{sup}"):
                found = justifier.justify(Subsumption(f"{v.MTKG}{sub}", f"{v.MTKG}{sup}"))
                because.subsumption(sub, sup, sorted(found[0], key=str))

    def _grouped(self, groupings: Iterable[Grouping]) -> Iterator[Grouping]:
        """Groupings that do not rest on a disputed claim, nearest classes only."""
        kept = [g for g in groupings if g.status is not Status.DISPUTED]
        pairs = {(g.sub, g.sup) for g in kept}
        closure = self.core.closure
        for g in kept:
            above = {str(s) for s in closure.superclasses(f"{v.MTKG}{g.sub}")}
            inherited = any(
                (v.local_name(up), g.sup) in pairs for up in above if v.local_name(up) != g.sub
            )
            nearer = any(
                other != g.sup
                and (g.sub, other) in pairs
                and closure.is_subclass(f"{v.MTKG}{other}", f"{v.MTKG}{g.sup}")
                for other in (p.sup for p in kept if p.sub == g.sub)
            )
            if not inherited and not nearer:
                yield g

    def _version_quads(self) -> Iterator[ox.Quad]:
        if self.release != UNRELEASED:
            version = ox.NamedNode(f"{v.MTKG}{self.release}")
            yield ox.Quad(ox.NamedNode(v.BASE), ox.NamedNode(f"{v.OWL}versionIRI"), version, CORE)


def _inferred_steps(core: Core, by_hermit: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Direct subclass steps between terms that nobody told, from either reasoner, by local name."""
    closure = core.closure
    told = {(str(sub), str(sup)) for sub, sup in core.sources.core.subject_objects(RDFS.subClassOf)}
    names = sorted(name for name in core.ontology.classes if name.startswith(v.MTKG))
    steps = {(n, p) for n in names for p in closure.parents(n) if p.startswith(v.MTKG)}
    steps |= {pair for pair in by_hermit if not closure.is_subclass(*pair)}
    for sub, sup in sorted(steps - told):
        if sub.startswith(v.MTKG) and sup.startswith(v.MTKG) and sub != sup:
            yield v.local_name(sub), v.local_name(sup)


def _step_quad(sub: str, sup: str) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(f"{v.MTKG}{sub}"), SUBCLASS, ox.NamedNode(f"{v.MTKG}{sup}"), INFERRED
    )


def _judged(claim: Claim) -> Claim:
    """*claim* with the status that its evidence lines give it."""
    return replace(claim, verdict=derive_verdict(claim.type, claim.evidence))


def _verdict_quads(claim: Claim) -> Iterator[ox.Quad]:
    node = ox.NamedNode(claim.iri)

    def say(name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(node, ox.NamedNode(f"{v.MTKG}{name}"), value, CLAIMS)

    yield say("status", ox.Literal(claim.status.value))
    yield say("statusReason", ox.Literal(claim.verdict.reason))
    for line in claim.verdict.decided_by:
        yield say("decidedBy", ox.NamedNode(f"{v.EVIDENCE}{line}"))


def _release_date(engine: ox.Store) -> str:
    """The version the ontology's header gives: the date of its release."""
    found = engine.quads_for_pattern(
        ox.NamedNode(v.BASE), ox.NamedNode(f"{v.OWL}versionInfo"), None, None
    )
    values = (q.object.value for q in found if isinstance(q.object, ox.Literal))
    return next(values, UNRELEASED)
