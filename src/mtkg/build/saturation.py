"""
Saturation of the EL part of an ontology on bit sets.

For each class the set of its subclasses, and for each existential "some *filler* by *relation*"
the set of classes that have it, are held as Python integers, one bit per class. Every axiom is
then a union or an intersection of such integers, and only what is new travels on, until nothing
changes. Complete for OWL 2 EL without nominals and data; what is done about unions is told at
`mtkg.build.forms.Union`.

Ranges: "every A has r to some B" becomes "… to some filler that is a B and in the range of r",
unless B is told to be in the range. Where a chain leads to something outside the range of the
relation it gives, the start of the chain is unsatisfiable.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from mtkg.build.forms import THING, Axiom, is_fresh
from mtkg.build.rules import BOTTOM, TOP, Rules


def _indices(bits: int) -> list[int]:
    """The positions of the bits that are set, ascending."""
    found: list[int] = []
    if bits.bit_count() < 12:
        while bits:
            low = bits & -bits
            found.append(low.bit_length() - 1)
            bits ^= low
        return found
    text = bin(bits)[:1:-1]
    at = text.find("1")
    while at >= 0:
        found.append(at)
        at = text.find("1", at + 1)
    return found


class _Saturator:
    """Runs the rules until nothing changes. ``sub`` and ``sources`` hold the result."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        count = len(rules.names)
        everything = (1 << count) - 1
        self.sub = [1 << number for number in range(count)]
        self.sub[TOP] = everything
        self.new = list(self.sub)
        self.queue: deque[int] = deque(self._leaves_first(count))
        self.waiting = bytearray(b"\1" * count)
        edges = len(rules.edge_list)
        self.sources = [0] * edges
        self.new_sources = [0] * edges
        self.edge_queue: deque[int] = deque()
        self.edge_supers: list[list[int]] = [[] for _ in range(edges)]
        self.onward: list[list[int]] = [[] for _ in range(edges)]
        self.targets: defaultdict[str, int] = defaultdict(int)
        for relation, target in rules.edge_list:
            self.targets[relation] |= 1 << target
        self.complemented = sum(1 << number for number in rules.complements)
        self.run()

    def _leaves_first(self, count: int) -> list[int]:
        """An order in which a class mostly comes after its told subclasses."""
        supers = self.rules.supers
        order: list[int] = []
        seen = bytearray(count)
        for start in range(count):
            stack = [(start, False)]
            while stack:
                number, done = stack.pop()
                if done:
                    order.append(number)
                elif not seen[number]:
                    seen[number] = 1
                    stack.append((number, True))
                    stack.extend((up, False) for up in supers.get(number, ()))
        order.reverse()
        return order

    def run(self) -> None:
        while True:
            while self.queue or self.edge_queue:
                while self.queue:
                    self.class_grew(self.queue.popleft())
                if self.edge_queue:
                    self.edge_grew(self.edge_queue.popleft())
            if not self.unions_grew():
                return

    def add(self, number: int, bits: int) -> None:
        known = self.sub[number]
        bits &= ~known
        if bits:
            self.sub[number] = known | bits
            self.new[number] |= bits
            if not self.waiting[number]:
                self.waiting[number] = 1
                self.queue.append(number)

    def add_sources(self, edge: int, bits: int) -> None:
        known = self.sources[edge]
        bits &= ~known
        if bits:
            self.sources[edge] = known | bits
            if not self.new_sources[edge]:
                self.edge_queue.append(edge)
            self.new_sources[edge] |= bits

    def add_rule(self, sub: int, sup: int) -> None:
        """A subclass step that was found rather than told."""
        self.rules.supers[sub].append(sup)
        self.add(sup, self.sub[sub])

    def class_grew(self, number: int) -> None:
        rules, new = self.rules, self.new[number]
        self.new[number] = 0
        self.waiting[number] = 0
        for sup in rules.supers.get(number, ()):
            self.add(sup, new)
        for edge in rules.has.get(number, ()):
            self.add_sources(edge, new)
        for operands, target in rules.conjunctions.get(number, ()):
            bits = new
            for operand in operands:
                bits &= self.sub[operand]
            if bits:
                self.add(target, bits)
        for relation, sup in rules.left.get(number, ()):
            for filler in _indices(new & self.targets[relation]):
                edge = rules.edges[relation, filler]
                self.edge_supers[edge].append(sup)
                if self.sources[edge]:
                    self.add(sup, self.sources[edge])
        if new & self.complemented:
            self.complements_grew(number, _indices(new & self.complemented))

    def complements_grew(self, number: int, members: list[int]) -> None:
        """*members* are found under *number*: what is disjoint with it is disjoint with them."""
        others = [TOP] if number == BOTTOM else self.rules.disjoint.get(number, ())
        for member in members:
            for other in others:
                self.add_rule(other, self.rules.complements[member])

    def edge_grew(self, edge: int) -> None:
        rules, new = self.rules, self.new_sources[edge]
        self.new_sources[edge] = 0
        relation, target = rules.edge_list[edge]
        for sup in self.edge_supers[edge]:
            self.add(sup, new)
        for above in rules.super_relations.get(relation, ()):
            self.add_sources(rules.edges[above, target], new)
        for first, above in rules.chains.get(relation, ()):
            joined = rules.edges[above, target]
            for middle in _indices(new & self.targets[first]):
                before = rules.edges[first, middle]
                self.onward[before].append(joined)
                if self.sources[before]:
                    self.add_sources(joined, self.sources[before])
        for joined in self.onward[edge]:
            self.add_sources(joined, new)

    def unions_grew(self) -> bool:
        """Put each union under what all its disjuncts are under; tell whether any moved."""
        moved = False
        for union, disjuncts in self.rules.unions.items():
            wanted = 0
            for disjunct in disjuncts:
                wanted |= 1 << disjunct
            wanted &= ~self.sub[BOTTOM]
            bit = 1 << union
            for number, bits in enumerate(self.sub):
                if bits & wanted == wanted and not bits & bit and wanted:
                    self.add_rule(union, number)
                    moved = True
        return moved


