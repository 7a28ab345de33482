"""What a graph says differently from the last release up to a day."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from mtkg.diff.compare import Difference, compare
from mtkg.errors import BadParameter, NotFound
from mtkg.graph import Graph
from mtkg.releases import CHECKSUMS, Published, published

_DAY: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")


def release_before(shelf: Path, graph: Graph, since: str | None) -> Published:
    """
    The newest release below *shelf* of the day *since* or earlier, or, where no day is named, the
    newest one older than *graph*.

    Raises `BadParameter` where *since* is no day (``YYYY-MM-DD``), and `NotFound`, with the days
    there are, where no release is as old as that.
    """
    if since is not None and not _DAY.match(since):
        raise BadParameter("since", since, "a day, such as 2026-01-31")
    kept = published(shelf)
    for release in kept:
        if release.date <= since if since is not None else release.date < graph.release:
            return release
    days = [release.date for release in kept]
    error = NotFound("release", f"{since} or earlier" if since else "before this one", days[-5:])
    error.help = "the dated releases that are kept are listed by /download"
    raise error


def changes(graph: Graph, release: Published) -> Difference:
    """What *graph* says differently from *release*; raises `GraphUnavailable`."""
    stamp = release.files[CHECKSUMS].sha256
    return compare(_graph_of(release.folder, stamp), graph)


@lru_cache(maxsize=4)
def _graph_of(folder: Path, stamp: str) -> Graph:
    del stamp  # another one where another release has taken the folder
    return Graph.from_release(folder)
