"""What a player's body is asked to do.

The border between planning a performance and moving a body through it. World coordinates in metres:
x to the player's left, y up, z forward (from the player's chest towards what is in front of them);
the floor is y = 0 and the player stands or sits around x = z = 0. Hands are ordered left, right;
fingers thumb to little finger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foley_post.midi.notes import Note

__all__ = ["Gesture"]

Between: TypeAlias = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Gesture:
    """Targets for a body at evenly spaced ``times_s (T,)``.

    ``wrists (T, 2, 3)``; ``palm_forward (T, 2, 3)`` unit, wrist to middle knuckle; ``palm_back (T,
    2, 3)`` unit, out of the back of the hand; ``tips (T, 2, 5, 3)`` where fingertips must be, NaN
    where the hand decides; ``curls (T, 2, 5, 3)`` radians of flexion at the three joints of each
    finger, for fingers without a tip target; ``trunk (T, 3)`` and ``head (T, 3)`` rotation vectors;
    ``pelvis (T, 3)`` its place. ``props`` holds what the instrument does, by name (``key_depth (T,
    88)`` metres, ``bow (T, 2, 3)`` frog and tip, ``instrument (T, 4, 3)`` origin and three axes
    ...). ``notes`` is the truth: what sounds, with the joint that causes each note.
    """

    instrument: str
    times_s: npt.NDArray[np.float64]
    wrists: npt.NDArray[np.float64]
    palm_forward: npt.NDArray[np.float64]
    palm_back: npt.NDArray[np.float64]
    tips: npt.NDArray[np.float64]
    curls: npt.NDArray[np.float64]
    trunk: npt.NDArray[np.float64]
    head: npt.NDArray[np.float64]
    pelvis: npt.NDArray[np.float64]
    seated: bool
    notes: tuple[Note, ...]
    props: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        steps = len(self.times_s)
        shapes = {
            "wrists": (steps, 2, 3), "palm_forward": (steps, 2, 3), "palm_back": (steps, 2, 3),
            "tips": (steps, 2, 5, 3), "curls": (steps, 2, 5, 3), "trunk": (steps, 3),
            "head": (steps, 3), "pelvis": (steps, 3),
        }  # fmt: skip
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} must be {shape}, got {getattr(self, name).shape}")

    def at(self, times_s: npt.NDArray[np.float64], between: Between) -> Gesture:
        """The gesture at other times, where ``between`` reads each track; ``props`` stay."""
        return replace(
            self,
            times_s=times_s,
            wrists=between(self.wrists),
            palm_forward=between(self.palm_forward),
            palm_back=between(self.palm_back),
            tips=between(self.tips),
            curls=between(self.curls),
            trunk=between(self.trunk),
            head=between(self.head),
            pelvis=between(self.pelvis),
        )
