"""Which relation a verb can mean between two kinds: the graph's domains and ranges decide."""

from __future__ import annotations

from typing import Final

from mtkg.graph import Graph
from mtkg.lint.arguments import Object, Reader
from mtkg.lint.predicates import Predicate
from mtkg.lint.stating import Triple
from mtkg.lint.tables import actions


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


def fits(graph: Graph, triple: Triple) -> bool:
    """Whether subject and object are in the relation's domain and range."""
    relation = graph.terms.get(triple.relation)
    if relation is None or triple.subject == triple.object:
        return False
    if triple.relation in ("distinctFrom", "partOf") and (
        graph.terms[triple.subject].kind != graph.terms[triple.object].kind
    ):
        return False
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
    bare = mention.term if mention is not None and (mention.name or mention.is_idiom) else None
    composed = bool(acts) and bare != target.term
    found: list[Triple] = []

    def add(relation: str | None, term: str | None = target.term) -> None:
        if relation and term:
            triple = Triple(subject, relation, term)
            if triple not in found and fits(reader.graph, triple):
                found.append(triple)

    for group, name in predicate.readings:
        if group == "relation":
            add(name)
    if composed:
        condition = bare if bare and reader.kind(bare) == "Condition" else None
        treated = bool(condition) and ("treating" in names or bool(_LESSENING & set(acts)))
        if treated and target.term == "PainReduction" and condition != "Pain":
            add("addresses", condition)
        add(relation_of(reader, subject, target.term))
        if treated:
            add("addresses", condition)
        return found, False
    if other in _FORWARD:
        if "treating" in names and adverse(reader, target.term):
            # "Massage helps with the soreness" says nothing of harm.
            return found, False
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
        if reader.graph.is_kind_of(target.term or "", "Pain"):
            add("intendedEffect", "PainReduction")
    return found, False


def opposite_of(act: str) -> str | None:
    """The class of verbs that say the contrary."""
    return actions()[act].opposite
