"""
List every identifier that the evidence tables verify, one line each, on standard output.

Usage: ``python tools/verified_identifiers.py FOLDER``, into ``ontology/evidence/identifiers.tsv``.
FOLDER holds ``literature.tsv`` and ``literature_partial.tsv``, and ``notes.md`` with the
corrections that were published. The list is kept in the repository and its digest pinned by a
test, so that no identifier enters the ontology that nobody has seen on a record.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TABLES = ("literature.tsv", "literature_partial.tsv")
COLUMNS = ("scheme", "identifier", "title")
_CORRECTION = re.compile(r"(?P<name>\w+) \((?P<doi>10\.[^,)\s]+)(?:, PMID (?P<pmid>\d+))?\)")

Row = tuple[str, str, str]


def records(folder: Path) -> Iterator[Row]:
    """Scheme, identifier and title of every identifier in the tables of *folder*."""
    for table in TABLES:
        with (folder / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                for scheme in ("doi", "pmid"):
                    if row[scheme]:
                        yield scheme, row[scheme], row["title"]


def corrections(folder: Path) -> Iterator[Row]:
    """The identifiers of published corrections, from the sentence of the notes that lists them."""
    for line in (folder / "notes.md").read_text(encoding="utf-8").splitlines():
        if "Corrections were published for" not in line:
            continue
        for found in _CORRECTION.finditer(line):
            title = f"Correction to {found['name']}"
            yield "doi", found["doi"], title
            if found["pmid"]:
                yield "pmid", found["pmid"], title


def main(arguments: list[str]) -> int:
    """Write the list for the folder named by the only argument."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: verified_identifiers.py FOLDER (with the evidence tables)", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    rows = sorted({*records(folder), *corrections(folder)})
    for row in (COLUMNS, *rows):
        print("\t".join(row))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
