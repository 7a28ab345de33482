"""What schemathesis must know to run against the service: how a SPARQL query is sent as a body."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/sparql-query")
def as_query(_: Any, value: Any) -> bytes:
    return str(value).encode("utf-8", "replace")
