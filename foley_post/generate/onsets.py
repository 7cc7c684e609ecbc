"""When notes begin: the peaks of the clock. Nothing here is left to chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foley_post.generate.clock import TICK_HZ
from foley_post.generate.encoding import EncodedShot

__all__ = ["Onset", "onsets", "own_threshold", "peaks", "sure_share"]

_APART_TICKS = 2.5
"""50 ms: faster than any player repeats (16 tones a second are 62 ms apart)."""
_LEAST = 0.02
_UNSURE_ABOVE = 0.25
_SURE_ABOVE = 0.35
_NEAR_S = 0.5
_SOUNDS_TICKS = 8
_SOUNDS = 0.9
"""In a rest a player moves too, and the network doubts: an onset less than so far above its
threshold counts only near a sure one, or where something surely goes on sounding."""
_OWN_SHARE, _OWN_PERCENT = 0.5, 90
_OWN_RANGE = (0.3, 0.6)
_STIRS = 0.05
_FEWEST = 4

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Onset:
    """An onset at ``time_s``, heard at ``tick``; ``likely`` its probability, ``clear`` whether that
    is above the threshold.
    """

    time_s: float
    tick: int
    likely: float
    clear: bool


def peaks(onset: Floats, offset: Floats, least: float) -> list[tuple[float, int]]:
    """``(time_s, tick)`` of every peak of ``onset (T,)`` at or above ``least``, in order.

    ``offset (T,)``: how many ticks from each tick the onset is thought to be; the ticks beside a
    peak have a say too, by their probability.
    """
    if len(onset) < 3:
        return []
    left = np.concatenate([[-1.0], onset[:-1]])
    right = np.concatenate([onset[1:], [-1.0]])
    tops = np.flatnonzero((onset >= left) & (onset > right) & (onset >= least))
    found: list[tuple[float, int]] = []
    strength: list[float] = []
    for tick in tops.tolist():
        near = np.arange(max(tick - 1, 0), min(tick + 2, len(onset)))
        away = np.clip(
            np.average(near + offset[near], weights=onset[near] + 1e-9) - tick, -1.5, 1.5
        )
        time_s = max(0.0, (float(tick) + float(away)) / TICK_HZ)
        if found and (time_s - found[-1][0]) * TICK_HZ < _APART_TICKS:
            if onset[tick] > strength[-1]:
                found[-1], strength[-1] = (time_s, int(tick)), float(onset[tick])
            continue
        found.append((time_s, int(tick)))
        strength.append(float(onset[tick]))
    return sorted(found)


def onsets(
    heard: EncodedShot, length_s: float, *, threshold: float, density: float, asked: bool = False
) -> list[Onset]:
    """The onsets of a shot: those above ``threshold``, or ``density`` times as many, the likeliest
    first. Unless somebody ``asked`` for that threshold, none that only stirs in a rest.
    """
    found = [
        Onset(time_s, tick, float(heard.onset[tick]), bool(heard.onset[tick] >= threshold))
        for time_s, tick in peaks(heard.onset, heard.offset, min(threshold, _LEAST))
        if time_s < length_s - 0.03 and tick in heard.moments
    ]
    clear = [o for o in found if o.clear]
    if not asked:
        clear = _without_rests(clear, heard, threshold)
    if density == 1.0:
        return clear
    most = round(len(clear) * density)
    likeliest = sorted(found, key=lambda o: (-o.likely, o.time_s))[:most]
    return sorted(likeliest, key=lambda o: o.time_s)


def own_threshold(heard: EncodedShot, length_s: float, usual: float) -> float:
    """The threshold for onsets by what this player's clear ones are like: half of the 90th
    percentile of all peaks; ``usual`` where there are fewer than four.

    A player who is seen well is sure of every stroke, and what is half as sure is none; one who is
    seen badly is sure of nothing.
    """
    likely = [
        float(heard.onset[tick])
        for time_s, tick in peaks(heard.onset, heard.offset, _STIRS)
        if time_s < length_s - 0.03
    ]
    if len(likely) < _FEWEST:
        return usual
    return float(np.clip(_OWN_SHARE * np.percentile(likely, _OWN_PERCENT), *_OWN_RANGE))


def sure_share(heard: EncodedShot, length_s: float, threshold: float) -> float:
    """Which share of the onsets above ``threshold`` is far above it; 0 where there are none."""
    clear = onsets(heard, length_s, threshold=threshold, density=1.0, asked=True)
    sure = sum(o.likely >= threshold + _UNSURE_ABOVE for o in clear)
    return sure / len(clear) if clear else 0.0


def _without_rests(clear: list[Onset], heard: EncodedShot, threshold: float) -> list[Onset]:
    """Those that are sure, and the unsure ones that belong to a sure one or go on sounding."""
    sure_s = np.array([o.time_s for o in clear if o.likely >= threshold + _SURE_ABOVE])
    kept = []
    for onset in clear:
        if onset.likely < threshold + _UNSURE_ABOVE:
            sounding = heard.sounding[onset.tick : onset.tick + _SOUNDS_TICKS].mean()
            near = len(sure_s) > 0 and np.abs(sure_s - onset.time_s).min() <= _NEAR_S
            if not near and sounding < _SOUNDS:
                continue
        kept.append(onset)
    return kept
