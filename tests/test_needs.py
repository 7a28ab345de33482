"""A test that cannot run here says so, and on a machine that must run it, fails."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """One test that needs the W3C's files, on a machine without them."""
    monkeypatch.delenv("MTKG_W3C", raising=False)
    monkeypatch.delenv("MTKG_REQUIRE", raising=False)
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text("utf-8"))
    pytester.makeini("[pytest]\nmarkers =\n    needs(*names): what the test needs\n")
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.needs("w3c")
        def test_with_files(w3c_folder):
            assert w3c_folder.is_dir()
        """
    )
    return pytester


def test_a_test_is_skipped_where_what_it_needs_is_absent(suite: pytest.Pytester) -> None:
    result = suite.runpytest("-rs")

    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*not found here: w3c*"])


def test_a_test_fails_where_what_is_required_is_absent(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MTKG_REQUIRE", "npm w3c")

    result = suite.runpytest()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*MTKG_REQUIRE demands w3c*"])


def test_a_test_runs_where_what_it_needs_is_there(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MTKG_W3C", str(suite.path))

    suite.runpytest().assert_outcomes(passed=1)


def test_a_misspelt_requirement_is_refused(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MTKG_REQUIRE", "w3x")

    result = suite.runpytest()

    result.stderr.fnmatch_lines(["*MTKG_REQUIRE: w3x; known: *"])
