"""``mtkg queries``: the questions the catalogue answers, and how to ask each."""

from __future__ import annotations

from typing import Any

import click

from mtkg.catalogue.arguments import parameter_schema
from mtkg.catalogue.spec import QuerySpec, load_catalogue
from mtkg.cli._common import output_option
from mtkg.cli._render import as_json, emit, records
from mtkg.resources import queries_dir


@click.command(name="queries", short_help="List the catalogue of queries.")
@click.argument("name", required=False)
@click.option("--tag", help="Only queries with this tag.")
@output_option("table", "json", "csv", "tsv", "md")
def command(name: str | None, tag: str | None, output: str) -> None:
    """
    List the queries of the catalogue, or describe the query NAME.

    `mtkg run NAME` asks one.
    """
    catalogue = load_catalogue(queries_dir())
    if name is not None:
        spec = catalogue.query(name)
        emit(as_json(described(spec)) if output == "json" else in_words(spec, output))
        return
    rows = [described(spec) for spec in catalogue if tag is None or tag in spec.tags]
    if output != "json":
        rows = [row | {"parameters": list(row["parameters"]["properties"])} for row in rows]
    emit(records(rows, ("name", "summary", "parameters", "tags"), output))


def described(spec: QuerySpec) -> dict[str, Any]:
    """What the catalogue says of *spec*, ready for JSON."""
    return {
        "name": spec.name,
        "summary": spec.summary,
        "description": spec.description,
        "tags": list(spec.tags),
        "parameters": parameter_schema(spec),
        "columns": dict(spec.columns),
        "example": dict(spec.example),
    }


def in_words(spec: QuerySpec, form: str) -> str:
    """*spec* as a page of plain text or, for ``md``, of Markdown."""
    table = form if form in ("md", "csv", "tsv") else "table"
    if table in ("csv", "tsv"):
        return records(parameter_rows(spec), PARAMETER_COLUMNS, table)
    parts = [f"{'# ' if form == 'md' else ''}{spec.name}: {spec.summary}", spec.description]
    if spec.parameters:
        parts.append(records(parameter_rows(spec), PARAMETER_COLUMNS, table))
    columns = [{"column": name, "holds": text} for name, text in spec.columns.items()]
    parts.append(records(columns, ("column", "holds"), table))
    return "\n\n".join(part.rstrip() for part in parts)


PARAMETER_COLUMNS = ("parameter", "type", "default", "meaning")


def parameter_rows(spec: QuerySpec) -> list[dict[str, object]]:
    """One row for each parameter of *spec*."""
    properties = parameter_schema(spec)["properties"]
    return [
        {
            "parameter": f"--{p.name.replace('_', '-')}",
            "type": " or ".join(p.kinds) or p.type.value,
            "default": properties[p.name].get("default", "none"),
            "meaning": p.description,
        }
        for p in spec.parameters
    ]
