"""How loud and on which side each player stands in the balance of all: a mixer's faders.

The balance law is that of a stereo balance control: the side that is panned away from is turned
down, the other one stays, so that a level of 0 dB in the middle changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from foley_post.errors import UsageError
from foley_post.render.loudness import true_peak
from foley_post.render.synth import Samples

__all__ = ["HIGHEST_DB", "LOWEST_DB", "Level", "Turned", "read_levels", "turned_to"]

LOWEST_DB, HIGHEST_DB = -40.0, 6.0
"""A fader's ends; its lower one is silence."""


@dataclass(frozen=True, slots=True)
class Level:
    """``gain_db`` from `LOWEST_DB`, silence, to `HIGHEST_DB`; ``pan`` -1 (left) to 1 (right)."""

    gain_db: float = 0.0
    pan: float = 0.0

    def __post_init__(self) -> None:
        if not LOWEST_DB <= self.gain_db <= HIGHEST_DB:
            raise UsageError(
                f"A level of {self.gain_db:g} dB is outside {LOWEST_DB:g} (silence) to "
                f"{HIGHEST_DB:g}."
            )
        if not -1 <= self.pan <= 1:
            raise UsageError(f"A pan of {self.pan:g} is outside -1 (left) to 1 (right).")

    @property
    def gain(self) -> float:
        """What samples are multiplied by."""
        return 0.0 if self.gain_db <= LOWEST_DB else float(10 ** (self.gain_db / 20))

    def sides(self) -> Samples:
        """``(2,)``: what each side is multiplied by."""
        left, right = min(1.0, 1.0 - self.pan), min(1.0, 1.0 + self.pan)
        return np.array([self.gain * left, self.gain * right], np.float32)


@dataclass(frozen=True, slots=True)
class Turned:
    """A stem's ``samples`` at the ``level`` that they have."""

    samples: Samples
    level: Level
    notices: tuple[str, ...] = ()


def turned_to(samples: Samples, level: Level, ceiling: float) -> Turned:
    """``samples (N, 1 or 2)`` so loud, and on that side where they are stereo, as far as
    ``ceiling`` allows for the true peak.
    """
    if samples.shape[1] == 1:
        level = replace(level, pan=0.0)
    if level == Level():
        return Turned(samples, level)
    made = samples * (level.sides() if samples.shape[1] == 2 else np.float32(level.gain))
    peak = true_peak(made) if level.gain_db > 0 else 0.0
    if peak <= ceiling:
        return Turned(made, level)
    held = replace(level, gain_db=max(0.0, level.gain_db + 20 * math.log10(ceiling / peak)))
    notice = f"The level of {level.gain_db:+g} dB is held to {held.gain_db:+.1f} by the true peak."
    return Turned(made * np.float32(held.gain / level.gain), held, (notice,))


def read_levels(said: Sequence[str]) -> Mapping[int, Level]:
    """By performer, what is said as ``N=DB`` or ``N=DB,PAN`` of player N, counted from 1.

    UsageError for anything else.
    """
    levels = {}
    for words in said:
        number, _, values = words.partition("=")
        gain, _, pan = values.partition(",")
        try:
            performer, level = int(number) - 1, (float(gain), float(pan or 0))
        except ValueError:
            raise UsageError(
                f"A level is N=DB or N=DB,PAN, for example 2=-6; got {words!r}."
            ) from None
        if performer < 0:
            raise UsageError(f"Players are counted from 1, not {number}.")
        levels[performer] = Level(*level)
    return levels
