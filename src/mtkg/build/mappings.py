"""The mapping set (SSSOM) as triples: https://mapping-commons.github.io/sssom/."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox
import yaml

from mtkg.errors import SyntaxProblem
from mtkg.model import vocabulary as v

GRAPH = ox.NamedNode(v.graph_iri("mappings"))
SSSOM = "https://w3id.org/sssom/"
REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")


def mapping_quads(path: Path, name: str) -> list[ox.Quad]:
    """
    Every row of an SSSOM file as a direct triple and as an annotated `owl:Axiom`.

    Raises `SyntaxProblem` naming file and line for a head that is no YAML, a missing column, or a
    CURIE whose prefix the file does not declare.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    prefixes = dict(v.PREFIXES) | _curie_map(head, name)
    rows = csv.DictReader(lines[len(head) :], delimiter="\t")
    missing = [column for column in REQUIRED if column not in (rows.fieldnames or ())]
    if missing:
        raise SyntaxProblem(
            f"the mapping set lacks {', '.join(missing)}", line=len(head) + 1, column=1, file=name
        )
    quads: list[ox.Quad] = []
    for number, row in enumerate(rows, start=len(head) + 2):
        quads += _row_quads(row, prefixes, name, number)
    return quads


def _curie_map(head: Iterable[str], name: str) -> dict[str, str]:
    try:
        meta = yaml.safe_load("\n".join(line[1:] for line in head)) or {}
    except yaml.YAMLError as error:
        raise SyntaxProblem(f"the head is no YAML: {error}", line=1, column=1, file=name) from error
    found = meta.get("curie_map", {}) if isinstance(meta, dict) else {}
    return {str(prefix): str(namespace) for prefix, namespace in found.items()}


def _row_quads(
    row: Mapping[str, str | None], prefixes: Mapping[str, str], name: str, line: int
) -> list[ox.Quad]:
    subject, predicate, target = (
        _expand(row[column] or "", prefixes, name, line) for column in REQUIRED[:3]
    )
    key = hashlib.sha256(f"{subject} {predicate} {target}".encode()).hexdigest()[:12]
    node = ox.NamedNode(f"{v.MTKG}mapping/{key}")
    said: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (f"{v.RDF}type", ox.NamedNode(f"{v.OWL}Axiom")),
        (f"{v.OWL}annotatedSource", subject),
        (f"{v.OWL}annotatedProperty", predicate),
        (f"{v.OWL}annotatedTarget", target),
        (
            f"{SSSOM}mapping_justification",
            _expand(row["mapping_justification"] or "", prefixes, name, line),
        ),
    ]
    for column in ("object_label", "confidence", "comment"):
        value = row.get(column)
        if value:
            kind = ox.NamedNode(f"{v.XSD}decimal") if column == "confidence" else None
            said.append((f"{SSSOM}{column}", ox.Literal(value, datatype=kind)))
    quads = [ox.Quad(node, ox.NamedNode(p), value, GRAPH) for p, value in said]
    return [ox.Quad(subject, predicate, target, GRAPH), *quads]


def _expand(curie: str, prefixes: Mapping[str, str], name: str, line: int) -> ox.NamedNode:
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in prefixes:
        raise SyntaxProblem(
            f"{curie!r}: prefix not declared in the head's curie_map; known:"
            f" {', '.join(sorted(prefixes))}",
            line=line,
            column=1,
            file=name,
        )
    return ox.NamedNode(prefixes[prefix] + local)
