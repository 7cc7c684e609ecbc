"""Real pauses: where nothing is heard though somebody is in the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Note
from foley_post.train.audio_transcription import HEARD_HZ

LEAST_S = 0.7
EDGE_S = 0.2
"""Notes so near to what sounds are late or early, not in a pause."""
_BELOW_DB = 20.0
_HOP_S = 0.02

Spans = list[tuple[float, float]]


def silent_spans(samples: npt.NDArray[np.floating], length_s: float) -> Spans:
    """Where a sound at `HEARD_HZ` is 20 dB and more below its loud parts for `LEAST_S` or longer,
    less `EDGE_S` at each end that is not the clip's.
    """
    hop = round(_HOP_S * HEARD_HZ)
    some = samples[: round(length_s * HEARD_HZ)].astype(np.float64)
    power = (some[: len(some) // hop * hop].reshape(-1, hop) ** 2).mean(axis=1)
    if not len(power):
        return []
    level = 10 * np.log10(power + 1e-10)
    quiet = level < np.percentile(level, 95) - _BELOW_DB
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    spans = (edges.reshape(-1, 2) * _HOP_S).tolist()
    return _inside([(a, b) for a, b in spans], length_s)


def rests_of(notes: Sequence[Note], length_s: float) -> Spans:
    """Where none of ``notes`` sounds for `LEAST_S` or longer, less `EDGE_S` as above."""
    ends = np.maximum.accumulate([0.0, *(n.onset_s + n.length_s for n in notes)])
    edges = [(float(end), n.onset_s) for end, n in zip(ends, notes, strict=False)]
    return _inside([*edges, (float(ends[-1]), length_s)], length_s)


def in_spans(times_s: npt.NDArray[np.float64], spans: Spans) -> int:
    """How many of ``times_s`` lie in ``spans``."""
    return sum(a <= t < b for t in times_s.tolist() for a, b in spans)


def seconds_of(spans: Spans) -> float:
    """How long they are in all."""
    return sum(b - a for a, b in spans)


def _inside(spans: Spans, length_s: float) -> Spans:
    return [
        (a + EDGE_S * (a > 0.01), b - EDGE_S * (b < length_s - 0.05))
        for a, b in spans
        if b - a >= LEAST_S
    ]
