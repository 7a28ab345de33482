"""The release as a Frictionless data package (https://specs.frictionlessdata.io/data-package/)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from mtkg.export.jsonld import LICENSE, TITLE
from mtkg.export.packaging import DataFile, described
from mtkg.export.tables import Column, Table, tables
from mtkg.model import vocabulary as v

Json = dict[str, Any]
_KINDS: Final = {"string": "string", "list": "string", "integer": "integer", "boolean": "boolean"}


def package(release: Path) -> Json:
    """The content of ``datapackage.json`` beside the files of the folder *release*."""
    about = described(release)
    there = {file.table.name for file in about.files if file.table}
    return {
        "profile": "data-package",
        "name": "mtkg",
        "id": about.iri,
        "title": TITLE,
        "description": about.description,
        "version": about.date,
        "homepage": v.BASE,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENSE}],
        "resources": [_resource(file, there) for file in about.files],
    }


def _resource(file: DataFile, there: set[str]) -> Json:
    found: Json = {
        "name": file.name.replace(".", "-").lower(),
        "path": file.name,
        "title": file.summary,
        "format": Path(file.name).suffix.lstrip("."),
        "mediatype": file.media,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if file.name.endswith(".sssom.tsv"):
        # The metadata of the mappings stand before the table, as lines that begin with #.
        found |= {"dialect": {"delimiter": "\t", "commentChar": "#"}}
    if file.table:
        found |= {"profile": "tabular-data-resource", "schema": _schema(file.table, there)}
        found |= {"encoding": "utf-8"}
    return found


def _schema(table: Table, there: set[str]) -> Json:
    """A Table Schema; references to tables that are not *there* are left out."""
    found: Json = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        found["primaryKey"] = table.key
    references = [(c.name, *c.of) for c in table.columns if c.of and c.of[0] in there]
    if references:
        found["foreignKeys"] = [
            {
                "fields": [name],
                "reference": {
                    "resource": tables()[other].file.replace(".", "-"),
                    "fields": [column],
                },
            }
            for name, other, column in references
        ]
    return found


def _field(column: Column) -> Json:
    found: Json = {"name": column.name, "type": _KINDS[column.kind], "description": column.says}
    if column.key:
        found["constraints"] = {"required": True}
    if column.kind == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    return found
