"""Which relation a verb can mean between two kinds: the graph's domains and ranges decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mtkg.lint.arguments import Object, Reader
from mtkg.lint.sentence import Predicate
from mtkg.lint.tables import actions


@dataclass(frozen=True, slots=True)
class Triple:
    """Subject, relation and object by local name."""

    subject: str
    relation: str
    object: str

    def __str__(self) -> str:
        return f"{self.subject} {self.relation} {self.object}"


_FORWARD: Final = frozenset({"Effect", "Mechanism"})
_WORSENING: Final = frozenset({"more", "worse"})
_LESSENING: Final = frozenset({"less", "remove", "break", "interrupt", "deactivate", "calm"})


def adverse(reader: Reader, term: str) -> bool:
    """Whether *term* is an adverse reaction."""
    return reader.graph.is_kind_of(term, "AdverseReaction")


def relation_of(reader: Reader, subject: str, target: str) -> str | None:
    """The relation of "leads to" between two terms, by their kinds."""
    one, other = reader.kind(subject), reader.kind(target)
    if subject == target or other not in (*_FORWARD, "Condition"):
        return None
    if one == "Intervention":
        if other == "Effect":
            return "mayCause" if adverse(reader, target) else "intendedEffect"
        return "engages" if other == "Mechanism" else None
    if one in _FORWARD and other in _FORWARD:
        return None if adverse(reader, target) else "leadsTo"
    if one in ("Condition", "Characteristic") and other == "Condition":
        return "contributesTo"
    return None


def fits(reader: Reader, triple: Triple) -> bool:
    """Whether subject and object are in the relation's domain and range."""
    relation = reader.graph.terms.get(triple.relation)
    if relation is None or triple.subject == triple.object:
        return False
    if triple.relation == "distinctFrom" and reader.kind(triple.subject) != reader.kind(
        triple.object
    ):
        return False
    graph = reader.graph
    return any(graph.is_kind_of(triple.subject, d) for d in relation.domain) and any(
        graph.is_kind_of(triple.object, r) for r in relation.range
    )


def relations_of(
    reader: Reader, predicate: Predicate, subject: str, target: Object
) -> tuple[list[Triple], bool]:
    """What *predicate* may say of two terms, likeliest first; and whether it says the contrary."""
    if target.term is None:
        return [], False
    names = {name for group, name in predicate.readings if group == "frame"}
    acts = [name for group, name in predicate.readings if group == "action"]
    kind, other = reader.kind(subject), reader.kind(target.term)
    mention = reader.sentence.mention_at(target.first)
    bare = mention.term if mention is not None and mention.name is not None else None
    composed = bool(acts) and bare != target.term
    found: list[Triple] = []

    def add(relation: str | None, term: str | None = target.term) -> None:
        if relation and term:
            triple = Triple(subject, relation, term)
            if triple not in found and fits(reader, triple):
                found.append(triple)

    for group, name in predicate.readings:
        if group == "relation":
            add(name)
    if composed:
        add(relation_of(reader, subject, target.term))
        if bare and reader.kind(bare) == "Condition" and _LESSENING & set(acts):
            add("addresses", bare)
        return found, False
    if other in _FORWARD:
        if (
            "causal" in names
            or set(acts) - _LESSENING
            or ("treating" in names and not acts)
            or "applying" in names
        ):
            add(relation_of(reader, subject, target.term))
        return found, False
    if other == "Condition":
        return _on_condition(reader, subject, target, names, acts, found, add)
    if other == "Characteristic" and kind in _FORWARD and acts:
        add("reduces" if _LESSENING & set(acts) else "increases")
    if other == "Tissue" and "applying" in names:
        add("appliedTo")
    return found, False


def _on_condition(  # type: ignore[no-untyped-def]
    reader: Reader, subject: str, target: Object, names: set[str], acts: list[str], found, add
) -> tuple[list[Triple], bool]:
    contrary = reader.sentence.compose("less", target.first, target.last)
    worse = bool(_WORSENING & set(acts)) and not {"less", "better"} & set(acts)
    if worse and contrary and reader.kind(subject) != "Condition":
        add(relation_of(reader, subject, contrary[0]), contrary[0])
        return found, bool(found)
    if reader.kind(subject) in ("Condition", "Characteristic"):
        if "contributing" in names:
            add("contributesTo")
        return found, False
    if "treating" in names or _LESSENING & set(acts):
        add("addresses")
        add("reduces")
    return found, False


def opposite_of(act: str) -> str | None:
    """The class of verbs that say the contrary."""
    return actions()[act].opposite
