"""``mtkg check`` as its users meet it: files, exit codes, fixes, waivers, old debt."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mtkg.build import hermit
from mtkg.cli import cli
from mtkg.errors import MtkgError, ReasonerFailed
from mtkg.resources import data_dir

ONTOLOGY = data_dir("ontology")
PREFIXES = """@prefix mtkg: <https://w3id.org/mtkg/> .
@prefix claim: <https://w3id.org/mtkg/claim/> .
@prefix source: <https://w3id.org/mtkg/source/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TERM = """mtkg:LumbarMobilization a owl:Class ;
    skos:prefLabel "lumbar mobilization"@en ;
    rdfs:label "lumbar mobilization"@en ;
    skos:definition "Joint mobilization of the lumbar spine."@en ;
    rdfs:subClassOf mtkg:JointMobilization .
"""
ORPHAN = TERM.replace(" ;\n    rdfs:subClassOf mtkg:JointMobilization .", " .")
# A graph of four files, small enough to be written for a test.
KINDS = """mtkg:Intervention a owl:Class ;
    skos:prefLabel "intervention"@en ; rdfs:label "intervention"@en ;
    skos:definition "Planned act of care."@en ;
    owl:disjointWith mtkg:Tissue .
mtkg:Tissue a owl:Class ;
    skos:prefLabel "tissue"@en ; rdfs:label "tissue"@en ;
    skos:definition "Body structure at any scale."@en .
mtkg:JointMobilization a owl:Class ;
    skos:prefLabel "joint mobilization"@en ; rdfs:label "joint mobilization"@en ;
    skos:definition "Intervention on a joint."@en ;
    rdfs:subClassOf mtkg:Intervention .
"""
HEADER = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://w3id.org/mtkg/small> a owl:Ontology ;
    dcterms:title "Small"@en ; dcterms:description "For a test."@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
"""


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], input=stdin, standalone_mode=False)


