"""
All that a release says, as values: read from a store, or from the file that the build prepared.

The file spares a command the loading and querying of a store when all it wants is the values. It
is one JSON object: under ``layout`` the field names of every record kind, then the records as
lists in that order. A file of another layout is not used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from mtkg.errors import GraphUnavailable
from mtkg.model.claims import Claim, Direction, EvidenceLine, Source, Status, StudyDesign, Verdict
from mtkg.model.links import Link
from mtkg.model.terms import Mapping as TermMapping
from mtkg.model.terms import Term
from mtkg.reading import (
    Hierarchy,
    read_claims,
    read_hierarchy,
    read_links,
    read_sources,
    read_terms,
)
from mtkg.resources import internal_query

if TYPE_CHECKING:
    from mtkg.store.port import GraphStore

FILE: Final = "mtkg.values.json"
_RECORDS: Final = (
    Term, TermMapping, Claim, EvidenceLine, Source, StudyDesign, Verdict, Link, Hierarchy,
)  # fmt: skip
_LAYOUT: Final = {kind.__name__: [field.name for field in fields(kind)] for kind in _RECORDS}


@dataclass(frozen=True)
class Contents:
    """Every term, claim, source and link of one release, by local name."""

    release: str
    terms: Mapping[str, Term]
    hierarchy: Hierarchy
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    designs: Mapping[str, StudyDesign]
    links: tuple[Link, ...]

    @classmethod
    def read(cls, store: GraphStore) -> Contents:
        """
        Everything that *store* holds of the graph.

        Raises `GraphUnavailable` if it holds no mtkg release.
        """
        found = store.select(internal_query("release")).rows
        if not found:
            raise GraphUnavailable(
                "the store holds no mtkg graph",
                help="build one with `mtkg build`, or name a store that has it loaded",
            )
        hierarchy = read_hierarchy(store)
        sources = read_sources(store)
        claims, designs = read_claims(store, sources)
        return cls(
            release=found[0]["version"].value if "version" in found[0] else "unreleased",
            terms=read_terms(store, hierarchy),
            hierarchy=hierarchy,
            claims=claims,
            sources=sources,
            designs=designs,
            links=read_links(store),
        )

    def to_json(self) -> str:
        """The prepared file; equal contents give equal text."""
        hierarchy = {
            "parents": self.hierarchy.parents,
            "children": self.hierarchy.children,
            "ancestors": {k: sorted(v) for k, v in self.hierarchy.ancestors.items()},
        }
        made = {
            "layout": _LAYOUT,
            "release": self.release,
            "hierarchy": {k: dict(sorted(v.items())) for k, v in hierarchy.items()},
            "designs": _rows(self.designs.values()),
            "sources": _rows(self.sources.values()),
            "terms": _rows(self.terms.values()),
            "claims": _rows(self.claims.values()),
            "links": _rows(self.links),
        }
        return json.dumps(made, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Contents | None:
        """
        What `to_json` gave, or None where it was written in another layout.

        Raises `ValueError` where *text* is no JSON.
        """
        data = json.loads(text)
        if data.get("layout") != _LAYOUT:
            return None
        designs = {row[0]: StudyDesign(*row) for row in data["designs"]}
        sources = {row[0]: Source(*_tuples(row)) for row in data["sources"]}
        hierarchy = data["hierarchy"]
        return cls(
            release=data["release"],
            terms={row[0]: _term(row) for row in data["terms"]},
            hierarchy=Hierarchy(
                {k: tuple(v) for k, v in hierarchy["parents"].items()},
                {k: tuple(v) for k, v in hierarchy["children"].items()},
                {k: frozenset(v) for k, v in hierarchy["ancestors"].items()},
            ),
            claims={row[0]: _claim(row, sources, designs) for row in data["claims"]},
            sources=sources,
            designs=designs,
            links=tuple(_link(row) for row in data["links"]),
        )


def _rows(records: Iterable[Any]) -> list[list[Any]]:
    return [_plain(record) for record in records]


def _plain(value: Any) -> Any:
    """A record as the list of its fields; a source or design within one by its id."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    if isinstance(value, EvidenceLine):
        named = {
            "source": value.source.id,
            "study_design": value.study_design.id if value.study_design else None,
        }
        return [named.get(name, getattr(value, name)) for name in _LAYOUT["EvidenceLine"]]
    return [getattr(value, name) for name in _LAYOUT[type(value).__name__]]


def _tuples(row: list[Any]) -> list[Any]:
    return [tuple(value) if isinstance(value, list) else value for value in row]


_MAPPINGS: Final = _LAYOUT["Term"].index("mappings")
_STATUS: Final = _LAYOUT["Link"].index("status")
_SOURCE, _DIRECTION, _DESIGN = (
    _LAYOUT["EvidenceLine"].index(name) for name in ("source", "direction", "study_design")
)
_QUALIFIERS, _EVIDENCE, _VERDICT = (
    _LAYOUT["Claim"].index(name) for name in ("qualifiers", "evidence", "verdict")
)


def _term(row: list[Any]) -> Term:
    row[_MAPPINGS] = [TermMapping(*mapping) for mapping in row[_MAPPINGS]]
    return Term(*_tuples(row))


def _link(row: list[Any]) -> Link:
    row[_STATUS] = Status(row[_STATUS])
    return Link(*_tuples(row))


def _claim(
    row: list[Any], sources: Mapping[str, Source], designs: Mapping[str, StudyDesign]
) -> Claim:
    status, decided_by, reason = row[_VERDICT]
    row[_VERDICT] = Verdict(Status(status), tuple(decided_by), reason)
    row[_QUALIFIERS] = MappingProxyType({k: tuple(v) for k, v in row[_QUALIFIERS].items()})
    row[_EVIDENCE] = [_line(line, sources, designs) for line in row[_EVIDENCE]]
    return Claim(*_tuples(row))


def _line(
    row: list[Any], sources: Mapping[str, Source], designs: Mapping[str, StudyDesign]
) -> EvidenceLine:
    row[_SOURCE] = sources[row[_SOURCE]]
    row[_DIRECTION] = Direction(row[_DIRECTION])
    row[_DESIGN] = designs.get(row[_DESIGN])
    return EvidenceLine(*row)
