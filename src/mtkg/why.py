"""Why a link holds: the axioms and claims behind it, each with its file and line."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from mtkg.graph import Graph
from mtkg.model import vocabulary as v
from mtkg.model.claims import Claim, Status
from mtkg.model.links import Link
from mtkg.model.terms import TermRef
from mtkg.resources import internal_query
from mtkg.store.port import GraphStore


@dataclass(frozen=True, slots=True)
class Premise:
    """An axiom or a claim, in words, with where it is written and, for a claim, how it stands."""

    id: str
    kind: str
    words: str
    file: str | None = None
    line: int | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    Why *subject relation object* holds, or that it does not.

    ``how`` is ``stated`` (a claim says it), ``derived`` (it follows), ``inherited`` (it is said of
    every kind of an ancestor), or ``absent``. ``denied_by`` are claims that deny it, if any.
    """

    subject: TermRef
    relation: str
    object: TermRef
    how: str
    status: Status | None = None
    premises: tuple[Premise, ...] = ()
    denied_by: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the graph says so."""
        return self.how != "absent"


class Explainer:
    """Explains links and subclass steps of one release."""

    def __init__(self, graph: Graph, store: GraphStore) -> None:
        self._graph = graph
        self._premises: dict[str, Premise] = {}
        self._told: dict[tuple[str, str], str] = {}
        self._read_axioms(store)
        self._steps: dict[tuple[str, str], tuple[Status, list[str]]] = {}
        for row in store.select(internal_query("subsumptions")).rows:
            pair = v.local_name(row["sub"].value), v.local_name(row["super"].value)
            _, premises = self._steps.setdefault(pair, (Status(row["status"].value), []))
            premises.append(v.local_name(row["premise"].value))

    def _read_axioms(self, store: GraphStore) -> None:
        for row in store.select(internal_query("axioms")).rows:
            name = v.local_name(row["origin"].value)
            claim = self._graph.claims.get(name)
            self._premises[name] = Premise(
                id=name,
                kind="claim" if claim else "axiom",
                words=row["words"].value,
                file=row["file"].value if "file" in row else None,
                line=int(row["line"].value) if "line" in row else None,
                status=claim.status if claim else None,
            )
            if "sub" in row:
                pair = v.local_name(row["sub"].value), v.local_name(row["super"].value)
                self._told[pair] = name

    def explain(self, subject: str, relation: str, obj: str) -> Explanation:
        """
        Why *subject* has *relation* (a local name, also ``subClassOf``) to *obj*.

        Raises `NotFound` for a name that is no term or relation.
        """
        ends = self._graph.term(subject).ref, self._graph.term(obj).ref
        if relation != v.SUBCLASS:
            self._graph.term(relation)
        denied = tuple(
            c.id for c in self._graph.claims.values() if _denies(c, subject, relation, obj)
        )
        if relation == v.SUBCLASS:
            found = self._subclass(subject, obj)
        else:
            found = self._link(subject, relation, obj)
        if found is None:
            return Explanation(ends[0], relation, ends[1], "absent", denied_by=denied)
        how, status, names = found
        premises = tuple(self._premise(name) for name in dict.fromkeys(names))
        return Explanation(ends[0], relation, ends[1], how, status, premises, denied)

    def _premise(self, name: str) -> Premise:
        return self._premises.get(name) or Premise(name, "axiom", name)

    def _link(self, subject: str, relation: str, obj: str) -> tuple[str, Status, list[str]] | None:
        for owner in (subject, *self._graph.ancestors_nearest_first(subject)):
            links = self._graph.links_from.get(owner, ())
            for link in sorted(links, key=lambda each: _apart(each, relation, obj)):
                up = self._upward(link, relation, obj)
                if up is None or (owner != subject and not self._graph.holds_for_kinds(link)):
                    continue
                steps = self._steps_up(subject, owner) or []
                names = [*(link.claims or link.derived_from), *steps, *up]
                exact = not steps and not up
                how = "stated" if exact and link.claims else "derived" if exact else "inherited"
                return how, link.status, names
        return None

    def _upward(self, link: Link, relation: str, obj: str) -> list[str] | None:
        """What leads from *link*'s relation and object to those asked for; None if nothing does."""
        below = {link.relation, *self._graph.relation_ancestors(link.relation)}
        if relation not in below:
            return None
        return self._steps_up(link.object, obj)

    def _subclass(self, sub: str, sup: str) -> tuple[str, Status, list[str]] | None:
        steps = self._steps_up(sub, sup)
        if not steps:
            return None
        weakest = [self._premise(name).status for name in steps]
        status = max((s for s in weakest if s), key=lambda s: s.rank, default=Status.ESTABLISHED)
        told = len(steps) == 1 and (sub, sup) in self._told
        return ("stated" if told else "derived"), status, steps

    def _steps_up(self, sub: str, sup: str) -> list[str] | None:
        """The premises of the shortest way up from *sub* to *sup*; None if there is none."""
        before: dict[str, str] = {sub: sub}
        waiting = deque([sub])
        above = self._above
        while waiting:
            name = waiting.popleft()
            if name == sup:
                return self._walked(before, sub, sup)
            for up in above.get(name, ()):
                if up not in before:
                    before[up] = name
                    waiting.append(up)
        return None

    def _walked(self, before: Mapping[str, str], sub: str, sup: str) -> list[str]:
        names: list[str] = []
        at = sup
        while at != sub:
            pair = before[at], at
            names = [*([self._told[pair]] if pair in self._told else self._steps[pair][1]), *names]
            at = before[at]
        return names

    @cached_property
    def _above(self) -> Mapping[str, Iterable[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for sub, sup in sorted({**self._told, **self._steps}):
            found[sub].append(sup)
        return found


def _denies(claim: Claim, subject: str, relation: str, obj: str) -> bool:
    return not claim.affirmed and (claim.subject, claim.relation, claim.object) == (
        subject,
        relation,
        obj,
    )


def _apart(link: Link, relation: str, obj: str) -> tuple[bool, bool, int]:
    """How far a link is from the one asked for: the very link first, then the better supported."""
    return link.relation != relation, link.object != obj, link.status.rank
