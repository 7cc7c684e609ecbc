"""Tempo: the pulse of a take, and takes brought to one pulse as far as sync lets them.

The pulse is found by how well the onsets, as complex numbers round a circle of one beat, point the
same way (the resultant of directional statistics), with Parncutt's (1994) preference for tempi near
100 beats a minute.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.errors import UsageError
from foley_post.midi.edits import quantise
from foley_post.midi.notes import Note, Take

__all__ = ["Pulse", "align_to", "find_pulse"]

_SLOWEST_BPM, _FASTEST_BPM = 50.0, 190.0
_STEP = 1.004

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pulse:
    """Beats at ``first_beat_s + k * 60 / tempo_bpm``; ``clear`` is 0..1."""

    tempo_bpm: float
    first_beat_s: float = 0.0
    clear: float = 1.0

    def __post_init__(self) -> None:
        if not 10 <= self.tempo_bpm <= 500:
            raise UsageError(f"A tempo of {self.tempo_bpm} beats a minute is outside 10 to 500.")

    @property
    def beat_s(self) -> float:
        """One beat in seconds."""
        return 60.0 / self.tempo_bpm


def find_pulse(notes: Sequence[Note]) -> Pulse:
    """The likeliest pulse of the onsets, the loud ones counting more; 120, unclear, for fewer than
    four. Whether a beat is one or two of the listener's stays open, as it does for listeners.
    """
    if len(notes) < 4:
        return Pulse(120.0, notes[0].onset_s if notes else 0.0, 0.0)
    onsets = np.array([n.onset_s for n in notes])
    loud = np.array([float(n.velocity) for n in notes])
    weights = loud - 0.8 * loud.min()
    weights /= weights.sum()
    count = int(math.log(_FASTEST_BPM / _SLOWEST_BPM) / math.log(_STEP)) + 1
    tempi = np.asarray(_SLOWEST_BPM * _STEP ** np.arange(count), np.float64)
    coarse = float(tempi[np.argmax(_fit(onsets, weights, tempi))])
    fine = np.asarray(coarse * _STEP ** np.linspace(-1, 1, 41), np.float64)
    tempo_bpm = float(fine[np.argmax(_fit(onsets, weights, fine))])
    on_beat, on_half = (_resultant(onsets * k, weights, np.array([tempo_bpm]))[0] for k in (1, 2))
    phase_s = float(np.angle(on_beat)) / (2 * math.pi) * 60.0 / tempo_bpm
    clear = min(1.0, float(max(np.abs(on_beat), np.abs(on_half))))
    return Pulse(tempo_bpm, phase_s % (60.0 / tempo_bpm), clear)


def _fit(onsets: Floats, weights: Floats, tempi: Floats) -> Floats:
    """How well each tempo's beats, and half as much their halves, meet the onsets."""
    liked = np.exp(-0.5 * (np.log2(tempi / 100.0) / 0.7) ** 2)
    whole = np.abs(_resultant(onsets, weights, tempi))
    half = np.abs(_resultant(2 * onsets, weights, tempi))
    return np.asarray((whole + 0.5 * half) * liked)


def _resultant(onsets: Floats, weights: Floats, tempi: Floats) -> npt.NDArray[np.complex128]:
    """The mean of the onsets as unit vectors round one beat, for each tempo."""
    turns = onsets[None, :] * tempi[:, None] / 60.0
    return np.asarray(np.exp(2j * np.pi * turns) @ weights)


def align_to(take: Take, pulse: Pulse, *, per_beat: int = 4, loosen_percent: float = 0.0) -> Take:
    """Onsets towards the pulse's grid of ``per_beat`` lines a beat, as far as sync lets them."""
    if not 1 <= per_beat <= 48:
        raise UsageError(f"{per_beat} lines a beat are outside 1 to 48.")
    step_s = pulse.beat_s / per_beat
    return quantise(take, step_s, origin_s=pulse.first_beat_s, loosen_percent=loosen_percent)
