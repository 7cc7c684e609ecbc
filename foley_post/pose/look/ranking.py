"""From the classifier's answers to a ranking of instruments."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from foley_post.pose.look.imagenet import CLASSES, DRUM, DRUMSTICK
from foley_post.pose.look.instrument_ranking import InstrumentRanking
from foley_post.pose.look.posture import SIBLINGS

__all__ = ["UNKNOWN", "ranked"]

Floats = npt.NDArray[np.float64]

UNKNOWN = 0.1
"""What weighs against all instruments together: an evidence of this size is no better than even."""
_BEST_SHARE = 0.25
"""An instrument shows well in some crops at some moments: the best quarter of them counts."""
_STICKS = 0.25
"""A drummer's sticks are seen at a quarter of the drums' own evidence, or there are none."""
_STICKS_GIVE = 0.06
_KEYBOARDS = ("piano", "organ", "accordion")
_PIANO_PRIOR = 0.3
"""What a keyboard in view is a piano by, before its look is asked."""


def ranked(
    scores: Floats,
    *,
    odds: Mapping[str, float] | None = None,
    keyboard: bool = False,
) -> InstrumentRanking:
    """What is seen in crops whose class probabilities are ``scores (N, 1000)``.

    ``odds`` by posture are held between instruments that look alike; ``keyboard`` says that a
    keyboard was found, so that it must be an instrument with keys. No crops, no ranking.
    """
    if not len(scores):
        return InstrumentRanking((("piano", 1.0),), "piano") if keyboard else InstrumentRanking(())
    best = _best_mean(scores[:, [c.number for c in CLASSES]])
    evidence = float(_best_mean(scores[:, [c.number for c in CLASSES]].sum(1, keepdims=True))[0])
    weights: dict[str, float] = {}
    for one, weight in zip(CLASSES, best.tolist(), strict=True):
        for name, share in one.shares.items():
            weights[name] = weights.get(name, 0.0) + weight * share
    weights = _shared_among_siblings(weights, {**(odds or {}), **_drum_odds(best)})
    if keyboard:
        weights = _with_keys(weights)
    total = sum(weights.values()) + (0.0 if keyboard else UNKNOWN)
    ranking = sorted(((n, w / total) for n, w in weights.items()), key=lambda r: (-r[1], r[0]))
    object_name, stands_in = _object_of(ranking[0][0], best)
    return InstrumentRanking(tuple(ranking), object_name, stands_in, evidence)


def _best_mean(values: Floats) -> Floats:
    """The mean of the highest quarter of each column, of two at least."""
    count = min(len(values), max(2, round(_BEST_SHARE * len(values))))
    return np.asarray(np.sort(values, axis=0)[-count:].mean(axis=0))


def _drum_odds(best: Floats) -> dict[str, float]:
    """Hand drums against a kit: whether sticks are seen beside the drums."""
    numbers = [c.number for c in CLASSES]
    drum, stick = float(best[numbers.index(DRUM)]), float(best[numbers.index(DRUMSTICK)])
    share = stick / max(drum + stick, 1e-9)
    kit = 1 / (1 + np.exp(-(share - _STICKS) / _STICKS_GIVE))
    return {"drums": float(max(kit, 0.02)), "hand_drums": float(max(1 - kit, 0.02))}


def _shared_among_siblings(
    weights: Mapping[str, float], odds: Mapping[str, float]
) -> dict[str, float]:
    """The weights with each group of look-alikes dealt out anew by ``odds``."""
    dealt = dict(weights)
    for group in SIBLINGS:
        names = sorted(group & weights.keys())
        moved = [weights[n] * odds.get(n, 1.0) for n in names]
        if sum(moved) > 0:
            whole = sum(weights[n] for n in names)
            dealt |= {n: whole * m / sum(moved) for n, m in zip(names, moved, strict=True)}
    return dealt


def _with_keys(weights: Mapping[str, float]) -> dict[str, float]:
    """Only the instruments with keys; a piano where the look says nothing."""
    kept = {name: weights[name] for name in _KEYBOARDS}
    kept["piano"] += _PIANO_PRIOR
    return kept


def _object_of(name: str, best: Floats) -> tuple[str, bool]:
    """The class that spoke most for the instrument ``name``, and whether that is another thing."""
    said = [c.shares.get(name, 0.0) * w for c, w in zip(CLASSES, best.tolist(), strict=True)]
    at = int(np.argmax(said))
    return CLASSES[at].name, CLASSES[at].stands_in
