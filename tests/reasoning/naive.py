"""The rules of EL written out one fact at a time: slow, and plain enough to be believed."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from mtkg.build import axioms as ax

CLASSES = "ABCDEF"
RELATIONS = "rst"

_c = st.sampled_from(CLASSES)
_r = st.sampled_from(RELATIONS)
_sub_class = st.tuples(st.just(ax.SubClass), st.tuples(_c, _c))
_exists = st.tuples(st.just(ax.ExistsRight), st.tuples(_c, _r, _c))
normal_axioms: st.SearchStrategy[list[ax.Axiom]] = st.lists(
    st.one_of(
        _sub_class,
        _sub_class,
        _exists,
        _exists,
        st.tuples(st.just(ax.Conjunction), st.tuples(st.tuples(_c, _c), _c)),
        st.tuples(st.just(ax.ExistsLeft), st.tuples(_r, _c, _c)),
        st.tuples(st.just(ax.Disjoint), st.tuples(_c, _c)),
        st.tuples(st.just(ax.SubRelation), st.tuples(_r, _r)),
        st.tuples(st.just(ax.Chain), st.tuples(_r, _r, _r)),
        st.tuples(st.just(ax.Chain), _r.map(lambda r: (r, r, r))),
        st.tuples(st.just(ax.Domain), st.tuples(_r, _c)),
    ),
    min_size=2,
    max_size=16,
).map(lambda made: [form(*fields, number) for number, (form, fields) in enumerate(made)])


class Naive:
    """All facts that follow: ``subs`` of (sub, sup), ``links`` of (sub, relation, target)."""

    def __init__(self, axioms: Iterable[ax.Axiom]) -> None:
        self.axioms = list(axioms)
        names = {*CLASSES, ax.THING}
        self.subs = {(c, c) for c in names} | {(c, ax.THING) for c in names}
        self.links: set[tuple[str, str, str]] = set()
        size = -1
        while size != len(self.subs) + len(self.links):
            size = len(self.subs) + len(self.links)
            for axiom in self.axioms:
                self.apply(axiom)
            for a, _, b in tuple(self.links):
                if (b, ax.NOTHING) in self.subs:
                    self.subs.add((a, ax.NOTHING))

    def below(self, name: str) -> set[str]:
        return {a for a, b in self.subs if b == name}

    def apply(self, axiom: ax.Axiom) -> None:
        match axiom:
            case ax.SubClass(a, b):
                self.subs |= {(c, b) for c in self.below(a)}
            case ax.Conjunction(operands, b):
                both = set.intersection(*(self.below(a) for a in operands))
                self.subs |= {(c, b) for c in both}
            case ax.Disjoint(a, b):
                self.subs |= {(c, ax.NOTHING) for c in self.below(a) & self.below(b)}
            case ax.ExistsRight(a, r, b):
                self.links |= {(c, r, b) for c in self.below(a)}
            case ax.ExistsLeft(r, a, b):
                below = self.below(a)
                self.subs |= {(c, b) for c, by, d in self.links if by == r and d in below}
            case ax.Domain(r, b):
                self.subs |= {(c, b) for c, by, _ in self.links if by == r}
            case ax.SubRelation(r, s):
                self.links |= {(a, s, b) for a, by, b in self.links if by == r}
            case ax.Chain(r, s, t):
                first = [(a, b) for a, by, b in self.links if by == r]
                second = [(a, b) for a, by, b in self.links if by == s]
                self.links |= {(a, t, d) for a, b in first for c, d in second if b == c}
            case _:
                raise AssertionError(axiom)

    def impossible(self, name: str) -> bool:
        return (name, ax.NOTHING) in self.subs

    def is_subclass(self, a: str, b: str) -> bool:
        return self.impossible(a) or (a, b) in self.subs

    def related(self, a: str, r: str, b: str) -> bool:
        return self.impossible(a) or any(
            sub == a and by == r and (target, b) in self.subs for sub, by, target in self.links
        )