class Closure:
    """
    What follows from a set of axioms.

    A name that the axioms do not mention is a class of its own. Everything holds of an
    unsatisfiable class, so it is under every class and has every relation to every class.
    Answers list named classes only: no fresh names, no individuals, not owl:Nothing.
    """

    def __init__(self, axioms: Iterable[Axiom]) -> None:
        rules = Rules(axioms)
        done = _Saturator(rules)
        self._numbers = rules.numbers
        self._names = rules.names
        self._edges = rules.edges
        self._sub = done.sub
        self._sources = done.sources
        self._targets = done.targets
        self._bottom = done.sub[BOTTOM] & ~(1 << BOTTOM)
        self.inconsistent: bool = bool(
            done.sub[BOTTOM] & (1 << TOP) or done.sub[BOTTOM] & rules.inhabited
        )
        hidden = 1 << BOTTOM
        for number, name in enumerate(self._names):
            if is_fresh(name):
                hidden |= 1 << number
        self._visible = ((1 << len(self._names)) - 1) & ~hidden
        self._supers: list[int] | None = None
        self._edges_from: dict[str, dict[int, int]] = {}

    # --- reading bit sets ---

    def _listed(self, bits: int) -> frozenset[str]:
        names = self._names
        return frozenset(names[number] for number in _indices(bits & self._visible))

    def _superclass_bits(self, number: int) -> int:
        if self._supers is None:
            self._supers = _transposed(self._sub)
        return self._supers[number]

    def _target_bits(self, relation: str) -> dict[int, int]:
        """For each class that has *relation* to something the targets it has it to."""
        found = self._edges_from.get(relation)
        if found is None:
            found = self._edges_from[relation] = {}
            for middle in _indices(self._targets.get(relation, 0)):
                for source in _indices(self._sources[self._edges[relation, middle]]):
                    found[source] = found.get(source, 0) | 1 << middle
        return found

    def _impossible(self, number: int | None) -> bool:
        if self._bottom & (1 << TOP):
            return True
        return number is not None and (number == BOTTOM or bool(self._bottom >> number & 1))

    # --- questions ---

    @property
    def classes(self) -> frozenset[str]:
        """Every named class the axioms mention, owl:Thing among them."""
        return self._listed(self._visible)

    def unsatisfiable(self) -> frozenset[str]:
        """The named classes that can have no member."""
        return self.classes if self._impossible(None) else self._listed(self._bottom)

    def is_satisfiable(self, name: str) -> bool:
        """Whether *name*, which may be fresh (a probe), can have a member."""
        return not self._impossible(self._numbers.get(name))

    def is_subclass(self, sub: str, sup: str) -> bool:
        """Whether every *sub* is a *sup*; both may be fresh names (a union, a probe)."""
        first, second = self._numbers.get(sub), self._numbers.get(sup)
        if sub == sup or second == TOP or self._impossible(first):
            return True
        if second is None:
            return False
        return bool(self._sub[second] >> (TOP if first is None else first) & 1)

    def subclasses(self, name: str) -> frozenset[str]:
        """The named classes under *name*, itself and unsatisfiable ones included."""
        number = self._numbers.get(name)
        if number is None:
            return self._listed(self._bottom) | {name}
        return self._listed(self._sub[number] | self._bottom)

    def superclasses(self, name: str) -> frozenset[str]:
        """The named classes above *name*, itself and owl:Thing included."""
        number = self._numbers.get(name)
        if self._impossible(number):
            return self.classes
        above = self._listed(self._superclass_bits(TOP if number is None else number))
        return above | {name}

    def equivalents(self, name: str) -> frozenset[str]:
        """The named classes that are the same as *name*, itself left out."""
        return (self.subclasses(name) & self.superclasses(name)) - {name}

    def parents(self, name: str) -> frozenset[str]:
        """
        The nearest named classes above *name*: those with none between.

        Classes equivalent to *name* are no parents; of parents equivalent to each other all
        are given.
        """
        above = self.superclasses(name) - self.subclasses(name)
        return frozenset(
            sup
            for sup in above
            if not any(
                other != sup and self.is_subclass(other, sup) and not self.is_subclass(sup, other)
                for other in above
            )
        )

    def related(self, sub: str, relation: str, filler: str) -> bool:
        """Whether every *sub* has *relation* to some *filler*."""
        number = self._numbers.get(sub)
        if self._impossible(number):
            return True
        source = TOP if number is None else number
        target = self._numbers.get(filler)
        within = (1 << TOP) if target is None else self._sub[target]
        return any(
            self._sources[self._edges[relation, middle]] >> source & 1
            for middle in _indices(within & self._targets.get(relation, 0))
        )

    def points_to(self, sub: str, relation: str) -> frozenset[str]:
        """The named classes that every *sub* has *relation* to some of, owl:Thing included."""
        number = self._numbers.get(sub)
        if self._impossible(number):
            return self.classes
        source = TOP if number is None else number
        found = 0
        for middle in _indices(self._target_bits(relation).get(source, 0)):
            found |= self._superclass_bits(middle)
        return self._listed(found)

    def pointing_to(self, relation: str, filler: str) -> frozenset[str]:
        """The named classes that have *relation* to some *filler*."""
        target = self._numbers.get(filler)
        within = (1 << TOP) if target is None else self._sub[target]
        found = self._bottom
        for middle in _indices(within & self._targets.get(relation, 0)):
            found |= self._sources[self._edges[relation, middle]]
        return self._listed(found)


def _transposed(sub: list[int]) -> list[int]:
    """For each number the set of those whose set it is in."""
    above = [0] * len(sub)
    for number, bits in enumerate(sub):
        bit = 1 << number
        for member in _indices(bits):
            above[member] |= bit
    return above


def saturate(axioms: Iterable[Axiom]) -> Closure:
    """Everything that follows from *axioms*; see `Closure` for what can be asked."""
    return Closure(axioms)


def entailed_pairs(closure: Closure) -> Iterator[tuple[str, str]]:
    """Every pair (sub, sup) of different named satisfiable classes, owl:Thing left out."""
    impossible = closure.unsatisfiable()
    for sup in sorted(closure.classes - impossible - {THING}):
        for sub in sorted(closure.subclasses(sup) - impossible - {sup, THING}):
            yield sub, sup
