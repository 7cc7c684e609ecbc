"""When something begins in a recording, and how loud: peaks of the spectral flux."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["HEARD_HZ", "heard_onsets", "velocities_at"]

HEARD_HZ = 22_050
"""The sample rate of everything that is heard here."""

Floats: TypeAlias = npt.NDArray[np.float64]
Samples: TypeAlias = npt.NDArray[np.float32]

_WINDOW, _HOP = 1024, 128
_APART_S = 0.06
_AROUND_S = 0.5
_ROOM_DB = 45.0


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
