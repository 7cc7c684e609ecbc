"""A keyboard moved to the octave that somebody names."""

from __future__ import annotations

import numpy as np
import pytest

from foley_post.core.piano import KEY_U
from foley_post.core.pitches import pitch_name, read_key
from foley_post.pose.keyboard.lowest_key import keys_seen, with_lowest_key
from foley_post.pose.keyboard.octave import mapped
from foley_post.pose.skeleton import KEY_CUES, KEY_EVIDENCE, Keyboard, Motion


def seen_from(pitch: int, keys: int = 30) -> Motion:
    """A keyboard whose lowest key in view is ``pitch``; in the picture it stands at x = 0."""
    first = pitch - 21
    evidence = np.full((4, 88, len(KEY_EVIDENCE)), np.nan, np.float32)
    cues = np.full((4, 88, len(KEY_CUES)), np.nan, np.float32)
    evidence[:, first : first + keys] = np.arange(keys)[None, :, None]
    cues[:, first : first + keys] = 1
    plane = np.array([[1, 0, KEY_U[first]], [0, 1, 0], [0, 0, 1.0]])[None]
    points = np.full((4, 67, 3), np.nan, np.float32)
    return Motion(np.arange(4) / 25, points, keyboard=Keyboard(plane, cues, False, 1.0, evidence))


@pytest.mark.parametrize("said", [24, 36, 48, 60, 72])
def test_keys_evidence_and_place_move_together(said: int):
    moved = with_lowest_key(seen_from(48), said).keyboard
    assert moved is not None
    assert moved.evidence is not None
    assert moved.key_cues is not None
    assert moved.octave_known
    assert np.flatnonzero(keys_seen(moved)).tolist() == list(range(said - 21, said + 9))
    assert moved.evidence[0, said - 21 + 5, 0] == 5
    assert np.isfinite(moved.key_cues[0, said - 21, 0])
    assert mapped(moved.plane[0], np.zeros((1, 2)))[0, 0] == pytest.approx(KEY_U[said - 21])


@pytest.mark.parametrize(("said", "lowest"), [(46, 48), (50, 48), (59, 60), (61, 60)])
def test_which_of_the_twelve_it_is_the_picture_tells(said: int, lowest: int):
    moved = with_lowest_key(seen_from(48), said).keyboard
    assert moved is not None
    assert np.flatnonzero(keys_seen(moved))[0] + 21 == lowest


def test_the_same_word_twice_moves_nothing():
    once = with_lowest_key(seen_from(48), 60)
    twice = with_lowest_key(once, 60)
    assert once.keyboard is not None
    assert twice.keyboard is not None
    np.testing.assert_array_equal(once.keyboard.evidence, twice.keyboard.evidence)
    np.testing.assert_array_equal(once.keyboard.plane, twice.keyboard.plane)


def test_who_sits_at_no_keyboard_is_left_alone():
    motion = Motion(np.arange(4) / 25, np.full((4, 67, 3), np.nan, np.float32))
    assert with_lowest_key(motion, 60) is motion


@pytest.mark.parametrize(
    ("text", "pitch"), [("C4", 60), ("a0", 21), ("Bb3", 58), ("F#2", 42), ("48", 48), ("c8", 108)]
)
def test_names_of_keys(text: str, pitch: int):
    assert read_key(text) == pitch
    assert read_key(pitch_name(pitch)) == pitch


@pytest.mark.parametrize("text", ["", "H3", "C", "C9", "Ab0", "20", "109", "C44"])
def test_what_is_no_key_is_refused(text: str):
    with pytest.raises(ValueError, match=r"key|keys"):
        read_key(text)
