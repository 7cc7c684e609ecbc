"""How loud a stem is, and the one gain that brings it where it should be.

Loudness after ITU-R BS.1770-4 (pyloudnorm), targets after EBU R 128 (-23 LUFS), ATSC A/85 (-24) and
the streaming services' dialogue-gated -27. True peak after BS.1770-4, annex 2: four times
oversampled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["SILENT", "Level", "gain_to", "loudness_lufs", "true_peak"]

Floats = npt.NDArray[np.floating]

SILENT = 1e-6
"""Below -120 dBFS nothing is heard: 24 bits end at -144."""
_BLOCK_S = 0.4


@dataclass(frozen=True, slots=True)
class Level:
    """The gain to apply, and what a listener should know about it (empty: nothing)."""

    gain: float
    notice: str = ""


def loudness_lufs(samples: Floats, rate_hz: int) -> float:
    """Integrated loudness of ``samples (N, channels)``; ``-inf`` for silence.

    Sound shorter than BS.1770's block of 0.4 s is measured as if silence followed it.
    """
    import pyloudnorm

    shortest = int(_BLOCK_S * rate_hz) + 1
    if len(samples) < shortest:
        samples = np.pad(samples, ((0, shortest - len(samples)), (0, 0)))
    if float(np.abs(samples).max(initial=0.0)) < SILENT:
        return float("-inf")
    with np.errstate(divide="ignore"):
        return float(pyloudnorm.Meter(rate_hz).integrated_loudness(samples))


def true_peak(samples: Floats) -> float:
    """The largest absolute value between the samples too, linear (1.0 is full scale).

    Only the neighbourhoods of high samples are oversampled: elsewhere no peak can hide.
    """
    from scipy.signal import resample_poly

    peak = float(np.abs(samples).max(initial=0.0))
    if peak < SILENT:
        return peak
    highest = peak
    for channel in range(samples.shape[1]):
        for piece in _loud_pieces(samples[:, channel], peak * 0.5):
            highest = max(highest, float(np.abs(resample_poly(piece, 4, 1)).max()))
    return highest


def _loud_pieces(signal: Floats, threshold: float) -> list[Floats]:
    """The stretches around samples above ``threshold``, with 64 samples on each side.

    Band-limited sound can rise over its samples by a few dB, hardly ever by 6.
    """
    block = 4096
    count = -(-len(signal) // block)
    padded = np.pad(np.abs(signal), (0, count * block - len(signal)))
    loud = padded.reshape(count, block).max(axis=1) > threshold
    return [signal[max(0, i * block - 64) : (i + 1) * block + 64] for i in np.flatnonzero(loud)]


def gain_to(samples: Floats, rate_hz: int, *, target_lufs: float | None, peak_dbtp: float) -> Level:
    """The gain that brings ``samples`` to the target, held back where the peaks would pass
    ``peak_dbtp``.

    ``target_lufs`` None leaves the level unless the peak is too high.
    """
    peak = true_peak(samples)
    if peak < SILENT:
        return Level(1.0, "The stem is silent.")
    ceiling = 10 ** (peak_dbtp / 20)
    gain = 1.0
    if target_lufs is not None:
        loud = loudness_lufs(samples, rate_hz)
        if not np.isfinite(loud):
            return Level(min(1.0, ceiling / peak), "The stem is too quiet to measure its loudness.")
        gain = 10 ** ((target_lufs - loud) / 20)
    if gain * peak <= ceiling:
        return Level(gain)
    held = ceiling / peak
    short_db = 20 * np.log10(gain / held)
    what = f"{short_db:.1f} dB quieter than asked" if target_lufs is not None else "turned down"
    return Level(held, f"The stem is {what}, so that its peaks stay at {peak_dbtp:g} dBTP.")
