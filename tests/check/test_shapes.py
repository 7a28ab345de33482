"""Our small reader of SHACL gives pySHACL's verdicts, and refuses what it does not know."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from mtkg.build.files import Layer
from mtkg.check.reasoning import Reasoning
from mtkg.check.shapes import shapes
from mtkg.check.world import Document, World
from mtkg.errors import GraphUnavailable
from mtkg.resources import data_dir
from mtkg.turtle import PositionedGraph, parse, read

SHAPES = sorted((data_dir("ontology") / "shapes").glob("*.ttl"))
VOCABULARY = data_dir("ontology") / "vocabulary.ttl"
FAULTS = Path(__file__).resolve().parents[1] / "faults"
RECORDS = sorted(
    path
    for folder in ("KG104", "KG301", "KG303", "KG308", "pass/KG104", "pass/KG301", "pass/KG306")
    for path in (FAULTS / folder).glob("*.ttl")
)

# What stands in the graph and not in the draft is of no class, to pySHACL a violation.
STUBS = """
<https://w3id.org/mtkg/source/manual-therapy-article> a <https://w3id.org/mtkg/Source> .
<https://w3id.org/mtkg/claim/joint-mobilization-stimulates-joint-mechanoreceptors>
    a <https://w3id.org/mtkg/Claim> .
"""


def ours(draft: PositionedGraph) -> set[str]:
    documents = [Document(read(path), Layer.SHAPES) for path in SHAPES]
    documents += [Document(read(VOCABULARY), Layer.CORE), Document(draft, Layer.CORE, draft=True)]
    world = World(documents)
    return {d.term or "" for d in shapes(world, Reasoning(world))}


def pyshacls(draft: PositionedGraph) -> set[str]:
    from pyshacl import validate

    data, rules = Graph(), Graph()
    for path in SHAPES:
        rules += read(path).graph
    data += read(VOCABULARY).graph
    data += draft.graph
    _, report, _ = validate(data, shacl_graph=rules)
    query = "SELECT ?node { ?result <http://www.w3.org/ns/shacl#focusNode> ?node }"
    return {str(row[0]) for row in report.query(query)}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", RECORDS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_our_verdicts_are_pyshacls(path: Path) -> None:
    draft = parse(path.read_text(encoding="utf-8") + STUBS, path.name)

    assert ours(draft) == pyshacls(draft)


def test_a_constraint_that_is_not_known_is_refused_with_its_line() -> None:
    shape = parse(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix : <https://example.org/> .\n"
        ":S sh:targetClass :C ; sh:property [ sh:path :p ;\n  sh:lessThan :q ] .",
        "s.ttl",
    )
    data = parse("@prefix : <https://example.org/> .\n:c a :C .", "d.ttl")
    world = World([Document(shape, Layer.SHAPES), Document(data, Layer.CORE)])

    with pytest.raises(GraphUnavailable, match=r"s\.ttl:4: sh:lessThan"):
        list(shapes(world, Reasoning(world)))
