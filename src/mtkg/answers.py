"""The JSON shapes that the command line and REST both give."""

from __future__ import annotations

import csv
import difflib
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Lookup
from typing import Any, Final

from mtkg.compare import Comparison, Point
from mtkg.errors import NotFound
from mtkg.graph import Graph
from mtkg.lookup import Hit
from mtkg.model.claims import Claim, Direction, EvidenceLine, Source, Status
from mtkg.model.links import Link
from mtkg.model.terms import Mapping, Term, TermRef
from mtkg.neighborhood import Neighborhood
from mtkg.paths import Path, PathLink, Paths, Where
from mtkg.standing import Standing
from mtkg.why import Explanation

Json = dict[str, Any]

SIDES: Final[Lookup[Direction, str]] = {
    Direction.SUPPORTS: "for",
    Direction.DISPUTES: "against",
    Direction.MIXED: "mixed",
    Direction.INCONCLUSIVE: "open",
}
"""How a publication stands to a claim, in the words that people read."""


def ref(term: TermRef) -> Json:
    """``{id, label}``."""
    return {"id": term.id, "label": term.label}


def hit(found: Hit) -> Json:
    """One item of a search."""
    return item(found.term) | {"match": found.match.value}


def item(term: Term) -> Json:
    """A term in a list: ``{id, iri, kind, label, definition}``."""
    return {
        "id": term.id,
        "iri": term.iri,
        "kind": term.kind,
        "label": term.label,
        "definition": term.definition,
    }


def term(graph: Graph, found: Term) -> Json:
    """One definition with its links, as ``GET /terms/{id}`` gives it."""
    answer = {
        "id": found.id,
        "iri": found.iri,
        "kind": found.kind,
        "label": found.label,
        "definition": found.definition,
        "definition_source": found.definition_source,
        "synonyms": list(found.synonyms),
        "scope_notes": list(found.scope_notes),
        "examples": list(found.examples),
        "parents": [ref(graph.ref(name)) for name in found.parents],
        "children": [ref(graph.ref(name)) for name in found.children],
        "links": links(graph, found.id),
        "mappings": [mapping(m) for m in found.mappings],
        "deprecated": found.deprecated,
        "replaced_by": found.replaced_by,
        "release": graph.release,
    }
    if found.kind == "Relation":
        answer |= {
            "domain": [ref(graph.ref(name)) for name in found.domain],
            "range": [ref(graph.ref(name)) for name in found.range],
            "inverse_label": found.inverse_label,
        }
    return answer


def links(graph: Graph, name: str) -> Json:
    """A term's links by relation: its own, and those that claims about every kind give it."""
    grouped: dict[str, list[Json]] = defaultdict(list)
    for link in (*graph.links_from.get(name, ()), *graph.inherited_links(name)):
        grouped[link.relation].append(_link(graph, link))
    return {
        relation: sorted(found, key=lambda each: (not each["claims"], each["id"]))
        for relation, found in sorted(grouped.items())
    }


def _link(graph: Graph, link: Link) -> Json:
    return ref(graph.ref(link.object)) | {
        "status": link.status.value,
        "claims": list(link.claims),
        "derived_from": list(link.derived_from),
    }


def mapping(found: Mapping) -> Json:
    """``{predicate, id, label}`` with basis and confidence where recorded."""
    return {
        "predicate": found.predicate,
        "id": found.id,
        "label": found.label,
        "justification": found.justification,
        "confidence": found.confidence,
    }


def claim_item(graph: Graph, claim: Claim) -> Json:
    """A claim in a list: everything but its evidence lines, which are counted by direction."""
    answer = _claim(graph, claim)
    counts: dict[str, int] = {}
    for line in claim.evidence:
        counts[line.direction.value] = counts.get(line.direction.value, 0) + 1
    return answer | {"evidence_count": counts}


def claim(graph: Graph, found: Claim) -> Json:
    """One claim with every evidence line, for and against."""
    return (
        _claim(graph, found)
        | {"evidence": [evidence(line) for line in found.evidence]}
        | {"release": graph.release}
    )


def _claim(graph: Graph, found: Claim) -> Json:
    stated = [{"id": name, "locator": found.locator} for name in found.stated_in]
    return {
        "id": found.id,
        "iri": found.iri,
        "statement": found.statement,
        "subject": ref(graph.ref(found.subject)),
        "relation": found.relation,
        "object": ref(graph.ref(found.object)) if found.object else None,
        "polarity": found.polarity,
        "type": found.type,
        "reach": found.reach,
        "qualifiers": {
            name: values[0] if len(values) == 1 else list(values)
            for name, values in found.qualifiers.items()
        },
        "status": found.status.value,
        "decided_by": list(found.verdict.decided_by),
        "status_reason": found.verdict.reason,
        "stated_in": stated[0] if len(stated) == 1 else (stated or None),
    }


