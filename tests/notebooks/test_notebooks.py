"""The example notebooks run from top to bottom, and what they show is rich."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tools.notebooks import FOLDER, executed

BOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq")
@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_is_kept_with(release_folder: Path, path: Path) -> None:
    kept = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    book = executed(path)

    code = [cell for cell in book.cells if cell.cell_type == "code"]
    shown = [cell.outputs for cell in kept.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in code] == shown, "python -m tools.notebooks renews it"
    assert code and all(cell.outputs for cell in code)
    assert sum("text/html" in out.get("data", {}) for c in code for out in c.outputs) >= 4