def exit_code(result: Result) -> int:
    if isinstance(result.exception, MtkgError):
        return result.exception.exit_code
    assert result.exception is None, result.exception
    return int(result.return_value)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small ontology folder in the current folder."""
    folder = tmp_path / "ontology"
    write(folder / "mtkg.ttl", HEADER)
    write(folder / "modules" / "kinds.ttl", PREFIXES + KINDS)
    monkeypatch.chdir(tmp_path)
    return folder


def codes(result: Result) -> list[tuple[str, str, int]]:
    found = json.loads(result.stdout)["diagnostics"]
    return [(d["code"], d["file"], d["start"]["line"]) for d in found]


def test_the_released_ontology_has_no_error_and_no_warning() -> None:
    result = run("--graph", str(ONTOLOGY), "--format", "json")

    found = json.loads(result.stdout)
    serious = [d for d in found["diagnostics"] if d["severity"] != "info"]
    assert serious == []
    assert exit_code(result) == 0


def test_a_clean_draft_gives_0_and_a_faulty_one_1(graph: Path) -> None:
    good = write(graph.parent / "good.ttl", PREFIXES + TERM)
    bad = write(graph.parent / "bad.ttl", PREFIXES + TERM.replace("mtkg:JointM", "mtkg:JoinM"))

    assert exit_code(run(str(good), "--no-hermit")) == 0
    assert exit_code(run(str(bad), "--no-hermit")) == 1


def test_what_counts_as_failure_can_be_chosen(graph: Path) -> None:
    draft = str(write(graph.parent / "draft.ttl", PREFIXES + ORPHAN))

    assert exit_code(run(draft)) == 0
    assert exit_code(run(draft, "--fail-on", "warning")) == 1
    assert exit_code(run(draft, "--fail-on", "never")) == 0


def test_bad_turtle_is_a_finding_and_not_a_matter_of_use(graph: Path) -> None:
    draft = write(graph.parent / "draft.ttl", PREFIXES + "mtkg:A a owl:Class")

    result = run("draft.ttl", "--format", "json")

    assert exit_code(result) == 1
    assert codes(result) == [("KG101", draft.name, 7)]


def test_bytes_that_are_not_utf8_are_a_finding_too(graph: Path) -> None:
    (graph.parent / "draft.ttl").write_bytes(b"# caf\xe9\n")

    result = run("draft.ttl", "--format", "json")

    assert codes(result) == [("KG101", "draft.ttl", 1)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.ttl"],
        ["--graph", "nowhere"],
        ["draft.ttl", "--baseline", "nothing.json"],
        ["draft.ttl", "--waivers", "nothing.yaml"],
        ["--since", "no-such-commit"],
    ],
)
def test_wrong_usage_is_2(graph: Path, arguments: list[str]) -> None:
    write(graph.parent / "draft.ttl", PREFIXES + TERM)

    assert exit_code(run(*arguments)) == 2


def test_a_graph_that_cannot_be_read_is_3_for_a_draft_and_a_finding_for_itself(
    graph: Path,
) -> None:
    write(graph / "modules" / "broken.ttl", "mtkg:A a")
    write(graph.parent / "draft.ttl", PREFIXES + TERM)

    assert exit_code(run("draft.ttl")) == 3
    itself = run("--format", "json")
    assert exit_code(itself) == 1
    assert [code for code, file, _ in codes(itself) if file.endswith("broken.ttl")] == ["KG101"]


def test_the_broken_file_itself_can_be_checked(graph: Path) -> None:
    write(graph / "modules" / "broken.ttl", "mtkg:A a")

    result = run("ontology/modules/broken.ttl", "--format", "json")

    assert codes(result) == [("KG101", "ontology/modules/broken.ttl", 1)]


def test_standard_input_is_a_draft(graph: Path) -> None:
    text = (PREFIXES + TERM.replace("JointMobilization .", "Nope .")).encode()

    result = run("-", "--format", "json", "--no-hermit", stdin=text)

    assert codes(result) == [("KG102", "<stdin>", 11)]


def test_a_file_of_the_graph_replaces_its_part(graph: Path) -> None:
    result = run("ontology/modules/kinds.ttl", "--format", "json")

    assert codes(result) == []


def test_a_draft_with_the_ontologys_iri_replaces_its_file(graph: Path) -> None:
    write(graph.parent / "new.ttl", HEADER.replace('"Small"@en', '"Smaller"@en'))

    result = run("new.ttl", "--format", "json")

    assert codes(result) == []


def test_what_a_draft_breaks_elsewhere_is_shown(graph: Path) -> None:
    write(graph / "modules" / "lumbar.ttl", PREFIXES + TERM)
    shorter = PREFIXES + KINDS[: KINDS.index("mtkg:JointMobilization a")]
    write(graph / "modules" / "kinds.ttl", shorter)

    result = run("ontology/modules/kinds.ttl", "--format", "json", "--no-hermit")

    # The file as it is now is the graph as well: nothing new is caused by it.
    assert codes(result) == []
    write(graph / "modules" / "kinds.ttl", PREFIXES + KINDS)
    text = shorter.encode()
    result = run(
        "-",
        "--stdin-filename",
        "ontology/modules/kinds.ttl",
        "--format",
        "json",
        "--no-hermit",
        stdin=text,
    )
    assert codes(result) == [("KG102", "ontology/modules/lumbar.ttl", 11)]


def test_a_graph_without_a_header_is_told_so(graph: Path) -> None:
    (graph / "mtkg.ttl").unlink()

    result = run("--format", "json", "--no-hermit")

    assert ("KG445", "ontology/modules/kinds.ttl", 1) in codes(result)


def test_a_reasoner_without_java_is_never_clean(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_java() -> Path:
        raise ReasonerFailed("HermiT needs Java, and there is none")

    monkeypatch.setattr(hermit, "find_java", no_java)

    result = run("--format", "json", "--hermit")

    assert exit_code(result) == 1
    assert [code for code, _, line in codes(result) if line == 1] == ["KG601"]


# Fixes


def test_fix_changes_what_is_sure_and_no_other_byte(graph: Path) -> None:
    draft = graph.parent / "draft.ttl"
    before = (
        "\ufeff" + PREFIXES.replace("\n", "\r\n") + "\r\n# Café  𝄞\r\n"
        'mtkg:LumbarMobilization  a owl:Class ;\r\n\tskos:prefLabel "lumbar  mobilization"@en ;\r\n'
        '\trdfs:label "lumbar mobilization"@en;\r\n'
        '\tskos:definition "Joint mobilization of the lumbar spine. "@en ;\r\n'
        "\trdfs:subClassOf mtkg:JointMobilisation . # \r\n"
    )
    draft.write_bytes(before.encode("utf-8"))

    result = run("draft.ttl", "--fix", "--no-hermit", "--format", "json")

    after = (
        before.replace("lumbar  mobilization", "lumbar mobilization")
        .replace("spine. ", "spine.")
        .replace("JointMobilisation", "JointMobilization")
    )
    assert draft.read_bytes() == after.encode("utf-8")
    assert codes(result) == []
    assert "3 fixes applied" in result.stderr


def test_fix_leaves_guesses_alone(graph: Path) -> None:
    text = PREFIXES + TERM.replace("mtkg:JointMobilization .", "mtkg:JointMobilizer .")
    draft = write(graph.parent / "draft.ttl", text)

    result = run("draft.ttl", "--fix", "--no-hermit", "--format", "json")

    assert draft.read_text(encoding="utf-8") == text
    assert codes(result) == [("KG102", "draft.ttl", 11)]


# Old debt


def test_a_baseline_carries_old_findings_and_shows_new_ones(graph: Path) -> None:
    write(graph / "modules" / "old.ttl", PREFIXES + ORPHAN)
    write(graph.parent / "baseline.json", run("--format", "json", "--no-hermit").stdout)
    new = ORPHAN.replace("Lumbar", "Dorsal").replace("lumbar", "dorsal")
    write(graph / "modules" / "old.ttl", PREFIXES + "\n\n# moved\n" + ORPHAN + "\n" + new)

    result = run("--format", "json", "--no-hermit", "--baseline", "baseline.json")

    assert codes(result) == [("KG407", "ontology/modules/old.ttl", 15)]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True)


def test_since_shows_only_what_came_after_the_commit(graph: Path) -> None:
    write(graph / "modules" / "old.ttl", PREFIXES + ORPHAN)
    git(graph.parent, "init", "-q")
    git(graph.parent, "add", ".")
    git(graph.parent, "commit", "-q", "-m", "start")
    new = ORPHAN.replace("Lumbar", "Dorsal").replace("lumbar", "dorsal")
    write(graph / "modules" / "new.ttl", PREFIXES + new)

    result = run("--format", "json", "--no-hermit", "--since", "HEAD")

    assert codes(result) == [("KG407", "ontology/modules/new.ttl", 7)]


# Waivers

WAIVER = "- code: KG407\n  term: mtkg:LumbarMobilization\n  reason: its kind is discussed\n"


def waived(graph: Path, text: str) -> list[tuple[str, str, int]]:
    write(graph / "modules" / "old.ttl", PREFIXES + ORPHAN)
    write(graph / "waivers.yaml", text)
    return codes(run("--format", "json", "--no-hermit"))


def test_a_waiver_silences_its_finding_until_it_expires(graph: Path) -> None:
    assert waived(graph, WAIVER + "  expires: 2999-01-01\n") == []


def test_an_expired_waiver_silences_nothing_and_is_a_finding(graph: Path) -> None:
    found = waived(graph, WAIVER + "  expires: 2020-01-01\n")

    assert {code for code, _, _ in found} == {"KG407", "KG901"}


def test_a_waiver_that_silences_nothing_is_a_finding(graph: Path) -> None:
    other = WAIVER.replace("Lumbar", "Dorsal") + "  expires: 2999-01-01\n"

    found = waived(graph, WAIVER + "  expires: 2999-01-01\n" + other)

    assert [(code, line) for code, _, line in found] == [("KG901", 5)]


@pytest.mark.parametrize(
    "text",
    [
        WAIVER,
        WAIVER.replace("its kind is discussed", '""') + "  expires: 2999-01-01\n",
    ],
)
def test_a_waiver_needs_a_reason_and_a_day(graph: Path, text: str) -> None:
    assert {code for code, _, _ in waived(graph, text)} == {"KG407", "KG902"}


def test_a_waiver_file_that_cannot_be_read_says_where(graph: Path) -> None:
    write(graph / "waivers.yaml", "- code: KG407\n- kode: KG407\n")

    result = run("--no-hermit")

    assert exit_code(result) == 2
    assert "waivers.yaml:2:3" in str(result.exception)


def test_syntax_errors_cannot_be_waived(graph: Path) -> None:
    write(graph / "modules" / "broken.ttl", "mtkg:A a")
    write(graph / "waivers.yaml", "- code: KG101\n  reason: later\n  expires: 2999-01-01\n")

    assert "KG101" in {code for code, _, _ in codes(run("--format", "json", "--no-hermit"))}


# Output


def test_codes_can_be_selected_and_ignored(graph: Path) -> None:
    text = PREFIXES + ORPHAN.replace('"lumbar mobilization"@en', '"lumbar  mobilization"@en', 1)
    write(graph.parent / "draft.ttl", text)

    selected = run("draft.ttl", "--select", "KG406", "--format", "json")
    ignored = run("draft.ttl", "--ignore", "kg40", "--format", "json")

    assert {code for code, _, _ in codes(selected)} == {"KG406"}
    assert {code for code, _, _ in codes(ignored)} == set()


def test_a_report_can_be_written_to_a_file_without_changing_the_exit_code(graph: Path) -> None:
    write(graph.parent / "draft.ttl", PREFIXES + "mtkg:A a")

    result = run("draft.ttl", "--format", "sarif", "-o", "report.sarif")

    assert exit_code(result) == 1
    assert json.loads((graph.parent / "report.sarif").read_text())["version"] == "2.1.0"
    assert result.stdout == ""


def test_the_program_ends_with_the_exit_code_of_the_check(graph: Path) -> None:
    write(graph.parent / "draft.ttl", PREFIXES + "mtkg:A a")
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "mtkg", "check", "draft.ttl", "--format", "concise"]

    done = subprocess.run(
        command,
        cwd=graph.parent,
        env={"PYTHONPATH": str(root / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout.startswith("draft.ttl:7:9 KG101 syntax-error")
    assert done.stderr == ""
