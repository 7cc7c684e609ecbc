"""Lessons: five seconds of clips as a camera may have them, with what sounds at each frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import KEYS, LOWEST
from foley_post.listen.bands import HOP_SAMPLES, frames_of, key_features, log_bands
from foley_post.listen.network import RATE_HZ
from foley_post.listen.note_network import OUTPUTS
from foley_post.train.listener.clips import CLIP_S, Clip, Clips
from foley_post.train.listener.recording import recorded

__all__ = ["LESSON_S", "Lesson", "random_lesson"]

LESSON_S = 5.0
_SAMPLES = round(LESSON_S * RATE_HZ)
_FRAMES = frames_of(_SAMPLES)
_BEYOND_S = 0.5
_SECOND_SHARE, _SECOND_DB = 0.35, (-12.0, 6.0)
_NO_MUSIC_SHARE, _NO_MUSIC_DB = 0.08, (-20.0, 3.0)
_PEAK_DB = (-26.0, 0.0)
_NEAR_S = 1.6 * HOP_SAMPLES / RATE_HZ
_LEAD_S = 0.005

Floats: TypeAlias = npt.NDArray[np.float64]
Floats32: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """``features (T, 88, FEATURES)`` and ``said (T, 88, OUTPUTS)``: onset and offset 1 at their
    moment and less beside it, hold 0 or 1, velocity 0..1 where an onset is.
    """

    features: Floats32
    said: Floats32


def random_lesson(clips: Clips, rng: np.random.Generator) -> Lesson:
    """A part of a clip, or of two at once, or with speech or applause over it, recorded badly."""
    sound, notes = _part(clips.all[rng.integers(len(clips.all))], rng)
    if rng.random() < _SECOND_SHARE:
        other, its_notes = _part(clips.all[rng.integers(len(clips.all))], rng)
        sound = sound + _gain(rng.uniform(*_SECOND_DB)) * other
        notes = np.concatenate([notes, its_notes])
    others = clips.without_notes
    if others and rng.random() < _NO_MUSIC_SHARE:
        other, _ = _part(others[rng.integers(len(others))], rng)
        sound = sound + _gain(rng.uniform(*_NO_MUSIC_DB)) * other
    sound = recorded(sound, rng)
    sound *= _gain(rng.uniform(*_PEAK_DB)) / (np.abs(sound).max() + 1e-9)
    return Lesson(key_features(log_bands(sound.astype(np.float32))), answers(notes))


def answers(notes: Floats) -> Floats32:
    """``(T, 88, OUTPUTS)`` of ``notes (M, 4)`` in seconds of the lesson."""
    said = np.zeros((_FRAMES, KEYS, len(OUTPUTS)), np.float32)
    at_s = np.arange(_FRAMES) * HOP_SAMPLES / RATE_HZ
    for onset_s, pitch, length_s, velocity in notes:
        key, end_s = int(pitch) - LOWEST, onset_s + length_s
        if not 0 <= key < KEYS or onset_s > LESSON_S or end_s < 0:
            continue
        here = said[:, key]
        begins = np.maximum(0, 1 - np.abs(at_s - onset_s) / _NEAR_S)
        ends = np.maximum(0, 1 - np.abs(at_s - end_s) / _NEAR_S)
        here[:, 0] = np.maximum(here[:, 0], begins)
        here[(at_s >= onset_s - _LEAD_S) & (at_s < end_s), 1] = 1
        here[:, 2] = np.maximum(here[:, 2], ends)
        here[begins > 0, 3] = velocity / 127
    return said


def _part(clip: Clip, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """A lesson's length of the clip, silence beyond its ends, and the notes in seconds of it."""
    first = round(rng.uniform(-_BEYOND_S, CLIP_S - LESSON_S + _BEYOND_S) * RATE_HZ)
    sound = np.zeros(_SAMPLES)
    low, high = max(first, 0), min(first + _SAMPLES, len(clip.sound))
    sound[low - first : high - first] = clip.sound[low:high]
    notes = clip.notes.astype(np.float64)
    notes[:, 0] -= first / RATE_HZ
    return sound, notes


def _gain(level_db: float) -> float:
    return float(10 ** (level_db / 20))
