"""
The scratch ontology: the core with every affirmed claim as an axiom, never released.

A claim speaks either of every kind of its subject (reach ``every``) or of its subject as a whole
(``whole``). A class ``general(S)`` under each class S stands for "S as a whole": it takes what is
said of the whole, and what every S has, and passes nothing on to the kinds of S. Objects are taken
as a whole too, so that chains run through claims of either reach.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from mtkg.build.forms import FRESH, Axiom, ExistsRight, Origin, SubClass
from mtkg.model.claims import Claim
from mtkg.model.vocabulary import MTKG, RDFS

SUBCLASS_IRI = f"{RDFS}subClassOf"


def general(name: str) -> str:
    """
    The class that stands for *name* (an IRI) as a whole.

    >>> general("https://w3id.org/mtkg/Joint")
    '_:general(https://w3id.org/mtkg/Joint)'
    """
    return f"{FRESH}general({name})"


def scaffold(classes: Iterable[str]) -> list[Axiom]:
    """``general(C)`` under each class C. The axioms say nothing, so no justification names them."""
    return [SubClass(general(name), name, scaffold_origin(name)) for name in sorted(classes)]


def scaffold_origin(name: str) -> Origin:
    """The origin of the scaffold axiom of *name*, recognized by `is_scaffold`."""
    return ("scaffold", name)


def is_scaffold(origin: Origin) -> bool:
    """Whether *origin* is no axiom or claim of anybody's."""
    return isinstance(origin, tuple) and bool(origin) and origin[0] == "scaffold"


def claim_axiom(claim: Claim, leaves: Container[str]) -> Axiom:
    """
    An affirmed claim with an object as an axiom, whose origin is the claim's IRI.

    Of a class in *leaves*, which has no kinds, the whole is every kind.
    """
    name, filler = f"{MTKG}{claim.subject}", f"{MTKG}{claim.object}"
    subject = name if claim.reach == "every" or name in leaves else general(name)
    if claim.relation == "subClassOf":
        return SubClass(subject, filler, claim.iri)
    return ExistsRight(subject, f"{MTKG}{claim.relation}", general(filler), claim.iri)


def scratch_axioms(
    core: Iterable[Axiom],
    classes: Iterable[str],
    claims: Iterable[Claim],
    leaves: Container[str] = (),
) -> list[Axiom]:
    """The core, its scaffold, and those of *claims* that state a link."""
    return [*core, *scaffold(classes), *(claim_axiom(c, leaves) for c in claims if c.is_link)]
