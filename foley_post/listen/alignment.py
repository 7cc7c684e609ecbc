"""How a sound lies against the picture: one constant lag, whether it fits at all, and its drift.

The onsets that are seen are compared with those that are heard at every lag up to 0.4 s. The best
one counts if it is better than what the same onsets reach by chance: turned round in time, so that
their rhythm stays and their place does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["MOST_LAG_S", "Alignment", "align"]

MOST_LAG_S = 0.4

_STEP_S = 0.005
_WIDTH_S = 0.03
_TURNS = 40
_LEAST_TURN_S = 1.0
_FEWEST = 8
_NEAR_S = 0.07
_DRIFT_FROM_S = 20.0
_DRIFT_WORTH_S = 0.04

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alignment:
    """``lag_s``: how much later the sound is than the picture, 0 where that is not known.

    ``fits``: None where there is too little to tell; False where the sound's onsets meet the
    movement no better than by chance. ``apart_s``: how far a heard onset is from the seen one, in
    the median, with the lag taken off. ``drift_ms_per_min``: how fast the lag grows, 0 where it
    does not, or cannot be told.
    """

    lag_s: float = 0.0
    fits: bool | None = None
    apart_s: float = 0.0
    drift_ms_per_min: float = 0.0

    def sentences(self, name: str) -> tuple[str, ...]:
        """What an editor must know of it; ``name`` is the sound's."""
        if self.fits is None:
            return ()
        if not self.fits:
            return (
                f"What is heard in {name} does not fit the movement better than by chance: it may "
                "be other music, or its lag against the picture is not known.",
            )
        told = []
        if abs(self.lag_s) >= _STEP_S:
            side = "after" if self.lag_s > 0 else "before"
            told.append(
                f"{name} is {abs(self.lag_s) * 1000:.0f} ms {side} its picture; notes are placed "
                "where the picture has them."
            )
        if self.drift_ms_per_min:
            told.append(
                f"{name} drifts against the picture by {self.drift_ms_per_min:+.0f} ms a minute."
            )
        return tuple(told)


def align(seen_s: Floats, heard_s: Floats, weights: Floats | None = None) -> Alignment:
    """How ``heard_s (H,)`` lies against ``seen_s (S,)``, both rising seconds of the shot.

    ``weights (S,)`` say how sure each seen onset is (1 each by default).
    """
    if len(seen_s) < _FEWEST or len(heard_s) < _FEWEST:
        return Alignment()
    sure = np.ones(len(seen_s)) if weights is None else weights
    lags = np.arange(-MOST_LAG_S, MOST_LAG_S + _STEP_S / 2, _STEP_S)
    curve = _agreement(seen_s, heard_s, sure, lags)
    if curve.max() <= _by_chance(seen_s, heard_s, sure, lags):
        return Alignment(fits=False)
    lag_s = _refined(seen_s, heard_s, float(lags[int(curve.argmax())]))
    late = _nearest(seen_s + lag_s, heard_s)
    late = late[np.abs(late) < _NEAR_S]
    return Alignment(
        lag_s=lag_s,
        fits=True,
        apart_s=float(np.median(np.abs(late))) if len(late) else 0.0,
        drift_ms_per_min=_drift(seen_s, heard_s, lag_s),
    )


def _agreement(seen_s: Floats, heard_s: Floats, sure: Floats, lags: Floats) -> Floats:
    """``(L,)``: how well the seen onsets, each later by the lag, meet a heard one."""
    late = _nearest((seen_s[None, :] + lags[:, None]).ravel(), heard_s)
    met = np.exp(-0.5 * (late.reshape(len(lags), -1) / _WIDTH_S) ** 2)
    agreement: Floats = met @ sure / sure.sum()
    return agreement


def _by_chance(seen_s: Floats, heard_s: Floats, sure: Floats, lags: Floats) -> float:
    """The best agreement of the heard onsets turned round in time, of 40 turns."""
    first = min(float(seen_s[0]), float(heard_s[0]))
    length = max(float(seen_s[-1]), float(heard_s[-1])) - first + _LEAST_TURN_S
    turns = np.linspace(_LEAST_TURN_S, length - _LEAST_TURN_S, _TURNS)
    turned = (np.sort((heard_s - first + turn) % length) + first for turn in turns)
    return max(float(_agreement(seen_s, some, sure, lags).max()) for some in turned)


def _nearest(at_s: Floats, heard_s: Floats) -> Floats:
    """How much later than each ``at_s`` the nearest heard onset is."""
    right = np.clip(np.searchsorted(heard_s, at_s), 1, len(heard_s) - 1)
    before, after = heard_s[right - 1] - at_s, heard_s[right] - at_s
    nearest: Floats = np.where(np.abs(before) < np.abs(after), before, after)
    return nearest


def _refined(seen_s: Floats, heard_s: Floats, lag_s: float) -> float:
    """The lag moved by the median of what is left."""
    late = _nearest(seen_s + lag_s, heard_s)
    near = late[np.abs(late) < _NEAR_S]
    return lag_s + float(np.median(near)) if len(near) else lag_s


def _drift(seen_s: Floats, heard_s: Floats, lag_s: float) -> float:
    """Milliseconds a minute by which the lag grows, where over the whole that is over 40 ms."""
    length_s = float(seen_s[-1] - seen_s[0])
    if length_s < _DRIFT_FROM_S:
        return 0.0
    third = length_s / 3
    early = seen_s[seen_s < seen_s[0] + third]
    late = seen_s[seen_s > seen_s[-1] - third]
    if min(len(early), len(late)) < _FEWEST:
        return 0.0
    lags = [_refined(some, heard_s, lag_s) for some in (early, late)]
    between_s = float(late.mean() - early.mean())
    per_second = (lags[1] - lags[0]) / between_s
    return per_second * 60_000 if abs(per_second) * length_s > _DRIFT_WORTH_S else 0.0
