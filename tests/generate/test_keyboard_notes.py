"""Notes of keys that are seen to go down."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from foley_post.core.time_map import TimeMap
from foley_post.generate import Model, Request, generate_take
from foley_post.midi.notes import Evidence, Note
from foley_post.pose.skeleton import KEY_EVIDENCE, Keyboard, Motion

LENGTH_S = 2.0


def motion(*pressed: tuple[int, int]) -> Motion:
    """Nobody is seen; keys (pitch, picture of 25 a second) go down and stay for 5 pictures."""
    evidence = np.full((50, 88, len(KEY_EVIDENCE)), -6.0, np.float32)
    evidence[..., 3] = 0.5
    for pitch, at in pressed:
        evidence[at - 1 : at + 2, pitch - 21, 0] = (0, 3, 0)
        evidence[at : at + 5, pitch - 21, 1] = 4
        evidence[at + 4 : at + 7, pitch - 21, 2] = (0, 3, 0)
    board = Keyboard(np.eye(3)[None], evidence=evidence)
    return Motion(np.arange(50) / 25, np.full((50, 67, 3), np.nan, np.float32), keyboard=board)


def take(seen: Motion, model: Model, **asked: object) -> list[tuple[int, float]]:
    request = Request(length_s=LENGTH_S, **{"instrument": "piano", **asked})  # type: ignore[arg-type]
    return [(n.pitch, round(n.onset_s, 2)) for n in generate_take(seen, request, model=model).notes]


def test_notes_are_the_keys_that_go_down(untrained: Model):
    request = Request(length_s=LENGTH_S, instrument="piano")
    notes = generate_take(motion((60, 10), (64, 10), (67, 30)), request, model=untrained).notes
    assert [(n.pitch, round(n.onset_s, 2)) for n in notes] == [(60, 0.41), (64, 0.41), (67, 1.21)]
    assert {n.evidence for n in notes} == {Evidence.SEEN}
    assert all(abs(n.length_s - 0.2) < 0.05 for n in notes)


def test_keys_at_rest_are_silence(untrained: Model):
    assert take(motion(), untrained) == []


def test_a_seed_changes_nothing_that_is_seen(untrained: Model):
    seen = motion((60, 10), (64, 20))
    assert take(seen, untrained, seed=1) == take(seen, untrained, seed=2)


def test_pinned_notes_stay_and_are_not_doubled(untrained: Model):
    pinned = (Note(0.41, 0.3, 60, 90), Note(1.6, 0.2, 72, 90))
    notes = take(motion((60, 10), (64, 20)), untrained, pinned=pinned)
    assert notes == [(60, 0.41), (64, 0.81), (72, 1.6)]


def test_a_key_that_is_asked_for_moves_foreign_notes_to_the_nearest(untrained: Model):
    assert take(motion((61, 10)), untrained, key="C major")[0][0] in {60, 62}


def test_film_that_runs_backwards_is_struck_where_keys_seem_to_go_down(untrained: Model):
    back = TimeMap(((Fraction(0), Fraction(2)), (Fraction(2), Fraction(0))))
    (note,) = take(motion((60, 10)).retimed(back), untrained)
    assert note[0] == 60
    assert abs(note[1] - (2.0 - 15 / 25)) < 0.05


def test_no_evidence_leaves_the_notes_to_the_network(untrained: Model):
    seen = motion((60, 10))
    assert seen.keyboard is not None
    blind = replace(seen, keyboard=replace(seen.keyboard, evidence=None))
    assert take(blind, untrained) == []
