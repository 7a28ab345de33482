"""A link between two terms as the graph knows it: stated by claims, or derived from them."""

from __future__ import annotations

from dataclasses import dataclass

from mtkg.model.claims import Status


@dataclass(frozen=True, slots=True)
class Link:
    """
    Subject, relation and object by local name, with the status of the best way to support it.

    ``claims`` are the ids of affirmed claims on exactly this triple. ``derived_from`` holds, for
    a derived link, what it rests on: ids of claims, and of axioms in the justifications graph.
    """

    subject: str
    relation: str
    object: str
    status: Status
    claims: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()

    @property
    def triple(self) -> tuple[str, str, str]:
        """Subject, relation, object."""
        return self.subject, self.relation, self.object

    @property
    def is_derived(self) -> bool:
        """Whether no claim states it."""
        return not self.claims
