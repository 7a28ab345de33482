"""Pictures of the graph as SVG, made without a browser."""
