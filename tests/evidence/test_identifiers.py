"""No identifier stands in the ontology that no record verifies."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
LIST = ONTOLOGY / "evidence" / "identifiers.tsv"
TOOL = ROOT / "tools" / "verified_identifiers.py"

PINNED = "75ef232cb53630768d4431e61fc4c5ab28c7387a203562226c07c2f6769fd02e"
"""SHA-256 of the list, which only `tools/verified_identifiers.py` changes, with the tables."""

DOI = re.compile(r"10\.\d{4,9}/\S+")
PMID = re.compile(r"[1-9]\d{0,7}")
SOURCE = re.compile(r"^source:(?P<id>[\w-]+) a mtkg:Source.*?(?= \.\n)", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'rdfs:label "((?:[^"\\]|\\.)*)"')
SAID = re.compile(r'mtkg:(doi|pmid) "([^"]*)"')
MENTION = {
    "doi": re.compile(r"10\.\d{4,9}/[^\s\",;]+"),
    "pmid": re.compile(r"PMID (\d+)"),
}


def verified() -> dict[tuple[str, str], str]:
    """Scheme and identifier → title, from the pinned list."""
    rows = (line.split("\t") for line in LIST.read_text(encoding="utf-8").splitlines()[1:])
    return {(scheme, identifier): title for scheme, identifier, title in rows}


def stated(turtle: str) -> Iterator[tuple[str, str, str]]:
    """Scheme, identifier and title of each identifier that a source of *turtle* carries."""
    for block in SOURCE.finditer(turtle):
        title = TITLE.search(block.group())
        for scheme, identifier in SAID.findall(block.group()):
            yield scheme, identifier, title.group(1).replace('\\"', '"') if title else ""


def faults(turtle: str) -> list[str]:
    """What is wrong with the identifiers of *turtle*, in words."""
    known = verified()
    found = []
    titles = defaultdict(set)
    for scheme, identifier, title in stated(turtle):
        if not (DOI if scheme == "doi" else PMID).fullmatch(identifier):
            found.append(f"{scheme} {identifier}: malformed")
        elif (scheme, identifier) not in known:
            found.append(f"{scheme} {identifier}: on no record")
        elif known[scheme, identifier] != title:
            found.append(f"{scheme} {identifier}: on the record of {known[scheme, identifier]}")
        titles[scheme, identifier.casefold()].add(title)
    found += [
        f"{scheme} {mention}: mentioned, and on no record"
        for scheme, pattern in MENTION.items()
        for mention in pattern.findall(turtle)
        if (scheme, mention.rstrip(".")) not in known
    ]
    found += [f"{key}: under two titles" for key, under in titles.items() if len(under) > 1]
    return found


@pytest.fixture(scope="module")
def sources() -> str:
    return (ONTOLOGY / "sources.ttl").read_text(encoding="utf-8")


def test_the_list_of_verified_identifiers_is_the_pinned_one() -> None:
    assert hashlib.sha256(LIST.read_bytes()).hexdigest() == PINNED


def test_every_verified_identifier_is_well_formed() -> None:
    for scheme, identifier in verified():
        assert (DOI if scheme == "doi" else PMID).fullmatch(identifier), identifier


def test_no_verified_identifier_has_two_titles() -> None:
    assert len(verified()) == len(LIST.read_text(encoding="utf-8").splitlines()) - 1


@pytest.mark.parametrize(
    "path",
    sorted(ONTOLOGY.rglob("*.ttl")),
    ids=lambda path: str(path.relative_to(ONTOLOGY)),
)
def test_every_identifier_in_the_ontology_is_verified(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_every_publication_with_a_verified_identifier_is_a_source(sources: str) -> None:
    carried = {(scheme, identifier) for scheme, identifier, _ in stated(sources)}
    owed = {key for key, title in verified().items() if not title.startswith("Correction to ")}

    assert carried == owed


def test_corrections_are_named_beside_the_papers_they_correct(sources: str) -> None:
    corrections = {key[1] for key, title in verified().items() if title.startswith("Correction")}

    assert len(corrections) == 3
    assert all(identifier in sources for identifier in corrections)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (('"10.1002/14651858.CD001929.pub3"', '"10.1002/14651858.CD009999.pub1"'), "on no record"),
        (('"10.1002/14651858.CD001929.pub3"', '"doi:10.1002/x"'), "malformed"),
        (('"20097115"', '"PMID 20097115"'), "malformed"),
        (('"Massage for low-back pain"', '"Massage for high-back pain"'), "on the record of"),
        (("PMID 27777353", "PMID 27777354"), "mentioned, and on no record"),
    ],
)
def test_a_wrong_identifier_is_found(sources: str, change: tuple[str, str], expected: str) -> None:
    assert change[0] in sources

    assert any(expected in fault for fault in faults(sources.replace(*change)))


def test_one_identifier_under_two_titles_is_found() -> None:
    turtle = "\n".join(
        f'source:{name} a mtkg:Source ;\n    rdfs:label "{title}" ;\n    mtkg:pmid "20097115" .\n'
        for name, title in (("a", "One"), ("b", "Another"))
    )

    assert any("under two titles" in fault for fault in faults(turtle))


def test_the_script_makes_the_list_from_evidence_tables(tmp_path: Path) -> None:
    head = "title\tdoi\tpmid"
    (tmp_path / "literature.tsv").write_text(
        f"{head}\nOne\t10.1000/one\t123\nOne\t10.1000/one\t123\n"
    )
    (tmp_path / "literature_partial.tsv").write_text(f"{head}\nTwo\t\t\nThree\t\t77\n")
    (tmp_path / "notes.md").write_text(
        "- Corrections were published for Smith (10.1000/fix.1, PMID 88)"
        " and Jones (10.1000/fix.2): show them.\n"
    )

    made = subprocess.run(
        [sys.executable, str(TOOL), str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert made.stdout.splitlines() == [
        "scheme\tidentifier\ttitle",
        "doi\t10.1000/fix.1\tCorrection to Smith",
        "doi\t10.1000/fix.2\tCorrection to Jones",
        "doi\t10.1000/one\tOne",
        "pmid\t123\tOne",
        "pmid\t77\tThree",
        "pmid\t88\tCorrection to Smith",
    ]


def test_the_script_says_how_it_is_called(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, str(TOOL), str(tmp_path / "nowhere")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (made.returncode, "FOLDER" in made.stderr) == (2, True)
