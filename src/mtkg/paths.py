"""Find the chains from one term to another, and say how well each is supported."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from mtkg.errors import BadParameter
from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.claims import Status
from mtkg.model.links import Link
from mtkg.model.terms import TermRef

MAX_PATHS = 100
MOST_LINKS = 8
DEFAULT_LINKS = 4
SEARCH_BUDGET = 100_000
"""Links looked at before a search stops and says that it is truncated."""

NOT_FOLLOWED = frozenset(
    {"distinctFrom", "contraindicatedIn", "cautionIn", v.DERIVED_RELATION, v.SUBCLASS}
)


class Step(StrEnum):
    """How a link is reached from the term before it; the two last are looser than the claim."""

    ASSERTED = "asserted"
    INHERITED = "inherited"
    BROADER = "broader"
    NARROWER = "narrower"

    @property
    def is_loose(self) -> bool:
        """Whether the claim behind the link speaks of a wider or narrower term than the path."""
        return self in (Step.BROADER, Step.NARROWER)


class PathKind(StrEnum):
    """What a path rests on; members stand in the order in which paths are listed."""

    MECHANISM = "mechanism"
    RELATION = "relation"
    INTENT = "intent"


_KIND_RANK = {kind: rank for rank, kind in enumerate(PathKind)}


@dataclass(frozen=True, slots=True)
class Where:
    """A tissue in which a mechanism occurs; its status does not count for the path's."""

    tissue: TermRef
    part_of: tuple[str, ...]
    claims: tuple[str, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class PathLink:
    """
    One link of a path, with the claims on it.

    ``link`` is as stated: its subject is an ancestor of the path's own term where ``step`` is
    inherited or broader, a kind of it where narrower. ``node`` is the path's own term.
    """

    node: str
    link: Link
    step: Step
    where: tuple[Where, ...] = ()

    @property
    def loose(self) -> bool:
        """Whether its step is loose."""
        return self.step.is_loose


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of links; ``weakest`` is the index (from 0) of the first of the lowest status."""

    kind: PathKind
    links: tuple[PathLink, ...]

    @property
    def length(self) -> int:
        """How many links it has."""
        return len(self.links)

    @property
    def status(self) -> Status:
        """The status of the weakest link."""
        return max((link.link.status for link in self.links), key=lambda s: s.rank)

    @property
    def weakest(self) -> int:
        """Index of the first link of the path's status."""
        return next(i for i, link in enumerate(self.links) if link.link.status is self.status)

    @property
    def order(self) -> tuple[object, ...]:
        """Exact before loose, mechanism before relation before intent, stronger, shorter, ids."""
        return (
            any(link.loose for link in self.links),
            _KIND_RANK[self.kind],
            self.status.rank,
            self.length,
            tuple(link.link.triple for link in self.links),
        )


@dataclass(frozen=True, slots=True)
class Paths:
    """The answer to "from where to where": best paths first, and whether there are more."""

    start: TermRef
    end: TermRef
    paths: tuple[Path, ...]
    truncated: bool = False


@dataclass
class _Budget:
    left: int = SEARCH_BUDGET

    def spend(self) -> bool:
        self.left -= 1
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class _Search:
    """A search towards one end: what each term is away from it, and what leads on from a term."""

    distance: Mapping[str, int]
    onward: Callable[[str], tuple[PathLink, ...]]
    passable: frozenset[str]
    budget: _Budget

    def chains(
        self,
        steps: tuple[PathLink, ...],
        so_far: tuple[PathLink, ...],
        seen: frozenset[str],
        left: int,
    ) -> Iterator[tuple[PathLink, ...]]:
        """
        Every simple chain of exactly *left* further links that ends at distance 0.

        Simple: no term twice, nor a term of which an earlier link used a claim.
        """
        for step in steps:
            target, owner = step.link.object, step.link.subject
            away = self.distance.get(target)
            if away is None or away >= left or target in seen or target not in self.passable:
                continue
            if owner != step.node and owner in seen:
                continue
            if not self.budget.spend():
                return
            chain = (*so_far, step)
            if left == 1:
                yield chain
            elif away > 0:
                known = seen | {target, owner}
                yield from self.chains(self.onward(target), chain, known, left - 1)


@dataclass(frozen=True)
class PathFinder:
    """Searches a graph for chains; the steps out of every term are worked out once."""

    graph: Graph
    _steps: dict[str, tuple[PathLink, ...]] = field(default_factory=dict, repr=False)

    def find(
        self, start: str, end: str, *, max_links: int = DEFAULT_LINKS, exact: bool = False
    ) -> Paths:
        """
        Simple paths from *start* to *end*, at most `MAX_PATHS`, best first (docs/links.md, Chains).

        ``exact`` leaves out paths with a broader or narrower step. Raises `NotFound` for an
        unknown end and `BadParameter` where *max_links* is not 1 to 8.
        """
        if not 1 <= max_links <= MOST_LINKS:
            raise BadParameter(
                "max_links", str(max_links), f"a whole number from 1 to {MOST_LINKS}"
            )
        ends = self.graph.term(start).ref, self.graph.term(end).ref
        budget = _Budget()
        found = self._search(start, end, max_links, loose=False, budget=budget)
        if not exact and len(found) <= MAX_PATHS:
            found += self._search(start, end, max_links, loose=True, budget=budget)
        found.sort(key=lambda path: path.order)
        kept = tuple(self._placed(path) for path in found[:MAX_PATHS])
        return Paths(*ends, kept, truncated=len(found) > MAX_PATHS or budget.left < 0)

    def _search(
        self, start: str, end: str, max_links: int, *, loose: bool, budget: _Budget
    ) -> list[Path]:
        search = _Search(
            distance=self._distances(end, max_links, loose=loose),
            onward=self.steps if loose else self._strict_steps,
            passable=self._passable(end),
            budget=budget,
        )
        first = self._first_steps(start, loose=loose)
        found: list[Path] = []
        for length in range(1, max_links + 1):
            for links in search.chains(first, (), frozenset({start}), length):
                chain = _ending_in(end, links)
                if loose == any(link.loose for link in chain):
                    found.append(Path(self._kind(chain), chain))
            if budget.left < 0:
                break
        return found

    def prepare(self) -> None:
        """Work out ahead what every search reads, so that the first one is as quick as the next."""
        _ = self._steps_into, self._strict_steps_into, self._all, self._but_tissues

    def _passable(self, end: str) -> frozenset[str]:
        """What a path may pass: tissues only where a tissue was asked for."""
        return self._all if self.graph.terms[end].kind == "Tissue" else self._but_tissues

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(self.graph.terms)

    @cached_property
    def _but_tissues(self) -> frozenset[str]:
        return frozenset(n for n, term in self.graph.terms.items() if term.kind != "Tissue")

    def _kind(self, links: tuple[PathLink, ...]) -> PathKind:
        terms = self.graph.terms
        if any(terms[link.link.object].kind == "Mechanism" for link in links):
            return PathKind.MECHANISM
        if any(link.link.relation == "intendedEffect" for link in links):
            return PathKind.INTENT
        return PathKind.RELATION

    def _distances(self, end: str, most: int, *, loose: bool) -> dict[str, int]:
        """Links needed at least from each term to *end* (or, where loose, to a kind of it)."""
        goals = {end} | (self.graph.descendants(end) if loose else frozenset())
        into = self._steps_into if loose else self._strict_steps_into
        distance = dict.fromkeys(goals, 0)
        waiting = deque(goals)
        while waiting:
            name = waiting.popleft()
            if distance[name] >= most:
                continue
            for before in into.get(name, ()):
                if before not in distance:
                    distance[before] = distance[name] + 1
                    waiting.append(before)
        return distance

    def _first_steps(self, start: str, *, loose: bool) -> tuple[PathLink, ...]:
        if not loose:
            return self._strict_steps(start)
        own = self.steps(start)
        narrower = tuple(
            PathLink(start, link, Step.NARROWER)
            for kind in sorted(self.graph.descendants(start))
            for link in self.graph.links_from.get(kind, ())
            if link.relation not in NOT_FOLLOWED
        )
        return own + narrower

    def _strict_steps(self, name: str) -> tuple[PathLink, ...]:
        return tuple(step for step in self.steps(name) if not step.loose)

    def steps(self, name: str) -> tuple[PathLink, ...]:
        """The links out of *name*: its own, then those of its ancestors, nearest first."""
        if name not in self._steps:
            self._steps[name] = tuple(self._steps_of(name))
        return self._steps[name]

    def _steps_of(self, name: str) -> Iterator[PathLink]:
        taken: set[tuple[str, str]] = set()
        for owner in (name, *self.graph.ancestors_nearest_first(name)):
            for link in self.graph.links_from.get(owner, ()):
                key = (link.relation, link.object)
                if link.relation in NOT_FOLLOWED or key in taken or link.object == name:
                    continue
                taken.add(key)
                yield PathLink(name, link, self._step(name, link))

    def _step(self, name: str, link: Link) -> Step:
        if link.subject == name:
            return Step.ASSERTED
        return Step.INHERITED if self.graph.holds_for_kinds(link) else Step.BROADER

    @cached_property
    def _steps_into(self) -> Mapping[str, set[str]]:
        return self._reversed(loose=True)

    @cached_property
    def _strict_steps_into(self) -> Mapping[str, set[str]]:
        return self._reversed(loose=False)

    def _reversed(self, *, loose: bool) -> Mapping[str, set[str]]:
        into: dict[str, set[str]] = defaultdict(set)
        for name in self.graph.terms:
            for step in self.steps(name):
                if loose or not step.loose:
                    into[step.link.object].add(name)
        return into

    def _placed(self, path: Path) -> Path:
        """*path* with, at each link to a mechanism, the tissues in which that occurs."""
        terms = self.graph.terms
        links = tuple(
            replace(link, where=self.where(link.link.object))
            if terms[link.link.object].kind == "Mechanism"
            else link
            for link in path.links
        )
        return Path(path.kind, links)

    def where(self, mechanism: str) -> tuple[Where, ...]:
        """The tissues in which *mechanism* is said to occur, with what each is part of."""
        return tuple(
            Where(
                self.graph.ref(step.link.object),
                self._part_of(step.link.object),
                step.link.claims,
                step.link.status,
            )
            for step in self.steps(mechanism)
            if step.link.relation == "occursIn"
        )

    def _part_of(self, tissue: str) -> tuple[str, ...]:
        return tuple(
            sorted(s.link.object for s in self.steps(tissue) if s.link.relation == "partOf")
        )


def _ending_in(end: str, links: tuple[PathLink, ...]) -> tuple[PathLink, ...]:
    """*links*, the last marked as narrower where it leads to a kind of *end* only."""
    if links[-1].link.object == end:
        return links
    return (*links[:-1], replace(links[-1], step=Step.NARROWER))
