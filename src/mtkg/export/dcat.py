"""The release as a data set with its distributions, in DCAT 3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from mtkg.export.jsonld import LICENSE, TITLE
from mtkg.export.packaging import described
from mtkg.model import vocabulary as v

DCAT: Final = "http://www.w3.org/ns/dcat#"
SPDX: Final = "http://spdx.org/rdf/terms#"
DATASET: Final = ox.NamedNode(f"{v.MTKG}dataset")


def dcat(release: Path) -> Iterator[ox.Triple]:
    """The dataset and a distribution for each file (https://www.w3.org/TR/vocab-dcat-3/)."""
    about = described(release)
    yield _say(DATASET, f"{v.RDF}type", ox.NamedNode(f"{DCAT}Dataset"))
    yield _say(DATASET, f"{v.DCTERMS}title", ox.Literal(TITLE, language="en"))
    yield _say(DATASET, f"{v.DCTERMS}description", ox.Literal(about.description, language="en"))
    yield _say(DATASET, f"{v.DCTERMS}license", ox.NamedNode(LICENSE))
    yield _say(DATASET, f"{DCAT}version", ox.Literal(about.date))
    yield _say(DATASET, f"{v.DCTERMS}issued", _typed(about.date, "date"))
    for file in about.files:
        node = ox.NamedNode(about.address(file))
        checksum = ox.NamedNode(f"{node.value}#checksum")
        yield _say(DATASET, f"{DCAT}distribution", node)
        yield _say(node, f"{v.RDF}type", ox.NamedNode(f"{DCAT}Distribution"))
        yield _say(node, f"{v.DCTERMS}title", ox.Literal(file.summary, language="en"))
        yield _say(node, f"{DCAT}downloadURL", node)
        kind = ox.NamedNode(f"https://www.iana.org/assignments/media-types/{file.media}")
        yield _say(node, f"{DCAT}mediaType", kind)
        yield _say(node, f"{DCAT}byteSize", _typed(str(file.bytes), "nonNegativeInteger"))
        yield _say(node, f"{SPDX}checksum", checksum)
        yield _say(checksum, f"{v.RDF}type", ox.NamedNode(f"{SPDX}Checksum"))
        algorithm = ox.NamedNode(f"{SPDX}checksumAlgorithm_sha256")
        yield _say(checksum, f"{SPDX}algorithm", algorithm)
        yield _say(checksum, f"{SPDX}checksumValue", _typed(file.sha256, "hexBinary"))


def _typed(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(f"{v.XSD}{kind}"))


def _say(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
