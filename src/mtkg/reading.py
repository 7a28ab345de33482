"""Read terms, claims, sources and links out of any store, by a handful of bulk queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from mtkg.errors import GraphUnavailable
from mtkg.model import vocabulary as v
from mtkg.model.claims import (
    QUALIFIERS,
    Claim,
    Direction,
    EvidenceLine,
    Source,
    Status,
    StudyDesign,
    Verdict,
    default_reach,
)
from mtkg.model.links import Link
from mtkg.model.terms import Mapping as TermMapping
from mtkg.model.terms import Term
from mtkg.resources import internal_query

if TYPE_CHECKING:
    from mtkg.store.port import GraphStore

Values = Mapping[str, tuple[str, ...]]
"""Property local name → values of one subject; IRIs of ours as local names, literals as text."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Parents and children of every class, direct ones only, and every proper ancestor."""

    parents: Mapping[str, tuple[str, ...]]
    children: Mapping[str, tuple[str, ...]]
    ancestors: Mapping[str, frozenset[str]]


def describe(store: GraphStore, query: str) -> dict[str, Values]:
    """Subject IRI → its values, from an internal query of columns subject, property, value."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in store.select(internal_query(query)).rows:
        value = row["value"].value
        found[row["subject"].value][v.local_name(row["property"].value)].append(_plain(value))
    return {s: {p: tuple(sorted(o)) for p, o in values.items()} for s, values in found.items()}


def _plain(value: str) -> str:
    ours = value.startswith(v.MTKG) or value in v.RELATION_IRIS.values()
    return v.local_name(value) if ours else value


def read_hierarchy(store: GraphStore) -> Hierarchy:
    """The class hierarchy after reasoning, reduced to direct steps."""
    above: dict[str, set[str]] = defaultdict(set)
    for row in store.select(internal_query("subclasses")).rows:
        sub, sup = row["sub"].value, row["super"].value
        if sub != sup and sub.startswith(v.MTKG) and sup.startswith(v.MTKG):
            above[v.local_name(sub)].add(v.local_name(sup))
    ancestors = {name: frozenset(_closure(name, above) - {name}) for name in above}
    parents = {name: tuple(sorted(_direct(name, ups, ancestors))) for name, ups in above.items()}
    children: dict[str, list[str]] = defaultdict(list)
    for name in sorted(parents):
        for parent in parents[name]:
            children[parent].append(name)
    return Hierarchy(parents, {k: tuple(c) for k, c in children.items()}, ancestors)


def _closure(start: str, above: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for up in above.get(waiting.pop(), ()):
            if up not in seen:
                seen.add(up)
                waiting.append(up)
    return seen


def _direct(name: str, ups: set[str], ancestors: Mapping[str, frozenset[str]]) -> set[str]:
    none: frozenset[str] = frozenset()
    return {
        up
        for up in ups
        if not any(
            up in ancestors.get(o, none) and o not in ancestors.get(up, none)
            for o in ups
            if o not in (up, name)
        )
    }


def read_terms(store: GraphStore, hierarchy: Hierarchy) -> dict[str, Term]:
    """Every term of ours by local name: classes under a kind, relations, study designs."""
    domains: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in store.select(internal_query("relation_ends")).rows:
        end = v.local_name(row["end"].value)
        domains[v.local_name(row["relation"].value)][end].append(v.local_name(row["class"].value))
    mappings = _read_mappings(store)
    terms: dict[str, Term] = {}
    for iri, values in describe(store, "terms").items():
        name = v.local_name(iri)
        kind = _kind(name, values, hierarchy)
        if kind is not None:
            ends = domains.get(name, {})
            terms[name] = _term(name, kind, values, hierarchy, ends, mappings.get(name, ()))
    return dict(sorted(terms.items()))


def _kind(name: str, values: Values, hierarchy: Hierarchy) -> str | None:
    types = values.get("type", ())
    if f"{v.OWL}ObjectProperty" in types:
        return "Relation"
    if "StudyDesign" in types:
        return "StudyDesign"
    above = hierarchy.ancestors.get(name, frozenset()) | {name}
    kinds = [kind for kind in v.KINDS if kind in above]
    if kinds:
        return kinds[0]
    return "Term" if "deprecated" in values else None


def _term(
    name: str,
    kind: str,
    values: Values,
    hierarchy: Hierarchy,
    ends: Mapping[str, list[str]],
    mappings: tuple[TermMapping, ...],
) -> Term:
    def first(key: str) -> str | None:
        return next(iter(values.get(key, ())), None)

    return Term(
        id=name,
        kind=kind,
        label=first("prefLabel") or first("label") or name,
        definition=first("definition"),
        definition_source=first("definitionSource"),
        synonyms=values.get("altLabel", ()),
        hidden_labels=values.get("hiddenLabel", ()),
        examples=values.get("example", ()),
        scope_notes=values.get("scopeNote", ()),
        parents=hierarchy.parents.get(name, ()) or values.get("subPropertyOf", ()),
        children=hierarchy.children.get(name, ()),
        mappings=mappings,
        deprecated=first("deprecated") == "true",
        replaced_by=first("isReplacedBy"),
        domain=tuple(sorted(ends.get("domain", ()))),
        range=tuple(sorted(ends.get("range", ()))),
        inverse_label=first("inverseLabel"),
    )


def _read_mappings(store: GraphStore) -> dict[str, tuple[TermMapping, ...]]:
    found: dict[str, list[TermMapping]] = defaultdict(list)
    for row in store.select(internal_query("mappings")).rows:
        confidence = row.get("confidence")
        found[v.local_name(row["subject"].value)].append(
            TermMapping(
                predicate=v.contract(row["predicate"].value),
                id=row["object"].value,
                label=row["label"].value if "label" in row else None,
                justification=row["justification"].value if "justification" in row else None,
                confidence=float(confidence.value) if confidence is not None else None,
            )
        )
    return {
        name: tuple(sorted(ms, key=lambda m: (m.predicate, m.id))) for name, ms in found.items()
    }


def read_sources(store: GraphStore) -> dict[str, Source]:
    """Every source by local name."""
    return {
        v.local_name(iri): Source(
            id=v.local_name(iri),
            label=_one(values, "label") or _one(values, "prefLabel") or v.local_name(iri),
            authors=_one(values, "authors"),
            year=_number(values, "year"),
            journal=_one(values, "journal"),
            doi=_one(values, "doi"),
            pmid=_one(values, "pmid"),
            retracted=_one(values, "retracted") == "true",
            notes=values.get("note", ()) + values.get("editorialNote", ()),
        )
        for iri, values in sorted(describe(store, "sources").items())
    }


def read_claims(
    store: GraphStore, sources: Mapping[str, Source]
) -> tuple[dict[str, Claim], dict[str, StudyDesign]]:
    """
    Every claim by local name, with its evidence lines; and the study designs they name.

    Raises `GraphUnavailable` naming the line whose source or direction is not held.
    """
    designs = _read_designs(store)
    lines: dict[str, list[EvidenceLine]] = defaultdict(list)
    for iri, values in sorted(describe(store, "evidence").items()):
        line = _line(v.local_name(iri), values, sources, designs)
        lines[line.claim].append(line)
    claims = {}
    for iri, values in sorted(describe(store, "claims").items()):
        name = v.local_name(iri)
        claims[name] = _claim(name, values, tuple(lines.get(name, ())))
    return claims, designs


def _read_designs(store: GraphStore) -> dict[str, StudyDesign]:
    return {
        v.local_name(iri): StudyDesign(
            v.local_name(iri), _one(values, "prefLabel") or "", _number(values, "tier") or 9
        )
        for iri, values in describe(store, "terms").items()
        if "tier" in values
    }


def _line(
    name: str,
    values: Values,
    sources: Mapping[str, Source],
    designs: Mapping[str, StudyDesign],
) -> EvidenceLine:
    source = sources.get(_one(values, "fromSource") or "")
    if source is None:
        raise GraphUnavailable(
            f"evidence:{name} comes from a source that the graph does not hold:"
            f" {_one(values, 'fromSource')}",
            help="declare the source in ontology/sources.ttl, or mend the reference",
        )
    try:
        direction = Direction(_one(values, "direction") or "")
    except ValueError as error:
        raise GraphUnavailable(
            f"evidence:{name} has direction {_one(values, 'direction')!r};"
            f" expected one of {', '.join(Direction)}",
        ) from error
    return EvidenceLine(
        id=name,
        claim=_one(values, "evidenceFor") or "",
        source=source,
        direction=direction,
        study_design=designs.get(_one(values, "studyDesign") or ""),
        directness=_one(values, "directness") or "direct",
        population=_one(values, "population"),
        comparator=_one(values, "comparator"),
        time_point=_one(values, "timePoint"),
        finding=_one(values, "finding"),
        sample_size=_number(values, "sampleSize"),
        effect_size=_one(values, "effectSize"),
    )


def _claim(name: str, values: Values, lines: tuple[EvidenceLine, ...]) -> Claim:
    relation = _one(values, "claimRelation") or ""
    verdict = Verdict(
        Status(_one(values, "status") or Status.UNASSESSED),
        values.get("decidedBy", ()),
        _one(values, "statusReason") or "",
    )
    return Claim(
        id=name,
        statement=_one(values, "prefLabel") or _one(values, "label") or name,
        subject=_one(values, "claimSubject") or "",
        relation=relation,
        object=_one(values, "claimObject"),
        polarity=_one(values, "polarity") or "affirmed",
        type=_one(values, "claimType") or "empirical",
        reach=_one(values, "reach") or default_reach(relation),
        qualifiers=MappingProxyType({q: values[q] for q in QUALIFIERS if q in values}),
        stated_in=values.get("statedIn", ()),
        locator=_one(values, "locator"),
        evidence=lines,
        verdict=verdict,
    )


def read_links(store: GraphStore) -> tuple[Link, ...]:
    """Every link, stated or derived, in order of subject, relation, object."""
    status: dict[tuple[str, str, str], Status] = {}
    basis: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    for row in store.select(internal_query("links")).rows:
        subject, relation, obj = (
            v.local_name(row[column].value) for column in ("subject", "relation", "object")
        )
        triple = (subject, relation, obj)
        status[triple] = Status(row["status"].value)
        origins = basis.setdefault(triple, {"statedBy": set(), "derivedFrom": set()})
        origins[v.local_name(row["basis"].value)].add(v.local_name(row["origin"].value))
    return tuple(
        Link(
            *triple,
            status[triple],
            claims=tuple(sorted(origins["statedBy"])),
            derived_from=tuple(sorted(origins["derivedFrom"])),
        )
        for triple, origins in sorted(basis.items())
    )


def _one(values: Values, key: str) -> str | None:
    return next(iter(values.get(key, ())), None)


def _number(values: Values, key: str) -> int | None:
    text = _one(values, key)
    return int(text) if text is not None and text.lstrip("-").isdigit() else None


def by_key(items: Iterable[_T], key: str) -> dict[str, tuple[_T, ...]]:
    """Group *items* by their attribute *key*, keeping their order."""
    groups: dict[str, list[_T]] = defaultdict(list)
    for item in items:
        groups[getattr(item, key)].append(item)
    return {name: tuple(group) for name, group in groups.items()}
