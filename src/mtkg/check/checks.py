"""Every check there is, in the order they run; a new one is one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from mtkg.check import (
    claims,
    declared,
    definitions,
    header,
    hierarchy,
    identifiers,
    kinds,
    labels,
    profile,
    relations,
    shapes,
)
from mtkg.check.reasoning import Reasoning
from mtkg.check.world import World
from mtkg.model.diagnostics import Diagnostic

Check: TypeAlias = Callable[[World, Reasoning], Iterator[Diagnostic]]

CHECKS: Final[tuple[Check, ...]] = (
    declared.undeclared,
    declared.misspelled_vocabulary,
    declared.nearly_ours,
    profile.endless,
    profile.punning,
    profile.restrictions,
    profile.class_positions,
    profile.simple_relations,
    profile.chain_order,
    profile.values,
    profile.links_between_classes,
    shapes.shapes,
    claims.contradictions,
    claims.without_evidence,
    claims.reversed_direction,
    claims.retracted,
    identifiers.forms,
    identifiers.shared,
    kinds.claims,
    kinds.restrictions,
    labels.missing,
    labels.duplicates,
    labels.format_,
    labels.several,
    labels.own_synonyms,
    labels.obsolete,
    definitions.missing,
    definitions.circular,
    definitions.duplicates,
    definitions.style,
    hierarchy.orphans,
    hierarchy.deprecated_in_use,
    hierarchy.deprecation,
    hierarchy.equivalences,
    hierarchy.habits,
    hierarchy.naming,
    relations.ends,
    relations.names,
    relations.inverses,
    relations.characteristics,
    header.header,
    header.redefined,
    header.obo,
)
