"""The release in Croissant 1.0, which data set search and machine learning tools read."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any, Final

from mtkg.export.jsonld import LICENSE, TITLE
from mtkg.export.packaging import DataFile, Described, described
from mtkg.export.tables import SEPARATOR, Column, Table, tables
from mtkg.model import vocabulary as v

Json = dict[str, Any]
CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.0"
_KINDS: Final = {
    "string": "sc:Text",
    "list": "sc:Text",
    "integer": "sc:Integer",
    "boolean": "sc:Boolean",
}


def metadata(release: Path) -> Json:
    """
    The data set of the folder *release*: every file, and a record set for each table in it.

    After https://docs.mlcommons.org/croissant/docs/croissant-spec.html.
    """
    about = described(release)
    there = {file.table.name for file in about.files if file.table}
    context = resources.files("mtkg.export").joinpath("croissant_context.json").read_text("utf-8")
    found: Json = {
        "@context": json.loads(context),
        "@type": "sc:Dataset",
        "@id": about.iri,
        "name": "mtkg",
        "alternateName": TITLE,
        "description": about.description,
        "conformsTo": CONFORMS_TO,
        "license": LICENSE,
        "url": v.BASE,
        "version": ".".join(str(int(part)) for part in about.date.split("-")),
        "datePublished": about.date,
        "creator": {"@type": "sc:Organization", "name": "mtkg contributors", "url": v.BASE},
        "citeAs": f"mtkg contributors: {TITLE}, release {about.date}. {about.iri}",
        "inLanguage": "en",
        "isLiveDataset": False,
        "distribution": [_file(about, file) for file in about.files],
    }
    records = [_records(file.table, there) for file in about.files if file.table]
    return found | ({"recordSet": records} if records else {})


def _file(about: Described, file: DataFile) -> Json:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "description": file.summary,
        "contentUrl": about.address(file),
        "contentSize": f"{file.bytes} B",
        "encodingFormat": file.media,
        "sha256": file.sha256,
    }


def _records(table: Table, there: set[str]) -> Json:
    found: Json = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.summary.capitalize(),
        "field": [_field(table, column, there) for column in table.columns],
    }
    if table.key:
        keys = [{"@id": f"{table.name}/{name}"} for name in table.key]
        found["key"] = keys[0] if len(keys) == 1 else keys
    return found


def _field(table: Table, column: Column, there: set[str]) -> Json:
    source: Json = {
        "fileObject": {"@id": tables()[table.name].file},
        "extract": {"column": column.name},
    }
    found: Json = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": _said(column),
        "dataType": _KINDS[column.kind],
        "source": source,
    }
    if column.of and column.of[0] in there and not _refers(column.of[0]):
        found["references"] = {"field": {"@id": "/".join(column.of)}}
    return found


def _refers(table: str) -> bool:
    """Whether *table* refers to others: mlcroissant 1.1 cannot read what refers to such a one."""
    return any(column.of for column in tables()[table].columns)


def _said(column: Column) -> str:
    return (
        f"{column.says}; several are joined by {SEPARATOR}"
        if column.kind == "list"
        else (column.says)
    )
