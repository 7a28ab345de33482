"""Dated releases stay as they were published, and are served beside the current build."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from mtkg.errors import UsageError
from mtkg.releases import published
from mtkg.settings import Settings
from tests.worlds import World, make_world
from tools.release import publish

DATE = "2026-11-23"
LATER = "2026-12-24"


def dated(world: World, date: str) -> None:
    """Give the world's ontology the version *date*, and build it."""
    header = world.ontology / "mtkg.ttl"
    text = re.sub(r'(owl:versionInfo) "[^"]*"', rf'\1 "{date}"', header.read_text("utf-8"))
    header.write_text(text, "utf-8")
    world.build()


def changed(world: World) -> None:
    """Change the words of one definition."""
    module = next((world.ontology / "modules").glob("*.ttl"))
    module.write_text(module.read_text("utf-8").replace('"@en', ' indeed"@en', 1), "utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two builds of small worlds, the later one changed, and the first one published."""
    folder = tmp_path_factory.mktemp("made")
    first, later = make_world(folder / "first"), make_world(folder / "later")
    dated(first, DATE)
    changed(later)
    dated(later, LATER)
    publish(first.out, folder / "releases")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """The same, for one test to change."""
    return Path(shutil.copytree(made, tmp_path / "made"))


@pytest.fixture
def shelf(folder: Path) -> Path:
    """The folder of releases, with the first one in it."""
    return folder / "releases"


@pytest.fixture
def first(folder: Path) -> World:
    """The world whose graph is published."""
    return World(folder / "first")


@pytest.fixture
def later(folder: Path) -> World:
    """The world after it."""
    return World(folder / "later")


def test_a_release_holds_data_tables_descriptions_notes_and_checksums(shelf: Path) -> None:
    names = {file.name for file in (shelf / DATE).iterdir()}

    assert names >= {"mtkg.owl", "mtkg.trig", "terms.csv", "claims.csv", "mtkg-skos.ttl"}
    assert names >= {"datapackage.json", "croissant.json", "dcat.ttl", "NOTES.md", "CITATION.cff"}
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=shelf / DATE, check=False).returncode == 0


def test_publishing_the_same_graph_again_changes_nothing(shelf: Path, first: World) -> None:
    before = {file: file.stat().st_mtime_ns for file in (shelf / DATE).iterdir()}

    assert publish(first.out, shelf) == (shelf / DATE, False)

    assert {file: file.stat().st_mtime_ns for file in (shelf / DATE).iterdir()} == before
    assert [path.name for path in shelf.iterdir()] == [DATE]


def test_another_graph_of_the_same_date_is_refused_and_the_published_one_stays(
    shelf: Path, first: World
) -> None:
    before = (shelf / DATE / "SHA256SUMS").read_bytes()
    changed(first)
    first.build()

    with pytest.raises(UsageError, match=r"differs from it in .*mtkg\.owl") as caught:
        publish(first.out, shelf)

    assert "owl:versionInfo" in (caught.value.help or "")
    assert (shelf / DATE / "SHA256SUMS").read_bytes() == before
    assert [path.name for path in shelf.iterdir()] == [DATE]


def test_the_notes_of_the_next_release_say_what_changed(shelf: Path, later: World) -> None:
    published_at, _ = publish(later.out, shelf)

    told = (published_at / "NOTES.md").read_text("utf-8")
    assert told.startswith(f"# Release {LATER}")
    assert DATE in told and "indeed" in told


def test_a_graph_without_a_date_is_not_published(world: World, tmp_path: Path) -> None:
    header = world.ontology / "mtkg.ttl"
    header.write_text(header.read_text("utf-8").replace("owl:versionInfo", "rdfs:comment"), "utf-8")
    world.build()

    with pytest.raises(UsageError, match="is not released"):
        publish(world.out, tmp_path / "releases")
    assert not list((tmp_path / "releases").glob("*"))


def test_a_folder_that_is_not_what_its_checksums_say_is_no_release(
    shelf: Path, caplog: pytest.LogCaptureFixture
) -> None:
    owl = shelf / DATE / "mtkg.owl"
    owl.chmod(0o644)
    owl.write_bytes(owl.read_bytes() + b"\n")

    assert published(shelf) == ()
    assert "mtkg.owl is not the file" in caplog.text


@pytest.fixture
def client(shelf: Path, later: World) -> Iterator[TestClient]:
    """A service of a later graph, with the first release on its shelf."""
    settings = replace(Settings(), releases=str(shelf))
    with TestClient(create_app(release=later.out, settings=settings)) as client:
        yield client


