"""Names that are used and mean nothing: undeclared terms, dangling references, near misses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Final

from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, DefinedNamespace
from rdflib.term import URIRef

from mtkg.check import names as n
from mtkg.check.findings import finding, replacing
from mtkg.check.folding import fold
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import Fact, World
from mtkg.model.diagnostics import Diagnostic, Fix, Place
from mtkg.model.vocabulary import BASE, CLAIM, EVIDENCE, MTKG, SOURCE, contract, local_name

_CLOSED: Final[tuple[tuple[str, str, type[DefinedNamespace]], ...]] = (
    ("KG103", "OWL", OWL),
    ("KG103", "RDF Schema", RDFS),
    ("KG103", "RDF", RDF),
    ("KG418", "SKOS", SKOS),
    ("KG418", "Dublin Core terms", DCTERMS),
)
_NEARLY_OURS: Final = re.compile(
    r"^https?://(?:www\.)?w3id\.org/mtkg(?:[/#]|$)|^https?://(?:www\.)?w3id\.org/mtkg/", re.I
)
_NOT_A_USE: Final = frozenset({n.VERSION_IRI, n.PRIOR_VERSION, n.IMPORTS})
_REFERENCES: Final = {CLAIM: "claim", SOURCE: "source", EVIDENCE: "evidence line"}
# Names in the namespaces that rdflib's closed lists leave out: rdf:_1 and the like.
_MEMBER: Final = re.compile(r"_\d+$")


def undeclared(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG102, KG305: a name of ours that nothing declares, at its first use in each block."""
    del reasoning
    seen: set[tuple[str, object, URIRef]] = set()
    for fact in world.near_facts:
        for name, place_of in _uses(world, fact):
            key = (fact.document.file, fact.owner, name)
            if key not in seen:
                seen.add(key)
                yield _missing(world, name, getattr(fact, place_of), fact)


def _uses(world: World, fact: Fact) -> Iterator[tuple[URIRef, str]]:
    """The names of ours in a triple that nothing declares, with the attribute that places each."""
    if fact.predicate in _NOT_A_USE:
        return
    for node, place_of in (
        (fact.subject, "subject_place"),
        (fact.predicate, "predicate_place"),
        (fact.object, "object_place"),
    ):
        if node in world.types or not isinstance(node, URIRef) or not n.is_ours(node):
            continue
        if _is_name(node) and not _is_declared(world, node):
            yield node, place_of


def _is_name(iri: URIRef) -> bool:
    return n.is_record(iri) or n.is_term(iri)


def _is_declared(world: World, name: URIRef) -> bool:
    return name in world.types or str(name) in (BASE, MTKG)


def _missing(world: World, name: URIRef, place: Place, fact: Fact) -> Diagnostic:
    near, fixes = _near(world, name, place)
    advice = f"did you mean {', '.join(near)}?" if near else None
    for namespace, what in _REFERENCES.items():
        if name.startswith(namespace) and name != fact.subject:
            message = f"there is no {what} {contract(name)}"
            return finding("KG305", message, place, term=fact.owner, fixes=fixes, help=advice)
    message = f"{contract(name)} is declared nowhere"
    if name == fact.subject and fact.owner == name:
        message += ": its block gives it no type"
        advice = advice or "say what it is, as in `a owl:Class` or `a mtkg:Claim`"
    return finding("KG102", message, place, term=fact.owner, fixes=fixes, help=advice)


def _near(world: World, name: URIRef, place: Place) -> tuple[list[str], list[Fix]]:
    namespace = next((ns for ns in (CLAIM, SOURCE, EVIDENCE) if name.startswith(ns)), MTKG)
    known = {
        local_name(subject): subject
        for subject in world.types
        if isinstance(subject, URIRef)
        and subject.startswith(namespace)
        and n.is_record(subject) == n.is_record(name)
    }
    wanted = local_name(name)
    folded = fold(_spaced(wanted))
    same = [other for other in known if fold(_spaced(other)) == folded]
    close = same or get_close_matches(wanted, known, n=3, cutoff=0.75)
    if not close and namespace == MTKG:
        close = [local_name(t) for t in world.terms if fold(world.label(t)) == folded]
    shown = [contract(known[other]) for other in close if other in known]
    # The same name in another spelling or case is a slip beyond doubt; another word is a guess.
    fixes = [replacing(f"write {shown[0]}", place, shown[0], safe=len(same) == 1)] if shown else []
    return shown, fixes


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)


def misspelled_vocabulary(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG103, KG418: a name that OWL, RDF, SKOS or Dublin Core do not have."""
    del reasoning
    known: dict[URIRef, bool] = {}
    for fact in world.near_facts:
        for node, where in ((fact.predicate, "predicate_place"), (fact.object, "object_place")):
            if not isinstance(node, URIRef) or n.is_ours(node):
                continue
            if node not in known:
                known[node] = _vocabulary(node) is None
            if not known[node]:
                place: Place = getattr(fact, where)
                yield _misspelled(node, place, fact)


def _vocabulary(node: URIRef) -> tuple[str, str, type[DefinedNamespace]] | None:
    for code, title, namespace in _CLOSED:
        if node.startswith(str(namespace)):
            name = node[len(str(namespace)) :]
            if not name or _MEMBER.match(name) or name in _members(namespace):
                return None
            return code, title, namespace
    return None


@cache
def _members(namespace: type[DefinedNamespace]) -> frozenset[str]:
    extras: list[str] = getattr(namespace, "_extras", [])
    names = {name for name in namespace.__annotations__ if not name.startswith("_")}
    return frozenset({*names, *extras})


def _misspelled(node: URIRef, place: Place, fact: Fact) -> Diagnostic:
    found = _vocabulary(node)
    assert found is not None
    code, title, namespace = found
    local = node[len(str(namespace)) :]
    near = get_close_matches(local, sorted(_members(namespace)), n=2, cutoff=0.6)
    shown = [contract(str(namespace) + name) for name in near]
    return finding(
        code,
        f"{title} has no {local}",
        place,
        term=fact.owner,
        fixes=[replacing(f"write {shown[0]}", place, shown[0], safe=False)] if shown else (),
        help=f"did you mean {' or '.join(shown)}?" if shown else None,
    )


def nearly_ours(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG418: an IRI that looks like one of ours and is another."""
    del reasoning
    seen: set[tuple[str, URIRef]] = set()
    near: dict[object, bool] = {}
    for fact in world.near_facts:
        for node, where in (
            (fact.subject, "subject_place"),
            (fact.predicate, "predicate_place"),
            (fact.object, "object_place"),
        ):
            if node not in near:
                near[node] = isinstance(node, URIRef) and _is_near_miss(node)
            if not near[node] or not isinstance(node, URIRef):
                continue
            place: Place = getattr(fact, where)
            if (fact.document.file, node) not in seen:
                seen.add((fact.document.file, node))
                meant = _meant(node)
                yield finding(
                    "KG418",
                    f"<{node}> is not in the namespace of this graph, {MTKG}",
                    place,
                    term=fact.owner,
                    fixes=[replacing(f"write {contract(meant)}", place, contract(meant), safe=True)]
                    if URIRef(meant) in world.types
                    else (),
                    help=f"did you mean {contract(meant)}?",
                )


def _is_near_miss(node: URIRef) -> bool:
    if node.startswith(BASE) and (len(node) == len(BASE) or node[len(BASE)] == "/"):
        return False
    return bool(_NEARLY_OURS.match(node))


def _meant(node: URIRef) -> str:
    return MTKG + re.sub(r"^https?://(?:www\.)?w3id\.org/mtkg[/#]?", "", node, flags=re.I)
