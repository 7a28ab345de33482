"""What `mtkg export` writes opens in the programs it is for."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, URIRef
from rdflib import Graph as RdfGraph

from mtkg.build.hermit import find_java
from mtkg.export.formats import EXPORTS, exported
from mtkg.graph import Graph

DCAT = "http://www.w3.org/ns/dcat#"


def _text(name: str, graph: Graph, folder: Path) -> str:
    return exported(name, lambda: graph, folder).decode()


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_the_same_bytes_each_time(
    release_graph: Graph, release_folder: Path, name: str
) -> None:
    once = exported(name, lambda: release_graph, release_folder)

    assert once and exported(name, lambda: release_graph, release_folder) == once


def test_an_obo_graph_has_every_term_and_no_loose_edge(
    release_graph: Graph, release_folder: Path
) -> None:
    (found,) = json.loads(_text("obographs", release_graph, release_folder))["graphs"]

    nodes = {node["id"] for node in found["nodes"]}
    assert nodes == {term.iri for term in release_graph.terms.values()}
    assert {edge[end] for edge in found["edges"] for end in ("sub", "obj")} <= nodes
    assert found["meta"]["version"].endswith(release_graph.release)


def test_the_data_package_names_each_file_with_its_checksum(
    release_graph: Graph, release_folder: Path
) -> None:
    package = json.loads(_text("frictionless", release_graph, release_folder))

    for resource in package["resources"]:
        data = (release_folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert {"mtkg.owl", "mtkg.ttl", "mtkg.trig"} <= {r["path"] for r in package["resources"]}


def test_dcat_has_a_distribution_for_each_file(release_graph: Graph, release_folder: Path) -> None:
    found = RdfGraph().parse(data=_text("dcat", release_graph, release_folder), format="turtle")

    manifest = json.loads((release_folder / "release.json").read_text("utf-8"))
    distributions = set(found.subjects(RDF.type, URIRef(f"{DCAT}Distribution")))
    assert len(distributions) == len(manifest["files"])


def test_every_skos_concept_is_in_the_scheme_and_under_a_concept(
    release_graph: Graph, release_folder: Path
) -> None:
    found = RdfGraph().parse(data=_text("skos", release_graph, release_folder), format="turtle")

    concepts = set(found.subjects(RDF.type, SKOS.Concept))
    assert concepts == set(found.subjects(SKOS.inScheme, None))
    assert set(found.objects(None, SKOS.broader)) <= concepts


@pytest.mark.slow
def test_the_owl_api_reads_the_ontology_and_writes_as_many_classes(
    release_folder: Path, tmp_path: Path
) -> None:
    spec = find_spec("owlready2")
    assert spec and spec.origin
    hermit = Path(spec.origin).parent / "hermit"
    given, saved = release_folder / "mtkg.owl", tmp_path / "saved.owl"
    classpath = os.pathsep.join((str(hermit), str(hermit / "HermiT.jar")))
    # owlready2's own helper: the OWL API loads the first file and saves it as the last.
    command = [str(find_java()), "-cp", classpath, "Save", str(given), "rdf", str(saved)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert "saved" in done.stderr, done.stderr[-2000:]
    assert _named_classes(saved) == _named_classes(given)
    assert len(_named_classes(given)) > 500


def _named_classes(file: Path) -> set[URIRef]:
    found = RdfGraph().parse(file, format="xml")
    return {node for node in found.subjects(RDF.type, OWL.Class) if isinstance(node, URIRef)}
