"""Reading Turtle so that every triple knows the line and column it was written at."""

from mtkg.turtle.positions import PositionedGraph, parse, parse_tolerantly, read
from mtkg.turtle.reader import Statement

__all__ = ["PositionedGraph", "Statement", "parse", "parse_tolerantly", "read"]
