"""The key and the pulse of a recording: the temp track an editor has cut to.

The key comes from how loud each pitch class is between 65 and 1,050 Hz, every moment alike (the
spectrum's peaks, compressed, so that one loud chord does not outvote the rest). The pulse comes
from the onsets: rises of the spectrum (spectral flux; Bello et al., IEEE TSAP 2005).
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.midi.harmony import Key, likeliest_key
from foley_post.midi.notes import Note
from foley_post.midi.tempo import Pulse, find_pulse
from foley_post.video import read_audio

__all__ = ["key_heard", "pulse_heard"]

_RATE_HZ = 22_050
_LONGEST_S = 600
_WINDOW, _HOP = 8_192, 4_096
_FLUX_WINDOW, _FLUX_HOP = 1_024, 256
_LOWEST_HZ, _HIGHEST_HZ = 65.0, 1_050.0
_NOTES_A_FRAME = 0.5
"""What a moment counts for, in notes: neighbouring moments mostly hear the same ones."""

Floats = npt.NDArray[np.floating]


def key_heard(path: Path) -> tuple[Key, float]:
    """The likeliest key of the file's first ten minutes, and how clear it is, 0 to 1.

    Raises MediaMissing, MediaUnreadable.
    """
    power = _spectra(_sound(path), _WINDOW, _HOP)
    hertz = np.fft.rfftfreq(_WINDOW, 1 / _RATE_HZ)
    inside = np.flatnonzero((hertz > _LOWEST_HZ) & (hertz < _HIGHEST_HZ))
    peaks = (power[:, inside] > power[:, inside - 1]) & (power[:, inside] > power[:, inside + 1])
    classes = np.rint(12 * np.log2(hertz[inside] / 440.0) + 69).astype(int) % 12
    heard = np.zeros(12)
    loudest = float(power.max(initial=0.0))
    for frame, peak in zip(power[:, inside], peaks, strict=True):
        strong = peak & (frame > 1e-3 * frame.max()) & (frame > 1e-7 * loudest)
        share = np.bincount(classes[strong], np.sqrt(frame[strong]), 12)
        if share.any():
            heard += _NOTES_A_FRAME * share / share.sum()
    return likeliest_key(heard)


def pulse_heard(path: Path) -> Pulse:
    """The likeliest pulse of the file's first ten minutes; beats count from its first sample.

    Raises MediaMissing, MediaUnreadable.
    """
    levels = np.log1p(1_000 * np.sqrt(_spectra(_sound(path), _FLUX_WINDOW, _FLUX_HOP)))
    flux = np.maximum(np.diff(levels, axis=0), 0).sum(axis=1)
    if not len(flux) or flux.max() <= 0:
        return find_pulse(())
    around = np.convolve(flux, np.ones(41) / 41, "same")
    onsets = []
    for i in range(3, len(flux) - 3):
        if flux[i] == flux[i - 3 : i + 4].max() and flux[i] > 1.5 * around[i] + 0.02 * flux.max():
            at_s = ((i + 1) * _FLUX_HOP + _FLUX_WINDOW / 2) / _RATE_HZ
            velocity = int(np.clip(1 + 126 * flux[i] / flux.max(), 1, 127))
            onsets.append(Note(at_s, 0.1, 60, velocity))
    return find_pulse(onsets)


def _sound(path: Path) -> Floats:
    """``(N,)``, the channels together."""
    sound = read_audio(path, end_s=Fraction(_LONGEST_S), rate_hz=_RATE_HZ)
    return np.asarray(sound.mean(axis=1), np.float32)


def _spectra(sound: Floats, window: int, hop: int) -> Floats:
    """``(frames, window / 2 + 1)`` power; none for sound shorter than a window."""
    count = max(0, (len(sound) - window) // hop + 1)
    shape = np.hanning(window).astype(np.float32)
    spectra = np.empty((count, window // 2 + 1), np.float32)
    for i in range(count):
        spectra[i] = np.abs(np.fft.rfft(sound[i * hop : i * hop + window] * shape)) ** 2
    return spectra
