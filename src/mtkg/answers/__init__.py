"""The JSON shapes that the command line and REST both give; one module for each noun."""

from __future__ import annotations

from mtkg.answers.chains import path, path_link, path_rows, paths, where
from mtkg.answers.claims import SIDES, balance, claim, claim_item, evidence, select_claims
from mtkg.answers.names import near
from mtkg.answers.reasons import explanation
from mtkg.answers.shape import Json
from mtkg.answers.sources import citation, known_source, source, source_page
from mtkg.answers.surroundings import neighborhood, tree
from mtkg.answers.tables import table
from mtkg.answers.terms import hit, item, links, mapping, ref, suggestion, term
from mtkg.answers.weighing import comparison, standing, stats

__all__ = [
    "SIDES",
    "Json",
    "balance",
    "citation",
    "claim",
    "claim_item",
    "comparison",
    "evidence",
    "explanation",
    "hit",
    "item",
    "known_source",
    "links",
    "mapping",
    "near",
    "neighborhood",
    "path",
    "path_link",
    "path_rows",
    "paths",
    "ref",
    "select_claims",
    "source",
    "source_page",
    "standing",
    "stats",
    "suggestion",
    "table",
    "term",
    "tree",
    "where",
]
