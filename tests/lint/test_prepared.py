"""Prepared values outlast a run, follow what they are made of, and are never needed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mtkg.lint.prepared import prepared


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "mtkg" / "lint"


def test_a_value_is_made_once(folder: Path) -> None:
    made: list[int] = []

    def make() -> dict[str, frozenset[str]]:
        made.append(1)
        return {"a": frozenset("bc")}

    for _ in range(3):
        assert prepared("value", make) == {"a": frozenset("bc")}
    assert made == [1]
    assert [path.name.partition("-")[0] for path in folder.iterdir()] == ["value"]


def test_another_graph_has_a_value_of_its_own(folder: Path) -> None:
    assert prepared("value", lambda: "one", of="one graph") == "one"
    assert prepared("value", lambda: "other", of="another graph") == "other"
    assert prepared("value", lambda: "never made", of="one graph") == "one"


@pytest.mark.parametrize("damage", [b"", b"\x80\x05", b"no value at all", b"\x00" * 100])
def test_a_damaged_file_is_made_anew(folder: Path, damage: bytes) -> None:
    prepared("value", lambda: "good")
    (path,) = folder.iterdir()
    path.write_bytes(damage)
    assert prepared("value", lambda: "made anew") == "made anew"
    assert prepared("value", lambda: "never made") == "made anew"


@pytest.mark.skipif(sys.platform == "win32", reason="files have no owner by number there")
def test_a_file_of_someone_else_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared("value", lambda: "theirs")
    monkeypatch.setattr("os.getuid", lambda: -1)
    assert prepared("value", lambda: "mine") == "mine"
    assert len(list(folder.iterdir())) == 1


def test_few_old_states_are_kept(folder: Path) -> None:
    for number in range(9):
        prepared("value", lambda number=number: number, of=str(number))  # type: ignore[misc]
    assert len(list(folder.iterdir())) == 4


def test_where_nothing_can_be_kept_values_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert prepared("value", lambda: "made") == "made"
    assert prepared("value", lambda: "made again") == "made again"
