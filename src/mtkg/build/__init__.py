"""From files to a released graph: reading, reasoning, links, artefacts."""
