"""Timing and dynamics made human, where a score is straight."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.simulation.planning.keyboard.fingering import chords_of
from foley_post.simulation.score.scores import Score

__all__ = ["humanised"]

Floats: TypeAlias = npt.NDArray[np.float64]


def humanised(score: Score, rng: np.random.Generator, *, stagger_s: float = 0.012) -> Score:
    """The score as somebody might play it; a score that was played already stays as it is.

    Tempo wanders by some per cent (a slow random walk, and slowing at long notes), each chord is
    early or late by 5-20 ms, its notes are staggered by ``stagger_s`` (up to 50 ms: `performers`'
    figure for chords, the melody mostly first), loudness follows the line and varies from note to
    note. Order of chords and pitches do not change.
    """
    if score.human or len(score) == 0:
        return score
    event = chords_of(score.onset_s, 0.004)
    first = np.unique(event, return_index=True)[1]
    at = score.onset_s[first]
    warped = _wandering(at, rng)
    gap = np.diff(warped, append=warped[-1] + 1.0)
    loose = rng.uniform(0.004, 0.016)
    offset = np.clip(rng.normal(0, loose, len(at)), -0.3 * np.roll(gap, 1), 0.3 * gap)
    moved = np.maximum.accumulate(np.maximum(warped + offset, 0.0))
    in_chord = np.bincount(event)[event] > 1
    late = np.minimum(np.abs(rng.normal(0, stagger_s, len(score))), 0.05)
    onset = moved[event] + np.where(in_chord, np.minimum(late, 0.3 * gap[event]), 0.0)
    rate = gap / np.maximum(np.diff(at, append=at[-1] + 1.0), 1e-3)
    length = score.length_s * rate[event] * np.exp(rng.normal(0, 0.06, len(score)))
    order = np.lexsort((score.pitch, onset))
    return replace(
        score,
        onset_s=onset[order],
        length_s=np.maximum(length, 0.03)[order],
        pitch=score.pitch[order],
        velocity=_dynamics(score, event, rng)[order],
        hand=score.hand[order],
    )


def _wandering(at_s: Floats, rng: np.random.Generator) -> Floats:
    """Onset times under a tempo that wanders by 2-8 %."""
    depth = rng.uniform(0.01, 0.06)
    gap = np.diff(at_s, prepend=0.0)
    slow = np.cumsum(rng.normal(0, 1, len(at_s)) * np.sqrt(np.minimum(gap, 1.0)))
    slow -= np.linspace(slow[0], slow[-1], len(slow))
    bend = np.exp(np.clip(depth * slow, -0.25, 0.25))
    walked: Floats = np.cumsum(gap * bend)
    return walked


def _dynamics(
    score: Score, event: npt.NDArray[np.int64], rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Velocities that rise and fall with the line, with accents, and differ within a chord."""
    count = int(event[-1]) + 1
    shape = np.cumsum(rng.normal(0, 1, count))
    shape -= np.linspace(shape[0], shape[-1], count)
    spread = max(float(np.std(shape)), 1e-6)
    line = rng.uniform(4, 14) * shape / spread
    contour = 0.25 * (score.pitch - np.median(score.pitch))
    typed = score.velocity if np.ptp(score.velocity) > 10 else rng.uniform(45, 90)
    accent = np.where(rng.random(count) < 0.1, rng.uniform(5, 20), 0.0)
    loud = typed + (line + accent)[event] + contour + rng.normal(0, 4, len(score))
    return np.clip(np.round(loud), 12, 124).astype(np.int64)
