"""What `mtkg queries` and `mtkg run` print, and with which exit code they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtkg.cli import main


class Run:
    def __init__(self, release: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._release = release
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        more = ["--release", str(self._release)] if arguments[0] == "run" else []
        with pytest.raises(SystemExit) as end:
            main([*arguments, *more])
        said = self._capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err


@pytest.fixture
def run(release_folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(release_folder, capsys)


def test_queries_lists_every_query_with_its_parameters(run: Run) -> None:
    code, out, _ = run("queries", "-O", "json")

    listed = {row["name"]: row for row in json.loads(out)}
    assert code == 0
    assert len(listed) >= 16
    assert list(listed["shared_mechanisms"]["parameters"]["properties"]) == ["technique", "other"]


def test_queries_lists_those_with_a_tag(run: Run) -> None:
    _, out, _ = run("queries", "--tag", "safety", "-O", "csv")

    assert "contraindications_of_technique" in out
    assert "shared_mechanisms" not in out


def test_queries_describes_one_in_words(run: Run) -> None:
    code, out, _ = run("queries", "shared-mechanisms")

    assert code == 0
    assert "--technique" in out
    assert "JointManipulation" in out
    assert "other_status" in out


def test_run_takes_labels_and_both_ways_of_writing_a_value(run: Run) -> None:
    one = run(
        "run",
        "chains-from-technique-to-effect",
        "--technique",
        "joint mobilisation",
        "-O",
        "json",
        "--effect=PainReduction",
    )
    other = run("run", "chains_from_technique_to_effect", "-O", "json")

    assert one == other
    assert json.loads(one[1])[0]["from"] == "JointMobilization"


def test_run_prints_the_query_with_its_values_and_that_query_runs(run: Run) -> None:
    code, out, _ = run("run", "claims_by_status", "--status", "mixed", "--print-query")

    assert code == 0
    assert 'VALUES ?status { "mixed" }' in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no_such_query",), "no query 'no_such_query'"),
        (("claims_by_statos",), "did you mean claims_by_status"),
        (("claims_by_status", "--state", "mixed"), "it takes status"),
        (("claims_by_status", "--status", "proven"), "expected one of established"),
        (("claims_by_status", "--status"), "--status needs a value"),
        (("claims_by_status", "mixed"), "belongs to no parameter"),
        (("mechanisms_of_technique", "--technique", "JointMobilisatoin"), "JointMobilization"),
        (("mechanisms_of_technique", "--technique", "Joint"), "a term of kind Intervention"),
    ],
)
def test_run_refuses_what_it_cannot_ask_with_exit_code_2(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = run("run", *arguments)

    assert (code, out) == (2, "")
    assert words in err
