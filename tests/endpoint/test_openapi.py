"""schemathesis on the OpenAPI document: no 500, and no answer that is not described."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mtkg.releases import CHECKSUMS, checksums
from tests.servers import ROOT, serving

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,response_headers_conformance"
)


@pytest.fixture
def shelf(release_folder: Path, tmp_path: Path) -> Path:
    """A folder of releases with one from before the day that the document gives as an example."""
    release = tmp_path / "releases" / "2026-01-01"
    shutil.copytree(release_folder, release)
    (release / CHECKSUMS).write_text(checksums(release), encoding="utf-8")
    return release.parent


@pytest.mark.slow
@pytest.mark.needs("minutes")
def test_no_request_gets_a_500_or_an_answer_that_is_not_described(
    release_folder: Path, shelf: Path, tmp_path: Path
) -> None:
    program = Path(sys.executable).parent / "schemathesis"
    with serving([f"--release={release_folder}"], {"MTKG_RELEASES": str(shelf)}) as address:
        found = subprocess.run(
            [
                str(program),
                "run",
                f"{address}/openapi.json",
                f"--checks={CHECKS}",
                "--max-examples=15",
                "--seed=1",
                "--no-color",
                "--generation-database=none",
            ],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=250,
            env={
                **os.environ,
                "SCHEMATHESIS_HOOKS": "tests.endpoint.schemathesis_hooks",
                "PYTHONPATH": str(ROOT),
            },
            check=False,
        )

    assert found.returncode == 0, found.stdout[-6000:]
