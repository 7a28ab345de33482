"""Claims by spreadsheet: a sheet becomes the Turtle it says, or the cells to mend are named."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from mtkg.curate.columns import BY_NAME, COLUMNS
from mtkg.curate.entries import Entries, read_entries
from mtkg.curate.sheet import SHEET, Fault, SheetFaults, read_sheet
from mtkg.curate.template import LISTS, ROWS, template_csv, template_xlsx
from mtkg.curate.turtle import entries_turtle
from mtkg.errors import MtkgError, UsageError
from mtkg.graph import Graph
from mtkg.lookup import Index
from mtkg.reading import read_claims, read_sources
from mtkg.store.embedded import EmbeddedStore
from tests.worlds import World

CLAIM = {
    "statement": "Cupping raises blood flow of the skin.",
    "subject": "cupping therapy",
    "relation": "engages",
    "object": "SkinBloodFlowIncrease",
    "frequency": "often",
    "body region": "mtkg:NeckRegion",
    "combined with": "TherapeuticExercise; stretching",
    "dose": "five minutes",
    "stated in": "keter-2025",
    "locator": "Results, “skin”",
}
LINE = {
    "evidence source": "source:keter-2025",
    "direction": "Supports",
    "study design": "umbrella review",
    "studied": "patients",
    "finding": 'Skin flow rose by "a third" \\ more.',
    "sample size": "12",
}


@pytest.fixture(scope="session")
def index(release_graph: Graph) -> Index:
    return Index(release_graph)


def as_csv(*rows: dict[str, str], separator: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, [c.name for c in COLUMNS], delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_xlsx(path: Path, *rows: Mapping[str, object]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    names = [c.name for c in COLUMNS]
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    book.save(path)
    return path


class Curator:
    def __init__(self, folder: Path, graph: Graph, index: Index) -> None:
        self.folder = folder
        self.graph = graph
        self.index = index

    def read(self, *rows: dict[str, str]) -> Entries:
        file = self.folder / "sheet.csv"
        file.write_text(as_csv(*rows), encoding="utf-8")
        return self.read_file(file)

    def read_file(self, file: Path) -> Entries:
        return read_entries(file.name, read_sheet(file), self.graph, self.index.resolve)

    def faults(self, *rows: dict[str, str]) -> list[str]:
        with pytest.raises(SheetFaults) as raised:
            self.read(*rows)
        return [str(fault) for fault in raised.value.faults]


@pytest.fixture
def curator(tmp_path: Path, release_graph: Graph, index: Index) -> Curator:
    return Curator(tmp_path, release_graph, index)


def read_back(turtle: str, folder: Path, graph: Graph) -> Entries:
    """What the project's own reader makes of *turtle*, in the claims graph beside the designs."""
    file = folder / "claims.trig"
    prefixes, _, rest = turtle.partition("\n\n")
    designs = "".join(
        f"mtkg:{d.id} a mtkg:StudyDesign ; skos:prefLabel {d.label!r} ; mtkg:tier {d.tier} .\n"
        for d in graph.designs.values()
    )
    sources = "".join(
        f'source:{s.id} a mtkg:Source ; rdfs:label "{s.id}" .\n' for s in graph.sources.values()
    )
    file.write_text(
        f"{prefixes}\n<https://w3id.org/mtkg/graph/core> {{\n{designs}}}\n"
        f"<https://w3id.org/mtkg/graph/claims> {{\n{sources}{rest}}}\n",
        encoding="utf-8",
    )
    store = EmbeddedStore.from_files([file])
    claims, _ = read_claims(store, read_sources(store))
    return Entries(tuple(claims.values()), ())


# The way through


def test_a_row_becomes_a_claim_in_the_style_of_the_ontology(curator: Curator) -> None:
    text = entries_turtle(curator.read(CLAIM | LINE), "sheet.csv")

    assert text == (Path(__file__).parent / "cupping.ttl").read_text(encoding="utf-8")


