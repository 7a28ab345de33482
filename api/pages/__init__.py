"""Pages for people: what a template needs, worked out from the graph, and the page made of it."""
