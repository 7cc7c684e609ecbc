"""How loud a pianist plays a note, as far as the notes around it tell: melodies above, basses and
fillings below. Fitted to pianists' own performances by `foley_post.train.velocities`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foley_post.core.piano import LOWEST
from foley_post.core.shipped import shipped
from foley_post.errors import ModelMissing
from foley_post.pose.keyboard.presses import Press

__all__ = [
    "VELOCITIES",
    "VelocityFit",
    "expected_velocities",
    "load_velocity_fit",
    "place_among_notes",
    "with_expected_velocities",
]

Floats = npt.NDArray[np.float64]

VELOCITIES = "velocities.json"
FORMAT = 1
_AROUND_S, _NEAR_S, _FADING_S = 2.0, 0.5, 0.5
_FARTHEST = 4.0
"""Places further from the mean, in standard deviations, count as this far."""
_SHARE_SEEN = 0.3
"""How much the velocity read from the picture counts against the expected one, both in standard
deviations: the better of 0.3, 0.5 and 0.7 on recordings left out of the key network's training.
"""
_FEWEST = 8
"""Of fewer notes there is no telling which are loud for this clip."""


@dataclass(frozen=True, slots=True)
class VelocityFit:
    """``mean (4,)`` and ``spread (4,)`` of `place_among_notes`; ``weights (15,)`` of `terms`;
    ``spread_in_piece``: the standard deviation of velocities within a performance.
    """

    mean: Floats
    spread: Floats
    weights: Floats
    spread_in_piece: float

    def expected(self, places: Floats) -> Floats:
        """Velocities in a piece's standard deviations from its mean ``(N,)``."""
        return terms((places - self.mean) / self.spread) @ self.weights


def terms(scaled: Floats) -> Floats:
    """1, each place and each product of two ``(N, 15)``."""
    near = np.clip(scaled, -_FARTHEST, _FARTHEST)
    first, second = np.triu_indices(near.shape[1])
    return np.concatenate([np.ones((len(near), 1)), near, near[:, first] * near[:, second]], axis=1)


def place_among_notes(onset_s: Floats, pitch: Floats) -> Floats:
    """``(N, 4)`` for notes sorted by ``onset_s``: pitch; the mean pitch of the notes around less
    it, near ones counting more; the share of the notes within half a second that are above it, and
    below it.
    """
    out = np.zeros((len(onset_s), 4))
    first = np.searchsorted(onset_s, onset_s - _AROUND_S)
    last = np.searchsorted(onset_s, onset_s + _AROUND_S, side="right")
    for i, (low, high) in enumerate(zip(first, last, strict=True)):
        away_s, above = np.abs(onset_s[low:high] - onset_s[i]), pitch[low:high] - pitch[i]
        weight = np.exp(-away_s / _FADING_S)
        near = away_s <= _NEAR_S
        out[i] = (
            pitch[i],
            (above * weight).sum() / weight.sum(),
            (above[near] > 0).mean(),
            (above[near] < 0).mean(),
        )
    return out


def expected_velocities(onset_s: Floats, pitch: Floats) -> Floats:
    """The shipped fit's answer ``(N,)``, in standard deviations. Raises ModelMissing."""
    return _shipped_fit().expected(place_among_notes(onset_s, pitch))


def with_expected_velocities(read: Sequence[Press]) -> tuple[Press, ...]:
    """The presses, in the order of their onsets, with velocities from the picture and from what
    pianists do; the mean stays that of the picture.
    """
    if len(read) < _FEWEST:
        return tuple(read)
    velocity = np.array([press.velocity for press in read], np.float64)
    onset_s = np.array([press.onset_s for press in read])
    pitch = np.array([press.key for press in read], np.float64) + LOWEST
    seen = (velocity - velocity.mean()) / max(float(velocity.std()), 1.0)
    both = _SHARE_SEEN * seen + (1 - _SHARE_SEEN) * expected_velocities(onset_s, pitch)
    both = (both - both.mean()) / max(float(both.std()), 1e-6)
    shaped = velocity.mean() + _shipped_fit().spread_in_piece * both
    return tuple(
        replace(press, velocity=int(np.clip(np.round(value), 1, 127)))
        for press, value in zip(read, shaped, strict=True)
    )


def load_velocity_fit(path: Path) -> VelocityFit:
    """The fit in ``path``. Raises ModelMissing."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["format"] != FORMAT:
            raise ValueError(said["format"])
        return VelocityFit(
            mean=np.array(said["mean"], np.float64),
            spread=np.array(said["spread"], np.float64),
            weights=np.array(said["weights"], np.float64),
            spread_in_piece=float(said["spread_in_piece"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelMissing(
            f"The velocities of pianists are not at {path}, or damaged. Install Foley Post again."
        ) from error


@cache
def _shipped_fit() -> VelocityFit:
    return load_velocity_fit(shipped("resources", "keys", VELOCITIES))