def test_what_is_written_is_what_the_project_reads(curator: Curator, tmp_path: Path) -> None:
    entries = curator.read(CLAIM | LINE)

    (claim,) = read_back(entries_turtle(entries, "x"), tmp_path, curator.graph).claims

    (written,) = entries.claims
    assert dict(claim.qualifiers) == {
        name: tuple(sorted(values)) for name, values in written.qualifiers.items()
    }
    for part in ("id", "statement", "subject", "relation", "object", "reach", "stated_in"):
        assert getattr(claim, part) == getattr(written, part)
    (line,), (expected,) = claim.evidence, written.evidence
    assert (line.id, line.finding, line.sample_size) == (
        expected.id,
        expected.finding,
        expected.sample_size,
    )
    assert line.direction is expected.direction


sentences = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60
).map(lambda text: f"Claim {text} end.")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(statement=sentences, dose=sentences, finding=sentences)
def test_any_text_comes_back_as_it_was(
    curator: Curator, tmp_path: Path, statement: str, dose: str, finding: str
) -> None:
    row = CLAIM | LINE | {"statement": statement, "dose": dose, "finding": finding}
    entries = curator.read(row | {"claim": "a-test"})

    (claim,) = read_back(entries_turtle(entries, "x"), tmp_path, curator.graph).claims

    assert claim.statement == statement
    assert claim.qualifiers["dose"] == (dose,)
    assert claim.evidence[0].finding == finding


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_with_the_separators_spreadsheets_use(
    curator: Curator, tmp_path: Path, separator: str
) -> None:
    file = tmp_path / "other.csv"
    file.write_text("\ufeff" + as_csv(CLAIM | LINE, separator=separator), encoding="utf-8")

    assert curator.read_file(file) == curator.read(CLAIM | LINE)


def test_xlsx_says_the_same_as_csv(curator: Curator, tmp_path: Path) -> None:
    file = as_xlsx(tmp_path / "sheet.xlsx", CLAIM | LINE | {"sample size": 12})

    assert curator.read_file(file) == curator.read(CLAIM | LINE)


def test_the_template_filled_in_is_read(curator: Curator, tmp_path: Path) -> None:
    file = tmp_path / "filled.xlsx"
    file.write_bytes(template_xlsx(curator.graph))
    book = load_workbook(file)
    for number, column in enumerate(COLUMNS, 1):
        book[SHEET].cell(row=2, column=number).value = (CLAIM | LINE).get(column.name)
    book.save(file)

    assert curator.read_file(file) == curator.read(CLAIM | LINE)


def test_a_claim_with_a_number_needs_no_object(curator: Curator) -> None:
    row = {k: v for k, v in CLAIM.items() if k not in ("object", "relation")}
    row |= {"relation": "partOf", "value": "80", "value high": "90.5", "unit": "percent"}

    (claim,) = curator.read(row).claims

    assert claim.object is None
    assert claim.qualifiers["value"] == ("80",)
    assert "mtkg:valueHigh 90.5 ;" in entries_turtle(curator.read(row), "x")


def test_contraindications_reach_every_kind_unless_told_otherwise(curator: Curator) -> None:
    row = CLAIM | {"relation": "contraindicated in", "object": "osteoporosis"}

    assert curator.read(row).claims[0].reach == "every"
    assert curator.read(row | {"reach": "whole"}).claims[0].reach == "whole"


def test_a_second_row_adds_evidence_to_the_first(curator: Curator) -> None:
    second = LINE | {"evidence source": "carnes-2010"}
    by_id = curator.read(CLAIM | LINE, second | {"claim": "cupping-raises-blood-flow-of-the-skin"})
    repeated = curator.read(CLAIM | LINE, CLAIM | second)

    assert by_id == repeated
    assert [line.source.id for line in by_id.claims[0].evidence] == ["keter-2025", "carnes-2010"]


def test_evidence_is_added_to_a_claim_of_the_graph(curator: Curator) -> None:
    entries = curator.read(LINE | {"claim": "claim:massage-reduces-anxiety"})

    assert entries.claims == ()
    assert entries.lines[0].claim == "massage-reduces-anxiety"


def test_what_is_imported_builds(curator: Curator, world: World) -> None:
    graph = world_graph(world)
    sheet = curator.folder / "mini.csv"
    names = graph.terms
    technique = next(t for t in names.values() if t.kind == "Intervention" and t.id.startswith("J"))
    effect = next(t for t in names.values() if t.kind == "Effect" and t.id != "Effect")
    row = {
        "statement": "A new statement.",
        "subject": technique.label,
        "relation": "is given for",
        "object": effect.label,
        "stated in": next(iter(graph.sources)),
    }
    sheet.write_text(as_csv(row), encoding="utf-8")
    entries = read_entries(sheet.name, read_sheet(sheet), graph, Index(graph).resolve)
    (world.ontology / "claims" / "new.ttl").write_text(entries_turtle(entries, sheet.name), "utf-8")

    world.build()

    assert world.graph().claims["a-new-statement"].subject == technique.id


