"""What is said of a keyboard that is seen in part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from foley_post.midi.notes import Evidence, Note, Take
from foley_post.pipeline.keyboard_notices import keyboard_notices
from foley_post.pose.skeleton import KEY_CUES, KEY_EVIDENCE, Keyboard, Motion


def told(
    low: int, high: int, *pitches: int, octave_known: bool = True, hidden: bool = False
) -> tuple[str, ...]:
    """Notes of ``pitches`` at a keyboard that is in view from ``low`` to ``high``."""
    evidence = np.full((50, 88, len(KEY_EVIDENCE)), np.nan, np.float32)
    evidence[:, low - 21 : high - 20] = 0
    cues = np.full((50, 88, len(KEY_CUES)), np.nan, np.float32)
    cues[:, low - 21 : high - 20] = 0.0
    if hidden:
        cues[:, [p - 21 for p in pitches]] = np.nan
    board = Keyboard(np.eye(3)[None], cues, octave_known, 1.0, evidence)
    points = np.full((50, 67, 3), np.nan, np.float32)
    motion = Motion(np.arange(50) / 25, points, keyboard=board)
    notes = [Note(0.1 + 0.1 * i, 0.1, p, 64, evidence=Evidence.SEEN) for i, p in enumerate(pitches)]
    take = Take(notes=tuple(notes), length_s=2.0, instrument="piano", seed=0)
    return keyboard_notices([motion], [take], "V1-001 (A)")


def test_nothing_is_said_of_a_keyboard_seen_whole():
    assert told(21, 108, 40, 60, 80) == ()


def test_an_octave_that_is_a_guess_is_said_with_the_key_it_starts_from():
    (sentence,) = told(48, 84, 60, octave_known=False)
    assert sentence.startswith("Player 1 of V1-001 (A): no end of the keyboard is in view")
    assert "C3" in sentence


def test_playing_at_the_edge_of_the_picture_is_said_on_that_side():
    assert ["below C3" in s for s in told(48, 84, 49, 60)] == [True]
    assert ["above C6" in s for s in told(48, 84, 60, 83)] == [True]
    assert told(48, 84, 60, 70) == ()


def test_keys_under_a_hand_are_counted():
    assert "4 of 4 notes" in told(21, 108, 60, 62, 64, 65, hidden=True)[0]


def test_players_away_from_keys_are_not_mentioned():
    motion = Motion(np.arange(3) / 25, np.full((3, 67, 3), np.nan, np.float32))
    take = Take(notes=(), length_s=2.0, instrument="violin", seed=0)
    assert keyboard_notices([motion, replace(motion, performer=1)], [take], "V1") == ()
