"""What a graph is asked from Python: look up, follow, explain, query, check and lint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtkg import answers
from mtkg.catalogue.arguments import bound
from mtkg.catalogue.rows import Row, rows_of
from mtkg.catalogue.spec import Catalogue, QuerySpec, load_catalogue
from mtkg.display.listing import Listing, Record
from mtkg.errors import BadParameter, NotFound
from mtkg.export import jsonld
from mtkg.graph import Graph
from mtkg.lookup import Hit, Index
from mtkg.model import vocabulary as v
from mtkg.model.claims import Claim, EvidenceLine, Source, Status
from mtkg.model.diagnostics import Diagnostic
from mtkg.model.links import Link
from mtkg.model.terms import Term
from mtkg.paths import DEFAULT_LINKS, PathFinder
from mtkg.resources import queries_dir
from mtkg.session import drafts
from mtkg.session.network import network
from mtkg.session.results import Chains, ClaimEntry, Findings, TermEntry
from mtkg.session.rows import claim_row, evidence_row, finding_row, link_row, term_row
from mtkg.settings import load_settings
from mtkg.store.guard import guard
from mtkg.store.port import GraphStore
from mtkg.store.posting import post
from mtkg.why import Explainer, Explanation

if TYPE_CHECKING:
    import networkx as nx

    from mtkg.check.run import Checker
    from mtkg.lint.reading.document import Document
    from mtkg.lint.run import Linter


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
        return Listing(sorted(chosen, key=lambda t: (t.label.casefold(), t.id)), term_row)

    def search(self, text: str, kind: str | None = None, limit: int = 20) -> Listing[Hit]:
        """
        Terms that *text* may mean, the likeliest first, at most *limit*.

        >>> import mtkg
        >>> [hit.term.id for hit in mtkg.load().search("trigger point release", limit=1)]
        ['TriggerPointTherapy']
        """
        hits = self._index.search(text, kinds=(kind,) if kind else ())[:limit]
        return Listing(hits, lambda hit: term_row(hit.term) | {"match": hit.match.value})

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
        return Listing(found, claim_row)

    def claim(self, name: str) -> ClaimEntry:
        """The claim of local name or CURIE *name*, with its evidence; raises `NotFound`."""
        local = name.removeprefix("claim:")
        found = self.graph.claims.get(local)
        if found is None:
            raise NotFound("claim", name, answers.near(local, self.graph.claims))
        return ClaimEntry(**_values(found), shown=answers.claim(self.graph, found))

    def evidence(self) -> Listing[EvidenceLine]:
        """Every evidence line: one source's stand to one claim."""
        return Listing(tuple(self.graph.evidence.values()), evidence_row)

    def sources(self) -> Listing[Source]:
        """Every publication and document."""
        return Listing(tuple(self.graph.sources.values()), answers.source)

    def links(self, *, derived: bool = True) -> Listing[Link]:
        """Every link of any status, also disputed ones; without *derived*, the stated ones only."""
        chosen = [link for link in self.graph.links if derived or not link.is_derived]
        return Listing(chosen, link_row)

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

        A served graph judges it there and keeps nothing. Lines and columns count from 1, columns
        in characters. Raises `UsageError` for what is no text, and `GraphUnavailable` where the
        service does not answer.

        >>> import mtkg
        >>> [finding.code for finding in mtkg.load().check("<a> a")]
        ['KG101']
        """
        body = drafts.encoded(draft)
        if self._service:
            answer = post(f"{self._service}/check", body, "text/turtle")
            found = tuple(Diagnostic.from_json(each) for each in answer["diagnostics"])
        else:
            found = drafts.checked(self._checker, draft)
        return Listing(found, finding_row)

    @cached_property
    def _checker(self) -> Checker:
        return drafts.checker(load_settings().reasoner_timeout_s)

    def lint(
        self,
        article: str | Path,
        *,
        form: drafts.Form = "markdown",
        select: str | Sequence[str] = (),
        ignore: str | Sequence[str] = (),
    ) -> Findings:
        """
        Where *article* differs from what the graph knows, in the order of its text.

        *article* is a path (Markdown, HTML, plain text, Word) or text of *form*; a text of one
        line that ends in ``.md``, ``.html``, ``.txt`` or ``.docx`` is a path. *select* and
        *ignore* are codes or their beginnings, as ``"TX3,TX204"`` or a list. The article stays on
        this machine, also where the graph is a served one.

        Lines and columns count from 1, columns in characters. Raises `UsageError` for a file that
        cannot be read or is larger than 20 MB, and `BadParameter` for an unknown *form*.

        >>> import mtkg
        >>> found = mtkg.load().lint("Manual therapy clears metabolic waste.")
        >>> [(finding.code, finding.start.line) for finding in found]
        [('TX301', 1)]
        >>> found.statistics["statements"]
        1
        """
        path = drafts.path_of(article)
        if path is not None:
            return self._findings(drafts.read(path), select, ignore)
        return self.lint_text(str(article), form=form, select=select, ignore=ignore)

    def lint_text(
        self,
        text: str,
        *,
        form: drafts.Form = "markdown",
        select: str | Sequence[str] = (),
        ignore: str | Sequence[str] = (),
    ) -> Findings:
        """As `lint`, for what is never a path: text that somebody else has sent."""
        return self._findings(drafts.text_document(text, form), select, ignore)

    def _findings(
        self, document: Document, select: str | Sequence[str], ignore: str | Sequence[str]
    ) -> Findings:
        chosen, left = drafts.codes(select), drafts.codes(ignore)
        return Findings(self.graph, self._linter.lint(document, select=chosen, ignore=left))

    @cached_property
    def _linter(self) -> Linter:
        from mtkg.lint.run import Linter  # noqa: PLC0415 - its grammar and lists wait for a lint

        return Linter(self.graph)

    def jsonld(self, name: str) -> Record:
        """The definition of *name* as schema.org JSON-LD, ready to paste into a page."""
        return jsonld.term(self.graph, self._index.resolve(name))

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """
        Terms as nodes (label, kind, definition), links as edges keyed by relation.

        An edge has ``status``, ``claims`` and ``derived``; subclass steps are keyed
        ``subClassOf`` and have status None. Raises `UsageError` where networkx is not installed.
        """
        return network(self.graph)

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
