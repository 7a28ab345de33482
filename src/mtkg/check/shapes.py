"""
Claims, sources and terms held against the shapes in ``ontology/shapes``.

A small reader of the part of SHACL Core that the shapes use: it keeps places, and costs
milliseconds where pySHACL costs seconds. A constraint it does not know is an error, never ignored;
a test holds its verdicts against pySHACL's. A property shape's ``dcterms:identifier`` names the
code its violations carry, KG104 by default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from rdflib.term import BNode, IdentifiedNode, Literal, URIRef

from mtkg.build.files import Layer
from mtkg.check import names as n
from mtkg.check.findings import finding
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import Document, Fact, World
from mtkg.errors import GraphUnavailable
from mtkg.model.diagnostics import Diagnostic, Place
from mtkg.model.vocabulary import DCTERMS, RDF, SH, contract
from mtkg.turtle.reader import Node

_CODE: Final = URIRef(f"{DCTERMS}identifier")
_LANG: Final = URIRef(f"{RDF}langString")
_STRING: Final = URIRef("http://www.w3.org/2001/XMLSchema#string")
_DESCRIBING: Final = frozenset(
    {"path", "message", "name", "description", "order", "property", "targetClass", "or", "severity"}
)
_PER_VALUE: Final = frozenset(
    {"in", "datatype", "nodeKind", "class", "pattern", "flags", "minInclusive", "maxInclusive"}
)
_COUNTS: Final = frozenset({"minCount", "maxCount"})


@dataclass(frozen=True)
class _Violation:
    code: str
    message: str
    place: Place


class _Shapes:
    """The shapes of one world, by what they are asked."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.shapes = World(
            Document(d.graph, Layer.CORE) for d in world.documents if d.layer is Layer.SHAPES
        )
        self._parameters: dict[IdentifiedNode, dict[str, list[Node]]] = {}

    def parameters(self, shape: IdentifiedNode) -> dict[str, list[Node]]:
        """What *shape* asks for, by SHACL's local names; read once."""
        if shape not in self._parameters:
            self._parameters[shape] = self._read(shape)
        return self._parameters[shape]

    def _read(self, shape: IdentifiedNode) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for fact in self.shapes.by_subject.get(shape, ()):
            if fact.predicate.startswith(SH):
                name = fact.predicate[len(SH) :]
                if name not in _DESCRIBING | _PER_VALUE | _COUNTS:
                    raise GraphUnavailable(
                        f"{fact.document.file}:{fact.predicate_place.start.line}: sh:{name} is a "
                        "constraint that the check does not know",
                        help="use the constraints listed in mtkg.check.shapes, or extend it",
                    )
                found.setdefault(name, []).append(fact.object)
        return found

    def targets(self) -> Iterator[tuple[IdentifiedNode, IdentifiedNode]]:
        """Every node shape with every node it is about."""
        for fact in self.shapes.having(URIRef(f"{SH}targetClass")):
            for instance in self.world.instances.get(fact.object, ()):
                if isinstance(instance.subject, URIRef) and self.world.is_near(instance.subject):
                    yield fact.subject, instance.subject

    def node(self, shape: IdentifiedNode, focus: IdentifiedNode) -> Iterator[_Violation]:
        parameters = self.parameters(shape)
        for inner in parameters.get("property", ()):
            if isinstance(inner, IdentifiedNode):
                yield from self.property(inner, focus)
        for choices in parameters.get("or", ()):
            options = [item for item, _ in self.shapes.list_of(choices)]
            tried = [
                list(self.node(option, focus)) + list(self._own(option, focus))
                for option in options
                if isinstance(option, IdentifiedNode)
            ]
            if tried and all(tried):
                place = self._focus_place(focus)
                yield _Violation(
                    self._code(shape), self._message(shape, "none of the choices holds"), place
                )

    def _own(self, shape: IdentifiedNode, focus: IdentifiedNode) -> Iterator[_Violation]:
        """A choice may be a property shape itself."""
        if "path" in self.parameters(shape):
            yield from self.property(shape, focus)

    def property(self, shape: IdentifiedNode, focus: IdentifiedNode) -> Iterator[_Violation]:
        parameters = self.parameters(shape)
        path = parameters["path"][0]
        assert isinstance(path, URIRef)
        facts = self.world.of(focus, path)
        if len(facts) > 1:
            facts = self._distinct(facts)
        least, most = (self._count(parameters, key) for key in ("minCount", "maxCount"))
        if least is not None and len(facts) < least:
            name = contract(path)
            say = self._message(shape, f"no {name}" if not facts else f"too few {name}")
            yield _Violation(self._code(shape), say, self._focus_place(focus))
        if most is not None and len(facts) > most:
            name = contract(path)
            say = f"{name} is not to be written" if most == 0 else f"more than {most} {name}"
            say = self._message(shape, say)
            yield _Violation(self._code(shape), say, facts[most].object_place)
        for fact in facts:
            wrong = self._wrong(parameters, fact.object)
            if wrong:
                got = self._shown(fact.object)
                say = self._message(shape, f"{contract(path)} {wrong}, got {got}")
                yield _Violation(self._code(shape), say, fact.object_place)

    @staticmethod
    def _distinct(facts: list[Fact]) -> list[Fact]:
        return list({fact.object: fact for fact in reversed(facts)}.values())[::-1]

    @staticmethod
    def _count(parameters: dict[str, list[Node]], key: str) -> int | None:
        return int(str(parameters[key][0])) if key in parameters else None

    def _shown(self, value: Node) -> str:
        return f"“{value}”" if isinstance(value, Literal) else self.world.label(value)

    def _focus_place(self, focus: IdentifiedNode) -> Place:
        place = self.world.declaration(focus)
        assert place is not None
        return place

    def _code(self, shape: IdentifiedNode) -> str:
        return str(self.shapes.value(shape, _CODE) or "KG104")

    def _message(self, shape: IdentifiedNode, default: str) -> str:
        given = self.shapes.value(shape, URIRef(f"{SH}message"))
        return f"{given} ({default})" if given is not None else default

    def _wrong(self, parameters: dict[str, list[Node]], value: Node) -> str | None:
        """What is wrong with one value, None if nothing."""
        if "in" in parameters:
            allowed = [item for item, _ in self.shapes.list_of(parameters["in"][0])]
            if not any(_same(value, item) for item in allowed):
                return f"takes one of {', '.join(str(item) for item in allowed)}"
        if "nodeKind" in parameters and not _is_of_kind(value, str(parameters["nodeKind"][0])):
            return "takes a thing" if "IRI" in parameters["nodeKind"][0] else "takes a text"
        if "datatype" in parameters and _datatype(value) != parameters["datatype"][0]:
            return f"takes a value of type {contract(str(parameters['datatype'][0]))}"
        if "class" in parameters and not self._is_instance(value, parameters["class"][0]):
            return f"takes a {self.world.label(parameters['class'][0])}"
        if "pattern" in parameters:
            flags = re.IGNORECASE if "i" in str(parameters.get("flags", [""])[0]) else 0
            if not re.search(str(parameters["pattern"][0]), str(value), flags):
                return "is not in the form asked for"
        return _outside(parameters, value)

    def _is_instance(self, value: Node, wanted: Node) -> bool:
        if not isinstance(value, IdentifiedNode):
            return False
        # What exists nowhere is reported as dangling (KG305) or undeclared (KG102).
        return value not in self.world.types or wanted in self.world.types[value]


