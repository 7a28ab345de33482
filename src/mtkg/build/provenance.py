"""What each derived thing rests on, as triples: the named graph ``justifications``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from mtkg.build.forms import Origin
from mtkg.build.links import Grouping, Links
from mtkg.model import vocabulary as v
from mtkg.model.diagnostics import Place
from mtkg.model.links import Link

GRAPH = ox.NamedNode(v.graph_iri("justifications"))
TYPE = ox.NamedNode(f"{v.RDF}type")
SUBJECT = ox.NamedNode(f"{v.RDF}subject")
PREDICATE = ox.NamedNode(f"{v.RDF}predicate")
OBJECT = ox.NamedNode(f"{v.RDF}object")
LABEL = ox.NamedNode(f"{v.RDFS}label")
SUBCLASS = ox.NamedNode(f"{v.RDFS}subClassOf")


def _ours(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{v.MTKG}{name}")


@dataclass
class Provenance:
    """
    Collects the ``justifications`` graph.

    *words* puts an axiom's origin in plain English; *place* tells where it is written. Origins are
    the RDF triples of axioms, or the IRIs of claims.
    """

    words: Callable[[Origin], str]
    place: Callable[[Origin], Place | None]
    _axioms: dict[Origin, ox.NamedNode] = field(default_factory=dict)
    _quads: list[ox.Quad] = field(default_factory=list)

    def quads(self) -> list[ox.Quad]:
        """Everything collected so far."""
        return self._quads

    def _say(
        self, subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal
    ) -> None:
        self._quads.append(ox.Quad(subject, predicate, value, GRAPH))

    def origin(self, origin: Origin) -> ox.NamedNode:
        """The node of an axiom or claim; what is known of it is said when first asked for."""
        if origin not in self._axioms:
            self._axioms[origin] = self._described(origin)
        return self._axioms[origin]

    def _described(self, origin: Origin) -> ox.NamedNode:
        words = self.words(origin)
        if isinstance(origin, str):
            node = ox.NamedNode(origin)
        else:
            digest = hashlib.sha256(words.encode()).hexdigest()[:12]
            node = _ours(f"axiom/{digest}")
            self._say(node, TYPE, _ours("Axiom"))
            self._step(node, origin)
        self._say(node, LABEL, ox.Literal(words, language="en"))
        place = self.place(origin)
        if place is not None:
            self._say(node, _ours("inFile"), ox.Literal(place.file))
            self._say(node, _ours("atLine"), ox.Literal(place.start.line))
        return node

    def _step(self, node: ox.NamedNode, origin: Origin) -> None:
        """A told subclass step also says which one it is, so that it can be found by its ends."""
        if isinstance(origin, tuple) and str(origin[1]) == f"{v.RDFS}subClassOf":
            sub, sup = str(origin[0]), str(origin[2])
            if sub.startswith(v.MTKG) and sup.startswith(v.MTKG):
                self._triple(node, ox.NamedNode(sub), SUBCLASS, ox.NamedNode(sup))

    def _triple(
        self, node: ox.NamedNode, sub: ox.NamedNode, relation: ox.NamedNode, obj: ox.NamedNode
    ) -> None:
        self._say(node, SUBJECT, sub)
        self._say(node, PREDICATE, relation)
        self._say(node, OBJECT, obj)

    def links(self, links: Links) -> None:
        """Every link with its status and what states it or what it is derived from."""
        for link in links.stated:
            node = self._link(link)
            for claim in link.claims:
                self._say(node, _ours("statedBy"), self.origin(f"{v.CLAIM}{claim}"))
        for derived in links.derived:
            node = self._link(derived.link)
            for origin in derived.justification:
                self._say(node, _ours("derivedFrom"), self.origin(origin))

    def _link(self, link: Link) -> ox.NamedNode:
        node = _ours(f"link/{link.subject}/{link.relation}/{link.object}")
        self._say(node, TYPE, _ours("Link"))
        self._triple(node, *link_nodes(link))
        self._say(node, _ours("status"), ox.Literal(link.status.value))
        return node

    def groupings(self, groupings: Iterable[Grouping]) -> None:
        """Every class that falls under a defined one because of claims."""
        for grouping in groupings:
            self.subsumption(
                grouping.sub, grouping.sup, grouping.justification, grouping.status.value
            )

    def subsumption(
        self, sub: str, sup: str, because: Iterable[Origin], status: str = "established"
    ) -> None:
        """An inferred subclass step and the axioms and claims behind it."""
        node = _ours(f"link/{sub}/subClassOf/{sup}")
        self._say(node, TYPE, _ours("Subsumption"))
        self._triple(node, _ours(sub), SUBCLASS, _ours(sup))
        self._say(node, _ours("status"), ox.Literal(status))
        for origin in because:
            self._say(node, _ours("derivedFrom"), self.origin(origin))


def link_nodes(link: Link) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]:
    """Subject, relation and object of a link as nodes."""
    return _ours(link.subject), ox.NamedNode(v.relation_iri(link.relation)), _ours(link.object)


def link_quads(links: Iterable[Link], graph: str) -> Iterator[ox.Quad]:
    """One triple for each link, in the named graph *graph*."""
    name = ox.NamedNode(v.graph_iri(graph))
    return (ox.Quad(*link_nodes(link), name) for link in links)
