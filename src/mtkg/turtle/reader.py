"""
A Turtle reader that remembers where each term was written.

rdflib's own parser knows the line at which a statement ended, not where its parts began; this one
reads the grammar of RDF 1.1 Turtle by recursive descent over offsets, and goes on after a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import urljoin

from rdflib.term import BNode, IdentifiedNode, Literal, URIRef

from mtkg.model.vocabulary import RDF, XSD
from mtkg.turtle.faults import Opener, TurtleError, unexpected, unknown_prefix, unreadable
from mtkg.turtle.tokens import END, Lines, Tokens

Node = IdentifiedNode | Literal

RDF_TYPE: Final = URIRef(f"{RDF}type")
RDF_FIRST: Final = URIRef(f"{RDF}first")
RDF_REST: Final = URIRef(f"{RDF}rest")
RDF_NIL: Final = URIRef(f"{RDF}nil")
BOOLEAN: Final = URIRef(f"{XSD}boolean")
INTEGER: Final = URIRef(f"{XSD}integer")
DECIMAL: Final = URIRef(f"{XSD}decimal")
DOUBLE: Final = URIRef(f"{XSD}double")

_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SIMPLE: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_RESUME: Final = re.compile(
    r"^(?=@prefix|@base|PREFIX\b|BASE\b|<|[A-Za-z][\w.-]*:|:)", re.MULTILINE
)
_IRIS: Final = frozenset({"name", "iri"})
_DEEPEST: Final = 100


class Statement(NamedTuple):
    """
    One triple as it was written: three terms, the offset each starts at, and where it ends.

    ``owner`` is the subject of the whole statement, also for triples inside its brackets;
    ``block`` is the offset at which that statement starts.
    """

    subject: IdentifiedNode
    predicate: URIRef
    object: Node
    at_subject: int
    at_predicate: int
    at_object: int
    end: int
    owner: IdentifiedNode
    block: int


def _unescape(match: re.Match[str]) -> str:
    four, eight, other = match.groups()
    if other is not None:
        return _SIMPLE.get(other, other)
    code = int(four or eight, 16)
    return chr(code) if code < 0x110000 else "\ufffd"


class Reader:
    """Reads one text; ``statements``, ``prefixes`` and ``faults`` are what it found."""

    def __init__(self, text: str, base: str) -> None:
        self.text = text
        self.base = base
        self.lines = Lines(text)
        self.statements: list[Statement] = []
        self.prefixes: dict[str, str] = {}
        self.prefix_lines: list[int] = []
        self.faults: list[TurtleError] = []
        self._names: dict[str, URIRef] = {}
        self._literals: dict[tuple[str, str], Literal] = {}
        self._blanks: dict[str, BNode] = {}
        self._openers: list[Opener] = []
        self._owner: IdentifiedNode = RDF_NIL
        self._block = 0
        self._objects: dict[str, Callable[[], Node]] = {
            "string": self._literal,
            "number": self._number,
            "[": self._anonymous,
            "(": self._collection,
        }
        self._load(0)

    def _load(self, offset: int) -> None:
        tokens = Tokens(self.text, offset)
        self._kinds, self._values = tokens.kinds, tokens.values
        self._starts, self._ends = tokens.starts, tokens.ends
        self._at = 0

    def read(self, *, tolerant: bool) -> None:
        """Read to the end; stop at the first fault unless *tolerant*."""
        while self._kinds[self._at] != END:
            before, start = len(self.statements), self._starts[self._at]
            try:
                self._statement()
            except TurtleError as fault:
                self.faults.append(fault)
                if not tolerant:
                    return
                del self.statements[before:]
                self._openers.clear()
                line = self.text.rfind("\n", 0, fault.resume) + 1
                resume = _RESUME.search(self.text, max(line, start + 1))
                if resume is None:
                    return
                self._load(resume.start())

    # Statements

    def _statement(self) -> None:
        kind, value = self._kinds[self._at], self._values[self._at]
        if kind == "at" and value in {"@prefix", "@base"}:
            self._at += 1
            self._directive(value[1:])
            self._expect(".", "'.' at the end of the line")
        elif kind == "word" and value.lower() in {"prefix", "base"}:
            self._at += 1
            self._directive(value.lower())
        else:
            self._triples()
            self._expect(".", "';', ',' or '.'")

    def _directive(self, word: str) -> None:
        if word == "base":
            self.base = urljoin(self.base, self._iri_reference())
            self._names.clear()
            return
        start = self._starts[self._at]
        name = self._take("name", "a prefix ending in ':'")
        prefix, _, local = name.partition(":")
        if local:
            self._at -= 1
            raise self._fault("a prefix ending in ':'")
        self.prefixes[prefix] = urljoin(self.base, self._iri_reference())
        self.prefix_lines.append(start)
        self._names.clear()

    def _iri_reference(self) -> str:
        return _ESCAPE.sub(_unescape, self._take("iri", "an IRI in <…>")[1:-1])

    def _triples(self) -> None:
        at = self._starts[self._at]
        kind = self._kinds[self._at]
        self._block = at
        subject: IdentifiedNode
        if kind == "[":
            subject = self._owner = BNode()
            anonymous = self._property_list(subject)
            if anonymous and self._kinds[self._at] == ".":
                return
        elif kind == "(":
            self._owner = RDF_NIL
            mark = len(self.statements)
            subject = self._collection()
            self._owner = subject
            self.statements[mark:] = [s._replace(owner=subject) for s in self.statements[mark:]]
        else:
            subject = self._owner = self._resource("a subject")
        self._predicates(subject, at)

    def _predicates(self, subject: IdentifiedNode, at_subject: int) -> None:
        """``predicateObjectList``: verb and objects, separated by ``;``."""
        kinds, starts, ends = self._kinds, self._starts, self._ends
        statements = self.statements
        while True:
            at_predicate = starts[self._at]
            predicate = self._verb()
            while True:
                at_object = starts[self._at]
                value = self._object()
                statements.append(
                    Statement(
                        subject,
                        predicate,
                        value,
                        at_subject,
                        at_predicate,
                        at_object,
                        ends[self._at - 1],
                        self._owner,
                        self._block,
                    )
                )
                if kinds[self._at] != ",":
                    break
                self._at += 1
            if kinds[self._at] != ";":
                return
            while kinds[self._at] == ";":
                self._at += 1
            if kinds[self._at] in {".", "]"}:
                return

    def _verb(self) -> URIRef:
        kind = self._kinds[self._at]
        if kind in _IRIS:
            return self._named()
        if kind == "word" and self._values[self._at] == "a":
            self._at += 1
            return RDF_TYPE
        raise self._fault("a property")

    # Terms

    def _resource(self, expected: str) -> IdentifiedNode:
        kind = self._kinds[self._at]
        if kind in _IRIS:
            return self._named()
        if kind == "blank":
            label = self._values[self._at]
            self._at += 1
            return self._blanks.setdefault(label, BNode())
        raise self._fault(expected)

    def _named(self) -> URIRef:
        value = self._values[self._at]
        found = self._names.get(value)
        if found is None:
            found = self._names[value] = self._resolve(value)
        self._at += 1
        return found

    def _resolve(self, value: str) -> URIRef:
        if value[0] == "<":
            return URIRef(urljoin(self.base, _ESCAPE.sub(_unescape, value[1:-1])))
        prefix, _, local = value.partition(":")
        namespace = self.prefixes.get(prefix)
        if namespace is None:
            raise unknown_prefix(prefix, self._starts[self._at], self._ends[self._at])
        return URIRef(namespace + re.sub(r"\\(.)", r"\1", local))

    def _object(self) -> Node:
        kind = self._kinds[self._at]
        if kind in _IRIS:
            return self._named()
        read = self._objects.get(kind)
        if read is not None:
            return read()
        if kind == "word" and self._values[self._at] in {"true", "false"}:
            self._at += 1
            return Literal(self._values[self._at - 1], datatype=BOOLEAN, normalize=False)
        return self._resource("an object")

    def _literal(self) -> Literal:
        value = self._values[self._at]
        self._at += 1
        kind = self._kinds[self._at]
        if kind == "at":
            mark = self._values[self._at]
            self._at += 1
            return self._cached(value, mark)
        if kind == "caret":
            self._at += 1
            if self._kinds[self._at] not in _IRIS:
                raise self._fault("a datatype after '^^'")
            return self._cached(value, str(self._named()))
        return self._cached(value, "")

    def _cached(self, value: str, mark: str) -> Literal:
        found = self._literals.get((value, mark))
        if found is None:
            long = value[:3] in {'"""', "'''"}
            text = value[3:-3] if long else value[1:-1]
            if "\\" in text:
                text = _ESCAPE.sub(_unescape, text)
            if mark[:1] == "@":
                found = Literal(text, lang=mark[1:])
            elif mark:
                # Kept as written: a normalized "07" could not be found again in the file.
                found = Literal(text, datatype=URIRef(mark), normalize=False)
            else:
                found = Literal(text)
            self._literals[(value, mark)] = found
        return found

    def _number(self) -> Literal:
        value = self._values[self._at]
        self._at += 1
        exact = DECIMAL if "." in value else INTEGER
        datatype = DOUBLE if "e" in value.lower() else exact
        return Literal(value, datatype=datatype, normalize=False)

    def _anonymous(self) -> BNode:
        blank = BNode()
        self._property_list(blank)
        return blank

    def _property_list(self, blank: BNode) -> bool:
        """``[ … ]``; true if anything stood in it."""
        at = self._open("[")
        filled = self._kinds[self._at] != "]"
        if filled:
            self._predicates(blank, at)
        self._close("]", "';', ',' or ']'")
        return filled

    def _collection(self) -> IdentifiedNode:
        """``( … )`` as its chain of cells; a cell stands where its item stands."""
        self._open("(")
        items: list[tuple[Node, int, int]] = []
        while self._kinds[self._at] != ")":
            at = self._starts[self._at]
            items.append((self._object(), at, self._ends[self._at - 1]))
        closer = self._starts[self._at]
        self._close(")", "an item or ')'")
        cells: list[IdentifiedNode] = [*(BNode() for _ in items), RDF_NIL]
        places = [*((at, end) for _, at, end in items), (closer, closer + 1)]
        for index, (item, at, end) in enumerate(items):
            cell = cells[index]
            rest_at, rest_end = places[index + 1]
            self._add_cell(cell, RDF_FIRST, item, at, at, end)
            self._add_cell(cell, RDF_REST, cells[index + 1], at, rest_at, rest_end)
        return cells[0]

    def _add_cell(
        self, cell: IdentifiedNode, link: URIRef, value: Node, at: int, at_value: int, end: int
    ) -> None:
        self.statements.append(
            Statement(cell, link, value, at, at, at_value, end, self._owner, self._block)
        )

    # Marks

    def _open(self, mark: str) -> int:
        at = self._starts[self._at]
        if len(self._openers) >= _DEEPEST:
            raise TurtleError(
                at, at + 1, f"brackets nested more than {_DEEPEST} deep", resume=at + 1
            )
        self._openers.append(Opener(mark, at))
        self._at += 1
        return at

    def _close(self, mark: str, expected: str) -> None:
        self._expect(mark, expected)
        self._openers.pop()

    def _expect(self, mark: str, expected: str) -> None:
        if self._kinds[self._at] != mark:
            raise self._fault(expected)
        self._at += 1

    def _take(self, kind: str, expected: str) -> str:
        if self._kinds[self._at] != kind:
            raise self._fault(expected)
        self._at += 1
        return self._values[self._at - 1]

    def _fault(self, expected: str) -> TurtleError:
        at = self._at
        kind, start = self._kinds[at], self._starts[at]
        if kind == "bad":
            return unreadable(self.text, start, expected)
        line_before = None
        if at:
            before = self.lines.position(max(self._ends[at - 1] - 1, 0)).line
            if before != self.lines.position(start).line:
                line_before = before
        token = (kind, self._values[at], start, self._ends[at])
        return unexpected(expected, token, self._openers, line_before)