def _same(value: Node, item: Node) -> bool:
    if isinstance(value, Literal) and isinstance(item, Literal):
        return str(value) == str(item) and _datatype(value) == _datatype(item)
    return value == item


def _datatype(value: Node) -> URIRef | None:
    if not isinstance(value, Literal):
        return None
    return _LANG if value.language else value.datatype or _STRING


def _is_of_kind(value: Node, kind: str) -> bool:
    kinds = {"IRI": URIRef, "BlankNode": BNode, "Literal": Literal}
    wanted = kind[len(SH) :]
    return any(isinstance(value, cls) for name, cls in kinds.items() if name in wanted)


def _outside(parameters: dict[str, list[Node]], value: Node) -> str | None:
    for key, word in (("minInclusive", "at least"), ("maxInclusive", "at most")):
        if key not in parameters:
            continue
        limit = Decimal(str(parameters[key][0]))
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return "takes a number"
        if number < limit if key == "minInclusive" else number > limit:
            return f"takes {word} {limit}"
    return None


def shapes(world: World, reasoning: Reasoning) -> Iterator[Diagnostic]:
    """KG104, KG301 and whatever code a shape names."""
    del reasoning
    held = _Shapes(world)
    for shape, focus in held.targets():
        for violation in held.node(shape, focus):
            where = world.label(focus) if not n.is_record(str(focus)) else contract(str(focus))
            yield finding(
                violation.code,
                f"{where}: {violation.message}",
                violation.place,
                term=focus,
            )
