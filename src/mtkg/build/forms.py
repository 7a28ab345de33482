"""
The few normal forms of axiom that the saturation works on.

They follow Baader, Brandt and Lutz, "Pushing the EL envelope" (2005 and 2008); unions are added
as far as they can be handled without case distinction (see `Union`). Classes and relations are
named by their IRI as a string. Class expressions inside an OWL axiom get fresh names (see
`is_fresh`) made of their structure, so that equal expressions share one.

Every axiom keeps its ``origin``: for an axiom of the ontology the RDF triple it came from, for an
axiom that a caller adds (a claim, a probe) whatever the caller can make sense of. Axioms with the
same origin are in or out together.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from rdflib import OWL

Origin: TypeAlias = Hashable

THING: Final = str(OWL.Thing)
NOTHING: Final = str(OWL.Nothing)
FRESH: Final = "_:"


def is_fresh(name: str) -> bool:
    """
    Whether *name* stands for an expression or an individual rather than a named class.

    >>> is_fresh("https://w3id.org/mtkg/Joint"), is_fresh("_:some(r,a)")
    (False, True)
    """
    return name.startswith(FRESH)


@dataclass(frozen=True, slots=True)
class SubClass:
    """Every ``sub`` is a ``sup``."""

    sub: str
    sup: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Conjunction:
    """What is all of ``operands`` is a ``sup``."""

    operands: tuple[str, ...]
    sup: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class ExistsRight:
    """Every ``sub`` has the relation to some ``filler``."""

    sub: str
    relation: str
    filler: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class ExistsLeft:
    """What has the relation to some ``filler`` is a ``sup``."""

    relation: str
    filler: str
    sup: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Disjoint:
    """Nothing is both."""

    first: str
    second: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Union:
    """
    ``name`` is the union of ``disjuncts``, used on the right of an axiom, in a domain or a range.

    Full disjunction needs case distinction, which saturation does without. What is kept: each
    disjunct is under the union; what all disjuncts are under, the union is under; what is in the
    union and disjoint with all disjuncts but one is in that one; and what is disjoint with all
    of them is not in the union. Where the disjuncts are pairwise disjoint kinds, as in the core,
    these cover what is asked of a domain or range.
    """

    name: str
    disjuncts: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class SubRelation:
    """What has ``sub`` to something has ``sup`` to it."""

    sub: str
    sup: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Chain:
    """``first`` then ``second`` give ``sup``; transitivity is the case where all are the same."""

    first: str
    second: str
    sup: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Domain:
    """What has the relation to anything is a ``cls`` (a fresh name where the domain is a union)."""

    relation: str
    cls: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Range:
    """What anything has the relation to is a ``cls``."""

    relation: str
    cls: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Inhabited:
    """``cls`` has a member: an individual is modelled as a class of its own that has one."""

    cls: str
    origin: Origin


Axiom: TypeAlias = (
    SubClass
    | Conjunction
    | ExistsRight
    | ExistsLeft
    | Disjoint
    | Union
    | SubRelation
    | Chain
    | Domain
    | Range
    | Inhabited
)


def restriction(sub: str, relation: str, filler: str, origin: Origin) -> ExistsRight:
    """A claim as an axiom: every *sub* has *relation* to some *filler*."""
    return ExistsRight(sub, relation, filler, origin)


def probe(name: str, sub: str, relation: str, filler: str, origin: Origin) -> tuple[Axiom, ...]:
    """
    A class *name* of what is a *sub* and has *relation* to some *filler*, of which nothing is told.

    That it is unsatisfiable is a finding about the claim; the rest of the ontology is untouched.
    """
    return SubClass(name, sub, origin), ExistsRight(name, relation, filler, origin)


def origins(axioms: Iterable[Axiom]) -> tuple[Origin, ...]:
    """The origins of *axioms*, each once, in the order they first appear."""
    return tuple(dict.fromkeys(axiom.origin for axiom in axioms))
