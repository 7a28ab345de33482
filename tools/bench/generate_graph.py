"""
Graphs of the release's shape and any size: its own triples, and made-up terms and claims around.

``python -m tools.bench.generate_graph TRIPLES FOLDER`` writes a release folder that `mtkg serve
--release FOLDER` serves. The same size gives the same graph.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mtkg.model import vocabulary as v
from mtkg.resources import ontology_dir, release_dir
from mtkg.store.loading import QUADS_FILE
from mtkg.store.manifest import MANIFEST

CLAIMS_PER_TERM: Final = 3
STATUSES: Final = ("supported", "mixed", "disputed", "insufficient", "unassessed")
DIRECTIONS: Final = ("supports", "disputes", "mixed", "inconclusive")
DESIGNS: Final = (
    "RandomizedControlledTrial",
    "SystematicReviewMetaAnalysis",
    "SystematicReview",
    "ControlledLabStudy",
    "NarrativeReview",
    "AnimalLabStudy",
)
# Which relation a made-up claim uses, between the kinds it joins.
RELATIONS: Final = (
    ("Technique", "engages", "Mechanism"),
    ("Mechanism", "leadsTo", "Mechanism"),
    ("Mechanism", "leadsTo", "Effect"),
    ("Technique", "appliedTo", "Tissue"),
    ("Mechanism", "occursIn", "Tissue"),
    ("Technique", "intendedEffect", "Effect"),
    ("Technique", "complements", "Technique"),
)
KINDS: Final = ("Technique", "Mechanism", "Effect", "Tissue")
_LINKED: Final = ("supported", "mixed")


def main() -> None:
    """Write the folder that the command line names."""
    if len(sys.argv) != 3 or not sys.argv[1].isdigit():
        sys.exit("usage: python -m tools.bench.generate_graph TRIPLES FOLDER")
    written = write_release(int(sys.argv[1]), Path(sys.argv[2]))
    print(f"{written} quads in {sys.argv[2]}")


def write_release(triples: int, folder: Path) -> int:
    """A release of about *triples* quads in *folder*; how many they are."""
    folder.mkdir(parents=True, exist_ok=True)
    sums, count = hashlib.sha256(), 0
    with (folder / QUADS_FILE).open("w", encoding="utf-8") as out:
        for line in quads(triples):
            out.write(line)
            sums.update(line.encode())
            count += 1
    manifest = {"version": f"generated-{count}", "digest": sums.hexdigest(), "counts": {}}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return count


def quads(triples: int) -> Iterator[str]:
    """Lines of N-Quads: the release's, then made-up ones until there are *triples*."""
    count = 0
    own = release_dir(ontology_dir()) / QUADS_FILE
    if own.is_file():
        with own.open(encoding="utf-8") as lines:
            for line in lines:
                yield line
                count += 1
    rng = random.Random(11)  # noqa: S311 - the same graph at every run
    number = 0
    while count < triples:
        for line in _unit(number, rng):
            yield line
            count += 1
        number += 1


def _unit(number: int, rng: random.Random) -> Iterator[str]:
    """A term of each kind, a source that states claims, and these, joined to earlier terms."""
    for kind in KINDS:
        yield from _term(kind, number)
    yield from _source(number)
    for claim in range(CLAIMS_PER_TERM * len(KINDS)):
        subject_kind, relation, object_kind = RELATIONS[claim % len(RELATIONS)]
        subject = f"{subject_kind}{number}"
        obj = f"{object_kind}{rng.randrange(number + 1)}"
        yield from _claim(number, claim, (subject, relation, obj), rng)


def _term(kind: str, number: int) -> Iterator[str]:
    iri = f"<{v.MTKG}{kind}{number}>"
    # Trees with eight below each, under a term of the core.
    parent = f"{kind}{(number - 1) // 8}" if number else kind
    core = f"<{v.graph_iri('core')}> .\n"
    label = f'"{kind.lower()} number {number}"@en'
    yield f"{iri} <{v.RDF}type> <{v.OWL}Class> {core}"
    yield f"{iri} <{v.RDFS}subClassOf> <{v.MTKG}{parent}> {core}"
    yield f"{iri} <{v.RDFS}label> {label} {core}"
    yield f"{iri} <{v.SKOS}prefLabel> {label} {core}"
    yield f'{iri} <{v.SKOS}altLabel> "{kind.lower()} {number:x}"@en {core}'
    yield f'{iri} <{v.SKOS}definition> "A {kind.lower()} made up for timing."@en {core}'


