"""The note network hears a sound of any length, in blocks of any size, at its own time."""

from __future__ import annotations

import numpy as np
import pytest
from tones import noise

from foley_post.listen.bands import HOP_SAMPLES
from foley_post.listen.network import FRAME_SAMPLES
from foley_post.listen.note_network import OUTPUTS
from foley_post.listen.note_posteriors import NotePosteriors


class Loudness:
    """Stands in for the network: how loud the middle of each frame is, at every key."""

    def hear(self, sound: np.ndarray) -> np.ndarray:
        frames = len(sound) // HOP_SAMPLES + 1
        at = np.minimum(np.arange(frames) * HOP_SAMPLES, len(sound) - 1)
        return np.repeat(np.abs(sound[at])[:, None, None], 88, axis=1).repeat(len(OUTPUTS), 2)


def heard(blocks: list[np.ndarray], frames: int) -> np.ndarray:
    with NotePosteriors(Loudness()) as ears:
        for block in blocks:
            ears.add(block)
        onset, hold = ears.finished(frames)
    assert onset.shape == hold.shape
    return onset


@pytest.mark.parametrize("length_s", [0.0, 0.3, 10.24, 25.1])
def test_every_frame_is_heard_and_the_size_of_the_blocks_changes_nothing(length_s: float) -> None:
    sound = noise(length_s, gain=0.1)
    frames = len(sound) // FRAME_SAMPLES + 1 if len(sound) else 0
    whole = heard([sound], frames)
    assert whole.shape == (frames, 88)
    for size in (9_999, 300_000):
        pieces = [sound[at : at + size] for at in range(0, len(sound), size)]
        assert np.array_equal(heard(pieces, frames), whole)


def test_a_moment_is_heard_at_its_time_however_far_into_the_sound() -> None:
    sound = np.zeros(40 * 22_050, np.float32)
    at = [4410 * k for k in (7, 60, 111, 190)]
    sound[at] = 1.0
    strength = heard([sound], len(sound) // FRAME_SAMPLES + 1)[:, 0].astype(float)
    for sample in at:
        near = slice(sample // FRAME_SAMPLES - 8, sample // FRAME_SAMPLES + 9)
        middle = np.average(np.arange(near.start, near.stop), weights=strength[near])
        assert abs(middle * FRAME_SAMPLES - sample) < FRAME_SAMPLES / 2


def test_after_it_is_left_it_hears_no_more() -> None:
    with NotePosteriors(Loudness()) as ears:
        ears.add(noise(30.0, gain=0.1))
    with pytest.raises(RuntimeError, match="shutdown"):
        ears.add(noise(30.0, gain=0.1))
