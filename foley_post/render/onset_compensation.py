"""When a note of a sound is heard to begin: how long after it starts.

A bowed or blown sample swells. It is heard to begin where its level has come within some 6 to 15 dB
of its highest (Vos and Rasch, Perception & Psychophysics 29, 1981); taken here as 12 dB, in windows
of 5 ms, against the loudest of its first half second. The shipped strings are late by 30 to 100 ms
by this measure, the flute by 40, keys and mallets by less than 10.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from foley_post.render.events import Samples, Schedule, Strike

__all__ = ["MOST_S", "WORTH_S", "in_time", "lag_s", "lags_of"]

WORTH_S = 0.01
"""Sounds that speak sooner are left at their own sample: nobody hears 10 ms."""
MOST_S = 0.15
_BELOW_DB = 12.0
_WINDOW_S = 0.005
_HEARD_S = 0.5
_SLOT_S = 0.7
_VELOCITY = 80
"""The shipped sounds swell alike at any velocity (measured at 50, 80 and 105)."""

Lags = Mapping[tuple[int, int], float]
Play = Callable[[Schedule], Samples]


def lag_s(samples: Samples, rate_hz: int) -> float:
    """Seconds after which the note that starts at sample 0 of ``samples (N, 2)`` is heard to begin.

    0 where it is soon enough (`WORTH_S`) or silent; at most `MOST_S`.
    """
    width = max(1, round(_WINDOW_S * rate_hz))
    energy = (samples[: round(_HEARD_S * rate_hz)].astype(np.float64) ** 2).sum(axis=1)
    level = np.convolve(energy, np.ones(width))[: len(energy)]
    highest = float(level.max(initial=0.0))
    if highest <= 0:
        return 0.0
    at_s = float(np.argmax(level >= highest * 10 ** (-_BELOW_DB / 10))) / rate_hz
    return min(at_s, MOST_S) if at_s >= WORTH_S else 0.0


def lags_of(plan: Schedule, rate_hz: int, play: Play) -> Lags:
    """How late each ``(sound, pitch)`` of the plan is heard, in seconds; those in time left out.

    ``play`` makes a schedule's sound. A sound that is in time at five of its pitches, the lowest
    and the highest among them, is not asked further; drums are never asked.
    """
    lags: dict[tuple[int, int], float] = {}
    for sound, (bank, _) in enumerate(plan.sounds):
        pitches = sorted({s.pitch for s in plan.strikes if s.sound == sound})
        if bank == 128 or not pitches:
            continue
        first = {pitches[round(i * (len(pitches) - 1) / 4)] for i in range(5)}
        found = _heard(plan, sound, sorted(first), (rate_hz, play))
        if any(found.values()):
            found |= _heard(plan, sound, sorted(set(pitches) - first), (rate_hz, play))
        lags |= {(sound, pitch): lag for pitch, lag in found.items() if lag}
    return lags


def _heard(
    plan: Schedule, sound: int, pitches: list[int], how: tuple[int, Play]
) -> dict[int, float]:
    """The lag of each pitch, all played one after the other."""
    rate_hz, play = how
    slot, held = round(_SLOT_S * rate_hz), round(_HEARD_S * rate_hz)
    strikes = tuple(
        Strike(i * slot, i * slot + held, sound, pitch, _VELOCITY)
        for i, pitch in enumerate(pitches)
    )
    if not strikes:
        return {}
    samples = play(Schedule(plan.sounds, strikes, (), slot * len(strikes)))
    return {
        pitch: lag_s(samples[i * slot : (i + 1) * slot], rate_hz) for i, pitch in enumerate(pitches)
    }


def in_time(plan: Schedule, lags: Lags, rate_hz: int) -> Schedule:
    """The plan with slow sounds started so much earlier that they are heard where they belong.

    A note ends where it did, or where the next of its pitch now begins. Nothing starts before the
    plan does.
    """
    if not lags:
        return plan
    strikes: list[Strike] = []
    last: dict[tuple[int, int], int] = {}
    for strike in plan.strikes:
        key = (strike.sound, strike.pitch)
        start = max(0, strike.start - round(lags.get(key, 0.0) * rate_hz))
        before = last.get(key)
        if before is not None and strikes[before].end > start:
            start = max(start, strikes[before].start + 1)
            strikes[before] = replace(strikes[before], end=start)
        last[key] = len(strikes)
        strikes.append(replace(strike, start=start))
    return replace(plan, strikes=tuple(sorted(strikes, key=lambda s: (s.start, s.pitch))))
