"""Which relation a verb can mean between two kinds: the graph's domains and ranges decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mtkg.graph import Graph
from mtkg.lint.arguments import Reader
from mtkg.lint.objects import Object
from mtkg.lint.predicates import Predicate
from mtkg.lint.stating import Triple
from mtkg.lint.tables import frames

_FORWARD: Final = frozenset({"Effect", "Mechanism"})
_WORSENING: Final = frozenset({"more", "worse"})
_LESSENING: Final = frozenset({"less", "remove", "break", "interrupt", "deactivate", "calm"})


def adverse(reader: Reader, term: str) -> bool:
    """Whether *term* is an adverse reaction."""
    return reader.graph.is_kind_of(term, "AdverseReaction")


def relation_of(reader: Reader, subject: str, target: str) -> str | None:
    """The relation of "leads to" between two terms, by their kinds."""
    one, other = reader.kind(subject), reader.kind(target)
    if subject == target or not (other in _FORWARD or other == "Condition"):
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


@dataclass
class _Meaning:
    """What one verb may say of two terms."""

    reader: Reader
    subject: str
    target: Object
    frames: frozenset[str]
    acts: frozenset[str]
    heals: bool = False
    """Whether the verb is said of a condition first: "cures trapped nerves"."""
    found: list[Triple] = field(default_factory=list)

    def add(self, relation: str | None, term: str | None = None) -> None:
        """Add a reading, if subject and object are of its kinds."""
        term = term or self.target.term
        if relation and term:
            triple = Triple(self.subject, relation, term)
            if triple not in self.found and fits(self.reader.graph, triple):
                self.found.append(triple)

    def of_composed(self, bare: str | None) -> None:
        """“Eases back pain”: relief, and for a named condition first of all help for it."""
        effect = self.target.term or ""
        condition = bare if bare and self.reader.kind(bare) == "Condition" else None
        treated = "treating" in self.frames or bool(_LESSENING & self.acts)
        heals = self.heals or effect == "PainReduction"
        if condition and treated and heals and condition != "Pain":
            self.add("addresses", condition)
        self.add(relation_of(self.reader, self.subject, effect))
        if condition and treated:
            self.add("addresses", condition)
        if bare and self.reader.kind(self.subject) in _FORWARD:
            self.add("reduces" if _LESSENING & self.acts else "increases", bare)

    def of_process(self) -> None:
        """An effect or a mechanism, as it is named."""
        effect = self.target.term or ""
        if "treating" in self.frames and adverse(self.reader, effect):
            # "Massage helps with the soreness" says nothing of harm.
            return
        treats = "treating" in self.frames and not self.acts
        brings = self.frames & {"causal", "applying"} or self.acts - _LESSENING
        if treats or brings:
            self.add(relation_of(self.reader, self.subject, effect))

    def of_condition(self) -> bool:
        """A condition that is helped, fed, or made worse: the last is the contrary of help."""
        sentence, target = self.reader.sentence, self.target
        relief = sentence.compose("less", target.first, target.last)
        worse = bool(_WORSENING & self.acts) and not {"less", "better"} & self.acts
        kind = self.reader.kind(self.subject)
        if worse and relief and kind != "Condition":
            self.add(relation_of(self.reader, self.subject, relief[0]), relief[0])
            return bool(self.found)
        if kind in ("Condition", "Characteristic"):
            if "contributing" in self.frames:
                self.add("contributesTo")
        elif "treating" in self.frames or _LESSENING & self.acts:
            self.add("addresses")
            self.add("reduces")
            if self.reader.graph.is_kind_of(target.term or "", "Pain"):
                self.add("intendedEffect", "PainReduction")
        return False


def relations_of(
    reader: Reader, predicate: Predicate, subject: str, target: Object
) -> tuple[list[Triple], bool]:
    """What *predicate* may say of two terms, likeliest first; and whether it says the contrary."""
    if target.term is None:
        return [], False
    named: dict[str, set[str]] = {"frame": set(), "action": set(), "relation": set()}
    for group, name in predicate.readings:
        named[group].add(name)
    meaning = _Meaning(
        reader,
        subject,
        target,
        frozenset(named["frame"]),
        frozenset(named["action"]),
        heals=predicate.first < predicate.last
        and reader.sentence.base[predicate.first] in frames().words["healing"],
    )
    for relation in sorted(named["relation"]):
        if predicate.first < predicate.last or target.first == predicate.first:
            meaning.add(relation)
    mention = reader.sentence.mention_at(target.first)
    bare = mention.term if mention is not None and (mention.name or mention.is_idiom) else None
    kind = reader.kind(target.term)
    if meaning.acts and bare != target.term:
        meaning.of_composed(bare)
    elif kind in _FORWARD:
        meaning.of_process()
    elif kind == "Condition":
        return meaning.found, meaning.of_condition()
    elif kind == "Characteristic" and reader.kind(subject) in _FORWARD and meaning.acts:
        meaning.add("reduces" if _LESSENING & meaning.acts else "increases")
    elif kind == "Tissue" and "applying" in meaning.frames:
        meaning.add("appliedTo")
    return meaning.found, False
