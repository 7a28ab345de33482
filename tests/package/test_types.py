"""Who uses mtkg from typed code is told the types: a script is checked against the package."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
from __future__ import annotations

from pathlib import Path
from typing import assert_type

import pandas as pd
import polars as pl

import mtkg
from mtkg.display.listing import Listing
from mtkg.model.claims import Claim, EvidenceLine, Status
from mtkg.model.diagnostics import Diagnostic, Severity
from mtkg.model.links import Link
from mtkg.model.terms import Term
from mtkg.session import Chains, ClaimEntry, Findings, Session, TermEntry


def ask(graph: Session) -> None:
    assert_type(graph.term("Joint"), TermEntry)
    assert_type(graph.terms("Mechanism"), Listing[Term])
    assert_type(graph.terms()[0], Term)
    assert_type(graph.claims(status="disputed")[:2], Listing[Claim])
    assert_type(graph.claims()[0].status, Status)
    assert_type(graph.claim("a"), ClaimEntry)
    assert_type(graph.evidence()[0], EvidenceLine)
    assert_type(graph.paths("a", "b"), Chains)
    assert_type(graph.paths("a", "b")[0].links[0].link, Link)
    assert_type(graph.check("<a> a"), Listing[Diagnostic])
    assert_type(graph.lint(Path("a.md"), select=["TX3"]), Findings)
    assert_type(graph.lint("text", form="html")[0].severity, Severity)
    assert_type(graph.lint("text").fixed(), str)
    assert_type(graph.claims().to_pandas(), pd.DataFrame)
    assert_type(graph.claims().to_polars(), pl.DataFrame)


ask(mtkg.load())
ask(mtkg.connect("http://127.0.0.1:8000"))
"""
WRONG = {
    "mtkg.load().lint(1)": "arg-type",
    "mtkg.load().lint('a', form='word')": "arg-type",
    "mtkg.load().term('Joint').lable": "attr-defined",
    "mtkg.load().claims('Joint')": "call-arg",
}


def checked(*scripts: Path) -> subprocess.CompletedProcess[str]:
    """mypy, strict, over *scripts*, with mtkg as a package that is installed."""
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull]
    command += ["--follow-imports", "silent", "--cache-dir", str(ROOT / "build" / "types")]
    return subprocess.run(
        [*command, *map(str, scripts)],
        cwd=scripts[0].parent,
        env={**os.environ, "MYPYPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_typed_script_passes_and_mistakes_in_it_are_found(tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(SCRIPT, "utf-8")
    wrong.write_text("\n".join(["import mtkg", *WRONG]), "utf-8")

    told = checked(right, wrong).stdout

    assert "right.py" not in told, told
    for line, (code, kind) in enumerate(WRONG.items(), start=2):
        assert f"wrong.py:{line}: error" in told and f"[{kind}]" in told, (code, told)
