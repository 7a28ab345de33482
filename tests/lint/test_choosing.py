"""Fixes that a person takes or leaves, by names that the same findings always give."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtkg.errors import BadParameter
from mtkg.lint.fixing import apply_fixes
from mtkg.model.choosing import named, taken
from tests.lint.conftest import Lint

TEXT = "We offer joint mobs.\n\nManual therapy improves joint alignment.\n"


def test_without_a_choice_the_safe_fixes_are_taken(lint: Lint) -> None:
    found = lint(TEXT).diagnostics

    text, count = apply_fixes(TEXT, taken(found, None))

    assert (text, count) == (TEXT.replace("mobs", "mobilizations"), 1)


def test_a_chosen_fix_is_taken_and_a_safe_one_may_be_left(lint: Lint) -> None:
    found = lint(TEXT).diagnostics
    names = {fix.title: name for name, _, fix in named(found)}

    text, _ = apply_fixes(TEXT, taken(found, {names["say “may improve”"]}))

    assert text == TEXT.replace("improves", "may improve")


def test_every_fix_has_a_name_of_its_own(lint: Lint) -> None:
    found = lint(TEXT).diagnostics
    twice = tuple(replace(d, fixes=d.fixes * 2) for d in found)

    names = [name for name, _, _ in named(twice)]

    assert len(names) == len(set(names)) == 4


def test_a_name_that_was_never_given_is_refused(lint: Lint) -> None:
    with pytest.raises(BadParameter, match="9-TX301-1"):
        taken(lint(TEXT).diagnostics, {"9-TX301-1"})
