"""An instrument held in the hands: how two hands, an instrument and a swaying body come together as
one gesture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Note
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.stance import Stance
from foley_post.simulation.planning.strings.left_hand import Neck, StoppingHand
from foley_post.simulation.skeleton.solver import turned

__all__ = ["HeldInstrument", "HoldFrame", "carry"]

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeldInstrument:
    """A hand that holds a bow, a plectrum or a stick: ``wrist (T, 3)``, palm ``forward`` and
    ``back``; ``tips (T, 5, 3)`` or None where the curls decide.
    """

    wrist: Floats
    forward: Floats
    back: Floats
    tips: Floats | None = None


@dataclass(frozen=True, slots=True)
class HoldFrame:
    """Who sits or stands with what; ``stuck``: how much of the trunk's swaying the instrument
    follows (1: held under the chin; 0: it stands on the floor).
    """

    instrument: str
    times_s: Floats
    seated: bool
    stuck: float = 1.0


def carry(
    scene: HoldFrame,
    stance: Stance,
    hands: tuple[StoppingHand | HeldInstrument, StoppingHand | HeldInstrument],
    *,
    curls: Floats,
    notes: tuple[Note, ...],
    props: Mapping[str, Floats],
    neck: Neck | None = None,
) -> Gesture:
    """The gesture in which everything held moves with the trunk.

    Props ``(T, n, 3)`` are places and move along, others stay; an instrument with a ``neck`` is
    added to them.
    """
    times_s = scene.times_s
    steps = len(times_s)
    carried = _Carrier(stance, scene.stuck)
    tips = np.full((steps, 2, 5, 3), np.nan)
    for side, hand in enumerate(hands):
        if hand.tips is not None:
            tips[:, side] = carried.place(hand.tips)
    moved = {name: carried.place(v) if v.ndim == 3 else v for name, v in props.items()}
    if neck is not None:
        axes = np.stack([neck.along, neck.up, neck.side])
        frame = np.broadcast_to(axes, (steps, 3, 3))
        origin = carried.place(np.broadcast_to(neck.bridge, (steps, 1, 3)))
        moved["instrument"] = np.concatenate([origin, carried.direction(frame)], axis=1)
    return Gesture(
        instrument=scene.instrument,
        times_s=times_s,
        wrists=carried.place(np.stack([h.wrist for h in hands], axis=1)),
        palm_forward=carried.direction(np.stack([h.forward for h in hands], axis=1)),
        palm_back=carried.direction(np.stack([h.back for h in hands], axis=1)),
        tips=tips,
        curls=curls,
        trunk=stance.trunk,
        head=stance.head,
        pelvis=stance.pelvis,
        seated=scene.seated,
        notes=notes,
        props=moved,
    )


class _Carrier:
    """Moves what is held with the trunk's swaying about its mean."""

    def __init__(self, stance: Stance, stuck: float) -> None:
        self.sway = stuck * (stance.trunk - stance.trunk.mean(axis=0))
        self.pivot = stance.pelvis.mean(axis=0)
        self.shift = stuck * (stance.pelvis - self.pivot)

    def direction(self, vectors: Floats) -> Floats:
        """``(T, ..., 3)`` turned."""
        count = int(np.prod(vectors.shape[1:-1]))
        flat = vectors.reshape(len(vectors) * count, 3)
        moved = turned(np.repeat(self.sway, count, axis=0), flat)
        return np.asarray(moved.reshape(vectors.shape), dtype=np.float64)

    def place(self, points: Floats) -> Floats:
        """``(T, ..., 3)`` turned about the hips and shifted with them."""
        shift = self.shift.reshape((len(points),) + (1,) * (points.ndim - 2) + (3,))
        placed: Floats = self.direction(points - self.pivot) + self.pivot + shift
        return placed
