"""
Which links follow from axioms and claims, which of them to keep, and how well each stands.

See docs/links.md for the rules and their reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mtkg.build.axioms import NormalOntology
from mtkg.build.forms import Axiom, Chain, Origin, SubRelation
from mtkg.build.justification import Justifier, Related, Subsumption
from mtkg.build.saturation import Closure, saturate
from mtkg.build.scratch import general, is_scaffold, scratch_axioms
from mtkg.model.claims import Claim, Status
from mtkg.model.links import Link
from mtkg.model.vocabulary import MTKG, OWL, SUBCLASS, local_name

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A class that falls under a defined class because of claims, and what says so."""

    sub: str
    sup: str
    status: Status
    justification: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class DerivedLink:
    """A link nobody stated, with the best status it can be derived at and one justification."""

    link: Link
    justification: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """What follows from the core and the claims together."""

    stated: tuple[Link, ...]
    derived: tuple[DerivedLink, ...]
    groupings: tuple[Grouping, ...]

    def __iter__(self) -> Iterator[Link]:
        yield from self.stated
        yield from (derived.link for derived in self.derived)


@dataclass(frozen=True)
class _Level:
    """The scratch ontology with the claims of one status and all stronger ones."""

    status: Status
    axioms: list[Axiom]
    closure: Closure

    @cached_property
    def justifier(self) -> Justifier:
        """Made when the first justification is asked for."""
        return Justifier(self.axioms)


def derive_links(core: NormalOntology, core_closure: Closure, claims: Iterable[Claim]) -> Links:
    """
    Stated and derived links, and groupings, from the axioms of the core and well-typed claims.

    A derived link's status is the strongest at which it can be derived: the best, over all ways
    to derive it, of the weakest claim used. What axioms alone entail is ``established``.
    """
    names = sorted(name for name in core.classes if name.startswith(MTKG))
    claims = list(claims)
    stated = stated_links(claims)
    leaves = frozenset(name for name in names if core_closure.subclasses(name) == {name})
    levels = [_level(status, core.axioms, names, claims, leaves) for status in Status]
    found = _Candidates(core, core_closure, names, levels[-1].closure)
    derived = []
    for triple in sorted(found.kept() - {_iris(link.triple) for link in stated}):
        goal = Related(general(triple[0]), triple[1], triple[2])
        level = _first(levels, goal)
        because = _justification(level, goal)
        if not _is_definition(triple[0], because):
            derived.append(DerivedLink(_derived(triple, level.status, because), because))
    return Links(stated, tuple(derived), tuple(_groupings(core_closure, names, levels)))


def _level(
    status: Status,
    core: Sequence[Axiom],
    names: Sequence[str],
    claims: Sequence[Claim],
    leaves: frozenset[str],
) -> _Level:
    strong = [claim for claim in claims if claim.status.rank <= status.rank]
    axioms = scratch_axioms(core, names, strong, leaves)
    return _Level(status, axioms, saturate(axioms))


def _first(levels: Sequence[_Level], goal: Related | Subsumption) -> _Level:
    """The strongest level at which *goal* follows."""
    return next(level for level in levels if goal.holds(level.closure))


def _justification(level: _Level, goal: Related | Subsumption) -> tuple[Origin, ...]:
    found = level.justifier.justify(goal)[0]
    return tuple(sorted((origin for origin in found if not is_scaffold(origin)), key=str))


def _is_definition(subject: str, because: tuple[Origin, ...]) -> bool:
    """Whether a link only repeats what defines its subject ("a neural technique is a … that …")."""
    origin = because[0] if len(because) == 1 else None
    return (
        isinstance(origin, tuple)
        and str(origin[0]) == subject
        and str(origin[1]) == f"{OWL}equivalentClass"
    )


def _derived(triple: Triple, status: Status, because: tuple[Origin, ...]) -> Link:
    names = tuple(local_name(iri) for iri in triple)
    return Link(names[0], names[1], names[2], status, derived_from=tuple(map(str, because)))