def world_graph(world: World) -> Graph:
    world.build()
    return world.graph()


# What is wrong, and where


@pytest.mark.parametrize(
    ("column", "value", "letter", "words"),
    [
        ("subject", "JointMobilisatoin", "C", "JointMobilization"),
        ("subject", "joint capsule", "C", "JointCapsule is of kind Tissue; engages takes Interv"),
        ("object", "PainReduction", "E", "PainReduction is of kind Effect; engages takes Mechani"),
        ("object", "cupping therapy", "E", "relates the subject to itself"),
        ("object", "engages", "E", "no term that a claim can be about"),
        ("relation", "mayProduce", "D", "derived and never claimed"),
        ("relation", "joint capsule", "D", "is no relation"),
        ("frequency", "offen", "L", "none of always, usually"),
        ("value", "eighty", "F", "is no number"),
        ("sample size", "12.5", "AF", "no whole number"),
        ("stated in", "nobody-1900", "V", "no source"),
        ("study design", "a hunch", "Z", "no term 'a hunch'"),
        ("direction", "dispute", "Y", "none of supports, disputes"),
        ("finding", "word " * 31, "AE", "has 31 words; at most 30"),
        ("claim", "Two Words", "A", "is no id"),
        ("statement", "=HYPERLINK(1)", "B", "begins with '='"),
        ("locator", "@SUM(A1)", "W", "begins with '@'"),
        ("dose", "+cmd", "T", "begins with '+'"),
        ("statement", "Two\nlines.", "B", "a line break"),
        ("statement", "", "B", "is empty; this row needs it"),
        ("finding", "", "AE", "is empty; this row needs it"),
        ("claim", "massage-reduces-anxiety", "A", "exists; leave its columns empty"),
    ],
)
def test_the_cell_that_is_wrong_is_named(
    curator: Curator, column: str, value: str, letter: str, words: str
) -> None:
    (fault,) = curator.faults(CLAIM | LINE | {column: value})

    assert fault.startswith(f"sheet.csv, row 2, column {letter} ({column}): ")
    assert words in fault


def test_every_wrong_cell_is_named_at_once(curator: Curator) -> None:
    faults = curator.faults(
        CLAIM | {"subject": "nothing such", "frequency": "offen"},
        CLAIM | {"object": "nothing such"},
    )

    assert [fault.partition(" (")[0] for fault in faults] == [
        "sheet.csv, row 2, column C",
        "sheet.csv, row 2, column L",
        "sheet.csv, row 3, column E",
    ]


def test_a_statement_that_the_graph_holds_is_not_made_twice(curator: Curator) -> None:
    known = curator.graph.claims["massage-reduces-anxiety"]
    row = {
        "statement": "Massage makes people less anxious.",
        "subject": known.subject,
        "relation": known.relation,
        "object": str(known.object),
        "stated in": known.stated_in[0],
    }

    (fault,) = curator.faults(row)

    assert "claim massage-reduces-anxiety says this already" in fault


def test_a_source_speaks_to_a_claim_once(curator: Curator) -> None:
    row = LINE | {"claim": "massage-reduces-anxiety", "evidence source": "moyer-2004"}

    (fault,) = curator.faults(row)

    assert "moyer-2004 speaks to claim massage-reduces-anxiety already" in fault


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("=1+1", "holds a formula; enter its value"),
        (datetime(2020, 2, 1), "was made a date by the spreadsheet"),  # noqa: DTZ001
        ("#N/A", "holds an error of the spreadsheet"),
    ],
)
def test_a_workbook_cell_without_a_value_of_its_own_is_named(
    curator: Curator, tmp_path: Path, value: object, words: str
) -> None:
    file = as_xlsx(tmp_path / "sheet.xlsx", {**CLAIM, "statement": value})

    with pytest.raises(SheetFaults) as raised:
        curator.read_file(file)

    (fault,) = raised.value.faults
    assert str(fault).startswith(f"sheet.xlsx, sheet Claims, cell B2 (statement): {words}")


