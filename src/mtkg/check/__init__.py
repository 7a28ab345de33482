"""What is wrong with the ontology, the claims or a draft of either: at which line, and why."""
