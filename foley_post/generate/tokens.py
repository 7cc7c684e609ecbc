"""Notes and constraints as numbers for the note decoder."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

__all__ = [
    "CHORD_MOST",
    "CONTROLS",
    "LENGTHS",
    "LENGTH_EDGES_S",
    "PITCHES",
    "SCALARS",
    "VELOCITIES",
    "controls_of",
    "length_class",
    "scalars_of",
]

PITCHES = 128
VELOCITIES = 32
LENGTHS = 32
LENGTH_EDGES_S: tuple[float, ...] = tuple(float(x) for x in np.geomspace(0.03, 8.0, LENGTHS + 1))
CHORD_MOST = 10
SCALARS = 6
CONTROLS = 17

Floats = npt.NDArray[np.float32]


def controls_of(
    classes: frozenset[int] | None,
    register: tuple[float, float] | None,
    per_second: float | None,
) -> Floats:
    """``(CONTROLS,)``: 12 pitch classes (1 wanted), the register's middle and width in octaves from
    middle C, and notes a second on a log scale; zeros where not asked for, and a mark if any is.
    """
    out = np.zeros(CONTROLS, dtype=np.float32)
    if classes is not None:
        out[sorted(classes)] = 1.0
    if register is not None:
        out[12:14] = ((register[0] + register[1]) / 24 - 5, (register[1] - register[0]) / 12)
    if per_second is not None:
        out[14:16] = (math.log(max(per_second, 0.1)), 1.0)
    out[16] = float(classes is not None or register is not None or per_second is not None)
    return out


def length_class(length_s: float) -> int:
    """The class of a length: which of the steps of `LENGTH_EDGES_S` it falls into."""
    return int(np.clip(np.searchsorted(LENGTH_EDGES_S, length_s) - 1, 0, LENGTHS - 1))


def scalars_of(
    *,
    gap_s: float,
    next_s: float,
    velocity: float,
    length_s: float,
    pinned_s: float,
    sounding: float,
) -> tuple[float, ...]:
    """The six numbers told of a note: seconds since the onset before and to the next one, the note
    before's velocity (0..1) and length, seconds to the next pinned note (20: none), and how much of
    the time to the next onset sounds (0..1).
    """
    spans = [math.log(min(max(s, 0.01), 20.0)) / 2 for s in (gap_s, next_s, length_s, pinned_s)]
    return (spans[0], spans[1], velocity, spans[2], spans[3], sounding)