def _source(number: int) -> Iterator[str]:
    iri, graph = f"<{v.SOURCE}g{number}>", f"<{v.graph_iri('claims')}> .\n"
    yield f"{iri} <{v.RDF}type> <{v.MTKG}Source> {graph}"
    yield f'{iri} <{v.RDFS}label> "A publication made up for timing, {number}" {graph}'
    yield f'{iri} <{v.MTKG}authors> "Nobody N" {graph}'
    yield f'{iri} <{v.MTKG}year> "{1970 + number % 50}"^^<{v.XSD}gYear> {graph}'


def _claim(
    number: int, claim: int, stated: tuple[str, str, str], rng: random.Random
) -> Iterator[str]:
    name, (subject, relation, obj) = f"{number}-{claim}", stated
    iri, graph = f"<{v.CLAIM}g{name}>", f"<{v.graph_iri('claims')}> .\n"
    status = rng.choice(STATUSES)
    yield f"{iri} <{v.RDF}type> <{v.MTKG}Claim> {graph}"
    yield f"{iri} <{v.MTKG}claimSubject> <{v.MTKG}{subject}> {graph}"
    yield f"{iri} <{v.MTKG}claimRelation> <{v.MTKG}{relation}> {graph}"
    yield f"{iri} <{v.MTKG}claimObject> <{v.MTKG}{obj}> {graph}"
    yield f'{iri} <{v.MTKG}claimType> "empirical" {graph}'
    yield f'{iri} <{v.MTKG}polarity> "affirmed" {graph}'
    yield f'{iri} <{v.MTKG}reach> "whole" {graph}'
    yield f'{iri} <{v.MTKG}status> "{status}" {graph}'
    yield f'{iri} <{v.MTKG}statusReason> "made up for timing" {graph}'
    yield f'{iri} <{v.SKOS}prefLabel> "{subject} {relation} {obj}."@en {graph}'
    yield f"{iri} <{v.MTKG}statedIn> <{v.SOURCE}g{number}> {graph}"
    for line in range(rng.randrange(3)):
        source = f"<{v.SOURCE}g{rng.randrange(number + 1)}>"
        yield from _evidence(f"{name}-{line}", iri, source, rng)
    link = f"<{v.MTKG}{subject}> <{v.MTKG}{relation}> <{v.MTKG}{obj}>"
    yield f"{link} <{v.graph_iri('links')}> .\n"
    if status in _LINKED:
        yield f"{link} <{v.graph_iri('links-supported')}> .\n"
    yield from _justification(name, link.split(), status, iri)


def _evidence(name: str, claim: str, source: str, rng: random.Random) -> Iterator[str]:
    iri, graph = f"<{v.EVIDENCE}g{name}>", f"<{v.graph_iri('claims')}> .\n"
    yield f"{iri} <{v.RDF}type> <{v.MTKG}EvidenceLine> {graph}"
    yield f"{iri} <{v.MTKG}evidenceFor> {claim} {graph}"
    yield f"{iri} <{v.MTKG}fromSource> {source} {graph}"
    yield f'{iri} <{v.MTKG}direction> "{rng.choice(DIRECTIONS)}" {graph}'
    yield f"{iri} <{v.MTKG}studyDesign> <{v.MTKG}{rng.choice(DESIGNS)}> {graph}"
    yield f'{iri} <{v.MTKG}finding> "A finding made up for timing."@en {graph}'


def _justification(name: str, link: list[str], status: str, claim: str) -> Iterator[str]:
    iri, graph = f"<{v.MTKG}link/g{name}>", f"<{v.graph_iri('justifications')}> .\n"
    yield f"{iri} <{v.RDF}type> <{v.MTKG}Link> {graph}"
    for part, value in zip(("subject", "predicate", "object"), link, strict=True):
        yield f"{iri} <{v.RDF}{part}> {value} {graph}"
    yield f'{iri} <{v.MTKG}status> "{status}" {graph}'
    yield f"{iri} <{v.MTKG}statedBy> {claim} {graph}"


if __name__ == "__main__":
    main()
