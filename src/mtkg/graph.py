"""The release in memory: every term, claim, source and link, and the steps between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mtkg.contents import FILE, Contents
from mtkg.errors import NotFound
from mtkg.model.claims import Claim, EvidenceLine, Source, StudyDesign
from mtkg.model.links import Link
from mtkg.model.terms import Term, TermRef
from mtkg.reading import Hierarchy, by_key
from mtkg.store.manifest import read_manifest, verified

if TYPE_CHECKING:
    from mtkg.store.port import GraphStore

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Graph:
    """What a release says, indexed by local name. Read it with `Graph.read`; it never changes."""

    release: str
    digest: str
    terms: Mapping[str, Term]
    hierarchy: Hierarchy
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    designs: Mapping[str, StudyDesign]
    links: tuple[Link, ...]

    @classmethod
    def read(cls, store: GraphStore) -> Graph:
        """
        Everything that *store* holds of the graph.

        Raises `GraphUnavailable` if it holds no mtkg release.
        """
        return cls._of(Contents.read(store), store.digest)

    @classmethod
    def from_release(cls, folder: Path) -> Graph:
        """
        The release in *folder*, from the values that its build prepared where they are there.

        Raises `GraphUnavailable` where there is no release or it cannot be read.
        """
        prepared = cls.prepared(folder)
        if prepared is not None:
            return prepared
        from mtkg.store.embedded import EmbeddedStore  # noqa: PLC0415 - rarely needed, and slow

        return cls.read(EmbeddedStore.from_release(folder))

    @classmethod
    def prepared(cls, folder: Path) -> Graph | None:
        """
        The release in *folder* from the values that its build prepared, None where it has none.

        Raises `GraphUnavailable` as `from_release` does.
        """
        manifest = read_manifest(folder)
        if FILE not in manifest.get("files", {}):
            return None
        contents = Contents.from_json(verified(folder / FILE, manifest).decode("utf-8"))
        return None if contents is None else cls._of(contents, str(manifest["digest"]))

    @classmethod
    def _of(cls, contents: Contents, digest: str) -> Graph:
        return cls(**vars(contents), digest=digest)

    def term(self, name: str) -> Term:
        """The term of local name *name*; raises `NotFound`."""
        try:
            return self.terms[name]
        except KeyError:
            raise NotFound("term", name) from None

    def label(self, name: str) -> str:
        """The label of a term, or its local name where the graph has no such term."""
        term = self.terms.get(name)
        return term.label if term else name

    def ref(self, name: str) -> TermRef:
        """The term as answers name it."""
        return TermRef(name, self.label(name))

    def ancestors(self, name: str) -> frozenset[str]:
        """Every class properly above *name*."""
        return self.hierarchy.ancestors.get(name, _NONE)

    def is_kind_of(self, name: str, ancestor: str) -> bool:
        """Whether *name* is *ancestor* or stands under it."""
        return name == ancestor or ancestor in self.ancestors(name)

    def relation_ancestors(self, name: str) -> tuple[str, ...]:
        """The relations properly above the relation *name*, nearest first."""
        above: list[str] = []
        waiting = [name]
        while waiting:
            term = self.terms.get(waiting.pop(0))
            for parent in term.parents if term else ():
                if parent not in above:
                    above.append(parent)
                    waiting.append(parent)
        return tuple(above)

    def descendants(self, name: str) -> frozenset[str]:
        """Every class properly below *name*."""
        return self._descendants.get(name, _NONE)

    def ancestors_nearest_first(self, name: str) -> tuple[str, ...]:
        """Proper ancestors, those fewest steps up first, then by name."""
        order: list[str] = []
        layer = [name]
        while layer:
            above = {p for n in layer for p in self.hierarchy.parents.get(n, ())}
            layer = sorted(above.difference(order, {name}))
            order.extend(layer)
        return tuple(order)

    @cached_property
    def _descendants(self) -> Mapping[str, frozenset[str]]:
        below: dict[str, set[str]] = {}
        for name, above in self.hierarchy.ancestors.items():
            for up in above:
                below.setdefault(up, set()).add(name)
        return {name: frozenset(names) for name, names in below.items()}

    @cached_property
    def evidence(self) -> Mapping[str, EvidenceLine]:
        """Every evidence line by local name."""
        return {line.id: line for claim in self.claims.values() for line in claim.evidence}

    @cached_property
    def links_from(self) -> Mapping[str, tuple[Link, ...]]:
        """Links by subject."""
        return by_key(self.links, "subject")

    @cached_property
    def links_to(self) -> Mapping[str, tuple[Link, ...]]:
        """Links by object."""
        return by_key(self.links, "object")

    @cached_property
    def claims_from(self) -> Mapping[str, tuple[Claim, ...]]:
        """Claims by subject."""
        return by_key(self.claims.values(), "subject")

    def claims_about(self, name: str) -> tuple[Claim, ...]:
        """Claims with *name* as subject or object, subjects first."""
        about = [c for c in self.claims.values() if name in (c.subject, c.object)]
        return tuple(sorted(about, key=lambda c: (c.subject != name, c.relation, c.id)))

    def of_kind(self, kind: str) -> Iterable[Term]:
        """Terms whose kind is *kind*, by label."""
        return sorted((t for t in self.terms.values() if t.kind == kind), key=lambda t: t.label)

    def inherited_links(self, name: str) -> tuple[Link, ...]:
        """
        Links that *name* has through a claim about every kind of an ancestor.

        Each is a derived link with *name* as subject; ``derived_from`` names the claims. Links
        that *name* already has, or has more specifically, are left out.
        """
        own = {(link.relation, link.object) for link in self.links_from.get(name, ())}
        found: dict[tuple[str, str], Link] = {}
        for ancestor in self.ancestors_nearest_first(name):
            for link in self.links_from.get(ancestor, ()):
                key = (link.relation, link.object)
                if key in own or key in found or not self.holds_for_kinds(link):
                    continue
                basis = self.every_claims(link) or link.derived_from
                found[key] = Link(name, *key, link.status, derived_from=basis)
        return tuple(found.values())

    def every_claims(self, link: Link) -> tuple[str, ...]:
        """The ids of *link*'s claims that hold for every kind of their subject."""
        return tuple(c for c in link.claims if self.claims[c].reach == "every")

    def holds_for_kinds(self, link: Link) -> bool:
        """
        Whether what *link* says of its subject holds for every kind of it too.

        A stated link does if a claim on it has reach ``every``; a derived one if every claim
        behind it that speaks of the subject, or of what the subject is a kind of, has.
        """
        if not link.is_derived:
            return bool(self.every_claims(link))
        basis = [self.claims[c] for c in link.derived_from if c in self.claims]
        return all(
            c.reach == "every" or not self.is_kind_of(link.subject, c.subject) for c in basis
        )
