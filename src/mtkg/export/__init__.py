"""The graph, or one term of it, in the formats that other programs read."""
