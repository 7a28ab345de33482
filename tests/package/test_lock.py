"""What the image installs is pinned, vouched for by hashes, and what `pyproject.toml` asks for."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools.lock import FOLDER, PINNED, project, wanted

WANTED = wanted(project())
LOCKS = {name: (FOLDER / name).read_text("utf-8") for name in WANTED}
PLATFORMS = [
    {"sys_platform": system, "platform_machine": machine, "python_version": f"3.{minor}"}
    | {"python_full_version": f"3.{minor}.1"}
    for system, machine in [
        ("linux", "x86_64"),
        ("linux", "aarch64"),
        ("darwin", "arm64"),
        ("win32", "AMD64"),
    ]
    for minor in (11, 12, 13)
]


def pinned(text: str) -> dict[str, tuple[Version, Marker | None]]:
    """Version and marker of each package of a lock."""
    return {
        canonicalize_name(name): (Version(version), Marker(marker) if marker else None)
        for name, version, marker in PINNED.findall(text)
    }


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes_and_no_host_is_named(name: str) -> None:
    body = re.sub(r"^#.*\n", "", LOCKS[name], flags=re.MULTILINE)
    entries = re.split(r"\n(?=\S)", body.strip())

    assert len(entries) == len(pinned(LOCKS[name])) > 0
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry
    assert "://" not in body
    assert "--index" not in body and "--find-links" not in body


@pytest.mark.parametrize("where", PLATFORMS, ids=lambda w: "-".join(w.values()))
@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_meets_every_requirement_on_each_platform(name: str, where: dict[str, str]) -> None:
    locked = pinned(LOCKS[name])

    for requirement in map(Requirement, WANTED[name][1]):
        if requirement.marker and not requirement.marker.evaluate(where):
            continue
        version, marker = locked[canonicalize_name(requirement.name)]
        assert version in requirement.specifier, f"make lock: {requirement} is not met by {version}"
        assert marker is None or marker.evaluate(where), f"{requirement} is not for {where}"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_its_packages_need_in_turn(name: str) -> None:
    locked = pinned(LOCKS[name])
    looked_at = 0
    for package in locked:
        try:
            found = distribution(package)
        except PackageNotFoundError:
            continue
        looked_at += 1
        needs = map(Requirement, found.requires or ())
        missing = [
            str(need)
            for need in needs
            if (need.marker is None or need.marker.evaluate({"extra": ""}))
            and canonicalize_name(need.name) not in locked
        ]
        assert found.version != str(locked[package][0]) or missing == [], package
    assert looked_at > len(locked) / 2
