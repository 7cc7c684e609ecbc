"""The room a stem sounds in: an impulse response made from a few plain numbers.

A room is early reflections and a diffuse tail of noise whose level falls by 60 dB in ``decay_s``,
sooner in the treble (Sabine's decay; Schroeder's statistical model of a diffuse field). The noise
comes from a fixed seed, so the same room always sounds the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.errors import UsageError

__all__ = ["ROOMS", "Room", "in_room", "room"]

Floats = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Room:
    """``decay_s``: 60 dB down below 2 kHz; ``treble`` the share of it at the top; ``wet_db`` the
    reverb's energy against the dry sound's; ``delay_s`` before the first reflection.
    """

    name: str
    decay_s: float
    treble: float
    wet_db: float
    delay_s: float


ROOMS: dict[str, Room] = {
    r.name: r
    for r in (
        Room("dry", 0.0, 1.0, -120.0, 0.0),
        Room("studio", 0.35, 0.6, -16.0, 0.004),
        Room("room", 0.6, 0.5, -14.0, 0.008),
        Room("chamber", 1.1, 0.5, -12.0, 0.014),
        Room("hall", 1.9, 0.45, -11.0, 0.022),
        Room("church", 3.8, 0.35, -9.0, 0.035),
    )
}


def room(name: str) -> Room:
    """The room of that name; UsageError that lists the names otherwise."""
    try:
        return ROOMS[name]
    except KeyError:
        raise UsageError(
            f"There is no reverb called {name!r}. Choose one of: {', '.join(ROOMS)}."
        ) from None


def in_room(samples: Floats, place: Room, rate_hz: int) -> Floats:
    """``samples (N, 2)`` with the room's reverb added, ``(N, 2)`` float32; a tail past N is cut."""
    if place.decay_s <= 0:
        return samples
    from scipy.signal import oaconvolve

    response = _response(place, rate_hz)
    centre = samples.mean(axis=1)
    wet = [
        oaconvolve(0.6 * samples[:, c] + 0.4 * centre, response[:, c])[: len(samples)]
        for c in (0, 1)
    ]
    gain = 10 ** (place.wet_db / 20)
    return np.asarray(samples + gain * np.stack(wet, axis=1), np.float32)


def _response(place: Room, rate_hz: int) -> Floats:
    """``(M, 2)``, of energy 1 a channel."""
    length = round((place.delay_s + place.decay_s * 1.1) * rate_hz)
    start = round(place.delay_s * rate_hz)
    time_s = np.arange(length - start) / rate_hz
    low_pass = np.exp(-2 * np.pi * 2_000 / rate_hz)
    response = np.zeros((length, 2))
    for channel in (0, 1):
        noise = np.random.default_rng(41 + channel).standard_normal(len(time_s))
        bass = _smoothed(noise, low_pass)
        decay = 10.0 ** (-3 * time_s / place.decay_s)
        early_decay = 10.0 ** (-3 * time_s / (place.decay_s * place.treble))
        response[start:, channel] = bass * decay + (noise - bass) * early_decay
        rise = np.minimum(1.0, time_s / (0.3 * place.delay_s + 1e-4))
        response[start:, channel] *= rise
    energy = np.sqrt((response**2).sum(axis=0))
    return np.asarray(response / energy, np.float64)


def _smoothed(signal: Floats, pole: float) -> Floats:
    """A one-pole low-pass."""
    from scipy.signal import lfilter

    return np.asarray(lfilter([1 - pole], [1, -pole], signal))
