"""
The graph as Python sees it: terms, claims, chains, queries and the check as typed values.

>>> import mtkg
>>> graph = mtkg.load()
>>> graph.term("joint mobilization").kind
'Intervention'
>>> [claim.status.value for claim in graph.claims(status="disputed")[:2]]
['disputed', 'disputed']
>>> best = graph.paths("JointMobilization", "PainReduction", exact=True)[0]
>>> best.links[0].link.subject, best.links[-1].link.object
('JointMobilization', 'PainReduction')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mtkg import answers
from mtkg.build.ready import ready_release
from mtkg.catalogue.arguments import bound
from mtkg.catalogue.rows import Row, rows_of
from mtkg.catalogue.spec import Catalogue, QuerySpec, load_catalogue
from mtkg.display.html import fragment
from mtkg.display.listing import Listing, Record, needed
from mtkg.errors import BadParameter, NotFound
from mtkg.export import jsonld
from mtkg.graph import Graph
from mtkg.lookup import Hit, Index
from mtkg.model import vocabulary as v
from mtkg.model.claims import Claim, EvidenceLine, Source, Status
from mtkg.model.diagnostics import Diagnostic
from mtkg.model.links import Link
from mtkg.model.terms import Term, TermRef
from mtkg.paths import DEFAULT_LINKS, PathFinder
from mtkg.paths import Path as Chain
from mtkg.resources import ontology_dir, queries_dir
from mtkg.settings import load_settings
from mtkg.store.embedded import EmbeddedStore
from mtkg.store.guard import guard
from mtkg.store.port import GraphStore
from mtkg.store.posting import post
from mtkg.store.remote import RemoteStore
from mtkg.why import Explainer, Explanation

if TYPE_CHECKING:
    import networkx as nx

    from mtkg.check.run import Checker

DRAFT = "draft.ttl"
SHOWN_PATHS = 5
"""Paths that a notebook shows; the value has them all."""


def load(release: Path | str | None = None) -> Session:
    """
    The graph of this installation, or of the folder *release*.

    Inside a checkout it is that checkout's, built first where files have changed. Takes about a
    second. Raises `mtkg.errors.GraphUnavailable` where there is no release that can be read.
    """
    folder = Path(release) if release is not None else ready_release()[0]
    return Session(EmbeddedStore.from_release(folder))


def connect(url: str) -> Session:
    """
    The graph that is served at *url*: an mtkg service, or any SPARQL 1.1 endpoint that has it.

    ``http://host:8000`` means the service's ``/sparql``; an address with a path is taken as it
    is. The graph is read whole when it is first used; queries are answered there. Raises
    `mtkg.errors.UsageError` for what is no address, and `mtkg.errors.GraphUnavailable`,
    when first used, where nothing answers.
    """
    settings = load_settings()
    bare = urlsplit(url).path in ("", "/")
    endpoint = f"{url.rstrip('/')}/sparql" if bare else url
    store = RemoteStore(
        endpoint, timeout_s=settings.endpoint_timeout_s, retries=settings.endpoint_retries
    )
    return Session(store, service=endpoint.removesuffix("/sparql"))


@dataclass(frozen=True, slots=True)
class TermEntry(Term):
    """
    A term with its ``links``: its own, then those that claims about every kind give it.

    ``shown`` is the same as ``GET /terms/{id}`` gives it.
    """

    links: tuple[Link, ...] = ()
    shown: Record = field(default_factory=dict, repr=False, compare=False)

    def _repr_html_(self) -> str:
        return fragment("term", term=self.shown)


@dataclass(frozen=True, slots=True)
class ClaimEntry(Claim):
    """A claim with ``shown``, the same as ``GET /claims/{id}`` gives it."""

    shown: Record = field(default_factory=dict, repr=False, compare=False)

    def _repr_html_(self) -> str:
        return fragment("claim", claim=self.shown)


class Chains(Listing[Chain]):
    """
    Paths from ``start`` to ``end``, best first; ``truncated`` says that there are more.

    As a frame: one row for each link of each path, both numbered from 1.
    """

    def __init__(
        self,
        start: TermRef,
        end: TermRef,
        paths: Sequence[Chain],
        shown: Record,
        rows: list[Record],
    ) -> None:
        super().__init__(paths, lambda path: {"status": path.status.value})
        self.start = start
        self.end = end
        self.truncated = bool(shown["truncated"])
        self._shown = shown
        self._rows = rows

    def records(self) -> list[Record]:
        """One dictionary for each link of each path."""
        return [_flat(row) for row in self._rows]

    def to_json(self) -> Record:
        """As ``GET /paths`` gives them."""
        return self._shown

    def _repr_html_(self) -> str:
        some = self._shown | {"paths": self._shown["paths"][:SHOWN_PATHS]}
        return fragment("paths", answer=some, total=len(self))


class Session:
    """One release: look up, follow, ask and check. It never changes; make one with `load`."""

    def __init__(self, store: GraphStore, service: str | None = None) -> None:
        self._store = store
        self._service = service

    def __repr__(self) -> str:
        where = self._service or "this installation"
        return f"<mtkg graph {self.release} from {where}: {len(self.graph.terms)} terms>"

    @cached_property
    def graph(self) -> Graph:
        """Everything in memory, by local name."""
        return Graph.read(self._store)

    @property
    def release(self) -> str:
        """The date of the release, ``YYYY-MM-DD``."""
        return self.graph.release

    @cached_property
    def _index(self) -> Index:
        return Index(self.graph)

    @cached_property
    def _finder(self) -> PathFinder:
        return PathFinder(self.graph)

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self.graph, self._store)

    @cached_property
    def _catalogue(self) -> Catalogue:
        return load_catalogue(queries_dir())

    def term(self, name: str) -> TermEntry:
        """
        The term that *name* names: local name, CURIE, IRI, or exact label or synonym.

        Raises `mtkg.errors.NotFound`, whose ``did_you_mean`` holds the nearest names.

        >>> import mtkg
        >>> mtkg.load().term("mtkg:Kinesiophobia").parents
        ('Condition',)
        """
        found = self._index.resolve(name)
        links = (*self.graph.links_from.get(found.id, ()), *self.graph.inherited_links(found.id))
        return TermEntry(**_values(found), links=links, shown=answers.term(self.graph, found))

    def terms(self, kind: str | None = None) -> Listing[Term]:
        """Every term, or those of one *kind* (``"Mechanism"``), by label; raises `BadParameter`."""
        kinds = sorted({term.kind for term in self.graph.terms.values()})
        if kind is not None and kind not in kinds:
            raise BadParameter("kind", kind, f"one of {', '.join(kinds)}")
        chosen = [t for t in self.graph.terms.values() if kind in (None, t.kind)]
        return Listing(sorted(chosen, key=lambda t: (t.label.casefold(), t.id)), _term_row)

    def search(self, text: str, kind: str | None = None, limit: int = 20) -> Listing[Hit]:
        """
        Terms that *text* may mean, the likeliest first, at most *limit*.

        >>> import mtkg
        >>> [hit.term.id for hit in mtkg.load().search("trigger point release", limit=1)]
        ['TriggerPointTherapy']
        """
        hits = self._index.search(text, kinds=(kind,) if kind else ())[:limit]
        return Listing(hits, lambda hit: _term_row(hit.term) | {"match": hit.match.value})

    def claims(
        self,
        *,
        subject: str | None = None,
        relation: str | None = None,
        object: str | None = None,
        status: str | None = None,
        source: str | None = None,
    ) -> Listing[Claim]:
        """
        Claims that meet every condition, by id; terms as in `term`, *status* as in `Status`.

        Raises `mtkg.errors.NotFound` for a term or source that the graph does not hold, and
        `mtkg.errors.BadParameter` for a status that there is not.
        """
        if status is not None and status not in set(Status):
            raise BadParameter("status", status, f"one of {', '.join(Status)}")
        found = answers.select_claims(
            self.graph,
            subject=self._index.resolve(subject).id if subject else None,
            relation=self._relation(relation) if relation else None,
            object=self._index.resolve(object).id if object else None,
            status=status,
            source=answers.known_source(self.graph, source) if source else None,
        )
        return Listing(found, _claim_row)

    def claim(self, name: str) -> ClaimEntry:
        """The claim of local name or CURIE *name*, with its evidence; raises `NotFound`."""
        local = name.removeprefix("claim:")
        found = self.graph.claims.get(local)
        if found is None:
            raise NotFound("claim", name, answers.near(local, self.graph.claims))
        return ClaimEntry(**_values(found), shown=answers.claim(self.graph, found))

    def evidence(self) -> Listing[EvidenceLine]:
        """Every evidence line: one source's stand to one claim."""
        return Listing(tuple(self.graph.evidence.values()), _evidence_row)

    def sources(self) -> Listing[Source]:
        """Every publication and document."""
        return Listing(tuple(self.graph.sources.values()), answers.source)

    def links(self, *, derived: bool = True) -> Listing[Link]:
        """Every link of any status, also disputed ones; without *derived*, the stated ones only."""
        chosen = [link for link in self.graph.links if derived or not link.is_derived]
        return Listing(chosen, _link_row)

    def paths(
        self, start: str, end: str, *, max_links: int = DEFAULT_LINKS, exact: bool = False
    ) -> Chains:
        """
        Chains from *start* to *end* of at most *max_links* links (1 to 8), best first, 100 at most.

        *exact* leaves out chains through claims about a wider or narrower term. None found is an
        answer. Raises `NotFound` for an unknown end, `BadParameter` for *max_links*.
        """
        found = self._finder.find(
            self._index.resolve(start).id,
            self._index.resolve(end).id,
            max_links=max_links,
            exact=exact,
        )
        shown, rows = answers.paths(self.graph, found), answers.path_rows(self.graph, found)
        return Chains(found.start, found.end, found.paths, shown, rows)

    def why(self, subject: str, relation: str, object: str) -> Explanation:
        """
        The axioms and claims, with file and line, by which a link or ``subClassOf`` holds.

        That it does not hold is an answer; raises `NotFound` for an unknown name.

        >>> import mtkg
        >>> mtkg.load().why("DryNeedling", "subClassOf", "ComplementaryIntervention").how
        'derived'
        """
        ends = self._index.resolve(subject).id, self._index.resolve(object).id
        return self._explainer.explain(ends[0], self._relation(relation), ends[1])

    def queries(self) -> Listing[QuerySpec]:
        """The catalogue: questions with names, parameters and columns."""
        return Listing(tuple(self._catalogue), lambda q: {"name": q.name, "summary": q.summary})

    def run(self, name: str, **parameters: str | Sequence[str]) -> Listing[Row]:
        """
        The rows of the catalogue's query *name*; a list as a parameter asks for any of its values.

        Raises `UsageError` for an unknown query or parameter, `NotFound` for an unknown term.
        """
        spec = self._catalogue.query(name)
        given = {
            key: [value] if isinstance(value, str) else list(value)
            for key, value in parameters.items()
        }
        solutions = self._store.select(bound(spec, given, _Names(self)))
        return Listing(rows_of(solutions, tuple(spec.columns)), dict)

    def sparql(self, query: str) -> Listing[Row] | bool | list[Any]:
        """
        The answer to any read query: rows, True or False, or (CONSTRUCT, DESCRIBE) triples.

        The prefixes have to be declared. Our IRIs come as local names. Raises
        `mtkg.errors.SyntaxProblem` with line and column, and `mtkg.errors.Forbidden` for updates
        and ``SERVICE``.
        """
        form = guard(query).form
        if form == "ASK":
            return self._store.ask(query)
        if form == "SELECT":
            found = self._store.select(query)
            return Listing(rows_of(found, found.variables), dict)
        return list(self._store.construct(query))

    def check(self, draft: str) -> Listing[Diagnostic]:
        """
        What is wrong with *draft*, Turtle text, judged together with the graph.

        A served graph judges it there and keeps nothing. Positions count from 1, in characters.

        >>> import mtkg
        >>> [finding.code for finding in mtkg.load().check("<a> a")]
        ['KG101']
        """
        if self._service:
            answer = post(f"{self._service}/check", draft.encode(), "text/turtle")
            found = [Diagnostic.from_json(each) for each in answer["diagnostics"]]
            return Listing(found, Diagnostic.to_json)
        from mtkg.check.sources import Draft  # noqa: PLC0415 - rdflib and pySHACL wait for a check

        outcome = self._checker.check_drafts([Draft(DRAFT, draft)])
        return Listing(outcome.diagnostics, Diagnostic.to_json)

    @cached_property
    def _checker(self) -> Checker:
        from mtkg.check.run import Checker, Options  # noqa: PLC0415 - as above

        options = Options(reasoner_timeout_s=load_settings().reasoner_timeout_s)
        return Checker(ontology_dir(), options, lambda _, name: name)

    def jsonld(self, name: str) -> Record:
        """The definition of *name* as schema.org JSON-LD, ready to paste into a page."""
        return jsonld.term(self.graph, self._index.resolve(name))

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """
        Terms as nodes (label, kind, definition), links as edges keyed by relation.

        An edge has ``status``, ``claims`` and ``derived``; subclass steps are keyed
        ``subClassOf`` and have status None. Raises `UsageError` where networkx is not installed.
        """
        net: nx.MultiDiGraph[str] = needed("networkx").MultiDiGraph(release=self.release)
        for term in self.graph.terms.values():
            net.add_node(term.id, label=term.label, kind=term.kind, definition=term.definition)
        for link in self.graph.links:
            net.add_edge(
                link.subject,
                link.object,
                key=link.relation,
                status=link.status.value,
                claims=link.claims,
                derived=link.is_derived,
            )
        for name, parents in self.graph.hierarchy.parents.items():
            for parent in parents:
                if name in net and parent in net:
                    net.add_edge(
                        name, parent, key=v.SUBCLASS, status=None, claims=(), derived=False
                    )
        return net

    def _relation(self, name: str) -> str:
        bare = name.removeprefix("rdfs:")
        return bare if bare == v.SUBCLASS else self._index.resolve(name).id


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that parameters of a query may use."""

    session: Session

    def term(self, name: str) -> Term:
        return self.session.term(name)

    def source_ids(self) -> Sequence[str]:
        return tuple(self.session.graph.sources)

    def claim_ids(self) -> Sequence[str]:
        return tuple(self.session.graph.claims)


def _values(found: Term | Claim) -> dict[str, Any]:
    return {each.name: getattr(found, each.name) for each in fields(found)}


def _term_row(term: Term) -> Record:
    return answers.item(term) | {"parents": list(term.parents), "synonyms": list(term.synonyms)}


def _claim_row(claim: Claim) -> Record:
    counts = [line.direction.value for line in claim.evidence]
    sides = ("supports", "disputes", "mixed", "inconclusive")
    return {
        "id": claim.id,
        "statement": claim.statement,
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "status": claim.status.value,
        "polarity": claim.polarity,
        "type": claim.type,
        "reach": claim.reach,
        **{side: counts.count(side) for side in sides},
    }


def _evidence_row(line: EvidenceLine) -> Record:
    row = answers.evidence(line)
    source = row.pop("source")
    return row | {"claim": line.claim, "source": source["id"], "year": source["year"]}


def _link_row(link: Link) -> Record:
    return {
        "subject": link.subject,
        "relation": link.relation,
        "object": link.object,
        "status": link.status.value,
        "claims": list(link.claims),
        "derived_from": list(link.derived_from),
    }


def _flat(row: Record) -> Record:
    """A path's link with terms by local name, and without what is itself a list of records."""
    kept = {
        key: value["id"] if isinstance(value, dict) else value
        for key, value in row.items()
        if key != "where"
    }
    return {"under": None} | kept
