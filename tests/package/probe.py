"""
Run inside a fresh environment by `test_wheel.py`: does an installed mtkg hold all that it needs?

Prints one JSON object with what was found. No connection to any host is allowed meanwhile.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import mtkg


def forbid_network(event: str, _: tuple[Any, ...]) -> None:
    """Refuse every way out of the process, as an audit hook."""
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        raise AssertionError("an installed mtkg called another host")


def parsed_turtle(folder: Path) -> int:
    """How many Turtle files the packaged ontology has; each must parse."""
    from rdflib import Graph

    files = sorted(folder.rglob("*.ttl"))
    for file in files:
        Graph().parse(file, format="turtle")
    return len(files)


def parsed_queries(folder: Path) -> int:
    """How many catalogue queries are packaged; each must be valid SPARQL."""
    from rdflib.plugins.sparql import prepareQuery

    files = sorted(folder.rglob("*.rq"))
    for file in files:
        prepareQuery(file.read_text("utf-8"))
    return len(files)


def page_answers() -> dict[str, int]:
    """The status of the documentation page and of each file of ours that it loads."""
    from fastapi.testclient import TestClient

    from api.app import create_app

    with TestClient(create_app()) as client:
        page = client.get("/docs", headers={"Accept": "text/html"})
        loaded = re.findall(
            r"""<(?:link|script|img)\b[^>]*?(?:src|href)=["']([^"'#]+)""", page.text
        )
        return {"/docs": page.status_code} | {url: client.get(url).status_code for url in loaded}


def main() -> None:
    """Print what was found."""
    sys.addaudithook(forbid_network)
    home = Path(mtkg.__file__).parent
    found = {
        "home": str(home),
        "version": mtkg.__version__,
        "turtle": parsed_turtle(home / "ontology"),
        "queries": parsed_queries(home / "queries"),
        "pages": page_answers(),
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
