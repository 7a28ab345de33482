"""A small world to build, fresh for each test or shared by those that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.worlds import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A fresh copy, not yet built."""
    return make_world(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One built world for the tests of a module that only read it."""
    world = make_world(tmp_path_factory.mktemp("world"))
    world.build()
    return world
