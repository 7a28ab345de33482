"""The service: page, REST and SPARQL over one graph."""
