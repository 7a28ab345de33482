"""Every command that the documents show is run, and prints what they show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import documents
from tools.shown import BLOCK, commands, output, shown

ROOT = Path(__file__).parents[2]
SHOWN = [
    pytest.param(command, lines, id=f"{path.name}: {command}")
    for path in documents()
    for match in BLOCK.finditer(path.read_text(encoding="utf-8"))
    for command, lines in commands(match.group(2))
]


@pytest.mark.parametrize(("command", "lines"), SHOWN)
@pytest.mark.usefixtures("release_folder")
def test_a_command_prints_what_the_document_shows(
    command: str, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'src'}:{ROOT}")
    while lines and not lines[-1]:
        lines = lines[:-1]
    real = output(command)

    assert not real[0].startswith("mtkg: "), real
    assert shown(real, lines) == lines, "python -m tools.shown FILE renews it"
