"""The release described for data catalogues: a Frictionless data package, and DCAT."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pyoxigraph as ox

from mtkg.errors import GraphUnavailable
from mtkg.export.jsonld import LICENSE, TITLE
from mtkg.model import vocabulary as v

Json = dict[str, Any]

DCAT: Final = "http://www.w3.org/ns/dcat#"
SPDX: Final = "http://spdx.org/rdf/terms#"
DATASET: Final = ox.NamedNode(f"{v.MTKG}dataset")
MEDIA: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".nq": "application/n-quads",
        ".nt": "application/n-triples",
        ".ttl": "text/turtle",
        ".owl": "application/rdf+xml",
        ".jsonld": "application/ld+json",
        ".trig": "application/trig",
    }
)


def manifest(release: Path) -> Json:
    """``release.json`` of the folder *release*; raises `GraphUnavailable`."""
    try:
        found: Json = json.loads((release / "release.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GraphUnavailable(
            f"{release / 'release.json'}: {error}", help="run `mtkg build` again"
        ) from error
    return found


def frictionless(release: Path) -> Json:
    """A ``datapackage.json`` (https://specs.frictionlessdata.io/data-package/) for *release*."""
    about = manifest(release)
    return {
        "profile": "data-package",
        "name": "mtkg",
        "id": f"{v.MTKG}{about['release']}",
        "title": TITLE,
        "version": about["release"],
        "homepage": v.BASE,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENSE}],
        "resources": [
            {
                "name": name.replace(".", "-").lower(),
                "path": name,
                "format": Path(name).suffix.lstrip("."),
                "mediatype": MEDIA.get(Path(name).suffix, "application/octet-stream"),
                "bytes": file["bytes"],
                "hash": f"sha256:{file['sha256']}",
            }
            for name, file in sorted(about["files"].items())
        ],
    }


def dcat(release: Path) -> Iterator[ox.Triple]:
    """The dataset and a distribution for each file, in DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/)."""
    about = manifest(release)
    yield _say(DATASET, f"{v.RDF}type", ox.NamedNode(f"{DCAT}Dataset"))
    yield _say(DATASET, f"{v.DCTERMS}title", ox.Literal(TITLE, language="en"))
    yield _say(DATASET, f"{v.DCTERMS}license", ox.NamedNode(LICENSE))
    yield _say(DATASET, f"{DCAT}version", ox.Literal(about["release"]))
    yield _say(DATASET, f"{v.DCTERMS}issued", _typed(about["release"], "date"))
    for name, file in sorted(about["files"].items()):
        node = ox.NamedNode(f"{v.MTKG}{about['release']}/{name}")
        media = MEDIA.get(Path(name).suffix, "application/octet-stream")
        checksum = ox.NamedNode(f"{node.value}#checksum")
        yield _say(DATASET, f"{DCAT}distribution", node)
        yield _say(node, f"{v.RDF}type", ox.NamedNode(f"{DCAT}Distribution"))
        yield _say(node, f"{DCAT}downloadURL", node)
        kind = ox.NamedNode(f"https://www.iana.org/assignments/media-types/{media}")
        yield _say(node, f"{DCAT}mediaType", kind)
        yield _say(node, f"{DCAT}byteSize", _typed(str(file["bytes"]), "nonNegativeInteger"))
        yield _say(node, f"{SPDX}checksum", checksum)
        yield _say(checksum, f"{v.RDF}type", ox.NamedNode(f"{SPDX}Checksum"))
        algorithm = ox.NamedNode(f"{SPDX}checksumAlgorithm_sha256")
        yield _say(checksum, f"{SPDX}algorithm", algorithm)
        yield _say(checksum, f"{SPDX}checksumValue", _typed(file["sha256"], "hexBinary"))


def _typed(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(f"{v.XSD}{kind}"))


def _say(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
