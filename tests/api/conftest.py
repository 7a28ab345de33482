"""The service in this process: over the real release, and over a small world of strange terms."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.strange import strange_world


@pytest.fixture(scope="session")
def client(release_folder: Path) -> TestClient:
    """The service over this checkout's release."""
    return TestClient(create_app(release=release_folder))


@pytest.fixture(scope="session")
def strange(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The service over a world in which labels hold markup and a term is retired."""
    world = strange_world(tmp_path_factory.mktemp("strange"))
    return TestClient(create_app(release=world.out))
