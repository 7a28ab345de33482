"""Everyday English that holds a word of the field names no term."""

from __future__ import annotations

import pytest

from tests.lint.conftest import Lint

EVERYDAY = """
The release notes are out; the press release follows. | It was a joint effort, and a joint venture.
They opened a joint account. | The joint committee met. | They have joint custody and a joint degree.
In the long run it is cheaper. | No pain, no gain. | The growing pains of a startup are known.
She took great pains to explain it. | Cost is a pain point. | The nerve centre of the company is here.
That struck a nerve. | She lost her nerve. | Speakers need steady nerves. | It is a bone of contention.
Serve it on bone china. | These are the bare bones of it. | The car stood on the hard shoulder.
We worked shoulder to shoulder. | It takes elbow grease. | They were neck and neck.
The house cost an arm and a leg. | Do not massage the figures. | The swelling numbers of visitors are a worry.
It means guarding against fraud. | The goal fell in injury time. | This adds insult to injury.
He was cupping his ears. | That is the icing on the cake. | They may wind up in court.
A relaxation of the rules is near. | There was friction between the partners. | They tied the knot in May.
He spoke in the same vein. | Please be patient with us. | It was a knee-jerk reaction.
Strength in numbers counts. | On the other hand, it rains. | She has a head start.
The pain in the neck is the paperwork. | Back to back meetings are tiring. | It fits hand in hand.
Terms and conditions apply. | Social mobility is low. | The mobilisation of troops began.
The manipulation of data is a crime. | The market gained traction. | Take a stretch of road.
"""
FIELD = [
    ("The joint works better, and moves the joint first.", "Joint"),
    ("A nerve to the muscle was irritated.", "PeripheralNerve"),
    ("The patient and the therapist agree.", "Patient"),
    ("Guarding eases after an injury.", "MuscleGuarding"),
    ("We add stretching to the plan.", "Stretching"),
]


@pytest.mark.parametrize("text", [t.strip() for t in EVERYDAY.replace("\n", "|").split("|") if t.strip()])  # fmt: skip
def test_everyday_words_name_no_term(lint: Lint, text: str) -> None:
    named = [m.name.written for _, m in lint(text).mentions if m.name and m.is_named]
    assert named == []


@pytest.mark.parametrize(("text", "term"), FIELD)
def test_the_fields_own_sense_stays(lint: Lint, text: str, term: str) -> None:
    assert any(term in m.term for _, m in lint(text).mentions if m.is_named)


@pytest.mark.parametrize("text", ["Manual therapy: see pain.example and window.open there."])
def test_addresses_and_code_name_no_term(lint: Lint, text: str) -> None:
    found = [m.term for _, m in lint(text).mentions]
    assert found == ["ManualTherapy"]
