"""Where the triples are: one port, an embedded store, a remote one, and what guards them."""
