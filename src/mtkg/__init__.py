"""The manual therapy knowledge graph: an ontology, graded claims, and the tools to ask them."""

__version__ = "0.1.0"