def _iris(triple: Triple) -> Triple:
    return f"{MTKG}{triple[0]}", f"{MTKG}{triple[1]}", f"{MTKG}{triple[2]}"


def stated_links(claims: Iterable[Claim]) -> tuple[Link, ...]:
    """
    A link for each triple that an affirmed claim states, with all the claims that state it.

    Its status is the weakest of the claims made without qualifiers, or, where all are qualified
    (one region, one comparison), the strongest of those: a general claim that is disputed is
    never outvoted by a narrower one.
    """
    by_triple: dict[Triple, list[Claim]] = {}
    for claim in claims:
        if claim.is_link and claim.relation != SUBCLASS and claim.object is not None:
            by_triple.setdefault((claim.subject, claim.relation, claim.object), []).append(claim)
    return tuple(
        Link(*triple, _status(found), claims=tuple(sorted(c.id for c in found)))
        for triple, found in sorted(by_triple.items())
    )


def _status(claims: Sequence[Claim]) -> Status:
    plain = [claim.status for claim in claims if not claim.qualifiers]
    if plain:
        return max(plain, key=lambda s: s.rank)
    return min((claim.status for claim in claims), key=lambda s: s.rank)


class _Candidates:
    """Every link of the closure, thinned to those that no more specific link entails."""

    def __init__(
        self, core: NormalOntology, core_closure: Closure, names: Sequence[str], closure: Closure
    ) -> None:
        self._names = set(names)
        self._closure = closure
        self._above = {
            name: [s for s in core_closure.superclasses(name) if s in self._names and s != name]
            for name in names
        }
        # Claims place classes under defined ones, so an object's superclasses are the closure's.
        self._above_object = {
            name: [s for s in closure.superclasses(name) if s in self._names and s != name]
            for name in names
        }
        self._relations = sorted(name for name in core.relations if name.startswith(MTKG))
        self._sub_relations = sub_relations(core.axioms)
        self._transitive = {
            a.sup for a in core.axioms if isinstance(a, Chain) and a.first == a.second == a.sup
        }

    def kept(self) -> set[Triple]:
        """The links kept, as IRIs; those with a claim of their own are among them or not."""
        kept = set()
        for relation in self._relations:
            for name in sorted(self._names):
                kept |= {(name, relation, obj) for obj in self._minimal(name, relation)}
        return kept

    def _objects(self, name: str, relation: str) -> set[str]:
        """Named classes that *name* as a whole points to."""
        return self._names.intersection(self._closure.points_to(general(name), relation))

    def _minimal(self, name: str, relation: str) -> set[str]:
        objects = self._objects(name, relation)
        redundant = {up for obj in objects for up in self._above_object[obj]}
        for parent in self._above[name]:
            redundant |= self._names.intersection(self._closure.points_to(parent, relation))
        for sub in self._sub_relations.get(relation, ()):
            redundant |= self._objects(name, sub)
        if relation in self._transitive:
            for obj in objects - {name}:
                redundant |= self._objects(obj, relation) - {obj}
        return objects - redundant - {name}


def sub_relations(axioms: Iterable[Axiom]) -> Mapping[str, set[str]]:
    """Relation → relations properly under it."""
    below: dict[str, set[str]] = {}
    for axiom in axioms:
        if isinstance(axiom, SubRelation):
            below.setdefault(axiom.sup, set()).add(axiom.sub)
    grew = True
    while grew:
        grew = False
        for sup, subs in below.items():
            more = {s for sub in subs for s in below.get(sub, ())} - subs
            if more:
                below[sup] = subs | more
                grew = True
    return below


def _groupings(
    core_closure: Closure, names: Sequence[str], levels: Sequence[_Level]
) -> Iterator[Grouping]:
    """Subclass steps between named classes that the core alone does not entail."""
    known = set(names)
    for name in names:
        before = set(core_closure.superclasses(name))
        after = known.intersection(levels[-1].closure.superclasses(name)) - before - {name}
        for sup in sorted(after):
            goal = Subsumption(name, sup)
            level = _first(levels, goal)
            because = _justification(level, goal)
            yield Grouping(local_name(name), local_name(sup), level.status, because)
