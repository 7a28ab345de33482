"""New findings only: those that neither a baseline nor an earlier commit has."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from mtkg.check.run import Checker, Options
from mtkg.check.sources import Draft
from mtkg.errors import UsageError
from mtkg.model.diagnostics import Diagnostic

Mark: TypeAlias = tuple[str, str, str]
"""Code, file and message: what stays of a finding when lines have moved."""


def mark(diagnostic: Diagnostic) -> Mark:
    """The mark of a finding."""
    return (diagnostic.code, diagnostic.file, diagnostic.message)


def new_among(found: Iterable[Diagnostic], known: Counter[Mark]) -> list[Diagnostic]:
    """What is in *found* more often than in *known*."""
    left = known.copy()
    kept: list[Diagnostic] = []
    for diagnostic in found:
        left[mark(diagnostic)] -= 1
        if left[mark(diagnostic)] < 0:
            kept.append(diagnostic)
    return kept


def read_baseline(path: Path) -> Counter[Mark]:
    """
    The findings of an earlier run, as ``--format json`` wrote them.

    Raises `UsageError` where the file is not such a report.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Counter((d["code"], d["file"], d["message"]) for d in data["diagnostics"])
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read: {error.strerror}",
            help=f"make one with  mtkg check --format json > {path}",
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} is no report of mtkg check",
            help=f"make one with  mtkg check --format json > {path}",
        ) from error


def findings_at(
    ref: str, ontology: Path, drafts: Sequence[Path], options: Options
) -> Counter[Mark]:
    """
    What the same check found at the commit *ref* of the repository that *ontology* is in.

    Raises `UsageError` where there is no such repository or commit.
    """
    top = Path(_git(ontology, "rev-parse", "--show-toplevel").decode().strip())
    inside = ontology.resolve().relative_to(top)
    with tempfile.TemporaryDirectory(prefix="mtkg-since-") as folder:
        root = Path(folder).resolve()
        archive = _git(top, "archive", "--format=tar", ref, "--", inside.as_posix())
        _unpack(archive, root)
        old = root / inside

        def name_of(path: Path, name: str) -> str:
            now = top / inside / path.resolve().relative_to(old)
            here = Path.cwd()
            return now.relative_to(here).as_posix() if now.is_relative_to(here) else name

        checker = Checker(old, options, name_of)
        found = checker.check_graph() if not drafts else None
        if found is None:
            then = [draft for path in drafts if (draft := _draft_at(ref, top, path))]
            found = checker.check_drafts(then) if then else None
    return Counter(mark(d) for d in found.diagnostics) if found else Counter()


def _draft_at(ref: str, top: Path, path: Path) -> Draft | None:
    resolved = path.resolve()
    if not resolved.is_relative_to(top):
        return None
    inside = resolved.relative_to(top).as_posix()
    try:
        text = _git(top, "show", f"{ref}:{inside}").decode("utf-8")
    except (UsageError, UnicodeDecodeError):
        return None
    here = Path.cwd()
    name = resolved.relative_to(here).as_posix() if resolved.is_relative_to(here) else str(path)
    return Draft(name, text)


def _unpack(archive: bytes, root: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        # Python 3.11.0 to 3.11.3 know no filters; the archive is git's own either way.
        if hasattr(tarfile, "data_filter"):
            tar.extractall(root, filter="data")
        else:
            tar.extractall(root)  # noqa: S202


def _git(folder: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise UsageError("--since needs git, which is not installed") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(
            f"git {arguments[0]}: {said[-1] if said else 'failed'}",
            help="--since takes a commit, branch or tag of the repository the ontology is in",
        )
    return done.stdout