def evidence(line: EvidenceLine) -> Json:
    """One evidence line with its source."""
    return {
        "id": line.id,
        "direction": line.direction.value,
        "study_design": line.study_design.id if line.study_design else None,
        "directness": line.directness,
        "population": line.population,
        "comparator": line.comparator,
        "time_point": line.time_point,
        "finding": line.finding,
        "sample_size": line.sample_size,
        "effect_size": line.effect_size,
        "source": source(line.source),
    }


def source(found: Source) -> Json:
    """A publication as an evidence line names it."""
    return {
        "id": found.id,
        "label": found.label,
        "authors": found.authors,
        "year": found.year,
        "journal": found.journal,
        "doi": found.doi,
        "pmid": found.pmid,
        "retracted": found.retracted,
        "notes": list(found.notes),
    }


def source_page(graph: Graph, found: Source) -> Json:
    """A source with every claim it states and every line it gives."""
    lines = [line for line in graph.evidence.values() if line.source.id == found.id]
    return source(found) | {
        "iri": found.iri,
        "states": [c.id for c in graph.claims.values() if found.id in c.stated_in],
        "evidence": [
            {"id": line.id, "claim": line.claim, "direction": line.direction.value}
            for line in lines
        ],
        "release": graph.release,
    }


def paths(graph: Graph, found: Paths) -> Json:
    """The chains from one term to another, as ``GET /paths`` gives them."""
    return {
        "from": ref(found.start),
        "to": ref(found.end),
        "paths": [path(graph, each) for each in found.paths],
        "truncated": found.truncated,
        "release": graph.release,
    }


def path(graph: Graph, found: Path) -> Json:
    """One chain; ``weakest`` is an index into ``links``, from 0."""
    return {
        "kind": found.kind.value,
        "status": found.status.value,
        "weakest": found.weakest,
        "length": found.length,
        "links": [path_link(graph, link) for link in found.links],
    }


def path_rows(graph: Graph, found: Paths) -> list[Json]:
    """The chains as a table: one row for each link, numbered from 1."""
    return [
        {
            "path": number,
            "kind": each.kind.value,
            "path_status": each.status.value,
            "link": at + 1,
            **path_link(graph, link),
            "weakest": at == each.weakest,
        }
        for number, each in enumerate(found.paths, start=1)
        for at, link in enumerate(each.links)
    ]


def path_link(graph: Graph, found: PathLink) -> Json:
    """One link; ``under`` names the path's own term where the claim is about another."""
    link = found.link
    answer: Json = {
        "subject": ref(graph.ref(link.subject)),
        "relation": link.relation,
        "object": ref(graph.ref(link.object)),
        "claims": list(link.claims),
        "derived_from": list(link.derived_from),
        "status": link.status.value,
        "where": [where(each) for each in found.where],
        "step": found.step.value,
    }
    if found.node != link.subject:
        answer["under"] = ref(graph.ref(found.node))
    return answer


def where(found: Where) -> Json:
    """A tissue a mechanism occurs in."""
    return ref(found.tissue) | {
        "part_of": list(found.part_of),
        "claims": list(found.claims),
        "status": found.status.value,
    }


def tree(
    graph: Graph, root: str, depth: int | None = None, above: frozenset[str] = frozenset()
) -> Json:
    """``{id, label, children}`` below *root*, to *depth* steps down; none below those *above*."""
    below = () if depth == 0 or root in above else graph.hierarchy.children.get(root, ())
    left = None if depth is None else depth - 1
    return ref(graph.ref(root)) | {
        "children": [
            tree(graph, name, left, above | {root}) for name in sorted(below, key=graph.label)
        ]
    }


def neighborhood(graph: Graph, found: Neighborhood) -> Json:
    """The terms around a term and the links among them, as ``GET /terms/{id}/graph`` gives them."""
    return {
        "root": ref(graph.ref(found.root)),
        "depth": found.depth,
        "nodes": [
            ref(graph.ref(name)) | {"kind": graph.terms[name].kind, "distance": distance}
            for name, distance in found.terms
        ],
        "edges": [
            {
                "subject": edge.subject,
                "relation": edge.relation,
                "object": edge.object,
                "status": edge.status.value if edge.status else None,
                "claims": list(edge.claims),
                "derived_from": list(edge.derived_from),
            }
            for edge in found.edges
        ],
        "truncated": found.truncated,
        "release": graph.release,
    }


def standing(graph: Graph, found: Standing) -> Json:
    """How sure the graph is, as ``GET /evidence`` gives it."""
    return {
        "matrix": [
            {"kind": kind, "status": status.value, "claims": found.matrix.get((kind, status), 0)}
            for kind in found.kinds
            for status in Status
        ],
        "most_disputed": [
            {
                "id": each.claim.id,
                "statement": each.claim.statement,
                "status": each.claim.status.value,
                "supports": each.supports,
                "disputes": each.disputes,
            }
            for each in found.most_disputed
        ],
        "least_studied": [
            ref(graph.ref(each.term))
            | {
                "kind": graph.terms[each.term].kind,
                "claims": each.claims,
                "unassessed": each.unassessed,
            }
            for each in found.least_studied
        ],
        "release": graph.release,
    }


