"""Notes heard in a recording of one instrument, for footage that has sound but no score.

Onsets are peaks of the spectral flux; a pitch is the one whose harmonics are strongest in the sound
after its onset: one note an onset, so that of a chord only one is told. Good enough to learn *when*
from; pitches are a first guess.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.core.instruments import Instrument, instrument
from foley_post.midi.notes import Note

__all__ = ["HEARD_HZ", "heard_notes", "heard_onsets", "velocities_at"]

HEARD_HZ = 22_050
"""The sample rate of everything that is heard here."""

Floats: TypeAlias = npt.NDArray[np.float64]
Samples: TypeAlias = npt.NDArray[np.float32]

_WINDOW, _HOP = 1024, 128
_APART_S = 0.06
_AROUND_S = 0.5
_PITCH_S = (0.03, 0.25)
_HARMONICS = 8
_ROOM_DB = 45.0
_DRUM_EDGES_HZ = (250.0, 3000.0)
_DRUM_PITCHES = (36, 38, 42)


def heard_onsets(samples: Samples) -> Floats:
    """``(N,)`` seconds at which something begins in ``samples (T,)`` at `HEARD_HZ`, rising."""
    import scipy.ndimage
    import scipy.signal

    loudest = float(np.abs(samples).max()) if len(samples) else 0.0
    if len(samples) < 4 * _WINDOW or loudest < 1e-4:
        return np.zeros(0)
    _, at_s, spectrum = scipy.signal.stft(
        samples / loudest, HEARD_HZ, nperseg=_WINDOW, noverlap=_WINDOW - _HOP
    )
    level = np.log1p(100 * np.abs(spectrum))
    # Against two hops before: one hop of 6 ms is too short for a soft attack to rise in.
    rise = np.maximum(level[:, 2:] - level[:, :-2], 0).sum(axis=0)
    around = int(_AROUND_S * HEARD_HZ / _HOP) | 1
    floor = scipy.ndimage.uniform_filter1d(rise, around) + 0.35 * rise.std()
    peaks, _ = scipy.signal.find_peaks(
        rise, height=np.maximum(1.3 * floor, 0.05 * rise.max()), distance=_hops(_APART_S)
    )
    # The window's middle is past the attack by about a quarter of its length when the flux peaks.
    found: Floats = np.maximum(at_s[peaks + 1], 0.0)
    return found


def heard_notes(samples: Samples, name: str) -> tuple[Note, ...]:
    """The notes of ``samples (T,)`` at `HEARD_HZ`, one an onset, in the range of the instrument."""
    what = instrument(name)
    onsets = heard_onsets(samples)
    ends = np.append(onsets[1:], len(samples) / HEARD_HZ)
    pitches = [_pitch(samples, span, what) for span in zip(onsets, ends, strict=True)]
    if what.sustained and len(onsets):
        onsets, pitches = _without_swells(samples, onsets, pitches)
        ends = np.append(onsets[1:], len(samples) / HEARD_HZ)
    loud = velocities_at(samples, onsets)
    return tuple(
        Note(
            float(on), max(_sounding_s(samples, float(on), float(end)), 0.05), pitch, int(velocity)
        )
        for on, end, pitch, velocity in zip(onsets, ends, pitches, loud, strict=True)
    )


def _without_swells(
    samples: Samples, onsets: Floats, pitches: list[int]
) -> tuple[Floats, list[int]]:
    """Without onsets on the pitch that sounds already, unless it was let go before: vibrato and
    swells of a held note are no notes.
    """
    kept = [0]
    for k in range(1, len(onsets)):
        at_s = float(onsets[k])
        before = _power(samples, at_s - 0.06, at_s - 0.01)
        if pitches[k] != pitches[kept[-1]] or before < 0.25 * _power(samples, at_s, at_s + 0.1):
            kept.append(k)
    return onsets[kept], [pitches[k] for k in kept]


def velocities_at(samples: Samples, onsets: Floats) -> npt.NDArray[np.int64]:
    """``(N,)`` velocities 20..120: how loud the sound gets within 0.1 s of each onset, in dB below
    the loudest of them.
    """
    powers = np.array([_power(samples, t, t + 0.1) for t in onsets])
    if not len(powers) or powers.max() <= 0:
        return np.full(len(onsets), 64, dtype=np.int64)
    below_db = 10 * np.log10(np.maximum(powers / powers.max(), 1e-9))
    loud: npt.NDArray[np.int64] = np.clip(
        np.round(120 + 100 * below_db / _ROOM_DB), 20, 120
    ).astype(np.int64)
    return loud


def _hops(seconds: float) -> int:
    return max(int(seconds * HEARD_HZ / _HOP), 1)


def _power(samples: Samples, start_s: float, end_s: float) -> float:
    some = samples[int(start_s * HEARD_HZ) : int(end_s * HEARD_HZ)]
    return float(np.mean(some.astype(np.float64) ** 2)) if len(some) else 0.0


def _sounding_s(samples: Samples, on_s: float, end_s: float) -> float:
    """Until the sound has fallen by 20 dB, or the next onset."""
    start = _power(samples, on_s, min(on_s + 0.1, end_s))
    at_s = on_s + 0.1
    while at_s < end_s and _power(samples, at_s, at_s + 0.05) > 0.01 * start:
        at_s += 0.05
    return min(at_s, end_s) - on_s


def _pitch(samples: Samples, span_s: tuple[float, float], what: Instrument) -> int:
    """The pitch whose harmonics are strongest just after the onset; a drum by its brightness."""
    first = int((span_s[0] + _PITCH_S[0]) * HEARD_HZ)
    last = int(min(span_s[0] + _PITCH_S[1], max(span_s[1], span_s[0] + 0.08)) * HEARD_HZ)
    some = samples[first:last]
    if len(some) < 256:
        return (what.lowest + what.highest) // 2
    spectrum = np.abs(np.fft.rfft(some * np.hanning(len(some)), 1 << 15))
    hertz = np.arange(len(spectrum)) * HEARD_HZ / (1 << 15)
    if what.drums:
        power = np.cumsum(spectrum**2)
        middle_hz = float(hertz[int(np.searchsorted(power, 0.5 * power[-1]))])
        return _DRUM_PITCHES[int(np.searchsorted(_DRUM_EDGES_HZ, middle_hz))]
    pitches = np.arange(what.lowest, what.highest + 1)
    ground = 440.0 * 2.0 ** ((pitches - 69) / 12)
    partials = ground[:, None] * np.arange(1, _HARMONICS + 1)
    # The strongest bin within a quarter tone of each partial, the higher ones counting less.
    reach = max(int(0.012 * ground.min() * (1 << 15) / HEARD_HZ), 1)
    bins = np.round(partials * (1 << 15) / HEARD_HZ).astype(np.intp)
    near = np.clip(bins[..., None] + np.arange(-reach, reach + 1), 0, len(spectrum) - 1)
    strength = np.sqrt(spectrum[near].max(axis=2)) * (partials < HEARD_HZ / 2)
    score = (strength * 0.8 ** np.arange(_HARMONICS)).sum(axis=1)
    # A true ground tone is there itself; an octave below it every second partial is missing.
    missing = strength[:, :4:2].mean(axis=1) / np.maximum(strength[:, :4].mean(axis=1), 1e-9)
    return int(pitches[int((score * np.minimum(missing, 1.0)).argmax())])
