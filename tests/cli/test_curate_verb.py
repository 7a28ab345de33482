"""`mtkg curate`: what is written, what is not, and how each ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtkg.cli import main

HEAD = "statement,subject,relation,object,stated in\n"
GOOD = "Cupping raises skin flow.,cupping therapy,engages,SkinBloodFlowIncrease,keter-2025\n"
BAD = "Cupping does nothing.,no such thing,engages,SkinBloodFlowIncrease,keter-2025\n"


def run(capsys: pytest.CaptureFixture[str], release: Path, *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main(["curate", *arguments, "--release", str(release)])
    said = capsys.readouterr()
    return int(end.value.code or 0), said.out, said.err


def test_a_template_is_written_once(
    capsys: pytest.CaptureFixture[str], release_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "claims.xlsx"

    first = run(capsys, release_folder, "template", "-o", str(file))
    again = run(capsys, release_folder, "template", "-o", str(file))
    forced = run(capsys, release_folder, "template", "-o", str(file), "--force")

    assert [first[0], again[0], forced[0]] == [0, 2, 0]
    assert "is there already" in again[2]
    assert list(tmp_path.iterdir()) == [file]


def test_import_writes_turtle(
    capsys: pytest.CaptureFixture[str], release_folder: Path, tmp_path: Path
) -> None:
    sheet, out = tmp_path / "claims.csv", tmp_path / "claims.ttl"
    sheet.write_text(HEAD + GOOD, encoding="utf-8")

    code, said, _ = run(capsys, release_folder, "import", str(sheet), "-o", str(out))
    printed = run(capsys, release_folder, "import", str(sheet))

    assert (code, said) == (0, "")
    assert out.read_text(encoding="utf-8") == printed[1]
    assert "claim:cupping-raises-skin-flow a mtkg:Claim" in printed[1]


def test_import_writes_nothing_if_one_cell_is_wrong(
    capsys: pytest.CaptureFixture[str], release_folder: Path, tmp_path: Path
) -> None:
    sheet, out = tmp_path / "claims.csv", tmp_path / "claims.ttl"
    sheet.write_text(HEAD + GOOD + BAD, encoding="utf-8")

    code, said, error = run(capsys, release_folder, "import", str(sheet), "-o", str(out))

    assert (code, said) == (1, "")
    assert "claims.csv, row 3, column B (subject): no term 'no such thing'" in error
    assert list(tmp_path.iterdir()) == [sheet]


@pytest.mark.parametrize("name", ["absent.csv", "absent.xlsx"])
def test_a_sheet_that_is_not_there_ends_with_2(
    capsys: pytest.CaptureFixture[str], release_folder: Path, tmp_path: Path, name: str
) -> None:
    code, _, error = run(capsys, release_folder, "import", str(tmp_path / name))

    assert code == 2
    assert name in error
