"""The phrases of claims can be read; they are, only when a text first needs them."""

from __future__ import annotations

from mtkg.graph import Graph
from mtkg.lint.expressions import expression
from mtkg.lint.saying_table import finder_of


def test_every_phrase_of_a_claim_is_well_formed_and_means_terms_of_the_graph(
    release_graph: Graph,
) -> None:
    finder = finder_of(release_graph)
    for phrase in finder.all_phrases():
        expression(phrase.pattern)
    for saying in finder.meanings():
        for term in (saying.subject, saying.object, saying.under):
            assert term is None or term in release_graph.terms
