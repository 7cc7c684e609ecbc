"""What a room, a camera's microphone and a codec make of a sound."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.listen.network import RATE_HZ

__all__ = ["recorded"]

Floats: TypeAlias = npt.NDArray[np.float64]

_ROOMS, _ROOM_SHARE = 200, 0.75
_TONE_SHARE = 0.7
_NOISE_SHARE, _LOUD_NOISE_SHARE = 0.8, 0.15
_CODEC_SHARE = 0.15
_CLIPPED_SHARE = 0.1
_BLOCK = 1024


def recorded(sound: Floats, rng: np.random.Generator) -> Floats:
    """``sound (N,)`` in a room, through a microphone, with noise, from a codec, clipped; each now
    and then.
    """
    import scipy.signal

    length = len(sound)
    if rng.random() < _ROOM_SHARE:
        sound = scipy.signal.fftconvolve(sound, _room(int(rng.integers(_ROOMS))))[:length]
    if rng.random() < _TONE_SHARE:
        sound = _toned(sound, rng)
    if rng.random() < _NOISE_SHARE:
        loud = rng.random() < _LOUD_NOISE_SHARE / _NOISE_SHARE
        ratio_db = rng.uniform(-3, 10) if loud else rng.uniform(0, 35)
        power = float((sound**2).mean())
        level = np.sqrt(power) if power > 1e-10 else 0.02
        sound = sound + _noise(length, rng) * (level * 10 ** (-ratio_db / 20))
    if rng.random() < _CODEC_SHARE:
        sound = _coded(sound, rng)
    if rng.random() < _CLIPPED_SHARE:
        most = rng.uniform(0.2, 0.7) * np.abs(sound).max()
        sound = np.clip(sound, -most, most)
    return sound


@cache
def _room(number: int) -> Floats:
    """An impulse response: the direct sound, then noise that decays by 60 dB in 0.1 to 1.2 s."""
    import scipy.signal

    rng = np.random.default_rng(number)
    decay_s = np.exp(rng.uniform(np.log(0.1), np.log(1.2)))
    length = int(0.8 * decay_s * RATE_HZ)
    tail = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / RATE_HZ / decay_s)
    if rng.random() < 0.7:
        tail = scipy.signal.lfilter([0.4], [1, -rng.uniform(0, 0.8)], tail)
    tail[: int(rng.uniform(0.001, 0.015) * RATE_HZ)] = 0
    tail *= 10 ** (rng.uniform(-14, 2) / 20) / (np.sqrt((tail**2).sum()) + 1e-9)
    tail[0] = 1
    return np.asarray(tail, np.float64)


def _toned(sound: Floats, rng: np.random.Generator) -> Floats:
    """A slope, up to two bumps, and often no bass or no treble, as small microphones have."""
    octave = np.log2(np.fft.rfftfreq(len(sound), 1 / RATE_HZ) + 20)
    gain_db = rng.normal(0, 1.5) * (octave - np.log2(800))
    for _ in range(rng.integers(0, 3)):
        middle, width = np.log2(np.exp(rng.uniform(4.6, 9))), rng.uniform(0.3, 1.2)
        gain_db += rng.normal(0, 5) * np.exp(-(((octave - middle) / width) ** 2))
    if rng.random() < 0.4:
        gain_db -= 12 * np.maximum(0, np.log2(rng.uniform(60, 250)) - octave)
    if rng.random() < 0.4:
        gain_db -= 30 * np.maximum(0, octave - np.log2(rng.uniform(2500, 8000)))
    gain = 10 ** (np.clip(gain_db, -60, 20) / 20)
    return np.fft.irfft(np.fft.rfft(sound) * gain, len(sound))


def _noise(length: int, rng: np.random.Generator) -> Floats:
    """Of root mean square 1: between white and pink, sometimes with hum, or swelling."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    spectrum *= np.maximum(np.arange(len(spectrum)), 1.0) ** -rng.uniform(0, 1)
    noise = np.fft.irfft(spectrum, length)
    noise /= noise.std()
    at_s = np.arange(length) / RATE_HZ
    if rng.random() < 0.25:
        hum_hz = float(rng.choice([50, 60, 100, 120]))
        noise += rng.uniform(0, 2) * np.sin(2 * np.pi * hum_hz * at_s)
    if rng.random() < 0.2:
        swell = np.sin(2 * np.pi * rng.uniform(0.2, 4) * at_s + rng.uniform(0, 6))
        noise *= 1 + 0.7 * swell
    return np.asarray(noise / noise.std())


def _coded(sound: Floats, rng: np.random.Generator) -> Floats:
    """As a codec of few bits has it: nothing high, and in each block only what is not masked by the
    loudest near it, in steps.
    """
    import scipy.ndimage
    import scipy.signal

    _, _, bins = scipy.signal.stft(sound, RATE_HZ, nperseg=_BLOCK)
    size = np.abs(bins)
    near = scipy.ndimage.maximum_filter1d(size, 31, axis=0)
    step = near * 10 ** (-rng.uniform(8, 24) / 20) + 1e-12
    kept = np.round(size / step) * step
    highest = int(rng.uniform(4000, 10_000) / RATE_HZ * _BLOCK)
    kept[highest:] = 0
    _, coded = scipy.signal.istft(bins * (kept / (size + 1e-12)), RATE_HZ, nperseg=_BLOCK)
    return np.pad(coded, (0, max(len(sound) - len(coded), 0)))[: len(sound)]
