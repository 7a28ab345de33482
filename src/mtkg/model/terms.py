"""What a term is: one class or relation of ours with its labels, definition and place."""

from __future__ import annotations

from dataclasses import dataclass

from mtkg.model.vocabulary import MTKG


@dataclass(frozen=True, slots=True)
class TermRef:
    """A term by its local name and its label, as answers name it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """A cross-reference of a term to another vocabulary's term, with how sure it is (0 to 1)."""

    predicate: str
    id: str
    label: str | None = None
    justification: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """
    One term of the graph.

    ``kind`` is the local name of the root it stands under (``Intervention`` …), or ``Relation``
    for a relation and ``StudyDesign`` for a kind of study. ``parents`` and ``children`` are the
    direct ones after reasoning. ``domain`` and ``range`` are filled for relations only; each is
    a union.
    """

    id: str
    kind: str
    label: str
    definition: str | None = None
    definition_source: str | None = None
    synonyms: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    scope_notes: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    deprecated: bool = False
    replaced_by: str | None = None
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    inverse_label: str | None = None

    @property
    def iri(self) -> str:
        """The term's IRI; never reused for another meaning."""
        return f"{MTKG}{self.id}"

    @property
    def ref(self) -> TermRef:
        """The term as a link names it."""
        return TermRef(self.id, self.label)
