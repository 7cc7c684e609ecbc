"""The sync report of a take: the model's own estimate of how far its notes are from the
movement.

Notes are laid over how strongly fingers, arms and feet are seen to cause onsets (the actors'
tracks, which know nothing of the notes), and shifted until they fit best. Verdicts after ITU-R
BT.1359: sound up to 45 ms early or 125 ms late is not noticed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from foley_post.generate.clock import TICK_HZ
from foley_post.midi.notes import Evidence, Note

__all__ = ["EARLY_MS", "LATE_MS", "sync_report_of"]

EARLY_MS = -45.0
LATE_MS = 125.0

_REACH_S = 0.2
_STEP_S = 0.005
_BLOCK_S = 8.0
_ENOUGH = 4
_PROOF = (Evidence.SEEN, Evidence.HEARD)
_LEAST_PROVEN = 1 / 3

Floats = npt.NDArray[np.float32]


def sync_report_of(
    notes: Sequence[Note], actors: Floats, *, proven: bool = True
) -> Mapping[str, float | str]:
    """``offset_ms`` (sound late is positive), ``drift_ms_per_min``, ``notes``, ``verdict`` and the
    ``standard`` it follows.

    ``actors (T, A)`` logits at the clock's ticks. With fewer than four notes the verdict is
    ``too few notes``; where fewer than a third are seen or heard, or where what moves in the
    picture does not bear them out (``proven`` is False), ``not proven by the picture``, however
    well they fit what the model expects.
    """
    times_s = np.array([n.onset_s for n in notes])
    said: dict[str, float | str] = {"standard": "ITU-R BT.1359", "notes": float(len(notes))}
    if len(times_s) < _ENOUGH:
        return {**said, "offset_ms": 0.0, "drift_ms_per_min": 0.0, "verdict": "too few notes"}
    strength = np.logaddexp.reduce(actors.astype(np.float64), axis=1)
    evidence = 1.0 / (1.0 + np.exp(-np.clip(strength, -30, 30)))
    offset_s = _late_by(times_s, evidence)
    drift = _drift(times_s, evidence, offset_s)
    ends_ms = [1000 * offset_s + drift * (t - times_s.mean()) / 60 for t in times_s[[0, -1]]]
    early, late = min(ends_ms) < EARLY_MS, max(ends_ms) > LATE_MS
    verdict = "sound early" if early else "sound late" if late else "in sync"
    seen = sum(n.evidence in _PROOF for n in notes)
    if not proven or seen < _LEAST_PROVEN * len(notes):
        verdict = "not proven by the picture"
    return {
        **said,
        "offset_ms": round(1000 * offset_s, 1),
        "drift_ms_per_min": round(drift, 1),
        "verdict": verdict,
    }


def _late_by(times_s: npt.NDArray[np.float64], evidence: npt.NDArray[np.float64]) -> float:
    """How late the notes are, in seconds: the shift at which they meet most evidence."""
    shifts = np.arange(-_REACH_S, _REACH_S + _STEP_S / 2, _STEP_S)
    at = (times_s[:, None] + shifts) * TICK_HZ
    met = np.interp(at.ravel(), np.arange(len(evidence)), evidence).reshape(at.shape).mean(axis=0)
    best = int(met.argmax())
    if not 0 < best < len(shifts) - 1:
        return -float(shifts[best])
    a, b, c = met[best - 1 : best + 2]
    bend = a - 2 * b + c
    return -float(shifts[best] + (_STEP_S * 0.5 * (a - c) / bend if bend < -1e-12 else 0.0))


def _drift(
    times_s: npt.NDArray[np.float64], evidence: npt.NDArray[np.float64], offset_s: float
) -> float:
    """How much later the notes get, in ms a minute: a line through blocks of eight seconds; 0 where
    there are fewer than three.
    """
    blocks = (times_s // _BLOCK_S).astype(int)
    rows = []
    for block in np.unique(blocks):
        some = times_s[blocks == block]
        if len(some) >= _ENOUGH:
            rows.append((some.mean(), _late_by(some, evidence) - offset_s, len(some)))
    if len(rows) < 3:
        return 0.0
    at, late, count = np.array(rows).T
    slope = np.polynomial.polynomial.polyfit(at, late, 1, w=np.sqrt(count))[1]
    return float(slope) * 60_000