def comparison(graph: Graph, found: Comparison) -> Json:
    """Two terms side by side, as ``GET /compare`` gives them."""

    def point(each: Point) -> Json:
        return ref(graph.ref(each.term)) | {
            "relations": list(each.relations),
            "status": each.status.value,
        }

    def tally(claims: Iterable[Claim]) -> Json:
        counts = Counter(each.status.value for each in claims)
        return {status.value: counts[status.value] for status in Status}

    return {
        "a": ref(graph.ref(found.a)),
        "b": ref(graph.ref(found.b)),
        "aspects": {
            aspect.name: {
                "both": [
                    ref(graph.ref(one.term))
                    | {"status_a": one.status.value, "status_b": other.status.value}
                    for one, other in aspect.both
                ],
                "only_a": [point(each) for each in aspect.only_a],
                "only_b": [point(each) for each in aspect.only_b],
            }
            for aspect in found.aspects
        },
        "claims": {"a": tally(found.claims_a), "b": tally(found.claims_b)},
        "release": graph.release,
    }


def suggestion(found: Hit, name: str) -> Json:
    """A term to offer while someone types; *name* is the label or synonym that fits."""
    return {
        "id": found.term.id,
        "label": found.term.label,
        "kind": found.term.kind,
        "match": found.match.value,
        "name": name,
    }


def select_claims(
    graph: Graph,
    *,
    subject: str | None = None,
    relation: str | None = None,
    object: str | None = None,
    status: str | None = None,
    source: str | None = None,
) -> list[Claim]:
    """Claims that meet every condition given (local names), by id."""
    return [
        claim
        for claim in graph.claims.values()
        if subject in (None, claim.subject)
        and relation in (None, claim.relation)
        and object in (None, claim.object)
        and status in (None, claim.status.value)
        and (source is None or source in _sources_of(claim))
    ]


def _sources_of(claim: Claim) -> set[str]:
    return {*claim.stated_in, *(line.source.id for line in claim.evidence)}


def known_source(graph: Graph, name: str) -> str:
    """The local name of the source *name* (local name or CURIE); raises `NotFound`."""
    local = name.removeprefix("source:")
    if local not in graph.sources:
        raise NotFound("source", name, near(local, graph.sources))
    return local


def near(name: str, known: Iterable[str]) -> list[str]:
    """The names among *known* most like *name*, best first, five at most."""
    return difflib.get_close_matches(name, list(known), n=5, cutoff=0.5)


def citation(found: Json) -> str:
    """``Pickar JG 2002, doi:10.…``: a source as one short line."""
    name = " ".join(str(found[key]) for key in ("authors", "year") if found[key])
    identifier = f"doi:{found['doi']}" if found["doi"] else None
    identifier = identifier or (f"PMID {found['pmid']}" if found["pmid"] else None)
    retracted = "RETRACTED" if found["retracted"] else None
    return ", ".join(filter(None, (name or found["label"], identifier, retracted)))


def balance(found: Claim) -> str:
    """How many publications stand for and against a claim, in words."""
    counts = Counter(line.direction for line in found.evidence)
    if not counts:
        return "no publication speaks to it" if found.type == "empirical" else "a definition"
    return ", ".join(f"{counts[side]} {word}" for side, word in SIDES.items() if counts[side])


def stats(graph: Graph) -> Json:
    """Counts of terms, claims, evidence lines, links and sources."""
    lines = graph.evidence.values()
    return {
        "release": graph.release,
        "terms": dict(sorted(Counter(term.kind for term in graph.terms.values()).items())),
        "claims": {
            status.value: sum(claim.status is status for claim in graph.claims.values())
            for status in Status
        },
        "evidence_lines": dict(sorted(Counter(line.direction.value for line in lines).items())),
        "links": {
            "stated": sum(not link.is_derived for link in graph.links),
            "derived": sum(link.is_derived for link in graph.links),
        },
        "sources": {
            "publications": sum(source.is_publication for source in graph.sources.values()),
            "other": sum(not source.is_publication for source in graph.sources.values()),
        },
    }


def explanation(graph: Graph, found: Explanation) -> Json:
    """Why a link holds: ``how``, its status, and every premise with file and line."""
    return {
        "subject": ref(found.subject),
        "relation": found.relation,
        "object": ref(found.object),
        "holds": found.holds,
        "how": found.how,
        "status": found.status.value if found.status else None,
        "premises": [
            {
                "id": premise.id,
                "kind": premise.kind,
                "words": premise.words,
                "status": premise.status.value if premise.status else None,
                "file": premise.file,
                "line": premise.line,
            }
            for premise in found.premises
        ],
        "denied_by": list(found.denied_by),
        "release": graph.release,
    }


def table(rows: Iterable[Lookup[str, Any]], columns: Sequence[str], separator: str = ",") -> str:
    """*rows* as CSV (RFC 4180) or, with a tab, TSV: terms by id, lists joined by ``|``."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "|".join(_cell(each) for each in value)
    if isinstance(value, Lookup):
        return str(value.get("id", ""))
    return str(value)
