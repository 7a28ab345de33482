"""What stops a build, as diagnostics with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from rdflib import SKOS, URIRef

from mtkg.build.axioms import NormalOntology, RdfAxiom
from mtkg.build.dataset import SourceGraph
from mtkg.build.forms import Origin, SubClass
from mtkg.build.hermit import Classification
from mtkg.build.justification import Inconsistent, Justifier, Unsatisfiable
from mtkg.build.kinds import Misplaced
from mtkg.build.saturation import Closure
from mtkg.build.wording import words
from mtkg.model import vocabulary as v
from mtkg.model.claims import Claim
from mtkg.model.diagnostics import Diagnostic, Place, Related, Severity

_END_PROPERTY = {"subject": "claimSubject", "relation": "claimRelation", "object": "claimObject"}


def wrong_kind(found: Misplaced, sources: SourceGraph) -> Diagnostic:
    """KG304: an end of a claim is not what its relation links."""
    place = sources.value_place(found.claim.iri, f"{v.MTKG}{_END_PROPERTY[found.end]}")
    return _error("KG304", "wrong-kind", found.message, place, help=found.help)


def impossible_claim(claim: Claim, sources: SourceGraph) -> Diagnostic:
    """KG304: what a claim says can never be, by the axioms of the core."""
    place = sources.value_place(claim.iri, f"{v.MTKG}claimObject")
    message = f"no {claim.subject} can have {claim.relation} to a {claim.object}, by the axioms"
    return _error("KG304", "wrong-kind", message, place)


def incoherent(
    core: NormalOntology, closure: Closure, by_hermit: Classification, sources: SourceGraph
) -> Iterator[Diagnostic]:
    """
    KG201 where no model exists; else KG202 for each class that can have no member.

    For what HermiT alone found, outside the EL part, no justification is given. Classes that fall
    only because another did are counted, not listed.
    """
    justifier = Justifier(core.axioms)
    if closure.inconsistent or not by_hermit.consistent:
        because = justifier.justify(Inconsistent()) if closure.inconsistent else []
        yield _culprit("KG201", "inconsistent", "no model exists", because, sources, None)
        return
    found = closure.unsatisfiable() | by_hermit.unsatisfiable
    unsatisfiable = sorted(found - {f"{v.OWL}Thing"})
    roots = [name for name in unsatisfiable if not _falls_with(name, unsatisfiable, core)]
    dependents = len(unsatisfiable) - len(roots or unsatisfiable[:1])
    for name in roots or unsatisfiable[:1]:
        known = not closure.is_satisfiable(name)
        because = justifier.justify(Unsatisfiable(name)) if known else []
        message = f"{v.local_name(name)} can have no member"
        if dependents:
            message += f" (and {dependents} more fall with it)"
        yield _culprit("KG202", "unsatisfiable-class", message, because, sources, name)


def _falls_with(name: str, unsatisfiable: Sequence[str], core: NormalOntology) -> bool:
    """Whether *name* is told to be under another class that can have no member."""
    return any(
        isinstance(axiom, SubClass) and axiom.sub == name and axiom.sup in unsatisfiable
        for axiom in core.axioms
    )


def _culprit(
    code: str,
    name: str,
    message: str,
    because: Sequence[frozenset[Origin]],
    sources: SourceGraph,
    cls: str | None,
) -> Diagnostic:
    origins = sorted(because[0], key=str) if because else []
    places = [(axiom_place(origin, sources), axiom_words(origin, sources)) for origin in origins]
    if places:
        message += ": " + "; ".join(text for _, text in places)
    first = _first_place(origins, cls, sources)
    related = tuple(
        Related(place.file, place.start, text) for place, text in places if place is not None
    )
    return _error(code, name, message, first, related=related)


def _first_place(origins: Sequence[Origin], cls: str | None, sources: SourceGraph) -> Place | None:
    """Where to send the author: an axiom about the class itself, else any, else its block."""
    own = [o for o in origins if cls is not None and isinstance(o, tuple) and str(o[0]) == cls]
    for origin in (*own, *origins):
        place = axiom_place(origin, sources)
        if place is not None:
            return place
    return sources.block_place(URIRef(cls)) if cls is not None else None


def axiom_words(origin: Origin, sources: SourceGraph) -> str:
    """An axiom in plain English."""

    def label(iri: str) -> str:
        found = sources.core.value(URIRef(iri), SKOS.prefLabel)
        return str(found) if found is not None else v.local_name(iri)

    return words(cast(RdfAxiom, origin), sources.core, label)


def axiom_place(origin: Origin, sources: SourceGraph) -> Place | None:
    """Where an axiom, or the block of a claim, is written."""
    if isinstance(origin, str):
        return sources.block_place(URIRef(origin))
    if isinstance(origin, tuple) and len(origin) == 3:
        return sources.axiom_place(origin)
    return None


def _error(
    code: str,
    name: str,
    message: str,
    place: Place | None,
    *,
    related: tuple[Related, ...] = (),
    help: str | None = None,
) -> Diagnostic:
    where = place or Place("ontology")
    return Diagnostic(
        code=code,
        name=name,
        severity=Severity.ERROR,
        message=message,
        file=where.file,
        start=where.start,
        end=where.end,
        related=related,
        help=help,
    )