def test_a_cell_under_no_heading_is_named(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text("statement,\na,b\nc,,d\n", encoding="utf-8")

    with pytest.raises(SheetFaults) as raised:
        read_sheet(file)

    assert [str(fault) for fault in raised.value.faults] == [
        "sheet.csv, row 2, column B: stands under no heading",
        "sheet.csv, row 3, column C: stands under no heading",
    ]


def test_rows_without_anything_are_passed_over(curator: Curator) -> None:
    assert curator.read({}, CLAIM, {}) == curator.read(CLAIM)


def test_headings_that_are_unknown_or_double_are_named(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text("statement,subjekt,statement\na,b,c\n", encoding="utf-8")

    with pytest.raises(SheetFaults) as raised:
        read_sheet(file)

    assert [str(fault) for fault in raised.value.faults] == [
        "sheet.csv, row 1, column B (subjekt): no column is called 'subjekt'",
        "sheet.csv, row 1, column C (statement): statement heads another column already",
    ]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("sheet.xlsx", b"not a workbook", "no xlsx workbook"),
        ("sheet.csv", "Ä".encode("latin-1"), "not UTF-8"),
        ("sheet.ods", b"", "no sheet has this suffix"),
        ("sheet.csv", b"", "is empty"),
        ("sheet.csv", b'statement\n"open', "no CSV"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)

    with pytest.raises(UsageError, match=words):
        read_sheet(file)


cells = st.sampled_from(
    ["", "joint", "JointMobilization", "engages", "PainReduction", "keter-2025", "supports", "=1"]
) | st.text(max_size=8)
sheets = st.lists(st.dictionaries(st.sampled_from(list(BY_NAME)), cells), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=sheets)
def test_any_sheet_is_taken_over_whole_or_refused_by_cell(
    curator: Curator, rows: list[dict[str, str]]
) -> None:
    faults: Sequence[Fault] = ()
    try:
        entries = curator.read(*rows)
    except SheetFaults as error:
        faults = error.faults
    else:
        assert entries_turtle(entries, "sheet.csv")
    assert all(str(fault).startswith("sheet.csv, row ") for fault in faults)


@given(data=st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
def test_any_file_is_a_sheet_or_refused_in_words(tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    said = name
    try:
        read_sheet(file)
    except MtkgError as error:
        said = str(error)
    assert name in said


# The template


def test_the_workbook_offers_every_term_relation_source_and_design(release_graph: Graph) -> None:
    book = load_workbook(io.BytesIO(template_xlsx(release_graph)))
    sheet = book[SHEET]
    assert [cell.value for cell in sheet[1]] == list(BY_NAME)

    offered = {}
    for choice in sheet.data_validations.dataValidation:
        for area in choice.sqref.ranges:
            assert (area.min_row, area.max_row) == (2, ROWS)
            first, last = str(choice.formula1).removeprefix(f"{LISTS}!").replace("$", "").split(":")
            cells = book[LISTS][first:last]
            offered[sheet.cell(1, area.min_col).value] = [row[0].value for row in cells]

    assert "joint mobilization" in offered["subject"]
    assert "engages" in offered["relation"]
    assert "subClassOf" in offered["relation"]
    assert "mayProduce" not in offered["relation"]
    assert set(offered["evidence source"]) == set(release_graph.sources)
    assert "randomized controlled trial" in offered["study design"]
    assert offered["direction"] == ["supports", "disputes", "mixed", "inconclusive"]


def test_every_name_that_the_workbook_offers_is_understood(
    release_graph: Graph, index: Index
) -> None:
    book = load_workbook(io.BytesIO(template_xlsx(release_graph)))
    for row in book[LISTS].iter_cols(min_row=1, values_only=True):
        heading, *values = [value for value in row if value is not None]
        if heading in ("subject", "study design"):
            assert all(index.resolve(str(value)) for value in values)


def test_nothing_in_the_workbook_is_a_formula(release_graph: Graph) -> None:
    book = load_workbook(io.BytesIO(template_xlsx(release_graph)))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_the_csv_template_has_the_same_columns() -> None:
    assert next(csv.reader(io.StringIO(template_csv()))) == list(BY_NAME)