def test_the_service_lists_what_it_serves_and_every_dated_release(client: TestClient) -> None:
    answer = client.get("/download").json()

    assert answer["date"] == LATER
    assert {"mtkg.owl", "mtkg.trig"} <= {item["name"] for item in answer["items"]}
    assert [(each["date"], each["href"]) for each in answer["releases"]] == [
        (DATE, f"/download/{DATE}")
    ]


def test_every_file_of_a_dated_release_is_served_as_published_and_kept_for_ever(
    client: TestClient, shelf: Path
) -> None:
    listed = client.get(f"/download/{DATE}").json()

    assert listed["published"] is True
    assert {item["name"] for item in listed["items"]} == {f.name for f in (shelf / DATE).iterdir()}
    for item in listed["items"]:
        answer = client.get(item["href"])
        assert answer.status_code == 200, item
        assert hashlib.sha256(answer.content).hexdigest() == item["sha256"]
        assert len(answer.content) == item["bytes"]
        assert "immutable" in answer.headers["cache-control"]


def test_the_current_build_has_its_date_before_it_is_published_but_is_not_kept_for_ever(
    client: TestClient,
) -> None:
    by_date, plain = client.get(f"/download/{LATER}/mtkg.ttl"), client.get("/download/mtkg.ttl")

    assert by_date.content == plain.content
    assert "immutable" not in by_date.headers["cache-control"]
    assert client.get(f"/download/{LATER}").json()["published"] is False


def test_a_release_that_is_put_there_later_is_served_without_a_restart(
    client: TestClient, shelf: Path, later: World
) -> None:
    assert client.get(f"/download/{LATER}/NOTES.md").status_code == 404
    publish(later.out, shelf)

    assert client.get(f"/download/{LATER}/NOTES.md").status_code == 200
    assert [each["date"] for each in client.get("/download").json()["releases"]] == [LATER, DATE]


@pytest.mark.parametrize("path", ["mtkg.ttl", f"{DATE}/mtkg.ttl"])
def test_part_of_a_file_is_sent_to_who_asks_for_part_though_the_whole_is_kept(
    client: TestClient, path: str
) -> None:
    client.headers["accept-encoding"] = "identity"
    whole = client.get(f"/download/{path}")

    part = client.get(f"/download/{path}", headers={"range": "bytes=10-19"})

    assert part.status_code == 206
    assert part.content == whole.content[10:20]
    assert part.headers["etag"] == whole.headers["etag"]
    assert client.get(f"/download/{path}").content == whole.content


@pytest.mark.parametrize("query", ["", f"?since={DATE}", "?since=2026-12-01"])
def test_changes_since_a_day_are_those_since_the_last_release_up_to_it(
    client: TestClient, query: str
) -> None:
    answer = client.get(f"/changes{query}")

    assert answer.status_code == 200
    assert (answer.json()["old"], answer.json()["new"]) == (DATE, LATER)
    (change,) = answer.json()["terms"]["changed"]
    assert change["what"] in {"definition", "label", "synonyms"}
    assert change["new"].replace(" indeed", "") == change["old"]
    assert answer.headers["link"].startswith("</changes.md")


def test_changes_read_as_notes_too(client: TestClient) -> None:
    answer = client.get("/changes.md")

    assert answer.headers["content-type"].startswith("text/markdown")
    assert DATE in answer.text and "indeed" in answer.text


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("?since=2026-01-01", 404, DATE),
        ("?since=yesterday", 422, "2026-01-31"),
        ("?since=2026-13-01", 422, "2026-01-31"),
    ],
)
def test_changes_since_no_release_say_what_can_be_asked(
    client: TestClient, query: str, status: int, said: str
) -> None:
    answer = client.get(f"/changes{query}")

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.text


@pytest.mark.parametrize("path", ["1999-01-01", "1999-01-01/mtkg.owl", f"{DATE}/mtkg.exe"])
def test_what_is_not_there_is_404_with_what_is(client: TestClient, path: str) -> None:
    answer = client.get(f"/download/{path}")

    assert answer.status_code == 404
    near = answer.json()["did_you_mean"]
    assert DATE in near or "mtkg.owl" in near


@pytest.mark.parametrize("path", ["%2e%2e/release.json", f"{DATE}/..%2f..%2fout%2fmtkg.nq"])
def test_nothing_outside_a_release_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/download/{path}").status_code in (400, 404)


def test_an_older_release_can_be_compared_and_loaded(shelf: Path, tmp_path: Path) -> None:
    import mtkg

    copy = tmp_path / "copy"
    shutil.copytree(shelf / DATE, copy)

    assert mtkg.load(copy).release == DATE
